#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>

#include "devices/reader/virtual_head.hpp"
#include "devices/usb/piped_device.hpp"

namespace slipway::devices {

// A card reader that sends HID reports, simulated below the bus: a 125 kHz reader that pretends to
// be a keyboard, a scanner in HID-POS mode (64-byte reports), or a magnetic stripe reader with
// MagTek's or ID TECH's own report (devices.md 2.1, 2.2), or with the one of a MagneSafe head that
// encrypts.
//
// Its words: see `help`.
class VirtualHidReader final : public usb::PipedDevice {
 public:
  enum class Kind { Keyboard, Scanner, Stripe, TextStripe, SealedStripe };

  explicit VirtualHidReader(Kind kind);

  // What a host sees, and the report descriptor that it is given when it asks.
  [[nodiscard]] static usb::Description description(Kind kind);
  [[nodiscard]] static usb::Bytes report_descriptor(Kind kind);

 protected:
  [[nodiscard]] std::optional<usb::Bytes> on_request(const usb::Setup& setup,
                                                     std::span<const std::uint8_t> sent) override;
  [[nodiscard]] std::size_t on_bytes(std::uint8_t endpoint,
                                     std::span<const std::uint8_t> bytes) override;
  [[nodiscard]] std::optional<std::string> on_words(const std::string& words) override;
  void on_time(std::chrono::milliseconds) override {}
  void on_power_lost() override { is_scratched_ = false; }

 private:
  [[nodiscard]] std::string help() const;
  void type(const std::string& text, std::chrono::milliseconds per_key);
  void scan(const std::string& text);
  // False when the text is no row of tracks, or too long for the report.
  [[nodiscard]] bool swipe(const std::string& text);
  [[nodiscard]] usb::Bytes report_of(const VirtualHead::Tracks& tracks);
  [[nodiscard]] std::optional<std::string> on_head_words(const std::string& words);
  void send(const usb::Bytes& report, std::chrono::milliseconds delay);

  Kind kind_;
  std::uint8_t endpoint_;
  std::size_t packet_;
  bool is_scratched_ = false;  // the next swipe's second track
  VirtualHead head_;           // SealedStripe only
  usb::Bytes latest_;          // the report that it sent last
};

}  // namespace slipway::devices
