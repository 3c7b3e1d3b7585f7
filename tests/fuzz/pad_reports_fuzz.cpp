#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "devices/pad/digitizer.hpp"
#include "devices/pad/epad.hpp"

namespace {

using slipway::devices::PadSize;
using slipway::devices::PenSample;

// What every screen that draws ink relies on.
void check(const PenSample& sample, const PadSize& glass, std::int64_t& before) {
  if (sample.x < 0 || sample.x > glass.width) std::abort();
  if (sample.y < 0 || sample.y > glass.height) std::abort();
  if (sample.pressure && (*sample.pressure < 0 || *sample.pressure > 1000)) std::abort();
  if (sample.time < before) std::abort();
  before = sample.time;
}

}  // namespace

// A report descriptor and reports as a hostile pad might send them. The first two bytes say how
// long the descriptor is; the rest are reports, each behind a byte that says how long it is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* first, std::size_t size) {
  using namespace slipway::devices;
  const std::span<const std::uint8_t> bytes(first, size);
  if (size < 2) return 0;
  const std::size_t length = std::min(std::size_t{bytes[0]} | std::size_t{bytes[1]} << 8, size - 2);
  auto reports = usb::hid::read_reports(bytes.subspan(2, length));
  if (!reports) return 0;
  static_cast<void>(epad::has_shape(*reports));
  auto layout = digitizer::read_layout(std::move(*reports));
  if (layout && (layout->size.width <= 0 || layout->size.height <= 0)) std::abort();
  if (layout && layout->contacts.size() > 64) std::abort();
  std::optional<digitizer::Trace> trace;
  if (layout) trace.emplace(std::move(*layout));
  epad::Stroke stroke;
  std::chrono::microseconds now{0};
  std::int64_t traced = 0;
  std::int64_t stroked = 0;
  for (auto rest = bytes.subspan(2 + length); !rest.empty();) {
    const std::size_t told = std::min<std::size_t>(rest[0], rest.size() - 1);
    const auto report = rest.subspan(1, told);
    rest = rest.subspan(1 + told);
    now += std::chrono::microseconds(told * 1000);
    if (trace) {
      if (const auto sample = trace->take(report, now)) {
        check(*sample, trace->layout().size, traced);
      }
    }
    if (const auto pen = epad::read_pen(report)) {
      if (const auto sample = stroke.take(*pen, now)) check(*sample, epad::size(), stroked);
    }
  }
  return 0;
}
