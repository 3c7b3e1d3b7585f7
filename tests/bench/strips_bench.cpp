// From a page to the bytes of a job; the ratio is to the paper's way through the printer.
#include "devices/printer/escpos.hpp"
#include "tests/bench/ratio.hpp"

namespace slipway::devices {
namespace {

// 150 mm of 80 mm paper, a tenth of it black, as a slip is.
Page slip() {
  Page page{576, 1200, {}};
  page.rows.resize(page.row_bytes() * 1200);
  std::uint32_t noise = 1;
  for (auto& byte : page.rows) {
    noise = noise * 1664525U + 1013904223U;
    byte = noise >> 24 < 25 ? static_cast<std::uint8_t>(noise >> 16) : std::uint8_t{0};
  }
  return page;
}

void strips(benchmark::State& state) {
  const Page page = slip();
  bench::against_limit(
      state, [&] { benchmark::DoNotOptimize(escpos::strips(page)); },
      bench::paper_time(page.height));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(page.rows.size()));
}
BENCHMARK(strips)->UseManualTime()->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace slipway::devices

BENCHMARK_MAIN();
