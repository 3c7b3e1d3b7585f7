// What the bus costs: real libusb on the simulated one, beside the paper that passes meanwhile. The
// program starts itself anew inside slipway-simulator. Times are by the clock: waiting is the
// point.
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <thread>

#include "devices/printer/printer_choice.hpp"
#include "devices/reader/reader_choice.hpp"
#include "devices/service/roster.hpp"
#include "devices/simulator/word_socket.hpp"
#include "devices/usb/libusb_bus.hpp"
#include "tests/bench/ratio.hpp"

namespace slipway::bench {
namespace {

using devices::Role;
using std::chrono::duration;
using std::chrono::milliseconds;

// Half a second is the longest that a screen may leave somebody without an answer.
constexpr milliseconds kAnswerLimit(500);
constexpr const char* kWords = "SLIPWAY_BENCH_WORDS";

std::unique_ptr<devices::usb::Bus> bus() {
  auto opened = devices::usb::open_libusb_bus([](const devices::usb::Change&) {});
  return opened ? std::move(*opened) : nullptr;
}

std::unique_ptr<devices::usb::Transport> opened(devices::usb::Bus& bus, Role role) {
  const auto chosen = devices::choose(role, "", bus.devices());
  if (!chosen) return nullptr;
  auto transport = bus.open(chosen->device, chosen->interface);
  return transport ? std::move(*transport) : nullptr;
}

// Millimetres of paper that leave a printer in this time.
void beside_paper(benchmark::State& state, duration<double> each) {
  state.counters["mm_at_250"] = each.count() * 250;
  state.counters["mm_at_500"] = each.count() * 500;
}

// Four questions and their answers: whether it is online, its cover, its faults, its paper.
void printer_status(benchmark::State& state) {
  const auto usb = bus();
  auto transport = usb ? opened(*usb, Role::Printer) : nullptr;
  if (!transport) return state.SkipWithError("the simulated printer cannot be opened");
  const auto printer = devices::open_printer(std::move(transport), nullptr);
  if (!printer) return state.SkipWithError(printer.error().text.c_str());
  const auto begun = Clock::now();
  bool is_answered = true;
  against_limit(
      state, [&] { is_answered = is_answered && (*printer)->status().has_value(); }, kAnswerLimit);
  if (!is_answered) return state.SkipWithError("the printer did not answer");
  beside_paper(state,
               duration<double>(Clock::now() - begun) / static_cast<double>(state.iterations()));
}
BENCHMARK(printer_status)->UseManualTime()->Unit(benchmark::kMillisecond);

std::string say(const std::string& words) {
  const auto answer = devices::ask_word_socket(std::getenv(kWords), words);
  return answer ? *answer : answer.error().text;
}

// From the moment at which a card lies on the reader until its number is known here.
void card_arrival(benchmark::State& state) {
  const auto usb = bus();
  auto transport = usb ? opened(*usb, Role::Reader) : nullptr;
  if (!transport) return state.SkipWithError("the simulated reader cannot be opened");
  const auto reader = devices::open_reader(std::move(transport), devices::NumberFormat::Digits);
  if (!reader || !(*reader)->enable()) return state.SkipWithError("the reader does not start");
  const auto sees = [&](devices::ReaderNews wanted) {
    for (int tries = 0; tries < 20; ++tries) {
      const auto reading = (*reader)->wait(milliseconds(200));
      if (reading && reading->news == wanted) return true;
    }
    return false;
  };
  duration<double> all{};
  for ([[maybe_unused]] const auto round : state) {
    Clock::time_point tapped;
    std::thread hand([&] {
      tapped = Clock::now();
      static_cast<void>(say("reader tap 04DE5F1EACC040"));
    });
    const bool has_come = sees(devices::ReaderNews::Arrived);
    const auto seen = Clock::now();
    hand.join();
    if (!has_come) return state.SkipWithError("no card was seen");
    all += seen - tapped;
    state.SetIterationTime(duration<double>(seen - tapped).count());
    static_cast<void>(say("reader remove"));
    if (!sees(devices::ReaderNews::Removed)) return state.SkipWithError("the card stays");
  }
  const duration<double> each = all / static_cast<double>(state.iterations());
  state.counters["ratio"] = each / duration<double>(kAnswerLimit);
  beside_paper(state, each);
}
BENCHMARK(card_arrival)->UseManualTime()->Iterations(50)->Unit(benchmark::kMillisecond);

// Starts the simulator, which starts this program again on its bus.
int on_simulated_bus(int count, char** words) {
  std::string pattern = (std::filesystem::temp_directory_path() / "slipway-bench-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) return 1;
  const std::filesystem::path folder = pattern;
  const std::string listen = folder / "words";
  ::setenv(kWords, listen.c_str(), 1);
  const std::string self = std::filesystem::read_symlink("/proc/self/exe");
  const std::string simulator = std::filesystem::path(self).parent_path() / "slipway-simulator";
  std::vector<std::string> line = {simulator, "--folder", folder / "slips", "--listen", listen,
                                   "--",      self};
  line.insert(line.end(), words + 1, words + count);
  std::vector<char*> arguments;
  for (std::string& word : line)
    arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t child = -1;
  int status = 1;
  if (::posix_spawn(&child, simulator.c_str(), nullptr, nullptr, arguments.data(), environ) != 0 ||
      ::waitpid(child, &status, 0) != child) {
    std::cerr << simulator << " cannot be started\n";
  }
  std::filesystem::remove_all(folder);
  return status == 0 ? 0 : 1;
}

}  // namespace
}  // namespace slipway::bench

int main(int count, char** words) {
  if (std::getenv(slipway::bench::kWords) == nullptr) {
    return slipway::bench::on_simulated_bus(count, words);
  }
  benchmark::Initialize(&count, words);
  if (benchmark::ReportUnrecognizedArguments(count, words)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
