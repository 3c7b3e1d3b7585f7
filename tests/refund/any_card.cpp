#include "tests/refund/any_card.hpp"

#include <rapidcheck.h>

#include <utility>

namespace slipway::tests {

using namespace refund;

std::int64_t SeededChance::between(std::int64_t least, std::int64_t most) {
  return least +
         static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(most - least + 1));
}

std::int64_t DrawnChance::between(std::int64_t least, std::int64_t most) {
  return *rc::gen::inRange<std::int64_t>(least, most + 1);
}

namespace {

const Date kToday = date_of(kFiled);

Date day_before(Chance& chance, int most) {
  return kToday - std::chrono::days(chance.between(0, most));
}

Instant moment_before(Chance& chance, int most_days) {
  return kFiled - std::chrono::minutes(chance.between(0, most_days * 1'440));
}

Money any_paid(Chance& chance) {
  return any_amount(chance, chance.of<std::int64_t>({300'000, 100, 1, 1'000'000'000}));
}

void give_units(Chance& chance, Lot& lot) {
  switch (lot.kind) {
    case LotKind::StoredValue:
      lot.bonus = any_amount(chance, chance.of<std::int64_t>({0, 100'000, 100, 400'000'000}));
      break;
    case LotKind::Sessions:
      lot.units = chance.count(1, chance.of({20, 3, 200}));
      lot.bonus_units = chance.count(0, chance.of({0, 4, 40}));
      break;
    case LotKind::Time:
      lot.starts = kToday + std::chrono::days(chance.between(-500, 60));
      lot.ends = lot.starts + std::chrono::days(chance.between(0, chance.of({364, 30, 1'000})));
      if (chance.one_in(3)) lot.stopped = day_before(chance, 400);
      break;
    case LotKind::Points:
      lot.units = chance.count(1, chance.of({1'000, 7, 100'000}));
      if (chance.one_in(2)) break;
      lot.paid = Money{};
      if (chance.one_in(2)) lot.earned_by = "L0";
      break;
  }
}

}  // namespace

Money any_amount(Chance& chance, std::int64_t most) {
  return Money{chance.between(0, most)};
}

Use any_use(Chance& chance, const Lot& lot) {
  Use use;
  use.id = "u";
  use.item = "剪发";
  use.at = lot.sold_at + (kFiled - lot.sold_at) * chance.between(0, 4) / 4;
  const std::int64_t most =
      chance.of<std::int64_t>({lot.paid.minor / 3, lot.paid.minor * 2, 90'000});
  use.charged = any_amount(chance, most);
  use.list_price = use.charged + any_amount(chance, chance.of<std::int64_t>({0, 20'000, most}));
  // Crooked records: dearer than the list.
  if (chance.one_in(12)) std::swap(use.charged, use.list_price);
  if (chance.one_in(3)) use.market_price = any_amount(chance, use.list_price.minor * 3 / 2);
  if (lot.kind == LotKind::Sessions) use.units = chance.count(0, chance.of({1, 4}));
  if (lot.kind == LotKind::Points) use.units = chance.count(0, lot.units / 2);
  return use;
}

Lot any_lot(Chance& chance) {
  Lot lot;
  lot.id = "L";
  lot.kind = chance.of({LotKind::StoredValue, LotKind::Sessions, LotKind::Time, LotKind::Points});
  lot.sold_at = moment_before(chance, chance.of({20, 800}));
  lot.paid = any_paid(chance);
  give_units(chance, lot);
  const int uses = chance.of({chance.count(0, 4), 0});
  for (int i = 0; i < uses; ++i)
    lot.uses.push_back(any_use(chance, lot));
  if (chance.one_in(3)) lot.refunded = any_amount(chance, lot.paid.minor);
  if (is_positive(lot.refunded)) lot.refunded_at = kFiled;
  const int gifts = chance.of({0, chance.count(0, 2)});
  for (int i = 0; i < gifts; ++i) {
    lot.gifts.push_back({"毛巾", any_amount(chance, chance.of<std::int64_t>({5'000, 200'000})),
                         chance.of({GiftState::Returned, GiftState::Kept})});
  }
  if (chance.one_in(3)) lot.activated = day_before(chance, 60);
  if (chance.one_in(3)) lot.contract = day_before(chance, 800);
  // Signed today for a start to come.
  if (chance.one_in(20)) lot.contract = lot.activated = kToday + std::chrono::days(3);
  lot.fee_disclosure = chance.of({Disclosure::Told, Disclosure::Unrecorded, Disclosure::NotTold});
  return lot;
}

Account any_account(Chance& chance, int most_lots, const std::vector<std::string>& policies) {
  Account account;
  account.status = chance.one_in(6)
                       ? chance.of({CardStatus::Lost, CardStatus::Frozen, CardStatus::Expired,
                                    CardStatus::Refunded, CardStatus::Closed})
                       : CardStatus::Active;
  const int lots = chance.one_in(30) ? 0 : chance.count(1, most_lots);
  for (int i = 0; i < lots; ++i) {
    account.lots.push_back(any_lot(chance));
    account.lots.back().id = "L" + std::to_string(i);
    const auto bound =
        static_cast<std::size_t>(chance.between(0, static_cast<std::int64_t>(policies.size())));
    if (bound < policies.size()) account.lots.back().policy_hash = policies[bound];
  }
  if (chance.one_in(6)) account.held = any_amount(chance, 100'000);
  return account;
}

namespace {

Fee any_fee(Chance& chance) {
  Fee fee;
  fee.basis_points = chance.of<std::int64_t>({0, 200, chance.between(0, 10'000)});
  fee.least = any_amount(chance, chance.of<std::int64_t>({0, 5'000}));
  fee.most = fee.least + any_amount(chance, chance.of<std::int64_t>({20'000, 5, Money::kMost / 2}));
  fee.disclosed = !chance.one_in(4);
  fee.base = chance.of({FeeBase::Remainder, FeeBase::Paid});
  fee.needs_proof = chance.one_in(3);
  return fee;
}

std::vector<KeepStep> any_steps(Chance& chance) {
  std::vector<KeepStep> steps{{0, chance.of<std::int64_t>({10'000, chance.between(0, 10'000)})}};
  while (steps.size() < 4 && chance.one_in(2)) {
    steps.push_back({steps.back().from_day + chance.count(1, 200), chance.between(0, 10'000)});
  }
  return steps;
}

Interest any_interest(Chance& chance) {
  Interest interest;
  interest.basis_points = chance.between(0, 2'000);
  interest.table = chance.of<const char*>({"", "lpr1y", "pboc1y"});
  interest.from =
      chance.of({InterestFrom::Termination, InterestFrom::Request, InterestFrom::Payment});
  interest.days_per_year = chance.of({365, 360, 366});
  return interest;
}

Window any_window(Chance& chance) {
  Window window;
  window.days = chance.count(0, chance.of({7, 60, 365}));
  window.needs_unused = chance.one_in(3);
  window.needs_first_time = chance.one_in(3);
  window.from = chance.of({WindowStart::Payment, WindowStart::Activation, WindowStart::Contract});
  window.waives_fee = chance.one_in(2);
  if (window.from == WindowStart::Activation && chance.one_in(2)) {
    window.closes_after_days = chance.count(1, 400);
  }
  return window;
}

void rule(Chance& chance, Terms& terms, Cause cause) {
  if (!chance.one_in(5)) {
    terms.price[cause] = chance.of({PriceBasis::Charged, PriceBasis::List, PriceBasis::ListCapped});
  }
  if (!chance.one_in(5)) {
    terms.bonus[cause] = chance.of({BonusShare::None, BonusShare::Ratio, BonusShare::First});
  }
  if (chance.one_in(2)) {
    terms.exit[cause] = chance.of({Exit::Right, Exit::ByPolicy, Exit::ByReview, Exit::None});
  }
  if (chance.one_in(2)) terms.fee[cause] = any_fee(chance);
  if (chance.one_in(3)) terms.keep[cause] = any_steps(chance);
  if (chance.one_in(2)) {
    terms.gifts[cause] = chance.of({GiftRule::Keep, GiftRule::ReturnOrPay, GiftRule::Assess});
  }
  if (chance.one_in(2)) terms.interest[cause] = any_interest(chance);
}

}  // namespace

Terms any_terms(Chance& chance) {
  Terms terms;
  terms.name = "《章程》";
  terms.name_en = "the charter";
  for (const Reason reason : kReasons) {
    terms.cause_of[reason] =
        chance.of({Cause::Member, Cause::Merchant, Cause::Neutral, Cause::Void});
  }
  if (chance.one_in(4)) terms.cause_of[Reason::Minor] = Cause::Member;
  for (const Cause cause : kCauses)
    rule(chance, terms, cause);
  while (terms.windows.size() < 3 && chance.one_in(3))
    terms.windows.push_back(any_window(chance));
  if (chance.one_in(2)) terms.points.per_hundred = any_amount(chance, 500);
  terms.points.claws_back = !chance.one_in(2);
  if (chance.one_in(5)) terms.residual.below = any_amount(chance, 20'000);
  if (chance.one_in(5)) terms.residual.cheapest_service = any_amount(chance, 20'000);
  terms.residual.of = chance.of({ResidualOf::Lot, ResidualOf::Card});
  if (chance.one_in(3)) terms.lost_card = LostCard::Lapses;
  terms.expired_card =
      chance.of({ExpiredCard::Refunded, ExpiredCard::Extended, ExpiredCard::Worthless});
  return terms;
}

Policy any_policy(Chance& chance, const std::string& hash) {
  Policy policy;
  policy.name = hash;
  policy.hash = hash;
  policy.shop = any_terms(chance);
  policy.shop.id = "shop";
  const int floors = chance.of({1, chance.count(0, 3)});
  for (int i = 0; i < floors; ++i) {
    policy.floors.push_back(any_terms(chance));
    policy.floors.back().id = "floor " + std::to_string(i);
  }
  // "pboc1y" begins late, so that some lots are older than it.
  policy.rates["lpr1y"] = {"lpr1y", "", {{Date{}, 385}, {kToday - std::chrono::days(551), 310}}};
  policy.rates["pboc1y"] = {"pboc1y", "", {{kToday - std::chrono::days(400), 150}}};
  policy.partial.allowed = !chance.one_in(8);
  if (chance.one_in(3)) policy.partial.least = any_amount(chance, 2'000);
  policy.rounding.unit = Money{chance.of<std::int64_t>({1, 1, 1, 10, 100})};
  policy.cash_most = Money{10'000};
  policy.tiers = {{Money{Money::kMost}, 1, {}}};
  return policy;
}

Wish any_wish(Chance& chance, std::int64_t most) {
  Wish wish;
  wish.reason = kEveryReason[static_cast<std::size_t>(chance.between(0, kEveryReason.size() - 1))];
  wish.filed_at = kFiled;
  if (chance.one_in(4)) {
    wish.part = any_amount(chance, chance.of<std::int64_t>({50, 2'000, most})) + Money{1};
  }
  if (chance.one_in(3)) wish.ended = kToday + std::chrono::days(chance.between(-60, 20));
  if (chance.one_in(2)) wish.paid_on = kToday + std::chrono::days(chance.between(-5, 60));
  wish.presence = chance.of({Presence::AtKiosk, Presence::WithStaff});
  return wish;
}

}  // namespace slipway::tests
