#include "devices/pad/pad_choice.hpp"

#include <utility>

#include "devices/pad/epad_pad.hpp"
#include "devices/pad/hid_wire.hpp"
#include "devices/pad/stu_pad.hpp"

namespace slipway::devices {
namespace {

template <typename Driver>
Result<std::unique_ptr<SignaturePad>> any(Result<std::unique_ptr<Driver>> driver) {
  if (!driver) return tl::unexpected(driver.error());
  return std::move(*driver);
}

constexpr const char* kNoMouse =
    "A mouse is no pad: it tells how far it moved, not where it is. Take a signature pad or a pen "
    "tablet.";

constexpr const char* kNeverEncrypted =
    "Encryption is required, and tablets and ePads have none: connect a Wacom STU pad, or set "
    "[pad] "
    "encrypted = \"prefer\" in devices.toml.";

}  // namespace

const usb::Interface* pad_interface_of(const usb::Description& description, Chosen chosen) {
  if (const auto* stu = StuPad::interface_of(description)) return stu;
  if (const auto* epad = EpadPad::interface_of(description, chosen)) return epad;
  return DigitizerPad::interface_of(description, chosen);
}

bool is_made_for_signing(const usb::Description& description) {
  return StuPad::interface_of(description) != nullptr ||
         EpadPad::interface_of(description, Chosen::ByItself) != nullptr;
}

Result<std::unique_ptr<SignaturePad>> open_pad(std::unique_ptr<usb::Transport> transport,
                                               Encryption wish, DigitizerPad::Clock clock) {
  if (StuPad::interface_of(transport->description()) != nullptr) {
    return any(StuPad::open(std::move(transport), wish));
  }
  if (wish == Encryption::Require) {
    return tl::unexpected(Error{Fault::Unsupported, kNeverEncrypted});
  }
  const auto reports = hid_wire::ask_reports(*transport);
  if (!reports) return tl::unexpected(reports.error());
  if (epad::has_shape(*reports)) {
    return any(EpadPad::open(std::move(transport), std::move(clock)));
  }
  return any(DigitizerPad::open(std::move(transport), std::move(clock)));
}

std::string why_no_pad(const usb::Description& description) {
  for (const usb::Interface& interface : description.interfaces) {
    if (auto reports = hid_wire::known_reports(interface)) {
      const auto layout = digitizer::read_layout(std::move(*reports));
      if (layout && layout->surface == digitizer::Surface::TouchScreen) {
        return "A touch screen: it stays with the system, because it may be the kiosk's own. If it "
               "is there to be signed on, name its port in devices.toml: [pad] port = \"" +
               description.port + "\".";
      }
    }
    if (hid_wire::boot_of(interface) == hid_wire::Boot::Mouse) return kNoMouse;
  }
  return {};
}

}  // namespace slipway::devices
