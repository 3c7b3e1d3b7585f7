#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace slipway::kiosk {

// Overwrites every byte that the string owns, in a way that no optimiser drops, and empties it.
void wipe(std::string& text);

// A short row of digits that nobody may find in memory afterwards: a PIN, a bank card number. It
// lives in place, never moves to another block, and is overwritten when cleared or destroyed.
class Secret {
 public:
  static constexpr std::size_t kMost = 24;

  Secret() = default;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { clear(); }

  void add(char digit);  // ignored when full
  void drop_last();
  void clear();
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::string_view view() const { return {digits_.data(), size_}; }
  // Every byte of the place, used or not: what a thief would read.
  [[nodiscard]] const std::array<char, kMost>& bytes() const { return digits_; }

 private:
  std::array<char, kMost> digits_{};
  std::size_t size_ = 0;
};

}  // namespace slipway::kiosk
