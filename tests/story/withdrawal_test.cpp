// A member withdraws; the screen dies at some moment, a question or its answer is lost, or the
// station is killed in between: for every moment. The flow and the books are the real ones.
#include "kiosk/flow/flow.hpp"
#include "tests/station/small_shop.hpp"

namespace slipway::test {
namespace {

using namespace std::chrono_literals;
using kiosk::Button;
using kiosk::Screen;

// What happens to the one question that withdraws.
enum class Loss { None, Question, Answer, StationKilled };

// One visit at a kiosk without windows and wires. It carries out `most_effects` effects and is then
// as dead as after a kill.
class Visit {
 public:
  Visit(const SmallShop& shop, std::optional<book::Book>& book, Loss loss, int most_effects)
      : shop_(shop),
        book_(book),
        loss_(loss),
        left_(most_effects),
        flow_("kiosk-1", refund::Language::Chinese, [this](std::span<std::uint8_t> bytes) {
          for (std::uint8_t& byte : bytes)
            byte = seed_++;
        }) {
    carry_out(flow_.start(now()));
    for (const auto role : {devices::Role::Reader, devices::Role::Printer, devices::Role::Pad})
      give(devices::DeviceEvent{
          devices::DeviceState{role, devices::Presence::Ready, "model", "serial", "", "1.00"}});
    give(sync::SyncEvent{sync::LinkChanged{true, false, std::nullopt, 0}});
  }

  // To the request's own screen, with slip code and PIN.
  void look_up(const refund::RequestId& id) {
    give(kiosk::Pressed{Button::Track});
    for (const char letter : refund::slip_code(id))
      give(kiosk::Typed{letter});
    give(kiosk::Pressed{Button::Primary});
    for (const char digit : kPin)
      give(kiosk::Typed{digit});
  }
  void withdraw() {
    give(kiosk::Pressed{Button::Withdraw});
    give(kiosk::Pressed{Button::Primary});
    // "Try again", as long as the store has not answered.
    for (int times = 0; times < 3 && screen() == Screen::WithdrawUnanswered; ++times)
      give(kiosk::Pressed{Button::Primary});
  }

  [[nodiscard]] bool is_dead() const { return left_ <= 0; }
  [[nodiscard]] Screen screen() const { return flow_.screen(); }
  [[nodiscard]] const kiosk::Session& session() const { return flow_.session(); }
  [[nodiscard]] int times_unanswered() const { return times_unanswered_; }

 private:
  [[nodiscard]] static kiosk::Now now() { return {1'000s, kNoon}; }

  void give(const kiosk::Input& input) {
    if (!is_dead()) carry_out(flow_.take(input, now()));
  }

  void carry_out(const std::vector<kiosk::Effect>& effects) {
    for (const kiosk::Effect& effect : effects) {
      if (is_dead()) return;
      const auto* command = std::get_if<sync::SyncCommand>(&effect);
      const auto* asked = command == nullptr ? nullptr : std::get_if<sync::AskStation>(command);
      // The question is on its way before the screen dies: only its answer finds nobody.
      if (asked != nullptr) ask(*asked);
      if (asked == nullptr) --left_;
    }
  }

  void ask(const sync::AskStation& asked) {
    const bool is_withdrawal = std::holds_alternative<sync::Withdraw>(asked.question);
    const Loss loss = is_withdrawal ? std::exchange(loss_, Loss::None) : Loss::None;
    std::optional<sync::KioskAnswer> answer;
    if (loss != Loss::Question) {
      auto answered = book_->answer(kKiosk, asked.question, kNoon);
      REQUIRE(answered);
      answer = std::move(*answered);
    }
    if (loss == Loss::StationKilled) {
      book_.reset();
      book_.emplace(shop_.open());
    }
    --left_;
    if (loss == Loss::None) {
      give(sync::SyncEvent{sync::StationAnswer{asked.ticket, *answer}});
    } else {
      ++times_unanswered_;
      give(sync::SyncEvent{sync::StationAbsent{asked.ticket}});
    }
  }

  const SmallShop& shop_;
  std::optional<book::Book>& book_;
  Loss loss_;
  int left_;
  int times_unanswered_ = 0;
  std::uint8_t seed_ = 1;
  kiosk::Flow flow_;
};

constexpr int kForEver = 1'000;

std::int64_t withdrawals(const SmallShop& shop) {
  return shop.count("fact WHERE event = 'Withdrawal'");
}

}  // namespace

TEST_CASE("whatever is lost on the way, a withdrawal happens once and the hold ends") {
  for (const Loss loss : {Loss::None, Loss::Question, Loss::Answer, Loss::StationKilled}) {
    CAPTURE(static_cast<int>(loss));
    const SmallShop shop;
    std::optional<book::Book> book(shop.open());
    const auto filed = ask<sync::Filed>(*book, shop.sealed(filing(kWang, 1)));
    Visit visit(shop, book, loss, kForEver);
    visit.look_up(filed.id);
    REQUIRE(visit.screen() == Screen::Tracked);
    visit.withdraw();
    CHECK(visit.times_unanswered() == (loss == Loss::None ? 0 : 1));
    REQUIRE(visit.screen() == Screen::Withdrawn);
    CHECK(withdrawals(shop) == 1);
    CHECK(shop.count("hold WHERE live = 1") == 0);
    ask<sync::Filed>(*book, shop.sealed(filing(kWang, 2)));
  }
}

TEST_CASE("whenever the screen dies, the next visit finds it withdrawn once or not at all") {
  bool was_withdrawn_unseen = false;
  bool ran_through = false;
  for (int effects = 1; effects < 40 && !ran_through; ++effects) {
    const SmallShop shop;
    std::optional<book::Book> book(shop.open());
    const auto filed = ask<sync::Filed>(*book, shop.sealed(filing(kWang, 1)));
    INFO("the screen died after " << effects << " effects");
    bool was_seen = false;
    {
      Visit visit(shop, book, Loss::None, effects);
      visit.look_up(filed.id);
      visit.withdraw();
      ran_through = !visit.is_dead();
      was_seen = visit.screen() == Screen::Withdrawn;
    }
    const auto before = withdrawals(shop);
    REQUIRE(before <= 1);
    REQUIRE(shop.count("hold WHERE live = 1") == 1 - before);
    if (was_seen) REQUIRE(before == 1);  // nothing is shown as withdrawn before it is
    was_withdrawn_unseen = was_withdrawn_unseen || (before == 1 && !was_seen);
    Visit again(shop, book, Loss::None, kForEver);
    again.look_up(filed.id);
    REQUIRE(again.screen() == Screen::Tracked);
    const bool is_known = again.session().tracked->state == refund::RequestState::Withdrawn;
    CHECK(is_known == (before == 1));
    again.withdraw();
    if (!is_known) CHECK(again.screen() == Screen::Withdrawn);
    CHECK(withdrawals(shop) == 1);
    CHECK(shop.count("hold WHERE live = 1") == 0);
  }
  CHECK(was_withdrawn_unseen);
  CHECK(ran_through);
}

}  // namespace slipway::test
