#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>

#include "devices/usb/piped_device.hpp"

namespace slipway::devices {

// A contactless card reader, simulated below the bus: an ACS ACR122U (072f:2200) as far as its CCID
// face goes, with APDU-level exchange, slot-change interrupts and storage cards.
//
// Its words: see `help`. A card stays until `remove`.
class VirtualReader final : public usb::PipedDevice {
 public:
  VirtualReader();
  // The same reader as another model describes itself: its first interface gives the endpoints, of
  // which the one for interrupts may be missing.
  explicit VirtualReader(const usb::Description& description);

  // The description that a host sees.
  [[nodiscard]] static usb::Description description();

 protected:
  [[nodiscard]] std::optional<usb::Bytes> on_request(const usb::Setup& setup,
                                                     std::span<const std::uint8_t> sent) override;
  [[nodiscard]] std::size_t on_bytes(std::uint8_t endpoint,
                                     std::span<const std::uint8_t> bytes) override;
  [[nodiscard]] std::optional<std::string> on_words(const std::string& words) override;
  void on_time(std::chrono::milliseconds) override {}
  void on_power_lost() override;

 private:
  enum class Mishap { None, Short, Silence, Extend, Stale };
  struct Message;

  [[nodiscard]] std::optional<std::string> tap(const std::string& digits);
  [[nodiscard]] std::uint8_t slot_status() const;
  void notify();
  void answer(const Message& message);
  void reply(std::uint8_t type, const Message& message, std::uint8_t error, usb::Bytes payload,
             std::chrono::milliseconds delay);
  void power_on(const Message& message);
  void exchange(const Message& message);
  [[nodiscard]] usb::Bytes apdu_answer(std::span<const std::uint8_t> apdu) const;

  bool chooses_voltage_ = false;
  std::uint8_t out_ = 0;
  std::uint8_t in_ = 0;
  std::uint8_t interrupt_ = 0;  // 0: none
  usb::Bytes uid_;              // of the card on the reader, empty when there is none
  bool mute_ = false;
  bool powered_ = false;
  Mishap mishap_ = Mishap::None;
};

}  // namespace slipway::devices
