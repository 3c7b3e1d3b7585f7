#pragma once

#include <cstdint>

#include "refund/account.hpp"
#include "refund/quote.hpp"

// The words of a quote's lines and refusals, in the shop's language (已消费本金, 优惠补差, ...).
namespace slipway::refund {

// Lines that are worked out alike become one line; these are the figures that it tells.
struct LineFigures {
  LineKind kind = LineKind::Paid;
  Decider decider = Decider::Shop;
  Cause cause = Cause::Member;
  LotKind lot_kind = LotKind::StoredValue;
  BonusShare share = BonusShare::None;
  std::int64_t lots = 0;
  std::int64_t lots_in_window = 0;
  std::int64_t uses = 0;  // or days of time cards
  std::int64_t units = 0;
  std::int64_t discounted_uses = 0;
  Money used;    // stored value used at face
  Money amount;  // of the line
  Fee fee;
  bool fee_waived = false;
};

// Rule, clause, title, sentence and amount of one line.
[[nodiscard]] QuoteLine line_of(const LineFigures& figures, const Policy& policy);
// The line that subtracts what open requests have set apart.
[[nodiscard]] QuoteLine line_of_held(Money held, const Policy& policy);

[[nodiscard]] Refused refusal_of_status(CardStatus status);
[[nodiscard]] Refused refusal_of_records();
[[nodiscard]] Refused refusal_without_lots();
[[nodiscard]] Refused refusal_of_held(Money held);
[[nodiscard]] Refused refusal_of_nothing_left(Money paid);

}  // namespace slipway::refund
