#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "devices/printer/page.hpp"

namespace slipway::devices {

// The roll in a simulated printer and what became of it: slips that were cut, pieces that were
// torn off, and the end that hangs in the printer.
class VirtualPaper {
 public:
  // One row of dots, at most 128 bytes; wider ones are cut off at the edge of the paper.
  void burn(std::span<const std::uint8_t> row);
  void feed(std::size_t rows);
  // Makes a slip of what hangs; a piece without a row is no slip.
  void cut();

  void put_in(bool is_low);
  void take_out();
  void end_after(std::size_t rows) { rows_left_ = rows; }

  [[nodiscard]] bool is_out() const { return out_; }
  [[nodiscard]] bool is_low() const { return low_; }
  [[nodiscard]] Page hanging() const;
  [[nodiscard]] std::vector<Page> take_slips();
  [[nodiscard]] std::vector<Page> take_torn();

 private:
  std::vector<std::vector<std::uint8_t>> rows_;  // since the last cut
  std::vector<Page> slips_;
  std::vector<Page> torn_;
  std::optional<std::size_t> rows_left_;
  bool out_ = false;
  bool low_ = false;
};

}  // namespace slipway::devices
