#include "devices/printer/virtual_paper.hpp"

#include <algorithm>
#include <utility>

namespace slipway::devices {

namespace {

constexpr std::size_t kWidest = 128;  // bytes: more than any head has
// A person would cut by hand long before; bounds what a flood of feeds can make us hold.
constexpr std::size_t kLongest = 16'384;

}  // namespace

void VirtualPaper::burn(std::span<const std::uint8_t> row) {
  if (out_) return;
  const auto seen = row.first(std::min(row.size(), kWidest));
  if (rows_.size() < kLongest) rows_.emplace_back(seen.begin(), seen.end());
  if (!rows_left_) return;
  if (*rows_left_ > 0) --*rows_left_;
  if (*rows_left_ == 0) take_out();
}

void VirtualPaper::feed(std::size_t rows) {
  for (std::size_t i = 0; i < rows; ++i)
    burn({});
}

void VirtualPaper::cut() {
  if (!rows_.empty()) slips_.push_back(hanging());
  rows_.clear();
}

void VirtualPaper::put_in(bool is_low) {
  if (out_ && !rows_.empty()) {
    torn_.push_back(hanging());
    rows_.clear();
  }
  out_ = false;
  low_ = is_low;
  rows_left_.reset();
}

void VirtualPaper::take_out() {
  out_ = true;
  rows_left_.reset();
}

Page VirtualPaper::hanging() const {
  std::size_t widest = 0;
  for (const auto& row : rows_)
    widest = std::max(widest, row.size());
  Page page;
  page.width = static_cast<int>(widest * 8);
  page.height = static_cast<int>(rows_.size());
  page.rows.reserve(rows_.size() * widest);
  for (const auto& row : rows_) {
    page.rows.insert(page.rows.end(), row.begin(), row.end());
    page.rows.insert(page.rows.end(), widest - row.size(), 0);
  }
  return page;
}

std::vector<Page> VirtualPaper::take_slips() {
  return std::exchange(slips_, {});
}

std::vector<Page> VirtualPaper::take_torn() {
  return std::exchange(torn_, {});
}

}  // namespace slipway::devices
