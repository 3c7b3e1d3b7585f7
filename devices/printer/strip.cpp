#include "devices/printer/strip.hpp"

#include <algorithm>

namespace slipway::devices {

namespace {

// A strip of fewer rows never starves the paper; one of more than 255 would need a second byte of
// length, which could make a pair with the first.
constexpr std::size_t kMostRows = 128;

}  // namespace

std::vector<usb::Bytes> strips_of(const Page& page, const StripRule& rule) {
  const std::size_t row_bytes = page.row_bytes();
  const std::size_t most_rows = std::min(kMostRows, (rule.most_bytes - rule.header) / row_bytes);
  const std::span<const std::uint8_t> all(page.rows);
  std::vector<usb::Bytes> strips;
  std::size_t start = 0;
  for (std::size_t end = row_bytes; end <= all.size(); end += row_bytes) {
    const bool is_last = end == all.size();
    const bool is_full = (end - start) / row_bytes == most_rows;
    const bool splits_pair = !is_last && rule.is_pair(all[end - 1], all[end]);
    if (!is_last && !is_full && !splits_pair) continue;
    strips.push_back(rule.command(all.subspan(start, end - start), row_bytes));
    start = end;
  }
  return strips;
}

}  // namespace slipway::devices
