#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

#include "devices/service/codec.hpp"

// The bytes of one letter: a head of eight (magic, version, kind, length of the body), then numbers
// with their lowest byte first, texts and blocks with their length before them.
namespace slipway::devices::wire {

inline constexpr std::uint8_t kMagic[] = {'S', 'D'};
inline constexpr std::uint8_t kVersion = 5;
inline constexpr std::size_t kHead = 8;
inline constexpr std::size_t kMostText = 512;

class Writer {
 public:
  // `kind`: which letter it is.
  template <typename Kind>
  explicit Writer(Kind kind) {
    bytes_ = {kMagic[0], kMagic[1], kVersion, static_cast<std::uint8_t>(kind), 0, 0, 0, 0};
  }
  template <typename T>
  void number(T value) {
    auto rest = static_cast<std::uint64_t>(static_cast<std::make_unsigned_t<T>>(value));
    for (std::size_t at = 0; at < sizeof(T); ++at, rest >>= 8) {
      bytes_.push_back(static_cast<std::uint8_t>(rest & 0xFF));
    }
  }
  template <typename E>
  void choice(E value) {
    bytes_.push_back(static_cast<std::uint8_t>(value));
  }
  // Cut at the limit of what a decoder takes: these are words for a technician.
  void text(const std::string& value) {
    const std::size_t size = std::min(value.size(), kMostText);
    number(static_cast<std::uint16_t>(size));
    bytes_.insert(bytes_.end(), value.begin(), value.begin() + static_cast<std::ptrdiff_t>(size));
  }
  void block(const Bytes& value) {
    number(static_cast<std::uint32_t>(value.size()));
    bytes_.insert(bytes_.end(), value.begin(), value.end());
  }
  [[nodiscard]] Bytes take() {
    auto size = static_cast<std::uint32_t>(bytes_.size() - kHead);
    for (std::size_t at = 4; at < kHead; ++at, size >>= 8) {
      bytes_[at] = static_cast<std::uint8_t>(size & 0xFF);
    }
    return std::move(bytes_);
  }

 private:
  Bytes bytes_;
};

// Reads on after a mistake, giving nothing; is_sound() tells at the end.
class Reader {
 public:
  explicit Reader(std::span<const std::uint8_t> rest) : rest_(rest) {}
  template <typename T>
  T number() {
    std::uint64_t value = 0;
    const auto bytes = take(sizeof(T));
    for (std::size_t at = bytes.size(); at > 0; --at)
      value = value << 8 | bytes[at - 1];
    return static_cast<T>(static_cast<std::make_unsigned_t<T>>(value));
  }
  template <typename E>
  E choice(E last) {
    const auto value = number<std::uint8_t>();
    sound_ = sound_ && value <= static_cast<std::uint8_t>(last);
    return sound_ ? static_cast<E>(value) : E{};
  }
  bool yes_or_no() {
    const auto value = number<std::uint8_t>();
    sound_ = sound_ && value <= 1;
    return value == 1;
  }
  std::string text() {
    const std::size_t size = number<std::uint16_t>();
    sound_ = sound_ && size <= kMostText;
    const auto bytes = take(sound_ ? size : 0);
    return std::string(bytes.begin(), bytes.end());
  }
  Bytes block() {
    const std::size_t size = number<std::uint32_t>();
    const auto bytes = take(size);
    return Bytes(bytes.begin(), bytes.end());
  }
  void refuse_unless(bool condition) { sound_ = sound_ && condition; }
  [[nodiscard]] bool is_sound() const { return sound_; }
  [[nodiscard]] bool is_at_end() const { return sound_ && rest_.empty(); }

 private:
  std::span<const std::uint8_t> take(std::size_t size) {
    if (!sound_ || size > rest_.size()) {
      sound_ = false;
      return {};
    }
    const auto taken = rest_.first(size);
    rest_ = rest_.subspan(size);
    return taken;
  }
  std::span<const std::uint8_t> rest_;
  bool sound_ = true;
};

}  // namespace slipway::devices::wire
