#pragma once

#include <optional>
#include <string>
#include <vector>

#include "refund/account.hpp"
#include "refund/policy.hpp"

namespace slipway::refund {

enum class LineKind { Paid, Spent, Adjustment, EarlierRefund, Fee, BonusVoid };

// One line of the working. The sum of `amount` over all lines but BonusVoid is the total, to the
// fen; BonusVoid tells what lapses and counts nothing. What an open request has set apart is a line
// of kind EarlierRefund with its own title.
struct QuoteLine {
  LineKind kind = LineKind::Paid;
  std::string rule;  // "M1", "F20": the row of the requirement or of the law
  Phrase clause;     // where the member can read it
  Phrase title;      // "累计充值本金" / "Money you paid in"
  Phrase why;        // one plain sentence with its figures
  Money amount;      // signed: what it adds to the refund
  friend bool operator==(const QuoteLine&, const QuoteLine&) = default;
};

// Which of the two computations is paid: for each lot the larger. Of a whole quote: the larger sum.
enum class Decider { Shop, Floor };

// The rules say no: why, and what the member can do next.
struct Refused {
  std::string rule;
  Phrase reason;
  Phrase next_step;
  friend bool operator==(const Refused&, const Refused&) = default;
};

// The itemised amount. A refusal has total zero and says why; it has lines when there was something
// to work out.
struct Quote {
  Money total;
  std::vector<QuoteLine> lines;
  Cause cause = Cause::Member;
  Decider decider = Decider::Shop;
  Money shop_total;
  Money floor_total;
  std::string policy_hash;
  std::optional<Refused> refused;
  friend bool operator==(const Quote&, const Quote&) = default;
};

// What comes back for this account if it ends now for this reason. Pure: same arguments, same fen.
// Never negative, never more than was paid less what was already returned and what is held.
[[nodiscard]] Quote quote(const Account& account, const Policy& policy, Reason reason, Instant now);

}  // namespace slipway::refund
