#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "devices/reader/report_decoder.hpp"
#include "devices/usb/hid.hpp"

// A report descriptor and reports as a hostile device might send them. The first two bytes say how
// long the descriptor is; the rest are reports of 16 bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* first, std::size_t size) {
  namespace hid = slipway::devices::usb::hid;
  std::span<const std::uint8_t> bytes(first, size);
  static_cast<void>(hid::report_descriptor_length(bytes));
  if (size < 2) return 0;
  const std::size_t length = std::min(std::size_t{bytes[0]} | std::size_t{bytes[1]} << 8, size - 2);
  const auto reports = hid::read_reports(bytes.subspan(2, length));
  if (!reports) return 0;
  if (reports->fields.size() > 256) std::abort();
  auto rest = bytes.subspan(2 + length);
  for (const hid::Field& field : reports->fields) {
    if (reports->input_size(field.report) > hid::kLongestReport) std::abort();
    const auto value = hid::value_of(*reports, field, 0, rest);
    if (value) static_cast<void>(field.usage_said(*value));
    static_cast<void>(field.usage_of(field.count));
  }
  const auto decoder = slipway::devices::decoder_for(*reports);
  std::chrono::milliseconds now{0};
  while (decoder && !rest.empty()) {
    const auto report = rest.first(std::min<std::size_t>(rest.size(), 16));
    rest = rest.subspan(report.size());
    static_cast<void>(decoder->take(report, now += std::chrono::milliseconds(report[0])));
    if (decoder->secret().text().size() > 1024) std::abort();
  }
  return 0;
}
