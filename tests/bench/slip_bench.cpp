// A slip must be ready long before its paper is out: the ratio is to the paper's way through the
// printer at 250 mm/s.
#include "tests/bench/ratio.hpp"
#include "tests/paper/samples.hpp"

namespace slipway::paper {
namespace {

template <typename Slip>
void typeset_slip(benchmark::State& state, const Slip& slip) {
  warm_up();
  const int width = static_cast<int>(state.range(0));
  const auto limit = bench::paper_time(typeset(slip, width).height);
  bench::against_limit(
      state, [&] { benchmark::DoNotOptimize(typeset(slip, width)); }, limit);
}

void typeset_request(benchmark::State& state) {
  typeset_slip(state, samples::request());
}
BENCHMARK(typeset_request)->Arg(576)->Arg(384)->UseManualTime()->Unit(benchmark::kMillisecond);

void typeset_voucher(benchmark::State& state) {
  typeset_slip(state, samples::voucher());
}
BENCHMARK(typeset_voucher)->Arg(576)->Arg(384)->UseManualTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace slipway::paper

BENCHMARK_MAIN();
