#include "devices/reader/hid_model.hpp"

#include <algorithm>
#include <array>

namespace slipway::devices {
namespace {

using Kind = HidModel::Kind;

constexpr std::uint16_t kWhole = 0xFFFF;

// devices.md 2.1 and 2.2.
constexpr std::array kModels = {
    HidModel{Kind::Keyboard, 0xFFFF, 0x0035, kWhole, "Sycreader"},
    HidModel{Kind::Keyboard, 0x08FF, 0x0009, kWhole, "Sycreader"},
    HidModel{Kind::Keyboard, 0x09D8, 0x0406, kWhole, "ELATEC TWN3"},
    HidModel{Kind::Keyboard, 0x09D8, 0x0410, kWhole, "ELATEC TWN4"},
    HidModel{Kind::Keyboard, 0x0C27, 0x3BFA, kWhole, "RF IDeas pcProx"},
    HidModel{Kind::Keyboard, 0x0C2E, 0x0200, kWhole, "Honeywell scanner"},
    HidModel{Kind::Keyboard, 0x0C2E, 0x0204, kWhole, "Honeywell scanner"},
    HidModel{Kind::Keyboard, 0x05E0, 0x1200, kWhole, "Zebra scanner"},
    HidModel{Kind::Keyboard, 0x1EAB, 0x0003, 0x00FF, "Newland scanner, keyboard"},
    HidModel{Kind::Scanner, 0x1EAB, 0x0010, 0x00FF, "Newland scanner, HID-POS"},
    HidModel{Kind::Stripe, 0x0801, 0x0002, kWhole, "MagTek, HID"},
    HidModel{Kind::Stripe, 0x0801, 0x0003, kWhole, "MagTek insert, HID"},
    HidModel{Kind::Stripe, 0x0801, 0x0011, kWhole, "MagTek MagneSafe, HID"},
    HidModel{Kind::Stripe, 0x0801, 0x0013, kWhole, "MagTek MagneSafe insert, HID"},
    HidModel{Kind::Stripe, 0x0ACD, 0x2010, kWhole, "ID TECH SecureMag, HID"},
    HidModel{Kind::Keyboard, 0x0801, 0x0001, kWhole, "MagTek, keyboard"},
    HidModel{Kind::Keyboard, 0x0ACD, 0x2030, kWhole, "ID TECH SecureMag, keyboard"},
};

}  // namespace

std::span<const HidModel> hid_models() {
  return kModels;
}

const HidModel* hid_model_of(const usb::Description& description) {
  const auto found = std::find_if(kModels.begin(), kModels.end(), [&](const HidModel& model) {
    return model.vendor == description.vendor &&
           model.product == (description.product & model.mask);
  });
  return found == kModels.end() ? nullptr : &*found;
}

}  // namespace slipway::devices
