#include "devices/printer/printer_choice.hpp"

#include <algorithm>
#include <string>

#include "devices/printer/escpos_printer.hpp"
#include "devices/printer/star_printer.hpp"

namespace slipway::devices {

namespace {

constexpr std::size_t kLongestId = 1024;
constexpr std::chrono::milliseconds kIdTime{500};

// Letters and digits in capitals: makers spell their names differently in every place. What stands
// in brackets is the interface card's ("TSP143 (STR_T-001)").
std::string spelt(std::string_view text) {
  std::string letters;
  text = text.substr(0, text.find('('));
  for (const char c : text) {
    if (c >= 'a' && c <= 'z') letters += static_cast<char>(c - 32);
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+') letters += c;
  }
  return letters;
}

// The maker may be longer ("STAR MICRONICS"), and stand in front of the model ("EPSON TM-T20III").
bool is_named(const PrinterProfile& profile, const std::string& maker, const std::string& model) {
  const std::string own = spelt(profile.maker);
  if (own.empty() || maker.rfind(own, 0) != 0) return false;
  return std::any_of(profile.models.begin(), profile.models.end(), [&](const std::string& one) {
    return model == spelt(one) || model == own + spelt(one);
  });
}

bool is_ruled_out(const PrinterProfile& profile, const usb::Description& description) {
  const UsbId id{description.vendor, description.product};
  return !profile.usb.empty() &&
         std::find(profile.usb.begin(), profile.usb.end(), id) == profile.usb.end();
}

// Star's printers speak one of four languages and do not say which; what is ESC/POS to the one is
// rubbish on paper to the other.
bool speaks_star(const usb::Description& description, const DeviceId& id) {
  return spelt(id.maker.empty() ? description.maker : id.maker).rfind("STAR", 0) == 0 ||
         spelt(id.commands).rfind("STAR", 0) == 0;
}

template <typename Driver>
Result<std::unique_ptr<ReceiptPrinter>> as_printer(Result<std::unique_ptr<Driver>> driver) {
  if (!driver) return tl::unexpected(std::move(driver.error()));
  return std::move(*driver);
}

DeviceId ask_device_id(usb::Transport& transport) {
  const usb::Interface& interface = transport.interface();
  const auto index = static_cast<std::uint16_t>(interface.number << 8 | interface.alternate);
  const auto bytes = transport.control_in({0xA1, 0x00, 0, index}, kLongestId, kIdTime);
  return bytes ? read_device_id(*bytes) : DeviceId{};
}

}  // namespace

const PrinterProfile& profile_for(const usb::Description& description, const DeviceId& id,
                                  std::span<const PrinterProfile> profiles) {
  const std::string maker = spelt(id.maker.empty() ? description.maker : id.maker);
  const std::string model = spelt(id.model.empty() ? description.model : id.model);
  const auto found = std::find_if(profiles.begin(), profiles.end(), [&](const auto& profile) {
    return is_named(profile, maker, model) && !is_ruled_out(profile, description);
  });
  return found != profiles.end() ? *found : profiles.front();
}

Result<std::unique_ptr<ReceiptPrinter>> open_printer(std::unique_ptr<usb::Transport> transport,
                                                     const PrinterProfile* wanted) {
  if (wanted == nullptr) {
    const DeviceId id = ask_device_id(*transport);
    wanted = &profile_for(transport->description(), id, known_profiles());
    if (wanted == &known_profiles().front() && speaks_star(transport->description(), id)) {
      return tl::unexpected(
          Error{Fault::Unsupported, "a Star printer of a model that nobody knows ('" + id.model +
                                        "'): name its profile in printer.profile"});
    }
  }
  switch (wanted->language) {
    case Language::EscPos:
      return as_printer(EscposPrinter::open(std::move(transport), *wanted));
    case Language::StarPrnt:
      return as_printer(StarPrinter::open(std::move(transport), *wanted));
  }
  return tl::unexpected(Error{Fault::Unsupported, "a language without a driver"});
}

}  // namespace slipway::devices
