// What a member waits for between "submit" and "submitted": a filing sealed and on disk. The peer
// is the least that anyone could do for it: the same number of bytes appended to a file, and
// fdatasync.
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>

#include "sync/keys.hpp"
#include "sync/outbox.hpp"
#include "tests/bench/ratio.hpp"
#include "tests/sync/folder.hpp"

namespace slipway::sync {
namespace {

refund::Filing filing(std::uint32_t number) {
  refund::Filing filing;
  for (std::size_t at = 0; at < 4; ++at)
    filing.id[at] = static_cast<std::uint8_t>(number >> (24 - 8 * at));
  filing.card_uid = "04DE5F1EACC040";
  filing.pin = "2580";
  std::vector<refund::PenPoint> stroke;
  stroke.reserve(200);
  for (int at = 0; at < 200; ++at)
    stroke.push_back({at * 40, 3'000 + at % 17 * 90, 500, at * 5'000});
  filing.signature = {9'600, 6'000, {stroke, stroke}};
  return filing;
}

void file_a_request(benchmark::State& state) {
  const Folder folder;
  const auto keys = make_station_keys(1);
  auto outbox = Outbox::open(folder / "sync.db", 1).value();
  const int bare =
      ::open((folder / "bare").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  std::uint32_t number = 0;
  std::size_t size = 0;
  bench::against(
      state,
      [&] {
        const auto one = filing(++number);
        const Bytes sealed = seal(refund::cbor::encode(to_cbor(one)), keys.box_open);
        if (!outbox.store_filing(one, sealed)) std::abort();
        size = sealed.size();
      },
      [&] {
        const Bytes bytes(size);
        if (::write(bare, bytes.data(), size) < 0 || ::fdatasync(bare) != 0) std::abort();
      });
  state.counters["bytes"] = static_cast<double>(size);
  ::close(bare);
}
BENCHMARK(file_a_request)->UseManualTime()->Unit(benchmark::kMicrosecond);

// The station is there again after a day away: how long a backlog takes to be read and settled.
void settle_a_backlog(benchmark::State& state) {
  const Folder folder;
  auto outbox = Outbox::open(folder / "sync.db", 1).value();
  std::uint32_t number = 0;
  auto now = bench::Clock::now();  // the outbox's own pauses cost no time here
  for ([[maybe_unused]] auto round : state) {
    for (std::int64_t count = 0; count < state.range(0); ++count) {
      const auto one = filing(++number);
      if (!outbox.store_filing(one, Bytes(1'000))) std::abort();
    }
    const auto begun = bench::Clock::now();
    for (;;) {
      const auto letters = outbox.due(now);
      now += std::chrono::seconds{2};
      if (!letters) std::abort();
      if (letters->empty()) break;
      for (const auto& letter : *letters) {
        if (!outbox.settle(letter.id)) std::abort();
      }
    }
    state.SetIterationTime(std::chrono::duration<double>(bench::Clock::now() - begun).count());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(settle_a_backlog)->Arg(64)->Arg(512)->UseManualTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace slipway::sync

BENCHMARK_MAIN();
