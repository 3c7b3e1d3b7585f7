#include "refund/quote_lines.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <tuple>

#include "refund/quote_words.hpp"

namespace slipway::refund {

namespace {

// Paid, spent, adjustment, stays, returned before, what the terms keep, gifts, bonus, fee, then
// what is added.
int place_of(LineKind kind) {
  constexpr std::array places = {LineKind::Paid,          LineKind::Spent,     LineKind::Adjustment,
                                 LineKind::EarlierRefund, LineKind::Stays,     LineKind::Retained,
                                 LineKind::Gifts,         LineKind::BonusVoid, LineKind::Fee,
                                 LineKind::Points,        LineKind::Interest};
  return static_cast<int>(std::find(places.begin(), places.end(), kind) - places.begin());
}

// Alike: same place, same terms, same cause, same kind of lot, same rates.
struct LineKey {
  int place = 0;
  bool is_by_floor = false;
  std::string policy_hash;
  std::string terms;
  Cause cause = Cause::Member;
  LotKind lot_kind = LotKind::StoredValue;
  std::int64_t basis_points = 0;
  std::int64_t days = 0;

  [[nodiscard]] auto in_order() const {
    return std::tie(place, is_by_floor, policy_hash, terms, cause, lot_kind, basis_points, days);
  }
  friend bool operator<(const LineKey& a, const LineKey& b) { return a.in_order() < b.in_order(); }
};

class Lines {
 public:
  explicit Lines(const Settlement& settlement)
      : policy_(*settlement.policy), currency_(settlement.total.currency) {}

  void add(const SettledLot& settled, const Chosen& chosen) {
    const Working& working = *chosen.working;
    LineFigures& paid = general(LineKind::Paid);
    paid.amount = paid.amount + working.paid;
    // Points that a purchase earned are no purchase of their own.
    if (is_positive(working.paid)) {
      ++paid.lots;
      paid.lots_in_window += working.cause == Cause::Window ? 1 : 0;
    }
    add_to(general(LineKind::EarlierRefund), working.earlier);
    add_to(general(LineKind::Stays), working.stays);
    add_one(settled, chosen, LineKind::Spent, working.spent);
    add_one(settled, chosen, LineKind::Adjustment, working.adjustment);
    add_one(settled, chosen, LineKind::Retained, working.retained);
    add_one(settled, chosen, LineKind::Gifts, working.gifts);
    add_one(settled, chosen, LineKind::Fee, working.fee);
    add_one(settled, chosen, LineKind::Points, working.points);
    add_one(settled, chosen, LineKind::Interest, working.interest);
    general(LineKind::Fee).fee_waived |= working.fee_waived;
    general(LineKind::Gifts).to_assess |= working.gifts_to_assess;
  }

  void add_bonus(Money bonus) { add_to(general(LineKind::BonusVoid), bonus); }

  // A fee is told even when there is none; of the others only what has an amount.
  [[nodiscard]] std::vector<QuoteLine> written() {
    const bool has_fee = std::any_of(figures_.begin(), figures_.end(), [](const auto& entry) {
      return entry.second.kind == LineKind::Fee && !is_zero(entry.second.amount);
    });
    std::vector<QuoteLine> lines;
    for (const auto& [key, one] : figures_) {
      const bool is_told = one.kind == LineKind::Paid || one.to_assess ||
                           (one.kind == LineKind::Fee && !has_fee) || !is_zero(one.amount);
      if (is_told) lines.push_back(line_of(one));
    }
    return lines;
  }

 private:
  // The line of a kind that all lots share, told under the shop's terms.
  LineFigures& general(LineKind kind) {
    LineKey key;
    key.place = place_of(kind);
    return figures(key, kind, policy_.shop);
  }

  LineFigures& figures(const LineKey& key, LineKind kind, const Terms& terms) {
    const auto [place, is_new] = figures_.try_emplace(key);
    LineFigures& found = place->second;
    if (is_new) {
      found.kind = kind;
      found.terms = &terms;
      found.is_by_shop = !key.is_by_floor;
      found.cause = key.cause;
      found.lot_kind = key.lot_kind;
      found.basis_points = key.basis_points;
      found.days = key.days;
      found.amount = found.used = zero(currency_);
    }
    return found;
  }

  static void add_to(LineFigures& line, Money amount) { line.amount = line.amount + amount; }

  void add_one(const SettledLot& settled, const Chosen& chosen, LineKind kind, Money amount) {
    if (is_zero(amount)) return;
    const Working& working = *chosen.working;
    const Terms& terms = *chosen.terms;
    const bool is_of_uses = kind == LineKind::Spent || kind == LineKind::Adjustment;
    LineKey key;
    key.place = place_of(kind);
    key.is_by_floor = &terms != &settled.policy->shop;
    key.policy_hash = settled.policy->hash;
    key.terms = terms.name;
    key.cause = working.cause;
    // What is not about uses is told alike for every kind of lot.
    if (is_of_uses) key.lot_kind = settled.lot->kind;
    if (kind == LineKind::Retained) key.basis_points = working.keep_basis_points;
    if (kind == LineKind::Interest) {
      key.basis_points = working.interest_basis_points;
      key.days = working.interest_days;
    }
    LineFigures& line = figures(key, kind, terms);
    if (const auto share = terms.bonus.find(working.cause); share != terms.bonus.end()) {
      line.share = share->second;
    } else {
      line.share = BonusShare::Ratio;
    }
    if (const auto fee = terms.fee.find(working.cause); fee != terms.fee.end()) {
      line.fee = fee->second;
    }
    ++line.lots;
    line.uses += working.uses;
    line.units += kind == LineKind::Points ? working.points_left : working.units;
    line.discounted_uses += working.discounted_uses;
    line.capped_uses += working.capped_uses;
    line.used = line.used + working.used;
    add_to(line, amount);
  }

  const Policy& policy_;
  Currency currency_;
  std::map<LineKey, LineFigures> figures_;
};

}  // namespace

std::vector<QuoteLine> lines_of(const Settlement& settlement, const Choice& choice, Money bonus) {
  Lines lines(settlement);
  for (const SettledLot& one : settlement.lots) {
    const Chosen chosen = choice(one);
    if (chosen.working != nullptr) lines.add(one, chosen);
  }
  lines.add_bonus(bonus);
  return lines.written();
}

}  // namespace slipway::refund
