#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>

#include "devices/pad/virtual_hand.hpp"
#include "devices/usb/piped_device.hpp"

namespace slipway::devices {

// What can be signed on and is no Wacom STU, simulated below the bus: a pen tablet of Huion's
// (numbered reports with pressure, no size, no clock), a touch screen of Elo's (fingers in reports
// without numbers, a size in centimetres and a clock, no pressure), an ePadLink ePad; and a mouse,
// which cannot. Their report descriptors are those of real devices, but for the ePad's, of which
// only the shape is known.
//
// Its words: see `help`.
class VirtualDigitizer final : public usb::PipedDevice {
 public:
  enum class Kind { Tablet, Touch, Epad, Mouse };

  explicit VirtualDigitizer(Kind kind);

  // What a host sees, and the report descriptor that it is given when it asks.
  [[nodiscard]] static usb::Description description(Kind kind);
  [[nodiscard]] static usb::Bytes report_descriptor(Kind kind);

 protected:
  [[nodiscard]] std::optional<usb::Bytes> on_request(const usb::Setup& setup,
                                                     std::span<const std::uint8_t> sent) override;
  [[nodiscard]] std::size_t on_bytes(std::uint8_t endpoint,
                                     std::span<const std::uint8_t> bytes) override;
  [[nodiscard]] std::optional<std::string> on_words(const std::string& words) override;
  void on_time(std::chrono::milliseconds elapsed) override;
  void on_power_lost() override;

 private:
  [[nodiscard]] usb::Bytes report_of(const HandPosition& pen) const;

  Kind kind_;
  std::deque<HandPosition> ahead_;  // what the hand will do, one entry per report
  HandPosition last_;
  std::chrono::microseconds owed_{0};   // simulated time not yet turned into reports
  std::chrono::microseconds clock_{0};  // the device's own
  bool has_palm_ = false;               // a palm rests on the glass, too
};

}  // namespace slipway::devices
