#pragma once

#include <cstdint>

#include "refund/account.hpp"
#include "refund/quote.hpp"

// The words of a quote's lines, in the shop's language (已消费本金, 优惠补差, ...).
namespace slipway::refund {

// Lines that are worked out alike become one line; these are the figures that it tells.
struct LineFigures {
  LineKind kind = LineKind::Paid;
  const Terms* terms = nullptr;  // under which it was worked out
  bool is_by_shop = true;
  Cause cause = Cause::Member;
  LotKind lot_kind = LotKind::StoredValue;
  BonusShare share = BonusShare::None;
  std::int64_t lots = 0;
  std::int64_t lots_in_window = 0;
  std::int64_t uses = 0;   // or days of time cards
  std::int64_t units = 0;  // sessions or points used; of a Points line those that are left
  std::int64_t discounted_uses = 0;
  std::int64_t capped_uses = 0;
  std::int64_t basis_points = 0;  // what comes back by age; the yearly interest
  std::int64_t days = 0;          // of interest
  Money used;                     // stored value used at face; the unit of rounding
  Money amount;                   // of the line
  Fee fee;
  bool fee_waived = false;
  bool to_assess = false;
};

// Rule, clause, title, sentence and amount of one line.
[[nodiscard]] QuoteLine line_of(const LineFigures& figures);
// The line that subtracts what open requests have set apart.
[[nodiscard]] QuoteLine line_of_held(Money held, const Terms& terms);

}  // namespace slipway::refund
