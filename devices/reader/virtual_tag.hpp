#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "devices/reader/ccid.hpp"

namespace slipway::devices {

// An NTAG 424 DNA on a virtual reader: its NDEF file holds a URL with a real SUN message (NXP
// AN12196, section 3.4, the MAC over no further text), which is another one at every tap.
class VirtualTag {
 public:
  using Key = std::array<std::uint8_t, 16>;
  using Uid = std::array<std::uint8_t, 7>;
  using Padding = std::array<std::uint8_t, 5>;
  struct Keys {
    Key meta_read{};  // encrypts UID and counter
    Key file_read{};  // its session keys sign them
  };

  explicit VirtualTag(const Uid& uid) : uid_(uid) {}

  void personalise(const Keys& keys) { keys_ = keys; }
  // Power came on: no application is selected, and the next read counts as a tap. A copy of the
  // card has what was read of it last, and counts nothing.
  enum class Original { Card, Copy };
  void wake(Original original);
  // The answer to one command of ISO 7816-4, with its status word.
  [[nodiscard]] ccid::Bytes answer(std::span<const std::uint8_t> apdu);

  // The query of the URL for one tap. The card's own padding is random.
  [[nodiscard]] static std::string message(const Uid& uid, std::uint32_t counter, const Keys& keys,
                                           const Padding& padding);

 private:
  [[nodiscard]] ccid::Bytes file() const;

  Uid uid_;
  Keys keys_;
  std::uint32_t counter_ = 0;  // of taps
  bool is_application_ = false;
  bool is_file_ = false;
  bool is_counted_ = true;
};

}  // namespace slipway::devices
