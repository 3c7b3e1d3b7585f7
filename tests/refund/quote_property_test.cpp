// What must hold for every card under every policy.
#include <rapidcheck.h>

#include <algorithm>
#include <functional>
#include <string>

#include "refund/quote.hpp"
#include "tests/catch.hpp"
#include "tests/refund/any_card.hpp"

using namespace slipway::refund;
using namespace slipway::tests;

namespace {

// A card that is in order, with a policy for every lot and a wish.
struct Situation {
  Account account;
  PolicyArchive archive;
  Wish wish;
};

Situation any_situation(Chance& chance) {
  PolicyArchive archive(any_policy(chance, "today"));
  archive.add(any_policy(chance, "old"));
  Account account = any_account(chance, 4, {"", "today", "old"});
  account.status = CardStatus::Active;
  return {std::move(account), std::move(archive), any_wish(chance, 200'000)};
}

Settlement settled(const Situation& situation) {
  return settle(situation.account, situation.archive, situation.wish);
}

std::vector<const Working*> workings_of(const SettledLot& lot) {
  std::vector<const Working*> workings{&lot.shop, &lot.decided};
  for (const Working& floor : lot.floors)
    workings.push_back(&floor);
  return workings;
}

Money sum_of_lines(const Quote& quote) {
  Money sum;
  for (const QuoteLine& line : quote.lines) {
    if (line.kind != LineKind::BonusVoid) sum = sum + line.amount;
  }
  return sum;
}

void for_all_terms(Policy& policy, const std::function<void(Terms&)>& change) {
  change(policy.shop);
  for (Terms& floor : policy.floors)
    change(floor);
}

// One lot or several under one policy, all of it asked for, so that one change of the terms is
// seen by itself. A residual would open an exit when less is left, a rounding unit hide a fen.
struct Plain {
  Account account;
  Policy policy;
  Wish wish;
};

Plain any_plain(Chance& chance, int lots) {
  Plain plain{any_account(chance, lots, {}), any_policy(chance, "today"), any_wish(chance, 1)};
  plain.account.status = CardStatus::Active;
  plain.account.held = Money{};
  plain.policy.rounding.unit = Money{1};
  for_all_terms(plain.policy, [](Terms& terms) { terms.residual = Residual{}; });
  plain.wish.part.reset();
  return plain;
}

Money total_of(const Plain& plain) {
  return settle(plain.account, PolicyArchive(plain.policy), plain.wish).total;
}

// How far the printed lines of so many lots may be from the exact ones, before and after.
Money rounding_of(std::size_t lots) {
  return Money{static_cast<std::int64_t>(lots) * 6};
}

}  // namespace

TEST_CASE("no amount of a working is negative, and principal is never more than what is left") {
  REQUIRE(rc::check("bounds", [] {
    DrawnChance chance;
    const Situation situation = any_situation(chance);
    const Settlement found = settled(situation);
    for (const SettledLot& lot : found.lots) {
      for (const Working* working : workings_of(lot)) {
        RC_ASSERT(Money{} <= working->principal());
        RC_ASSERT(working->principal() <= lot.lot->paid - lot.lot->refunded);
        RC_ASSERT(Money{} <= working->taken());
        RC_ASSERT(working->taken() <= working->principal());
        RC_ASSERT(working->retained <= Money{});
        RC_ASSERT(working->gifts <= Money{});
        RC_ASSERT(working->fee <= Money{});
        RC_ASSERT(Money{} <= working->points);
        RC_ASSERT(Money{} <= working->interest);
        RC_ASSERT(working->points + working->interest <= working->total());
      }
    }
  }));
}

TEST_CASE(
    "a total is never negative and never more than is left of what was paid and what it bore") {
  REQUIRE(rc::check("bounds of the total", [] {
    DrawnChance chance;
    const Situation situation = any_situation(chance);
    const Settlement found = settled(situation);
    Money most = found.rounding;
    for (const SettledLot& lot : found.lots) {
      most = most + lot.lot->paid - lot.lot->refunded + lot.decided.points + lot.decided.interest;
    }
    RC_ASSERT(Money{} <= found.total);
    RC_ASSERT(is_zero(found.total) || found.total + found.held <= most);
    RC_ASSERT(found.ground.has_value() == is_zero(found.total));
  }));
}

TEST_CASE("no more principal leaves the card than was asked for") {
  REQUIRE(rc::check("part", [] {
    DrawnChance chance;
    Situation situation = any_situation(chance);
    situation.wish.part = any_amount(chance, 2'000) + Money{1};
    const Settlement found = settled(situation);
    if (found.ground) return;
    Money taken;
    for (const SettledLot& lot : found.lots)
      taken = taken + lot.decided.taken();
    RC_ASSERT(taken <= *situation.wish.part);
  }));
}

TEST_CASE("the shares of the lots add up to the total") {
  REQUIRE(rc::check("shares", [] {
    DrawnChance chance;
    const Situation situation = any_situation(chance);
    const Settlement found = settled(situation);
    if (found.ground) return;
    Money shares;
    for (const SettledLot& lot : found.lots) {
      RC_ASSERT(Money{} <= lot.share);
      shares = shares + lot.share;
    }
    RC_ASSERT(shares == found.total);
    RC_ASSERT(found.before_hold - found.held + found.rounding == found.total);
    RC_ASSERT(found.rounding < situation.archive.current().rounding.unit);
  }));
}

TEST_CASE("the total is the sum of the printed lines") {
  REQUIRE(rc::check("sum of lines", [] {
    DrawnChance chance;
    const Situation situation = any_situation(chance);
    const Quote found = quote(situation.account, situation.archive, situation.wish);
    RC_ASSERT(found.refused.has_value() == is_zero(found.total));
    if (!found.refused) RC_ASSERT(sum_of_lines(found) == found.total);
  }));
}

TEST_CASE("the order of lots, uses and gifts does not matter") {
  REQUIRE(rc::check("order", [] {
    DrawnChance chance;
    Situation situation = any_situation(chance);
    const Quote before = quote(situation.account, situation.archive, situation.wish);
    auto& lots = situation.account.lots;
    std::rotate(lots.begin(), lots.begin() + (lots.empty() ? 0 : 1), lots.end());
    for (Lot& lot : lots) {
      std::reverse(lot.uses.begin(), lot.uses.end());
      std::reverse(lot.gifts.begin(), lot.gifts.end());
    }
    RC_ASSERT(quote(situation.account, situation.archive, situation.wish) == before);
  }));
}

TEST_CASE("the member gets the best of all sets of terms, lot by lot") {
  REQUIRE(rc::check("best", [] {
    DrawnChance chance;
    const Situation situation = any_situation(chance);
    const Settlement found = settled(situation);
    for (const SettledLot& lot : found.lots) {
      for (const Working* working : workings_of(lot))
        RC_ASSERT(working->total() <= lot.decided.total());
    }
    RC_ASSERT(found.shop_total <= found.before_hold);
    RC_ASSERT(found.floor_total <= found.before_hold);
  }));
}

TEST_CASE("what is computed again is the same, to the letter") {
  REQUIRE(rc::check("recompute", [] {
    DrawnChance chance;
    const Situation situation = any_situation(chance);
    const Quote first = quote(situation.account, situation.archive, situation.wish);
    const Situation copy = situation;
    RC_ASSERT(quote(copy.account, copy.archive, copy.wish) == first);
    RC_ASSERT(quote_of(copy.account, settled(copy)) == first);
  }));
}

TEST_CASE("a lot is computed under the text of its sale, whatever the shop's text became") {
  REQUIRE(rc::check("archive", [] {
    DrawnChance chance;
    Plain plain = any_plain(chance, 3);
    const Money at_sale = total_of(plain);
    Policy today = any_policy(chance, "later");
    today.rounding = plain.policy.rounding;
    PolicyArchive archive(today);
    archive.add(plain.policy);
    for (Lot& lot : plain.account.lots)
      lot.policy_hash = plain.policy.hash;
    RC_ASSERT(settle(plain.account, archive, plain.wish).total == at_sale);
  }));
}

TEST_CASE("one more use never raises the amount by more than the rounding of its lines") {
  REQUIRE(rc::check("monotone in uses", [] {
    DrawnChance chance;
    Plain plain = any_plain(chance, 3);
    // A use can end a window, which is another cause and may be the dearer one.
    for_all_terms(plain.policy, [](Terms& terms) { terms.windows.clear(); });
    const Money before = total_of(plain);
    for (Lot& lot : plain.account.lots)
      lot.uses.push_back(any_use(chance, lot));
    RC_ASSERT(total_of(plain) <= before + rounding_of(plain.account.lots.size()));
  }));
}

TEST_CASE("a fee never raises the amount, and a higher one neither") {
  REQUIRE(rc::check("monotone in fee", [] {
    DrawnChance chance;
    Plain plain = any_plain(chance, 3);
    const Money with_fee = total_of(plain);
    Plain dearer = plain;
    for_all_terms(dearer.policy, [](Terms& terms) {
      for (auto& [cause, fee] : terms.fee) {
        fee.basis_points = std::min<std::int64_t>(10'000, fee.basis_points + 100);
        fee.most = fee.most + Money{500};
        fee.least = fee.least + Money{100};
      }
    });
    RC_ASSERT(total_of(dearer) <= with_fee);
    for_all_terms(plain.policy, [](Terms& terms) { terms.fee.clear(); });
    RC_ASSERT(with_fee <= total_of(plain));
  }));
}

TEST_CASE("what is kept by age never raises the amount") {
  REQUIRE(rc::check("monotone in keep", [] {
    DrawnChance chance;
    Plain plain = any_plain(chance, 3);
    const Money with_steps = total_of(plain);
    for_all_terms(plain.policy, [](Terms& terms) { terms.keep.clear(); });
    // What is kept can be half a fen in the member's favour, and so can the fee and the interest.
    RC_ASSERT(with_steps <= total_of(plain));
  }));
}

TEST_CASE("a gift that is brought back never lowers the amount") {
  REQUIRE(rc::check("monotone in gifts", [] {
    DrawnChance chance;
    Plain plain = any_plain(chance, 3);
    const Money before = total_of(plain);
    for (Lot& lot : plain.account.lots) {
      for (Gift& gift : lot.gifts)
        gift.state = GiftState::Returned;
    }
    RC_ASSERT(before <= total_of(plain));
  }));
}

TEST_CASE("a floor more never lowers the amount") {
  REQUIRE(rc::check("monotone in floors", [] {
    DrawnChance chance;
    Plain plain = any_plain(chance, 3);
    const Money before = total_of(plain);
    plain.policy.floors.push_back(any_terms(chance));
    RC_ASSERT(before <= total_of(plain));
  }));
}

namespace {

// Takes a part and then the rest; the sum of both, or nothing when the part cannot be had.
std::optional<Money> in_two_steps(const Plain& plain, Money part) {
  Plain first = plain;
  first.wish.part = part;
  const PolicyArchive archive(first.policy);
  const Settlement found = settle(first.account, archive, first.wish);
  if (found.ground) return std::nullopt;
  Plain rest = plain;
  for (const SettledLot& settled : found.lots) {
    for (Lot& lot : rest.account.lots) {
      if (lot.id != settled.lot->id) continue;
      lot.refunded = lot.refunded + settled.decided.taken();
    }
  }
  return found.total + total_of(rest);
}

// Terms that take in proportion: two refunds then pay what one does. A least or a highest fee and a
// fee on what was paid are owed for each refund.
Plain any_proportional(Chance& chance) {
  Plain plain = any_plain(chance, 3);
  plain.policy.partial = PartialRule{};
  for_all_terms(plain.policy, [](Terms& terms) {
    for (auto& [cause, fee] : terms.fee) {
      fee.least = Money{};
      fee.most = Money{Money::kMost};
      fee.base = FeeBase::Remainder;
    }
  });
  return plain;
}

}  // namespace

TEST_CASE("a part and then the rest are as much as the whole, under one set of terms") {
  REQUIRE(rc::check("split and sum", [] {
    DrawnChance chance;
    Plain plain = any_proportional(chance);
    plain.policy.floors.clear();
    const Money whole = total_of(plain);
    const auto sum = in_two_steps(plain, any_amount(chance, 200'000) + Money{1});
    if (!sum) return;
    const Money slack = rounding_of(plain.account.lots.size());
    RC_ASSERT(whole <= *sum + slack);
    RC_ASSERT(*sum <= whole + slack);
  }));
}

TEST_CASE("a part and then the rest are never less than the whole, under the best of several") {
  REQUIRE(rc::check("split under floors", [] {
    DrawnChance chance;
    const Plain plain = any_proportional(chance);
    const Money whole = total_of(plain);
    const auto sum = in_two_steps(plain, any_amount(chance, 200'000) + Money{1});
    if (sum) RC_ASSERT(whole <= *sum + rounding_of(plain.account.lots.size()));
  }));
}
