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

Usage usage_of(const Lot& lot, Date today, Working& working) {
  Usage usage;
  if (lot.kind == LotKind::Time) {
    const std::int64_t days = (lot.ends - lot.starts).count() + 1;
    const std::int64_t gone = std::clamp<std::int64_t>((today - lot.starts).count(), 0, days);
    working.uses = static_cast<int>(gone);
    usage.charged = Rational(lot.paid.minor) * Rational::of(gone, days);
    usage.list = usage.charged;
    return usage;
  }
  for (const Use& use : lot.uses) {
    const Rational charged = lot.kind == LotKind::Sessions
                                 ? Rational(lot.paid.minor) * Rational::of(use.units, lot.units)
                                 : Rational(use.charged.minor);
    const Rational list = larger(charged, use.list_price.minor);
    usage.charged = usage.charged + charged;
    usage.list = usage.list + list;
    working.used = working.used + use.charged;
    working.units += use.units;
    ++working.uses;
    if (charged < list) ++working.discounted_uses;
  }
  return usage;
}

// What `value` costs in paid money when the lot had bonus.
Rational cost_of(Rational value, const Lot& lot, BonusShare share, std::int64_t units_used) {
  const bool is_sessions = lot.kind == LotKind::Sessions;
  const std::int64_t paid = is_sessions ? lot.units : lot.paid.minor;
  const std::int64_t bonus = is_sessions ? lot.bonus_units : lot.bonus.minor;
  if (lot.kind == LotKind::Time || bonus == 0 || share == BonusShare::None) return value;
  if (share == BonusShare::Ratio) return value * Rational::of(paid, paid + bonus);
  if (!is_sessions) return larger(0, value - Rational(bonus));
  if (units_used == 0) return 0;
  return value * Rational::of(std::max<std::int64_t>(0, units_used - bonus), units_used);
}

// At most the remainder, because the basis points are at most 10,000.
Rational fee_of(const Fee& fee, Rational remainder) {
  if (remainder < Rational(fee.least.minor)) return remainder;
  const Rational share = remainder * Rational::of(fee.basis_points, 10'000);
  return smaller(larger(share, fee.least.minor), fee.most.minor);
}

// A deduction as a line: rounded, and never more than what is left above it.
Money deduction(Rational amount, Money left) {
  const Money line{(Rational(0) - amount).rounded_half_up(), left.currency};
  return line < -left ? -left : line;
}

}  // namespace

Cause cause_for(const Lot& lot, const Terms& terms, Reason reason, Date today, Instant first_sale) {
  if (terms.window) {
    const auto age = (today - date_of(lot.sold_at)).count();
    const bool is_first = lot.sold_at <= first_sale;
    const bool is_inside = age >= 0 && age <= terms.window->days;
    const bool is_unused = lot.uses.empty() || !terms.window->needs_unused;
    if (is_inside && is_unused && (is_first || !terms.window->needs_first_time)) {
      return Cause::Window;
    }
  }
  const auto cause = terms.cause_of.find(reason);
  return cause == terms.cause_of.end() ? Cause::Member : cause->second;
}

Working work_out(const Lot& lot, const Terms& terms, Cause cause, Date today) {
  const Currency currency = lot.paid.currency;
  const Money nothing = zero(currency);
  Working working{cause, lot.paid, -lot.refunded, nothing, nothing, nothing, false, 0,
                  0,     0,        nothing};
  const Usage usage = usage_of(lot, today, working);
  const auto price = terms.price.find(cause);
  const auto bonus = terms.bonus.find(cause);
  const bool is_at_list = price != terms.price.end() && price->second == PriceBasis::List;
  const BonusShare share = bonus == terms.bonus.end() ? BonusShare::Ratio : bonus->second;

  // Deductions end where the money does: nobody owes more (F22).
  const Rational most((lot.paid - lot.refunded).minor);
  const Rational spent = smaller(most, cost_of(usage.charged, lot, share, working.units));
  const Rational basis = is_at_list ? usage.list : usage.charged;
  const Rational cost = smaller(most, cost_of(basis, lot, share, working.units));
  working.spent = deduction(spent, working.total());
  working.adjustment = deduction(cost - spent, working.total());
  const auto fee = terms.fee.find(cause);
  if (fee != terms.fee.end()) {
    working.fee_waived = !fee->second.disclosed;
    if (fee->second.disclosed) {
      working.fee = deduction(fee_of(fee->second, most - cost), working.total());
    }
  }
  return working;
}

}  // namespace slipway::refund
