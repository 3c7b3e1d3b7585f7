#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "devices/printer/escpos.hpp"

// What a hostile printer might say, in packets of every size; and, of the same bytes, a bitmap that
// must not become a real-time command.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* first, std::size_t size) {
  namespace escpos = slipway::devices::escpos;
  const std::span<const std::uint8_t> bytes(first, size);
  escpos::AnswerReader reader;
  slipway::devices::PrinterStatus status;
  std::size_t answers = 0;
  for (std::size_t at = 0; at < size;) {
    const std::size_t length = std::min<std::size_t>(1 + bytes[at] % 17, size - at);
    for (const auto& answer : reader.take(bytes.subspan(at, length))) {
      ++answers;
      if (const auto* one = std::get_if<escpos::RealTime>(&answer)) {
        escpos::apply(status, escpos::Topic::Paper, *one);
      }
      if (const auto* one = std::get_if<escpos::Automatic>(&answer)) escpos::apply(status, *one);
    }
    at += length;
  }
  if (answers > size) std::abort();

  slipway::devices::Page page;
  page.width = size == 0 ? 8 : 1 + bytes[0];
  page.height = static_cast<int>(size / page.row_bytes());
  page.rows.assign(bytes.begin(),
                   bytes.begin() + static_cast<std::ptrdiff_t>(
                                       page.row_bytes() * static_cast<std::size_t>(page.height)));
  escpos::Bytes job;
  for (const auto& strip : escpos::strips(page)) {
    if (strip.size() > escpos::kLongestStrip) std::abort();
    job.insert(job.end(), strip.begin(), strip.end());
  }
  if (escpos::has_real_time_sequence(job)) std::abort();
  return 0;
}
