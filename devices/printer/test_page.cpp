#include "devices/printer/test_page.hpp"

namespace slipway::devices {
namespace {

constexpr int kHeight = 480;
constexpr int kCentimetre = 80;  // dots
constexpr int kFrame = 4;

bool is_on_frame(int x, int y, int width) {
  return x < kFrame || y < kFrame || x >= width - kFrame || y >= kHeight - kFrame;
}

// Ticks of every centimetre, longer at every fifth, from the left edge.
bool is_on_ruler(int x, int y) {
  if (y < 24 || y >= 72) return false;
  if (y < 26) return true;
  if (x % kCentimetre >= 2) return false;
  return y < (x / kCentimetre % 5 == 0 ? 72 : 50);
}

// One dot of the head after the other, a slanted line across the page.
bool is_on_slope(int x, int y, int width) {
  const int row = 100 + x * 150 / width;
  return y == row || y == row + 1;
}

bool is_on_checkers(int x, int y, int width) {
  return y >= 280 && y < 420 && x >= 24 && x < width - 24 && (x + y) % 2 == 0;
}

}  // namespace

Page test_page(int width_dots) {
  Page page{width_dots, kHeight, {}};
  page.rows.resize(page.row_bytes() * static_cast<std::size_t>(kHeight));
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < width_dots; ++x) {
      if (!is_on_frame(x, y, width_dots) && !is_on_ruler(x, y) && !is_on_slope(x, y, width_dots) &&
          !is_on_checkers(x, y, width_dots)) {
        continue;
      }
      const std::size_t at =
          static_cast<std::size_t>(y) * page.row_bytes() + static_cast<std::size_t>(x) / 8;
      page.rows[at] = static_cast<std::uint8_t>(page.rows[at] | 0x80 >> x % 8);
    }
  }
  return page;
}

}  // namespace slipway::devices
