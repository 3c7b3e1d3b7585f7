#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace slipway::paper {

// How much of a code may be lost: 15, 25, 30 per cent.
enum class Recovery { Medium, Quartile, High };

// A QR code as squares, without its quiet zone.
struct QrCode {
  static constexpr int kQuiet = 4;  // white modules on each side, ISO/IEC 18004

  int modules = 0;  // on a side
  std::vector<bool> dark;

  [[nodiscard]] bool is_dark(int column, int row) const {
    return dark[static_cast<std::size_t>(row) * static_cast<std::size_t>(modules) +
                static_cast<std::size_t>(column)];
  }
  [[nodiscard]] int modules_with_quiet() const { return modules + 2 * kQuiet; }
};

// Nothing for an empty text and for one that no QR code holds. Upper-case texts (base45, slip
// codes) are packed in alphanumeric mode.
[[nodiscard]] std::optional<QrCode> make_qr_code(std::string_view text, Recovery recovery);

}  // namespace slipway::paper
