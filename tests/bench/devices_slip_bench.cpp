// A voucher (logo, about 40 lines in two languages, signature, QR) from its values to the bytes of
// a printer's job: beside the limits that were promised, the paper's own way through the printer,
// and receiptline's way to the same slip.
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>

#include "devices/printer/escpos.hpp"
#include "paper/slip.hpp"
#include "tests/bench/peer_slip.hpp"
#include "tests/bench/ratio.hpp"
#include "tests/paper/samples.hpp"

namespace slipway::bench {
namespace {

using std::chrono::duration;

constexpr int kDots = 576;
constexpr std::chrono::milliseconds kWarmLimit(20);
constexpr std::chrono::milliseconds kFirstLimit(40);

std::size_t job_bytes() {
  std::size_t bytes = 0;
  for (const devices::escpos::Bytes& strip :
       devices::escpos::strips(paper::typeset(paper::samples::voucher(), kDots)))
    bytes += strip.size();
  return bytes;
}

// CPU time, as a share of the limit and of the time that the slip needs to leave the printer.
void slip_warm(benchmark::State& state) {
  paper::warm_up();
  const int rows = paper::typeset(paper::samples::voucher(), kDots).height;
  std::size_t bytes = 0;
  const auto begun = CoreClock::now();
  against_limit<CoreClock>(
      state, [&] { bytes = job_bytes(); }, kWarmLimit);
  const duration<double> each =
      duration<double>(CoreClock::now() - begun) / static_cast<double>(state.iterations());
  state.counters["bytes"] = static_cast<double>(bytes);
  state.counters["rows"] = rows;
  state.counters["of_paper_at_250"] = each / paper_time(rows);
  state.counters["of_paper_at_500"] = each / paper_time(rows, 500);
}
BENCHMARK(slip_warm)->UseManualTime()->Unit(benchmark::kMillisecond);

// From a page to the bytes of a job alone.
void strips(benchmark::State& state) {
  paper::warm_up();
  const devices::Page page = paper::typeset(paper::samples::voucher(), kDots);
  against_limit<CoreClock>(
      state, [&] { benchmark::DoNotOptimize(devices::escpos::strips(page)); },
      paper_time(page.height));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(page.rows.size()));
}
BENCHMARK(strips)->UseManualTime()->Unit(benchmark::kMicrosecond);

// What a program used from its start to its end; what it said goes to `said`. Nothing when it
// failed.
std::optional<duration<double>> cpu_of(std::vector<std::string> words,
                                       const std::filesystem::path& said) {
  std::vector<char*> arguments;
  for (std::string& word : words)
    arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, said.c_str(),
                                     O_WRONLY | O_CREAT | O_TRUNC, 0600);
  pid_t child = -1;
  const int trouble =
      ::posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  int status = 1;
  rusage used{};
  if (trouble != 0 || ::wait4(child, &status, 0, &used) != child || status != 0) return {};
  const auto seconds = [](const timeval& time) {
    return duration<double>(static_cast<double>(time.tv_sec) +
                            static_cast<double>(time.tv_usec) / 1e6);
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

// The body of the child: fonts are warm, as they are when a kiosk has started, but no slip was
// made.
int first_slip() {
  paper::warm_up();
  const auto begun = CoreClock::now();
  benchmark::DoNotOptimize(job_bytes());
  std::cout << duration<double, std::milli>(CoreClock::now() - begun).count() << '\n';
  return 0;
}

double first_number(const std::filesystem::path& file) {
  double number = 0;
  std::ifstream(file) >> number;
  return number;
}

// A program that makes one slip, beside one that makes it with receiptline, in alternation: CPU of
// the whole processes. "of_first_limit": the slip alone, in a process that has made none.
void slip_first_against_receiptline(benchmark::State& state) {
  const auto folder = std::filesystem::temp_directory_path() /
                      ("slipway-bench-" + std::to_string(static_cast<long>(::getpid())));
  std::filesystem::create_directory(folder);
  std::ofstream(folder / "slip.receipt") << peer_slip(paper::samples::voucher());
  const std::string self = std::filesystem::read_symlink("/proc/self/exe");
  duration<double> our_time{};
  duration<double> peer_time{};
  double first = 0;
  for ([[maybe_unused]] const auto round : state) {
    const auto ours = cpu_of({self, "--first-slip"}, folder / "ours");
    const auto peer = cpu_of({"node", SLIPWAY_SOURCE "/tests/bench/receiptline_slip.js",
                              SLIPWAY_PEERS, folder / "slip.receipt"},
                             folder / "peer");
    if (!ours || !peer) {
      state.SkipWithError("receiptline is not there: see tests/bench/README.md");
      break;
    }
    our_time += *ours;
    peer_time += *peer;
    first += first_number(folder / "ours");
    state.SetIterationTime(ours->count());
  }
  const auto rounds = static_cast<double>(state.iterations());
  state.counters["ratio"] = our_time / peer_time;
  state.counters["first_ms"] = first / rounds;
  state.counters["of_first_limit"] = duration<double, std::milli>(first) / (kFirstLimit * rounds);
  state.counters["peer_ms"] = duration<double, std::milli>(peer_time).count() / rounds;
  state.counters["peer_bytes"] = first_number(folder / "peer");
  std::filesystem::remove_all(folder);
}
BENCHMARK(slip_first_against_receiptline)
    ->UseManualTime()
    ->Iterations(8)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace slipway::bench

int main(int count, char** words) {
  if (count == 2 && std::string(words[1]) == "--first-slip") return slipway::bench::first_slip();
  benchmark::Initialize(&count, words);
  if (benchmark::ReportUnrecognizedArguments(count, words)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
