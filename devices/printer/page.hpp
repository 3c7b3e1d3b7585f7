#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace slipway::devices {

// What a receipt printer prints: one bitmap at printer dots, 1 = black, rows padded to whole bytes,
// most significant bit leftmost. At 203 dpi 8 dots are a millimetre.
struct Page {
  int width = 0;                   // dots: 576 on 80 mm paper, 384 on 58 mm
  int height = 0;                  // dots
  std::vector<std::uint8_t> rows;  // height * row_bytes() bytes
  [[nodiscard]] std::size_t row_bytes() const { return (static_cast<std::size_t>(width) + 7) / 8; }
  [[nodiscard]] bool is_sound() const {
    return width > 0 && width <= 1024 && height > 0 && height <= 16'384 &&
           rows.size() == row_bytes() * static_cast<std::size_t>(height);
  }
};

}  // namespace slipway::devices
