#pragma once

#include <chrono>
#include <span>

#include "devices/usb/transport.hpp"

namespace slipway::devices::usb {

// Takes personal data out of what passes between a driver and a device, before it is written to a
// recording: cards, codes, keys, signatures, printed matter. Every answer is as long as what was
// given, and well-formed where a driver looks at it. One for each device family; it sees every
// transfer in its order, because the meaning of bytes depends on those before them.
//
// What a scrubber does not know for sure becomes zeros. This one knows only what a device says of
// itself: its report descriptor and its HID descriptor.
class Scrubber {
 public:
  virtual ~Scrubber() = default;

  // What the device answered.
  [[nodiscard]] virtual Bytes control_in(const Setup& setup, std::span<const std::uint8_t> bytes) {
    const bool is_descriptor = setup.request_type == 0x81 && setup.request == 0x06 &&
                               (setup.value >> 8 == 0x22 || setup.value >> 8 == 0x21);
    return is_descriptor ? Bytes(bytes.begin(), bytes.end()) : Bytes(bytes.size(), 0);
  }
  [[nodiscard]] virtual Bytes control_out(const Setup&, std::span<const std::uint8_t> bytes) {
    return Bytes(bytes.size(), 0);
  }
  // The bytes that the device took; what it did not take will come again.
  [[nodiscard]] virtual Bytes written(std::uint8_t, std::span<const std::uint8_t> bytes) {
    return Bytes(bytes.size(), 0);
  }
  // `at`: since the beginning of the recording.
  [[nodiscard]] virtual Bytes read(std::uint8_t, std::span<const std::uint8_t> bytes,
                                   std::chrono::milliseconds) {
    return Bytes(bytes.size(), 0);
  }
};

}  // namespace slipway::devices::usb
