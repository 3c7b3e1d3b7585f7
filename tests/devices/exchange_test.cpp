#include "devices/service/exchange.hpp"

#include "devices/service/ledger.hpp"
#include "tests/catch.hpp"

using namespace slipway::devices;
using namespace std::chrono_literals;
using wire::Exchange;

namespace {

const Exchange::Time kStart{};

template <typename T>
int count_of(const std::vector<Command>& commands) {
  int count = 0;
  for (const Command& command : commands)
    count += std::holds_alternative<T>(command) ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("a ping is answered with the life of the service") {
  Exchange exchange(42);
  exchange.on_letter("a", wire::Ping{}, kStart);
  const auto out = exchange.outgoing();
  REQUIRE(out.size() == 1);
  CHECK(out[0].peer == "a");
  CHECK(std::get<wire::Pong>(out[0].letter).life == 42);
}

TEST_CASE("only the screen commands, and only the screen hears news") {
  Exchange exchange(1);
  exchange.on_event(CardRemoved{});
  exchange.on_letter("stranger", Command(ArmReader{}), kStart);
  CHECK(exchange.commands().empty());
  CHECK(exchange.outgoing().empty());
  exchange.on_letter("screen", wire::Ping{}, kStart);
  exchange.on_letter("screen", Command(ArmReader{}), kStart);
  exchange.on_letter("stranger", Command(BeginSignature{}), kStart);
  CHECK(count_of<ArmReader>(exchange.commands()) == 1);
  static_cast<void>(exchange.outgoing());
  exchange.on_event(CardRemoved{});
  const auto out = exchange.outgoing();
  REQUIRE(out.size() == 1);
  CHECK(out[0].peer == "screen");
}

TEST_CASE("a screen that falls silent leaves no armed reader and no signature on the glass") {
  Exchange exchange(1);
  exchange.on_letter("screen", wire::Ping{}, kStart);
  exchange.on_letter("screen", Command(ArmReader{}), kStart + 1s);
  static_cast<void>(exchange.commands());
  exchange.pass(kStart + 5900ms);
  CHECK(exchange.commands().empty());
  exchange.pass(kStart + 6s);
  const auto commands = exchange.commands();
  CHECK(count_of<DisarmReader>(commands) == 1);
  CHECK(count_of<EndSignature>(commands) == 1);
  exchange.pass(kStart + 20s);
  CHECK(exchange.commands().empty());
}

TEST_CASE("a screen that was started anew does not inherit what the one before had asked") {
  Exchange exchange(1);
  exchange.on_letter("old", wire::Ping{}, kStart);
  exchange.on_letter("old", Command(ArmReader{}), kStart);
  static_cast<void>(exchange.commands());
  exchange.on_letter("new", wire::Ping{}, kStart + 1s);
  CHECK(count_of<DisarmReader>(exchange.commands()) == 1);
  exchange.on_letter("old", Command(ArmReader{}), kStart + 1s);
  CHECK(exchange.commands().empty());
}

TEST_CASE("a screen that was silent for too long and comes back hears a new life") {
  const auto life_told = [](Exchange& exchange, const std::string& peer, Exchange::Time now) {
    exchange.on_letter(peer, wire::Ping{}, now);
    const auto out = exchange.outgoing();
    REQUIRE(out.size() == 1);
    return std::get<wire::Pong>(out[0].letter).life;
  };
  Exchange exchange(7);
  const auto first = life_told(exchange, "screen", kStart);
  exchange.pass(kStart + 4s);
  CHECK(life_told(exchange, "screen", kStart + 4s) == first);
  exchange.pass(kStart + 9s);
  const auto second = life_told(exchange, "screen", kStart + 9s);
  CHECK(second != first);
  CHECK(life_told(exchange, "other", kStart + 10s) != second);
}

TEST_CASE("the ledger knows each job once and gives up the oldest first") {
  Ledger<Printed> ledger;
  CHECK_FALSE(ledger.find(1));
  ledger.keep(1, {});
  ledger.keep(1, {Outcome::Printed, Evidence::ProcessId, PrintCause::None});
  REQUIRE(ledger.find(1));
  CHECK(ledger.find(1)->outcome == Outcome::Printed);
  for (JobId job = 2; job <= 65'537; ++job)
    ledger.keep(job, {});
  CHECK_FALSE(ledger.find(1));
  CHECK(ledger.find(2));
  CHECK(ledger.find(65'537));
}
