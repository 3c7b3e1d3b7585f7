// What a shop waits for before a new policy goes live: all its lots under the old terms and the new
// ones, from the file of cards to the list of differences, on one core. The limit is ten seconds
// for 100,000 lots.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "command/verb.hpp"
#include "tests/bench/ratio.hpp"
#include "tests/sync/folder.hpp"

namespace slipway::command {
namespace {

constexpr int kLots = 100'000;
constexpr int kLotsOfACard = 4;
constexpr int kUsesOfALot = 5;
constexpr std::chrono::duration<double> kLimit{10};
const std::string kRefund = SLIPWAY_SOURCE "/refund/";

// Four kinds of lots, each used five times, on cards of four lots.
void write_lot(std::ostream& file, int number) {
  const bool is_sessions = number % 4 == 1;
  file << R"({"id": "L)" << number << R"(", "kind": ")"
       << (is_sessions ? "sessions" : "stored_value") << R"(", "sold_at": "2025-0)"
       << 1 + number % 9 << R"(-11 10:00", "paid": ")" << 300 + number % 700 << ".00\", "
       << (is_sessions ? R"("units": 20, "bonus_units": 2)" : R"("bonus": "60.00")")
       << R"(, "gifts": [{"name": "毛巾", "value": "25.00"}], "uses": [)";
  for (int use = 0; use < kUsesOfALot; ++use) {
    file << (use == 0 ? "" : ", ") << R"({"at": "2025-10-0)" << 1 + use
         << R"( 15:30", "item": "剪发", "list_price": "48.00", )"
         << (is_sessions ? R"("units": 1})" : R"("charged": "38.40", "market_price": "45.00"})");
  }
  file << "]}";
}

void write_cards(const std::string& name) {
  std::ofstream file(name);
  for (int lot = 0; lot < kLots; ++lot) {
    const bool is_first = lot % kLotsOfACard == 0;
    const bool is_last = lot % kLotsOfACard == kLotsOfACard - 1;
    if (is_first) {
      file << R"({"version": 2, "currency": "CNY", "status": "active", "number": ")"
           << 660'000 + lot << R"(", "lots": [)";
    }
    write_lot(file, lot);
    file << (is_last ? "]}\n" : ", ");
  }
}

// What the verb says on standard output.
std::string rehearsal_of(const std::string& cards) {
  CLI::App app;
  add_policy(app);
  std::ostringstream out;
  auto* const standard = std::cout.rdbuf(out.rdbuf());
  app.parse("policy rehearse --json --reason rarely --at \"2026-01-15 10:00\" --cards " + cards +
            " --old " + kRefund + "policies/beauty.toml --new " + kRefund +
            "policies/restaurant.toml");
  std::cout.rdbuf(standard);
  return out.str();
}

void rehearse_a_policy(benchmark::State& state) {
  const ::Folder folder;
  const std::string cards = folder / "cards.jsonl";
  write_cards(cards);
  bench::against_limit<bench::CoreClock>(
      state,
      [&] {
        const std::string said = rehearsal_of(cards);
        if (said.find("\"lots\": " + std::to_string(kLots)) == std::string::npos) std::abort();
      },
      kLimit);
  state.counters["lots"] = kLots;
}
BENCHMARK(rehearse_a_policy)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
}  // namespace slipway::command

BENCHMARK_MAIN();
