#include "refund/working.hpp"

#include <algorithm>

#include "refund/rational.hpp"

namespace slipway::refund {

namespace {

// What was used of a lot, before anyone asks whether bonus paid for part of it.
struct Usage {
  Rational charged;
  Rational list;  // never below charged: a list price below the charged one is none
};

template <typename Value>
Value value_or(const std::map<Cause, Value>& axis, Cause cause, Value otherwise) {
  const auto found = axis.find(cause);
  return found == axis.end() ? otherwise : found->second;
}

Date sale_day(const Lot& lot) {
  return date_of(lot.sold_at);
}

Date contract_day(const Lot& lot) {
  return lot.contract.value_or(sale_day(lot));
}

// Days of a time card that count as used: up to the end of the contract, or, unless the member is
// the cause, up to the day on which the shop stopped serving (F24).
std::int64_t days_gone(const Lot& lot, Cause cause, Date ended, std::int64_t days) {
  const bool is_stopped = lot.stopped && cause != Cause::Member;
  const Date last = is_stopped ? std::min(*lot.stopped, ended) : ended;
  return std::clamp<std::int64_t>((last - lot.starts).count(), 0, days);
}

Usage usage_of_time(const Lot& lot, Date ended, Working& working) {
  const std::int64_t days = (lot.ends - lot.starts).count() + 1;
  const std::int64_t gone = days_gone(lot, working.cause, ended, days);
  working.uses = static_cast<int>(gone);
  const Rational cost = Rational(lot.paid.minor) * Rational::of(gone, days);
  return {cost, cost};
}

// Stored value, sessions and points. A list price that is above the market's counts as the market's
// when the basis is capped.
Usage usage_of_uses(const Lot& lot, PriceBasis basis, Working& working) {
  Usage usage;
  for (const Use& use : lot.uses) {
    const Rational charged = lot.kind == LotKind::StoredValue
                                 ? Rational(use.charged.minor)
                                 : Rational(lot.paid.minor) * Rational::of(use.units, lot.units);
    const bool is_capped =
        basis == PriceBasis::ListCapped && use.market_price && *use.market_price < use.list_price;
    const Money listed = is_capped ? *use.market_price : use.list_price;
    const Rational list = larger(charged, listed.minor);
    usage.charged = usage.charged + charged;
    usage.list = usage.list + list;
    working.used = working.used + use.charged;
    working.units += use.units;
    ++working.uses;
    if (charged < list) ++working.discounted_uses;
    if (is_capped) ++working.capped_uses;
  }
  return usage;
}

// What `value` costs in paid money when the lot had bonus. Only stored value and sessions have any.
Rational cost_of(Rational value, const Lot& lot, BonusShare share, std::int64_t units_used) {
  const bool is_sessions = lot.kind == LotKind::Sessions;
  const std::int64_t paid = is_sessions ? lot.units : lot.paid.minor;
  const std::int64_t bonus = is_sessions ? lot.bonus_units : lot.bonus.minor;
  const bool has_bonus = is_sessions || lot.kind == LotKind::StoredValue;
  if (!has_bonus || bonus == 0 || share == BonusShare::None) return value;
  if (share == BonusShare::Ratio) return value * Rational::of(paid, paid + bonus);
  if (!is_sessions) return larger(0, value - Rational(bonus));
  if (units_used == 0) return 0;
  return value * Rational::of(std::max<std::int64_t>(0, units_used - bonus), units_used);
}

// A deduction as a line: rounded, and never more than what is left above it.
Money deduction(Rational amount, Money left) {
  const Money line{(Rational(0) - amount).rounded_half_up(), left.currency};
  return line < -left ? -left : line;
}

Money credit(Rational amount, Currency currency) {
  return {amount.rounded_half_up(), currency};
}

void settle_uses(Working& working, const Lot& lot, const Terms& terms, Date ended) {
  const PriceBasis basis = value_or(terms.price, working.cause, PriceBasis::Charged);
  const BonusShare share = value_or(terms.bonus, working.cause, BonusShare::Ratio);
  const Usage usage = lot.kind == LotKind::Time ? usage_of_time(lot, ended, working)
                                                : usage_of_uses(lot, basis, working);
  // Deductions end where the money does: nobody owes more (F22).
  const Rational most((lot.paid - lot.refunded).minor);
  const Rational spent = smaller(most, cost_of(usage.charged, lot, share, working.units));
  const Rational counted = basis == PriceBasis::Charged ? usage.charged : usage.list;
  const Rational cost = smaller(most, cost_of(counted, lot, share, working.units));
  working.spent = deduction(spent, working.principal());
  working.adjustment = deduction(cost - spent, working.principal());
}

// A working with its uses counted, as far as principal().
Working counted(const Lot& lot, const Terms& terms, Cause cause, Date ended) {
  const Money nothing = zero(lot.paid.currency);
  Working working;
  working.cause = cause;
  working.paid = lot.paid;
  working.earlier = -lot.refunded;
  working.spent = working.adjustment = working.stays = working.retained = nothing;
  working.gifts = working.fee = working.points = working.interest = working.used = nothing;
  settle_uses(working, lot, terms, ended);
  return working;
}

void settle_keep(Working& working, const Lot& lot, const Terms& terms, Date filed) {
  const auto steps = terms.keep.find(working.cause);
  if (steps == terms.keep.end()) return;
  const auto age = (filed - sale_day(lot)).count();
  for (const KeepStep& step : steps->second) {
    if (step.from_day <= age) working.keep_basis_points = step.basis_points;
  }
  const Rational kept =
      Rational(working.taken().minor) * Rational::of(10'000 - working.keep_basis_points, 10'000);
  working.retained = deduction(kept, working.taken());
}

// A part leaves the gifts where they are as long as they are covered by what will come back of what
// stays on the card.
void settle_gifts(Working& working, const Lot& lot, const Terms& terms) {
  Money value = zero(lot.paid.currency);
  for (const Gift& gift : lot.gifts) {
    if (gift.state == GiftState::Kept) value = value + gift.value;
  }
  const GiftRule rule = value_or(terms.gifts, working.cause, GiftRule::Keep);
  working.gifts_to_assess = rule == GiftRule::Assess && is_positive(value);
  if (rule != GiftRule::ReturnOrPay) return;
  const Rational covered =
      Rational((-working.stays).minor) * Rational::of(working.keep_basis_points, 10'000);
  working.gifts = deduction(larger(0, Rational(value.minor) - covered), working.total());
}

// No record of a lot makes up for terms that buyers were not handed: they bind nobody (F7).
bool was_told(const Fee& fee, const Lot& lot) {
  if (!fee.disclosed || lot.fee_disclosure == Disclosure::NotTold) return false;
  return !fee.needs_proof || lot.fee_disclosure == Disclosure::Told;
}

void settle_fee(Working& working, const Lot& lot, const Terms& terms, const Window* window) {
  const auto found = terms.fee.find(working.cause);
  if (found == terms.fee.end() || (window != nullptr && window->waives_fee)) return;
  const Fee& fee = found->second;
  working.fee_waived = !was_told(fee, lot);
  if (working.fee_waived) return;
  const Money base = fee.base == FeeBase::Paid ? lot.paid : working.total();
  const Rational share = Rational(base.minor) * Rational::of(fee.basis_points, 10'000);
  const Rational amount = smaller(larger(share, fee.least.minor), fee.most.minor);
  working.fee = deduction(amount, working.total());
}

// Points that were earned; bought ones come back as what was paid for them.
void settle_points(Working& working, const Lot& lot, const Terms& terms) {
  if (lot.kind != LotKind::Points || is_positive(lot.paid)) return;
  if (terms.points.claws_back && !lot.earned_by.empty()) return;
  working.points_left = std::max<std::int64_t>(0, lot.units - working.units);
  const Rational worth =
      Rational(terms.points.per_hundred.minor) * Rational::of(working.points_left, 100);
  working.points = credit(worth, lot.paid.currency);
}

void settle_interest(Working& working, const Lot& lot, const Terms& terms, const Policy& policy,
                     const Days& days) {
  const auto found = terms.interest.find(working.cause);
  if (found == terms.interest.end()) return;
  const Interest& interest = found->second;
  working.interest_basis_points = interest.basis_points;
  if (const auto table = policy.rates.find(interest.table); table != policy.rates.end()) {
    working.interest_basis_points = basis_points_on(table->second, contract_day(lot)).value_or(0);
  }
  Date from = days.ended;
  if (interest.from == InterestFrom::Request) from = days.filed;
  if (interest.from == InterestFrom::Payment) from = sale_day(lot);
  from = std::max(from, sale_day(lot));  // of a lot that was bought after the contract ended
  working.interest_days =
      static_cast<int>(std::max<std::int64_t>(0, (days.paid_on - from).count()));
  const Money base = working.taken() + working.retained + working.gifts + working.fee;
  const Rational yearly =
      Rational(base.minor) * Rational::of(working.interest_basis_points, 10'000);
  working.interest = credit(yearly * Rational::of(working.interest_days, interest.days_per_year),
                            lot.paid.currency);
}

// A lot of which nothing is left is no remainder, whatever else is on the card.
bool is_residual(const Residual& residual, Money principal, std::optional<Money> on_card) {
  if (!is_positive(principal)) return false;
  const Money left = on_card.value_or(principal);
  return (residual.below && left < *residual.below) ||
         (residual.cheapest_service && left < *residual.cheapest_service);
}

// The first day of use: the one on record, else that of the first use; the days of a time card run
// from its first one. `filed` for a lot that nobody has used yet: its window waits for it, because
// unclear terms are read for the member (F12).
Date activation_day(const Lot& lot, Date filed) {
  if (lot.activated) return std::min(*lot.activated, filed);
  Date first = lot.kind == LotKind::Time ? std::min(lot.starts, filed) : filed;
  for (const Use& use : lot.uses)
    first = std::min(first, date_of(use.at));
  return first;
}

Date start_of(const Window& window, const Lot& lot, Date filed) {
  if (window.from == WindowStart::Activation) return activation_day(lot, filed);
  return window.from == WindowStart::Contract ? contract_day(lot) : sale_day(lot);
}

bool is_inside(const Window& window, const Lot& lot, Date filed, Instant first_sale) {
  if (window.closes_after_days && (filed - sale_day(lot)).count() > *window.closes_after_days) {
    return false;
  }
  const auto age = (filed - start_of(window, lot, filed)).count();
  if (age < 0 || age > window.days) return false;
  if (window.needs_unused && !lot.uses.empty()) return false;
  return !window.needs_first_time || lot.sold_at <= first_sale;
}

}  // namespace

FoundCause cause_for(const Lot& lot, const Terms& terms, Reason reason, Date filed,
                     Instant first_sale) {
  for (const Window& window : terms.windows) {
    if (is_inside(window, lot, filed, first_sale)) return {Cause::Window, &window};
  }
  const auto cause = terms.cause_of.find(reason);
  if (cause != terms.cause_of.end()) return {cause->second, nullptr};
  return {reason == Reason::Minor ? Cause::Void : Cause::Member, nullptr};
}

Exit exit_for(const Terms& terms, Cause cause, CardStatus status) {
  const bool is_gone =
      (status == CardStatus::Lost && terms.lost_card == LostCard::Lapses) ||
      (status == CardStatus::Expired && terms.expired_card != ExpiredCard::Refunded);
  if (is_gone) return Exit::None;
  Exit otherwise = Exit::Right;
  if (cause == Cause::Member) otherwise = Exit::ByPolicy;
  if (cause == Cause::Neutral) otherwise = Exit::ByReview;
  return value_or(terms.exit, cause, otherwise);
}

Money remainder_of(const Lot& lot, const Terms& terms, Cause cause, Date ended) {
  return counted(lot, terms, cause, ended).principal();
}

Working work_out(const Lot& lot, const Terms& terms, const Policy& policy, const Standing& standing,
                 const Days& days, std::optional<Money> most) {
  Working working = counted(lot, terms, standing.found.cause, days.ended);
  const bool is_small = is_residual(terms.residual, working.principal(), standing.on_card);
  working.exit = is_small ? Exit::Right : standing.exit;
  if (most) working.stays = smaller(*most, working.principal()) - working.principal();
  if (working.exit == Exit::None) {
    working.stays = -working.principal();
    return working;
  }
  settle_keep(working, lot, terms, days.filed);
  settle_gifts(working, lot, terms);
  settle_fee(working, lot, terms, standing.found.window);
  if (!most) settle_points(working, lot, terms);
  settle_interest(working, lot, terms, policy, days);
  return working;
}

}  // namespace slipway::refund
