#include "refund/quote.hpp"

#include "refund/quote_lines.hpp"
#include "refund/quote_words.hpp"
#include "refund/refusal_words.hpp"

namespace slipway::refund {

namespace {

Chosen decided_of(const SettledLot& settled) {
  return {&settled.decided, settled.terms};
}

Chosen shop_of(const SettledLot& settled) {
  return {&settled.shop, &settled.policy->shop};
}

// The best of the floors; nothing where there is none.
Chosen floor_of(const SettledLot& settled) {
  Chosen best;
  for (std::size_t i = 0; i < settled.floors.size(); ++i) {
    if (best.working == nullptr || best.working->total() < settled.floors[i].total()) {
      best = {&settled.floors[i], &settled.policy->floors[i]};
    }
  }
  return best;
}

// A part leaves the contract and its bonus in force.
Money lapsing_bonus(const Account& account, const Settlement& settlement) {
  for (const SettledLot& one : settlement.lots) {
    if (!is_zero(one.decided.stays)) return zero(settlement.total.currency);
  }
  return balance_of(account).bonus;
}

bool has_lines(const Settlement& settlement) {
  return !settlement.ground || *settlement.ground == Ground::Held ||
         *settlement.ground == Ground::NothingLeft;
}

}  // namespace

Quote quote_of(const Account& account, const Settlement& settlement) {
  Quote quote;
  quote.total = settlement.total;
  quote.cause = settlement.cause;
  quote.exit = settlement.exit;
  quote.shop_total = settlement.shop_total;
  quote.floor_total = settlement.floor_total;
  quote.decider = settlement.shop_total < settlement.floor_total ? Decider::Floor : Decider::Shop;
  quote.policy_hash = settlement.policy->hash;
  if (has_lines(settlement)) {
    const Policy& policy = *settlement.policy;
    quote.lines = lines_of(settlement, decided_of, lapsing_bonus(account, settlement));
    if (is_positive(settlement.held)) {
      quote.lines.push_back(line_of_held(settlement.held, policy.shop));
    }
    if (is_positive(settlement.rounding)) {
      LineFigures rounding;
      rounding.kind = LineKind::Rounding;
      rounding.terms = &policy.shop;
      rounding.used = policy.rounding.unit;
      rounding.amount = settlement.rounding;
      quote.lines.push_back(line_of(rounding));
    }
  }
  if (settlement.ground) quote.refused = refusal_of(account, settlement);
  return quote;
}

Quote quote(const Account& account, const PolicyArchive& archive, const Wish& wish) {
  return quote_of(account, settle(account, archive, wish));
}

Quote quote(const Account& account, const Policy& policy, Reason reason, Instant now) {
  Wish wish;
  wish.reason = reason;
  wish.filed_at = now;
  return quote_of(account, settle(account, policy, wish));
}

Phrase comparison_of(const Quote& quote) {
  if (quote.shop_total == quote.floor_total) {
    return {"按章程算和按法律算，结果相同。", "The shop's terms and the law give the same."};
  }
  const std::string shop = to_text(quote.shop_total);
  const std::string floor = to_text(quote.floor_total);
  return {"按章程可退 " + shop + "，按法律可退 " + floor + "；逐笔取高的付给您。",
          "The shop's terms give " + shop + ", the law " + floor +
              "; for each purchase you get the higher one."};
}

std::vector<QuoteLine> lines_under(const Account& account, const Settlement& settlement,
                                   Decider decider) {
  return lines_of(settlement, decider == Decider::Shop ? shop_of : floor_of,
                  lapsing_bonus(account, settlement));
}

}  // namespace slipway::refund
