// What must hold for every card under every policy.
#include <rapidcheck.h>

#include <algorithm>

#include "refund/quote.hpp"
#include "tests/catch.hpp"
#include "tests/refund/sample_policy.hpp"

using namespace slipway::refund;
using namespace slipway::tests;

namespace {

std::int64_t any_amount(std::int64_t most) {
  return *rc::gen::inRange<std::int64_t>(0, most + 1);
}

Lot any_lot() {
  const auto kind = *rc::gen::element(LotKind::StoredValue, LotKind::Sessions, LotKind::Time);
  Lot lot = lot_of(kind, "2026-06-01 10:00", any_amount(*rc::gen::element(100, 300'000)));
  lot.sold_at += std::chrono::days(*rc::gen::inRange(0, 180));
  lot.bonus = Money{any_amount(*rc::gen::element(0, 100, 100'000))};
  lot.refunded = Money{any_amount(lot.paid.minor / *rc::gen::element(1, 2, 1000))};
  lot.units = *rc::gen::inRange(1, 60);
  lot.bonus_units = *rc::gen::inRange(0, 8);
  lot.starts = *date_from("2026-07-01") + std::chrono::days(*rc::gen::inRange(-200, 200));
  lot.ends = lot.starts + std::chrono::days(*rc::gen::inRange(0, 500));
  const int uses = *rc::gen::inRange(0, 6);
  for (int i = 0; i < uses; ++i) {
    lot.uses.push_back(use(any_amount(90'000), any_amount(90'000)));
    lot.uses.back().units = *rc::gen::inRange(0, 4);
  }
  return lot;
}

Account any_card() {
  Account account = card({});
  const int lots = *rc::gen::inRange(0, 5);
  for (int i = 0; i < lots; ++i)
    account.lots.push_back(any_lot());
  account.held = Money{any_amount(*rc::gen::element(0, 50'000))};
  return account;
}

Terms any_terms() {
  Terms terms = statutory().shop;
  for (const Cause cause : {Cause::Window, Cause::Member, Cause::Merchant, Cause::Neutral}) {
    terms.price[cause] = *rc::gen::element(PriceBasis::Charged, PriceBasis::List);
    terms.bonus[cause] = *rc::gen::element(BonusShare::None, BonusShare::Ratio, BonusShare::First);
    if (*rc::gen::arbitrary<bool>()) {
      const std::int64_t least = any_amount(5'000);
      terms.fee[cause] = Fee{any_amount(10'000), Money{least}, Money{least + any_amount(50'000)},
                             *rc::gen::arbitrary<bool>()};
    }
  }
  if (*rc::gen::arbitrary<bool>()) {
    terms.windows = {
        Window{*rc::gen::inRange(0, 60), *rc::gen::arbitrary<bool>(), *rc::gen::arbitrary<bool>()}};
  }
  return terms;
}

Policy any_policy() {
  Policy policy = statutory();
  policy.shop = any_terms();
  policy.floors = {any_terms()};
  return policy;
}

Reason any_reason() {
  return *rc::gen::elementOf(kReasons);
}

const Instant kNow = *instant_from("2026-11-21 10:00");

Money sum_of_lines(const Quote& quote) {
  Money sum;
  for (const QuoteLine& line : quote.lines) {
    if (line.kind != LineKind::BonusVoid) sum = sum + line.amount;
  }
  return sum;
}

}  // namespace

TEST_CASE("a quote is never negative and never above what was paid, less returned and held") {
  REQUIRE(rc::check("bounds", [] {
    const Account account = any_card();
    const Quote found = quote(account, any_policy(), any_reason(), kNow);
    Money most;
    for (const Lot& lot : account.lots)
      most = most + lot.paid - lot.refunded;
    RC_ASSERT(Money{} <= found.total);
    RC_ASSERT(found.total <= most);
    RC_ASSERT(is_zero(found.total) || found.total + account.held <= most);
  }));
}

TEST_CASE("the total is the sum of the printed lines") {
  REQUIRE(rc::check("sum of lines", [] {
    const Quote found = quote(any_card(), any_policy(), any_reason(), kNow);
    RC_ASSERT(sum_of_lines(found) == found.total);
    RC_ASSERT(found.refused.has_value() == is_zero(found.total));
  }));
}

TEST_CASE("the order of lots and of uses does not matter") {
  REQUIRE(rc::check("order", [] {
    Account account = any_card();
    const Policy policy = any_policy();
    const Reason reason = any_reason();
    const Quote before = quote(account, policy, reason, kNow);
    std::rotate(account.lots.begin(), account.lots.begin() + (account.lots.empty() ? 0 : 1),
                account.lots.end());
    for (Lot& lot : account.lots)
      std::reverse(lot.uses.begin(), lot.uses.end());
    RC_ASSERT(quote(account, policy, reason, kNow) == before);
  }));
}

TEST_CASE("the member gets the better of the two computations") {
  REQUIRE(rc::check("better", [] {
    const Quote found = quote(any_card(), any_policy(), any_reason(), kNow);
    RC_ASSERT(found.shop_total <= found.total);
    RC_ASSERT(found.floor_total <= found.total);
    if (found.shop_total < found.floor_total) RC_ASSERT(found.decider == Decider::Floor);
    if (found.floor_total < found.shop_total) RC_ASSERT(found.decider == Decider::Shop);
  }));
}

TEST_CASE("a single lot is paid by exactly one of the two computations") {
  REQUIRE(rc::check("one lot", [] {
    const Quote found = quote(card({any_lot()}), any_policy(), any_reason(), kNow);
    RC_ASSERT(found.total ==
              (found.decider == Decider::Shop ? found.shop_total : found.floor_total));
  }));
}

TEST_CASE("one more use never raises the quote by more than the rounding of its three deductions") {
  REQUIRE(rc::check("monotone in uses", [] {
    Account account = card({any_lot()});
    Policy policy = any_policy();
    // A use can end the window, which is another cause and may be the dearer one.
    policy.shop.windows.clear();
    policy.floors[0].windows.clear();
    const Reason reason = any_reason();
    const Money before = quote(account, policy, reason, kNow).total;
    account.lots[0].uses.push_back(use(any_amount(50'000), any_amount(50'000)));
    account.lots[0].uses.back().units = *rc::gen::inRange(0, 3);
    // Each line is off by half a fen at most, before and after: less than three together.
    RC_ASSERT(quote(account, policy, reason, kNow).total <= before + Money{2});
  }));
}

TEST_CASE("a fee never raises the quote") {
  REQUIRE(rc::check("monotone in fee", [] {
    const Account account = any_card();
    Policy policy = any_policy();
    const Reason reason = any_reason();
    const Money with_fee = quote(account, policy, reason, kNow).total;
    policy.shop.fee.clear();
    policy.floors[0].fee.clear();
    RC_ASSERT(with_fee <= quote(account, policy, reason, kNow).total);
  }));
}
