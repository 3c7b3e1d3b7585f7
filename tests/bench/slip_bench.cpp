// A slip must be ready before the printer is: 80 mm of paper take 0.9 s at 250 mm/s.
#include <benchmark/benchmark.h>

#include "tests/paper/samples.hpp"

namespace slipway::paper {
namespace {

void typeset_request(benchmark::State& state) {
  warm_up();
  const RequestSlip slip = samples::request();
  for (auto _ : state) {
    benchmark::DoNotOptimize(typeset(slip, static_cast<int>(state.range(0))));
  }
}
BENCHMARK(typeset_request)->Arg(576)->Arg(384)->Unit(benchmark::kMillisecond);

void typeset_voucher(benchmark::State& state) {
  warm_up();
  const VoucherSlip slip = samples::voucher();
  for (auto _ : state) {
    benchmark::DoNotOptimize(typeset(slip, static_cast<int>(state.range(0))));
  }
}
BENCHMARK(typeset_voucher)->Arg(576)->Arg(384)->Unit(benchmark::kMillisecond);

// What the first slip of a process would cost without warm_up(): fonts are looked for and loaded.
void warm_up_again(benchmark::State& state) {
  for (auto _ : state)
    warm_up();
}
BENCHMARK(warm_up_again)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace slipway::paper

BENCHMARK_MAIN();
