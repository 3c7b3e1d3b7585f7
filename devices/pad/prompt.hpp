#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace slipway::devices {

// The pixels of a pad's own screen.
struct PadScreen {
  int width = 0;
  int height = 0;
  [[nodiscard]] bool is_sound() const {
    return width > 0 && width <= 4096 && height > 0 && height <= 4096;
  }
  friend bool operator==(const PadScreen&, const PadScreen&) = default;
};

// A part of that screen, in pixels; empty: there is none.
struct PadArea {
  int left = 0;
  int top = 0;
  int width = 0;
  int height = 0;
  [[nodiscard]] bool is_within(const PadScreen& screen) const {
    return left >= 0 && width >= 0 && left <= screen.width - width && top >= 0 && height >= 0 &&
           top <= screen.height - height;
  }
  friend bool operator==(const PadArea&, const PadArea&) = default;
};

// What a member sees on the glass while signing, as somebody else has drawn it: a bitmap in the
// pad's own pixels, 1 = ink, rows padded to whole bytes, most significant bit leftmost; and where
// on it a tap is an answer.
struct Prompt {
  PadScreen size;
  std::vector<std::uint8_t> rows;  // size.height * row_bytes()
  PadArea accept;
  PadArea clear;
  PadArea cancel;
  [[nodiscard]] std::size_t row_bytes() const {
    return (static_cast<std::size_t>(size.width) + 7) / 8;
  }
  [[nodiscard]] bool is_sound() const {
    return size.is_sound() && rows.size() == row_bytes() * static_cast<std::size_t>(size.height);
  }
};

enum class PadNews { Accepted, Cleared, Cancelled };

}  // namespace slipway::devices
