#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "devices/printer/star.hpp"

// What a hostile Star printer might say, in packets of every size; and, of the same bytes, a bitmap
// that must not become a real-time command.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* first, std::size_t size) {
  namespace star = slipway::devices::star;
  const std::span<const std::uint8_t> bytes(first, size);
  star::StatusReader reader;
  std::size_t found = 0;
  for (std::size_t at = 0; at < size;) {
    const std::size_t length = std::min<std::size_t>(1 + bytes[at] % 17, size - at);
    for (const star::Status& status : reader.take(bytes.subspan(at, length))) {
      ++found;
      const int counter = status.counter.value_or(0);
      if (counter < 0 || counter >= star::kCounts) std::abort();
    }
    at += length;
  }
  if (found * 6 > size) std::abort();

  slipway::devices::Page page;
  page.width = size == 0 ? 8 : 1 + bytes[0];
  page.height = static_cast<int>(size / page.row_bytes());
  page.rows.assign(bytes.begin(),
                   bytes.begin() + static_cast<std::ptrdiff_t>(
                                       page.row_bytes() * static_cast<std::size_t>(page.height)));
  star::Bytes job;
  for (const auto& strip : star::strips(page)) {
    if (strip.size() > star::kLongestStrip) std::abort();
    job.insert(job.end(), strip.begin(), strip.end());
  }
  if (star::has_real_time_sequence(job)) std::abort();
  return 0;
}
