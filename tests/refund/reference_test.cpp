// The engine against a second, independent computation (reference.hpp).
#include "tests/refund/reference.hpp"

#include <sstream>

#include "tests/catch.hpp"
#include "tests/refund/any_card.hpp"

using namespace slipway::refund;
using namespace slipway::tests;

namespace {

// The sanitizer watches memory, which every fifth of them uses as well.
#if defined(__SANITIZE_ADDRESS__)
constexpr std::uint64_t kCards = 20'000;
#else
constexpr std::uint64_t kCards = 100'000;
#endif

std::string told(const Lot& lot) {
  std::ostringstream text;
  text << lot.id << " kind " << static_cast<int>(lot.kind) << " sold " << to_text(lot.sold_at)
       << " paid " << lot.paid.minor << " bonus " << lot.bonus.minor << " units " << lot.units
       << "+" << lot.bonus_units << " refunded " << lot.refunded.minor << " disclosure "
       << static_cast<int>(lot.fee_disclosure) << " earned by '" << lot.earned_by << "'";
  if (lot.kind == LotKind::Time)
    text << " days " << to_text(lot.starts) << ".." << to_text(lot.ends);
  if (lot.stopped) text << " stopped " << to_text(*lot.stopped);
  if (lot.activated) text << " activated " << to_text(*lot.activated);
  if (lot.contract) text << " contract " << to_text(*lot.contract);
  for (const Use& use : lot.uses) {
    text << " use(list " << use.list_price.minor << " charged " << use.charged.minor << " units "
         << use.units << " market " << (use.market_price ? use.market_price->minor : -1) << ")";
  }
  for (const Gift& gift : lot.gifts)
    text << " gift " << gift.value.minor << (gift.state == GiftState::Kept ? " kept" : " back");
  return text.str();
}

std::string told(const Terms& terms, Cause cause) {
  std::ostringstream text;
  text << "terms " << terms.id << " cause " << static_cast<int>(cause);
  if (terms.price.contains(cause)) text << " price " << static_cast<int>(terms.price.at(cause));
  if (terms.bonus.contains(cause)) text << " bonus " << static_cast<int>(terms.bonus.at(cause));
  if (terms.exit.contains(cause)) text << " exit " << static_cast<int>(terms.exit.at(cause));
  if (terms.gifts.contains(cause)) text << " gifts " << static_cast<int>(terms.gifts.at(cause));
  if (const auto found = terms.fee.find(cause); found != terms.fee.end()) {
    const Fee& fee = found->second;
    text << " fee(" << fee.basis_points << " " << fee.least.minor << ".." << fee.most.minor
         << (fee.disclosed ? " disclosed" : "") << (fee.needs_proof ? " proof" : "")
         << (fee.base == FeeBase::Paid ? " of paid)" : ")");
  }
  if (const auto found = terms.keep.find(cause); found != terms.keep.end()) {
    for (const KeepStep& step : found->second)
      text << " keep(" << step.from_day << "d " << step.basis_points << ")";
  }
  if (const auto found = terms.interest.find(cause); found != terms.interest.end()) {
    text << " interest(" << found->second.table << " " << found->second.basis_points << " from "
         << static_cast<int>(found->second.from) << " / " << found->second.days_per_year << ")";
  }
  for (const Window& window : terms.windows) {
    text << " window(" << window.days << "d from " << static_cast<int>(window.from) << " closes "
         << window.closes_after_days.value_or(0) << (window.needs_unused ? " unused" : "")
         << (window.needs_first_time ? " first" : "") << (window.waives_fee ? " waives)" : ")");
  }
  text << " residual " << (terms.residual.below ? terms.residual.below->minor : -1) << "/"
       << (terms.residual.cheapest_service ? terms.residual.cheapest_service->minor : -1)
       << (terms.residual.of == ResidualOf::Card ? " of the card" : "") << " points "
       << terms.points.per_hundred.minor << (terms.points.claws_back ? " claws" : "");
  return text.str();
}

std::string told(const Wish& wish) {
  std::ostringstream text;
  text << "filed " << to_text(wish.filed_at) << " part " << (wish.part ? wish.part->minor : -1);
  if (wish.ended) text << " ended " << to_text(*wish.ended);
  if (wish.paid_on) text << " paid on " << to_text(*wish.paid_on);
  return text.str() + (wish.presence == Presence::AtKiosk ? " at the kiosk" : " with staff");
}

std::string told(std::optional<Ground> ground) {
  return ground ? "ground " + std::to_string(static_cast<int>(*ground)) : "no ground";
}

// Where one set of terms is worked out differently, in words; empty when nowhere.
std::string difference(const Working& engine, const reference::Outcome& expected) {
  if (engine.cause != expected.cause) return "cause";
  if (engine.exit != expected.exit) return "exit";
  return reference::lines_of(engine) == expected.lines ? "" : "lines";
}

std::string difference(const SettledLot& engine, const reference::LotAnswer& expected) {
  for (std::size_t at = 0; at < expected.outcomes.size(); ++at) {
    const Working& working = at == 0 ? engine.shop : engine.floors.at(at - 1);
    const Terms& terms = at == 0 ? engine.policy->shop : engine.policy->floors.at(at - 1);
    const reference::Outcome& outcome = expected.outcomes[at];
    const std::string found = difference(working, outcome);
    if (found.empty()) continue;
    return found + " differ\n  " + told(*engine.lot) + "\n  " + told(terms, outcome.cause) +
           "\n  engine    cause " + std::to_string(static_cast<int>(working.cause)) + " exit " +
           std::to_string(static_cast<int>(working.exit)) +
           reference::to_text(reference::lines_of(working)) + "\n  reference cause " +
           std::to_string(static_cast<int>(outcome.cause)) + " exit " +
           std::to_string(static_cast<int>(outcome.exit)) + reference::to_text(outcome.lines);
  }
  const bool is_same = reference::lines_of(engine.decided) == expected.lines;
  return is_same ? "" : "another set of terms decided for\n  " + told(*engine.lot);
}

// The first thing in which engine and reference disagree about a card.
std::string difference(const Settlement& engine, const reference::Answer& expected) {
  if (engine.ground != expected.ground) {
    return "engine " + told(engine.ground) + ", reference " + told(expected.ground) + ", totals " +
           std::to_string(engine.total.minor) + " and " + std::to_string(expected.total);
  }
  if (!engine.ground) {
    for (std::size_t at = 0; at < expected.lots.size(); ++at) {
      std::string found = difference(engine.lots[at], expected.lots[at]);
      if (!found.empty()) return found;
    }
  }
  if (engine.total.minor == expected.total) return "";
  return "totals " + std::to_string(engine.total.minor) + " and " + std::to_string(expected.total);
}

}  // namespace

TEST_CASE("an independent computation agrees on a hundred thousand cards") {
  std::uint64_t paid = 0;
  for (std::uint64_t seed = 1; seed <= kCards; ++seed) {
    SeededChance chance(seed);
    PolicyArchive archive(any_policy(chance, "today"));
    archive.add(any_policy(chance, "old"));
    const Account account =
        any_account(chance, 4, {"", "today", "old", chance.one_in(50) ? "burnt" : "old"});
    const Wish wish = any_wish(chance, 200'000);
    REQUIRE_FALSE(flaw_of(account, Currency::Cny, wish.filed_at));
    const Settlement engine = settle(account, archive, wish);
    const std::string found = difference(engine, reference::answer_to(account, archive, wish));
    if (!found.empty()) {
      FAIL("card " << seed << " status " << static_cast<int>(account.status) << " held "
                   << account.held.minor << ", " << told(wish) << ": " << found);
    }
    paid += engine.ground ? 0 : 1;
  }
  // Most cards are computed and not merely refused.
  CHECK(paid > kCards / 2);
}
