#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "devices/reader/mifare_sector.hpp"
#include "devices/reader/virtual_tag.hpp"
#include "devices/usb/piped_device.hpp"

namespace slipway::devices {

// A contactless card reader, simulated below the bus: an ACS ACR122U (072f:2200) as far as its CCID
// face goes, with APDU-level exchange, slot-change interrupts, storage cards and NTAG 424 DNA.
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
  // What lies in one slot.
  struct Tray {
    usb::Bytes uid;  // of the card, empty when there is none
    bool is_mute = false;
    bool is_sam = false;  // a card that has no identifier
    bool is_powered = false;
    bool has_changed = false;  // and the host was not told yet
    bool is_tag = false;       // an NTAG 424 DNA, or
    bool is_copy = false;      // what somebody wrote down of one
    [[nodiscard]] std::uint8_t status() const { return uid.empty() ? 2 : is_powered ? 0 : 1; }
  };

  void lay(const Tray& tray);
  void notify();
  void answer(const Message& message);
  void reply(std::uint8_t type, const Message& message, std::uint8_t error, usb::Bytes payload,
             std::chrono::milliseconds delay);
  void power_on(const Message& message, Tray& tray);
  void exchange(const Message& message, const Tray& tray);
  [[nodiscard]] usb::Bytes apdu_answer(const Tray& tray, std::span<const std::uint8_t> apdu);
  [[nodiscard]] std::optional<std::string> on_tag_words(const std::string& words);
  [[nodiscard]] std::optional<std::string> write_sector(const std::string& words);
  // Nothing for an APDU that is not about sectors.
  [[nodiscard]] std::optional<usb::Bytes> sector_answer(std::span<const std::uint8_t> apdu);

  bool chooses_voltage_ = false;
  bool drags_ = false;
  std::uint8_t out_ = 0;
  std::uint8_t in_ = 0;
  std::uint8_t interrupt_ = 0;  // 0: none
  std::vector<Tray> trays_;
  std::size_t slot_ = 0;  // the one that words are about
  // The sector of every card, what is in it, and how far the host has come to it.
  std::optional<MifareSector> sector_;
  usb::Bytes block_;
  KeyPlace key_place_ = KeyPlace::Volatile;
  usb::Bytes loaded_key_;
  // Every NTAG 424 DNA that was here: it goes on counting. The keys are for those that are tapped.
  std::map<usb::Bytes, VirtualTag> tags_;
  VirtualTag::Keys tag_keys_;
  bool is_open_ = false;
  Mishap mishap_ = Mishap::None;
};

}  // namespace slipway::devices
