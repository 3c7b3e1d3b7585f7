#pragma once

#include <benchmark/benchmark.h>

#include <chrono>
#include <ctime>

namespace slipway::bench {

using Clock = std::chrono::steady_clock;

// Time that this program had a core to itself: what a limit "on one core" means on a machine that
// others use too. For work in one thread.
struct CoreClock {
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<CoreClock>;
  static constexpr bool is_steady = true;
  static time_point now() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return time_point(std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec));
  }
};

// Runs `ours` and `peer` in alternation, so that a busy machine slows both, and reports our time
// with the quotient of the two sums as "ratio": 1 is as quick as the peer, less is quicker.
template <typename Ours, typename Peer>
void against(benchmark::State& state, Ours ours, Peer peer) {
  Clock::duration our_time{};
  Clock::duration peer_time{};
  for ([[maybe_unused]] const auto round : state) {
    const auto begun = Clock::now();
    ours();
    const auto between = Clock::now();
    peer();
    const auto ended = Clock::now();
    our_time += between - begun;
    peer_time += ended - between;
    state.SetIterationTime(std::chrono::duration<double>(between - begun).count());
  }
  state.counters["ratio"] = std::chrono::duration<double>(our_time) / peer_time;
}

// The same against a limit: a time that physics sets, as the second that paper takes through a
// printer, or one that was promised.
template <typename Time = Clock, typename Ours>
void against_limit(benchmark::State& state, Ours ours, std::chrono::duration<double> limit) {
  typename Time::duration our_time{};
  for ([[maybe_unused]] const auto round : state) {
    const auto begun = Time::now();
    ours();
    const auto took = Time::now() - begun;
    our_time += took;
    state.SetIterationTime(std::chrono::duration<double>(took).count());
  }
  state.counters["ratio"] =
      std::chrono::duration<double>(our_time) / (limit * static_cast<double>(state.iterations()));
}

// How long a page of so many dot rows takes at 203 dpi (8 rows a mm).
inline std::chrono::duration<double> paper_time(int rows, int mm_a_second = 250) {
  return std::chrono::duration<double>(rows / 8.0 / mm_a_second);
}

}  // namespace slipway::bench
