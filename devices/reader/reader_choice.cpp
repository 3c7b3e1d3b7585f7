#include "devices/reader/reader_choice.hpp"

#include "devices/reader/ccid_reader.hpp"
#include "devices/reader/hid_reader.hpp"

namespace slipway::devices {
namespace {

constexpr std::uint8_t kHidClass = 0x03;

template <typename Driver>
Result<std::unique_ptr<CardReader>> any(Result<std::unique_ptr<Driver>> driver) {
  if (!driver) return tl::unexpected(driver.error());
  return std::move(*driver);
}

}  // namespace

const usb::Interface* reader_interface_of(const usb::Description& description, Chosen chosen) {
  if (const auto* ccid = CcidReader::interface_of(description)) return ccid;
  return chosen == Chosen::ByOperator ? HidReader::interface_of_chosen(description)
                                      : HidReader::interface_of(description);
}

bool sees_cards(const usb::Interface& interface) {
  return interface.device_class != kHidClass;
}

Result<std::unique_ptr<CardReader>> open_reader(std::unique_ptr<usb::Transport> transport,
                                                NumberFormat format,
                                                const std::optional<MifareSector>& sector) {
  if (!sees_cards(transport->interface())) {
    return any(HidReader::open(std::move(transport), format));
  }
  const auto site = sector ? std::optional(SiteNumber{*sector, format}) : std::nullopt;
  return any(CcidReader::open(std::move(transport), site));
}

}  // namespace slipway::devices
