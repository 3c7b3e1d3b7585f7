#pragma once

#include "devices/usb/scrubber.hpp"

namespace slipway::devices {

// Of what a Wacom STU pad sends: the pen draws a zigzag of even pressure instead of what was
// written; that it is near, that it touches, when, and the numbers of the samples stay. Of its
// feature reports stay the scale, the status, the model and the modes; everything else becomes
// zeros, also the pictures that it is sent.
class StuScrubber final : public usb::Scrubber {
 public:
  [[nodiscard]] usb::Bytes control_in(const usb::Setup& setup,
                                      std::span<const std::uint8_t> bytes) override;
  [[nodiscard]] usb::Bytes control_out(const usb::Setup& setup,
                                       std::span<const std::uint8_t> bytes) override;
  [[nodiscard]] usb::Bytes read(std::uint8_t endpoint, std::span<const std::uint8_t> bytes,
                                std::chrono::milliseconds at) override;

 private:
  int samples_ = 0;
};

}  // namespace slipway::devices
