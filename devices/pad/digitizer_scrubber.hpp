#pragma once

#include <optional>

#include "devices/usb/hid.hpp"
#include "devices/usb/scrubber.hpp"

namespace slipway::devices {

// Of what a pen tablet, a touch screen or an ePad sends: every contact draws a zigzag of even
// pressure instead of what was written, in the ranges that the report descriptor gives. That one is
// near or touches, which finger it is, how many there are and the device's clock stay. Before the
// descriptor was asked for, and of reports that it does not announce, everything becomes zeros, as
// do all other fields: buttons, tilts, what a maker has put there.
class DigitizerScrubber final : public usb::Scrubber {
 public:
  explicit DigitizerScrubber(const usb::Interface& claimed);

  [[nodiscard]] usb::Bytes control_in(const usb::Setup& setup,
                                      std::span<const std::uint8_t> bytes) override;
  [[nodiscard]] usb::Bytes read(std::uint8_t endpoint, std::span<const std::uint8_t> bytes,
                                std::chrono::milliseconds at) override;

 private:
  [[nodiscard]] usb::Bytes made_up(std::span<const std::uint8_t> report);
  [[nodiscard]] usb::Bytes made_up_epad(std::span<const std::uint8_t> report);

  std::size_t packet_size_ = 0;
  std::optional<usb::hid::Reports> reports_;
  bool is_epad_ = false;
  usb::Bytes begun_;  // the packets of a report so far, as they came
  int samples_ = 0;
};

}  // namespace slipway::devices
