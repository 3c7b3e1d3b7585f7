#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "devices/usb/transport.hpp"

namespace slipway::devices {

// The head of a MagTek MagneSafe reader (manual 99875475): it encrypts what it reads with a key
// that it has for one swipe only, and masks what it shows. Its keys are those of the originating
// end of ANSI X9.24-1:2009, annex A: 21 registers, of which each is erased when it was used; from
// them nothing can be computed that was sent before.
class VirtualHead {
 public:
  using Key = std::array<std::uint8_t, 16>;
  using Tracks = std::array<std::string, 3>;

  // With the example of ANSI X9.24-1.
  VirtualHead();

  // 20 and 32 hex digits: the key serial number and the initial key, as a supplier injects them.
  // False for anything else.
  [[nodiscard]] bool load(std::string_view serial, std::string_view initial);
  void use_up() { counter_ = 0; }
  // The report of one swipe, of 856 bytes; an empty track is not on the card. Uses a key up.
  [[nodiscard]] usb::Bytes swipe(const Tracks& tracks);

  [[nodiscard]] static usb::Bytes report_descriptor();

 private:
  static constexpr int kRegisters = 21;  // one for each bit of the counter

  void fill_registers(const Key& from, int below);
  void advance();

  std::array<std::uint8_t, 10> serial_{};  // its counter zero
  std::array<std::optional<Key>, kRegisters> future_;
  std::uint32_t counter_ = 0;  // of the swipe to come; 0: no key is left
};

}  // namespace slipway::devices
