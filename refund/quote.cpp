#include "refund/quote.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "refund/quote_words.hpp"
#include "refund/soundness.hpp"
#include "refund/working.hpp"

namespace slipway::refund {

namespace {

// One lot, worked out under the terms that give the member more.
struct Settled {
  const Lot* lot = nullptr;
  Decider decider = Decider::Shop;
  Working working;
};

const Terms& terms_of(Decider decider, const Policy& policy) {
  return decider == Decider::Shop ? policy.shop : policy.floor;
}

// Lots that are worked out alike share their lines; the order of the keys is that of the lines.
using LineKey = std::tuple<int, Decider, Cause, LotKind>;

// Paid, spent, adjustment, returned before, bonus, fee: as the member reads them (ux.md K3).
int place_of(LineKind kind) {
  switch (kind) {
    case LineKind::Paid:
      return 0;
    case LineKind::Spent:
      return 1;
    case LineKind::Adjustment:
      return 2;
    case LineKind::EarlierRefund:
      return 3;
    case LineKind::BonusVoid:
      return 4;
    case LineKind::Fee:
      return 5;
  }
  return 6;
}

class Lines {
 public:
  Lines(const Policy& policy, Currency currency) : policy_(policy), currency_(currency) {}

  void add(const Settled& settled) {
    const Working& working = settled.working;
    const bool is_window = working.cause == Cause::Window;
    LineFigures& paid = figures(LineKind::Paid, Decider::Shop, Cause::Member, LotKind::StoredValue);
    paid.amount = paid.amount + working.paid;
    ++paid.lots;
    paid.lots_in_window += is_window ? 1 : 0;
    add_deduction(settled, LineKind::Spent, working.spent);
    add_deduction(settled, LineKind::Adjustment, working.adjustment);
    add_deduction(settled, LineKind::Fee, working.fee);
    fee_waived_ = fee_waived_ || working.fee_waived;
    if (!is_zero(working.earlier)) {
      LineFigures& earlier =
          figures(LineKind::EarlierRefund, Decider::Shop, Cause::Member, LotKind::StoredValue);
      earlier.amount = earlier.amount + working.earlier;
    }
  }

  void add_bonus(Money bonus, Decider decider) {
    if (is_zero(bonus)) return;
    figures(LineKind::BonusVoid, decider, Cause::Member, LotKind::StoredValue).amount = bonus;
  }

  [[nodiscard]] std::vector<QuoteLine> written(Decider decider) {
    const bool has_fee = std::any_of(figures_.begin(), figures_.end(), [](const auto& entry) {
      return entry.second.kind == LineKind::Fee;
    });
    if (!has_fee) {
      figures(LineKind::Fee, decider, Cause::Member, LotKind::StoredValue).fee_waived = fee_waived_;
    }
    std::vector<QuoteLine> lines;
    for (const auto& [key, one] : figures_)
      lines.push_back(line_of(one, policy_));
    return lines;
  }

 private:
  LineFigures& figures(LineKind kind, Decider decider, Cause cause, LotKind lot_kind) {
    const auto [place, is_new] =
        figures_.try_emplace(LineKey{place_of(kind), decider, cause, lot_kind});
    LineFigures& found = place->second;
    if (is_new) {
      found.kind = kind;
      found.decider = decider;
      found.cause = cause;
      found.lot_kind = lot_kind;
      found.amount = found.used = zero(currency_);
    }
    return found;
  }

  void add_deduction(const Settled& settled, LineKind kind, Money amount) {
    if (is_zero(amount)) return;
    const Working& working = settled.working;
    const Terms& terms = terms_of(settled.decider, policy_);
    // A fee is told alike for every kind of lot.
    const LotKind lot_kind = kind == LineKind::Fee ? LotKind::StoredValue : settled.lot->kind;
    LineFigures& line = figures(kind, settled.decider, working.cause, lot_kind);
    const auto share = terms.bonus.find(working.cause);
    const auto fee = terms.fee.find(working.cause);
    if (share != terms.bonus.end()) line.share = share->second;
    if (fee != terms.fee.end()) line.fee = fee->second;
    ++line.lots;
    line.uses += working.uses;
    line.units += working.units;
    line.discounted_uses += working.discounted_uses;
    line.used = line.used + working.used;
    line.amount = line.amount + amount;
  }

  const Policy& policy_;
  Currency currency_;
  bool fee_waived_ = false;
  std::map<LineKey, LineFigures> figures_;
};

// The cause to tell: the window only when every lot is inside it.
Cause told_cause(const std::vector<Settled>& lots, const Terms& terms, Reason reason) {
  const bool all_in_window = std::all_of(lots.begin(), lots.end(), [](const Settled& one) {
    return one.working.cause == Cause::Window;
  });
  if (all_in_window) return Cause::Window;
  const auto cause = terms.cause_of.find(reason);
  return cause == terms.cause_of.end() ? Cause::Member : cause->second;
}

}  // namespace

Quote quote(const Account& account, const Policy& policy, Reason reason, Instant now) {
  const Currency currency = policy.cash_most.currency;
  const Money nothing = zero(currency);
  Quote quote;
  quote.total = quote.shop_total = quote.floor_total = nothing;
  quote.policy_hash = policy.hash;
  if (account.status != CardStatus::Active) {
    quote.refused = refusal_of_status(account.status);
    return quote;
  }
  if (!is_sound(account, currency)) {
    quote.refused = refusal_of_records();
    return quote;
  }
  if (account.lots.empty()) {
    quote.refused = refusal_without_lots();
    return quote;
  }

  const Date today = date_of(now);
  const Instant first_sale =
      std::min_element(account.lots.begin(), account.lots.end(), [](const Lot& a, const Lot& b) {
        return a.sold_at < b.sold_at;
      })->sold_at;
  std::vector<Settled> settled;
  Money paid = nothing;
  Money before_hold = nothing;
  for (const Lot& lot : account.lots) {
    const auto under = [&](const Terms& terms) {
      return work_out(lot, terms, cause_for(lot, terms, reason, today, first_sale), today);
    };
    const Working shop = under(policy.shop);
    const Working floor = under(policy.floor);
    const bool is_floor = shop.total() < floor.total();
    settled.push_back({&lot, is_floor ? Decider::Floor : Decider::Shop, is_floor ? floor : shop});
    quote.shop_total = quote.shop_total + shop.total();
    quote.floor_total = quote.floor_total + floor.total();
    before_hold = before_hold + settled.back().working.total();
    paid = paid + lot.paid;
  }
  quote.decider = quote.shop_total < quote.floor_total ? Decider::Floor : Decider::Shop;
  quote.cause = told_cause(settled, terms_of(quote.decider, policy), reason);

  Lines lines(policy, currency);
  for (const Settled& one : settled)
    lines.add(one);
  lines.add_bonus(balance_of(account).bonus, quote.decider);
  quote.lines = lines.written(quote.decider);
  const Money held = smaller(account.held, before_hold);
  if (is_positive(held)) quote.lines.push_back(line_of_held(held, policy));
  quote.total = before_hold - held;
  quote.shop_total = quote.shop_total - smaller(account.held, quote.shop_total);
  quote.floor_total = quote.floor_total - smaller(account.held, quote.floor_total);

  if (is_zero(quote.total)) {
    quote.refused = is_positive(held) ? refusal_of_held(held) : refusal_of_nothing_left(paid);
  }
  return quote;
}

}  // namespace slipway::refund
