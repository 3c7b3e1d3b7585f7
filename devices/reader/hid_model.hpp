#pragma once

#include <cstdint>
#include <span>

#include "devices/usb/transport.hpp"

namespace slipway::devices {

// HID readers that are known by their numbers. A touch screen and a keyboard are HID too, and
// taking one of those for a reader would take it from the kiosk: without its numbers here a HID
// device becomes a reader only when the operator names its port. What it then is, its reports tell.
struct HidModel {
  enum class Kind { Keyboard, Scanner, Stripe };
  Kind kind;
  std::uint16_t vendor;
  std::uint16_t product;
  std::uint16_t mask;  // the bits of the product that count: a maker may number by mode
  const char* name;
};

// systemd/70-slipway.rules says the same to the system; a test compares them.
[[nodiscard]] std::span<const HidModel> hid_models();
// nullptr when it is none of them.
[[nodiscard]] const HidModel* hid_model_of(const usb::Description& description);

}  // namespace slipway::devices
