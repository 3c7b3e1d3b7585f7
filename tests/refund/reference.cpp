#include "tests/refund/reference.hpp"

#include <gmpxx.h>

#include <algorithm>

namespace slipway::tests::reference {

using namespace refund;

namespace {

using Exact = mpq_class;

Exact fen(Money amount) {
  return Exact(static_cast<long>(amount.minor));
}

Exact fraction(std::int64_t above, std::int64_t below) {
  Exact exact(static_cast<long>(above), static_cast<long>(below));
  exact.canonicalize();
  return exact;
}

// 3.3 step 6: "rounded half-up to the fen". Half up of the signed amount, so that half a fen of a
// deduction stays with the member.
std::int64_t printed(const Exact& exact) {
  const Exact shifted = exact + fraction(1, 2);
  mpz_class floor;
  mpz_fdiv_q(floor.get_mpz_t(), shifted.get_num_mpz_t(), shifted.get_den_mpz_t());
  return floor.get_si();
}

// A printed deduction: never more than what the printed lines above it leave.
std::int64_t deduction(const Exact& exact, std::int64_t left) {
  return std::max(printed(-exact), -left);
}

template <typename Value>
Value ruled(const std::map<Cause, Value>& axis, Cause cause, Value otherwise) {
  const auto found = axis.find(cause);
  return found == axis.end() ? otherwise : found->second;
}

int days_between(Date from, Date to) {
  return static_cast<int>((to - from).count());
}

// --- cause (3.4, rows 1 and 2) ---

// Days in which the lot has been in use. None, which is day 0, while nobody has used it: terms that
// are not clear are read for the consumer (F12), so that its window waits.
int days_in_use(const Lot& lot, Date filed) {
  std::vector<Date> beginnings;
  if (lot.activated) {
    beginnings = {*lot.activated};
  } else {
    for (const Use& use : lot.uses)
      beginnings.push_back(date_of(use.at));
    if (lot.kind == LotKind::Time) beginnings.push_back(lot.starts);
  }
  int days = 0;
  for (const Date day : beginnings)
    days = std::max(days, days_between(day, filed));
  return days;
}

// Days since the window began; negative before its first one.
int age_of(const Window& window, const Lot& lot, Date filed) {
  if (window.from == WindowStart::Activation) return days_in_use(lot, filed);
  const Date sale = date_of(lot.sold_at);
  const bool is_contract = window.from == WindowStart::Contract;
  return days_between(is_contract ? lot.contract.value_or(sale) : sale, filed);
}

const Window* window_of(const Lot& lot, const Terms& terms, const Circumstances& now) {
  for (const Window& window : terms.windows) {
    const int age = age_of(window, lot, now.filed);
    if (age < 0 || age > window.days) continue;
    const int since_sale = days_between(date_of(lot.sold_at), now.filed);
    if (since_sale > window.closes_after_days.value_or(since_sale)) continue;
    if (window.needs_unused && !lot.uses.empty()) continue;
    if (window.needs_first_time && lot.sold_at > now.first_sale) continue;
    return &window;
  }
  return nullptr;
}

// --- step 1 and 2: what was used, in paid money ---

int units_of(const Lot& lot) {
  int units = 0;
  for (const Use& use : lot.uses)
    units += use.units;
  return units;
}

int elapsed_of(const Lot& lot, const Circumstances& now, Cause cause) {
  Date until = now.ended;
  // F24: days after the shop stopped serving are not the member's; E4: by the member's own cause
  // the day of ending counts.
  if (lot.stopped && cause != Cause::Member) until = std::min(until, *lot.stopped);
  return std::clamp(days_between(lot.starts, until), 0, days_between(lot.starts, lot.ends) + 1);
}

// What one use is worth at the price that was charged for it: money, or units at what one cost.
Exact charged_for(const Lot& lot, const Use& use) {
  if (lot.kind == LotKind::StoredValue) return fen(use.charged);
  return fen(lot.paid) * fraction(use.units, lot.units);
}

// V at a price basis, before the bonus share. A list price counts for what it takes beyond the
// charged one; it never gives back.
Exact value_used(const Lot& lot, PriceBasis basis) {
  Exact value;
  for (const Use& use : lot.uses) {
    const Exact charged = charged_for(lot, use);
    Money list = use.list_price;
    if (basis == PriceBasis::ListCapped && use.market_price && *use.market_price < list) {
      list = *use.market_price;
    }
    value += basis == PriceBasis::Charged ? charged : std::max(charged, fen(list));
  }
  return value;
}

// C: what V costs in paid money. Units share as money does, with sessions in place of fen.
Exact cost(const Lot& lot, PriceBasis basis, BonusShare share) {
  const bool is_money = lot.kind == LotKind::StoredValue;
  Exact value = value_used(lot, basis);
  const std::int64_t bought = is_money ? lot.paid.minor : lot.units;
  const std::int64_t given = is_money ? lot.bonus.minor : lot.bonus_units;
  switch (share) {
    case BonusShare::None:
      return value;
    case BonusShare::Ratio:
      return bought + given == 0 ? Exact(0) : Exact(value * fraction(bought, bought + given));
    case BonusShare::First: {
      if (is_money) return std::max(Exact(0), Exact(value - fen(lot.bonus)));
      const int used = units_of(lot);
      if (used <= given) return given == 0 ? value : Exact(0);
      return value * fraction(used - given, used);
    }
  }
  return value;
}

void spend(Lines& lines, const Lot& lot, const Terms& terms, Cause cause,
           const Circumstances& now) {
  const std::int64_t left = lines.paid + lines.earlier;
  if (lot.kind == LotKind::Time) {
    const Exact share =
        fraction(elapsed_of(lot, now, cause), days_between(lot.starts, lot.ends) + 1);
    lines.spent = deduction(fen(lot.paid) * share, left);
    return;
  }
  const BonusShare share = ruled(terms.bonus, cause, BonusShare::Ratio);
  const Exact charged = cost(lot, PriceBasis::Charged, share);
  const Exact due = cost(lot, ruled(terms.price, cause, PriceBasis::Charged), share);
  lines.spent = deduction(charged, left);
  // Nobody owes more than what was left (F22), at either price.
  const Exact most = static_cast<long>(left);
  lines.adjustment = deduction(std::min(due, most) - std::min(charged, most), left + lines.spent);
}

// --- step 3: keep, gifts, fee ---

std::int64_t kept_by_age(const Terms& terms, Cause cause, int age) {
  std::int64_t basis_points = 10'000;
  for (const KeepStep& step : ruled(terms.keep, cause, std::vector<KeepStep>{})) {
    if (step.from_day <= age) basis_points = step.basis_points;
  }
  return basis_points;
}

Exact gifts_to_pay(const Lot& lot, const Terms& terms, Cause cause) {
  Exact value;
  if (ruled(terms.gifts, cause, GiftRule::Keep) != GiftRule::ReturnOrPay) return value;
  for (const Gift& gift : lot.gifts) {
    if (gift.state == GiftState::Kept) value += fen(gift.value);
  }
  return value;
}

bool may_charge(const Fee& fee, const Lot& lot, const Window* window) {
  if (window != nullptr && window->waives_fee) return false;
  if (!fee.disclosed) return false;
  switch (lot.fee_disclosure) {
    case Disclosure::Told:
      return true;
    case Disclosure::NotTold:
      return false;
    case Disclosure::Unrecorded:
      return !fee.needs_proof;
  }
  return false;
}

Exact fee_of(const Fee& fee, const Lot& lot, std::int64_t remainder) {
  const Exact base =
      fee.base == FeeBase::Paid ? fen(lot.paid) : Exact(static_cast<long>(remainder));
  const Exact fee_exact = base * fraction(fee.basis_points, 10'000);
  return std::min(std::max(fee_exact, fen(fee.least)), fen(fee.most));
}

// --- step 4: points and interest ---

Exact points_worth(const Lot& lot, const Terms& terms) {
  const bool is_earned = lot.kind == LotKind::Points && lot.paid.minor == 0;
  if (!is_earned || (terms.points.claws_back && !lot.earned_by.empty())) return 0;
  const int left = std::max(0, lot.units - units_of(lot));
  return fen(terms.points.per_hundred) * fraction(left, 100);
}

std::int64_t yearly_rate(const Interest& interest, const Lot& lot, const Policy& policy) {
  if (interest.table.empty()) return interest.basis_points;
  std::int64_t basis_points = 0;
  const auto table = policy.rates.find(interest.table);
  if (table == policy.rates.end()) return 0;
  for (const Rate& rate : table->second.rates) {
    if (rate.from <= lot.contract.value_or(date_of(lot.sold_at))) basis_points = rate.basis_points;
  }
  return basis_points;
}

Exact interest_on(std::int64_t remainder, const Interest& interest, const Lot& lot,
                  const Policy& policy, const Circumstances& now) {
  const Date from = interest.from == InterestFrom::Termination ? now.ended
                    : interest.from == InterestFrom::Request   ? now.filed
                                                               : date_of(lot.sold_at);
  // Nobody lent the shop money before the lot was bought.
  const int days = std::max(0, days_between(std::max(from, date_of(lot.sold_at)), now.paid_on));
  return Exact(static_cast<long>(remainder)) *
         fraction(yearly_rate(interest, lot, policy), 10'000) *
         fraction(days, interest.days_per_year);
}

// --- exit (3.4 rows 1 and 13, card states) ---

bool is_residual(const Residual& residual, std::int64_t remainder) {
  const auto is_above = [remainder](const std::optional<Money>& limit) {
    return limit && remainder < limit->minor;
  };
  return is_above(residual.below) || is_above(residual.cheapest_service);
}

// `remainder`: of which a small one is asked for; nothing when the lot itself has none.
Exit exit_of(const Terms& terms, Cause cause, std::optional<std::int64_t> remainder,
             CardStatus status) {
  if (remainder && is_residual(terms.residual, *remainder)) return Exit::Right;
  if (status == CardStatus::Lost && terms.lost_card == LostCard::Lapses) return Exit::None;
  if (status == CardStatus::Expired && terms.expired_card != ExpiredCard::Refunded) {
    return Exit::None;
  }
  const Exit otherwise = cause == Cause::Member    ? Exit::ByPolicy
                         : cause == Cause::Neutral ? Exit::ByReview
                                                   : Exit::Right;
  return ruled(terms.exit, cause, otherwise);
}

Cause cause_of(const Lot& lot, const Terms& terms, const Circumstances& now) {
  if (window_of(lot, terms, now) != nullptr) return Cause::Window;
  const bool is_by_law = now.reason == Reason::Minor && !terms.cause_of.contains(Reason::Minor);
  return is_by_law ? Cause::Void : terms.cause_of.at(now.reason);
}

// What was paid, less what went out and what was used.
Lines principal_of(const Lot& lot, const Terms& terms, const Circumstances& now) {
  Lines lines;
  lines.paid = lot.paid.minor;
  lines.earlier = -lot.refunded.minor;
  spend(lines, lot, terms, cause_of(lot, terms, now), now);
  return lines;
}

// This lot's principal, or that of the whole card.
std::optional<std::int64_t> remainder_of(const Lot& lot, const Terms& terms,
                                         const Circumstances& now) {
  const std::int64_t own = principal_of(lot, terms, now).principal();
  if (own == 0) return std::nullopt;
  if (terms.residual.of == ResidualOf::Lot) return own;
  std::int64_t remainder = 0;
  for (const Lot* one : now.lots)
    remainder += principal_of(*one, terms, now).principal();
  return remainder;
}

}  // namespace

Outcome outcome_of(const Lot& lot, const Terms& terms, const Policy& policy,
                   const Circumstances& now, std::optional<std::int64_t> most) {
  Outcome outcome;
  const Window* window = window_of(lot, terms, now);
  outcome.cause = cause_of(lot, terms, now);
  Lines& lines = outcome.lines;
  lines = principal_of(lot, terms, now);
  outcome.exit = exit_of(terms, outcome.cause, remainder_of(lot, terms, now), now.status);
  if (outcome.exit == Exit::None) {
    lines.stays = -lines.principal();
    return outcome;
  }
  lines.stays = -std::max<std::int64_t>(0, lines.principal() - most.value_or(lines.principal()));

  const std::int64_t kept =
      kept_by_age(terms, outcome.cause, days_between(date_of(lot.sold_at), now.filed));
  lines.retained =
      deduction(fraction(lines.taken(), 1) * fraction(10'000 - kept, 10'000), lines.taken());
  // Gifts are paid for by what leaves the card last: a part pays for them only as far as what will
  // come back of the rest does not cover them.
  const Exact covered = fraction(-lines.stays, 1) * fraction(kept, 10'000);
  const Exact uncovered = gifts_to_pay(lot, terms, outcome.cause) - covered;
  lines.gifts = deduction(std::max(Exact(0), uncovered), lines.taken() + lines.retained);
  const std::int64_t remainder = lines.taken() + lines.retained + lines.gifts;
  const auto fee = terms.fee.find(outcome.cause);
  if (fee != terms.fee.end() && may_charge(fee->second, lot, window)) {
    lines.fee = deduction(fee_of(fee->second, lot, remainder), remainder);
  }
  // Points are cashed with the whole of a card, not with a part of its principal.
  if (!most) lines.points = printed(points_worth(lot, terms));
  lines.interest = printed(interest_on(
      lines.remainder(), ruled(terms.interest, outcome.cause, Interest{}), lot, policy, now));
  return outcome;
}

}  // namespace slipway::tests::reference
