#pragma once

#include <optional>
#include <string>
#include <vector>

#include "refund/settlement.hpp"

// A settlement in words: what screen, slip, desk and JSON show.
namespace slipway::refund {

enum class LineKind {
  Paid,
  Spent,
  Adjustment,
  EarlierRefund,
  Fee,
  BonusVoid,
  Stays,
  Retained,
  Gifts,
  Points,
  Interest,
  Rounding,
};

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

// Another lawful way to go on, with its number.
enum class OptionKind { WithStaff, Extend, Transfer, Partial, Later };
struct Option {
  OptionKind kind = OptionKind::WithStaff;
  Phrase words;  // "请店员核实后可退 ¥886.50。"
  Money amount;  // what it is about
  friend bool operator==(const Option&, const Option&) = default;
};

// The rules say no: on which ground, what would change it, and what else can be done.
struct Refused {
  std::string rule;
  Phrase reason;
  Phrase next_step;
  std::vector<Option> options = {};
  friend bool operator==(const Refused&, const Refused&) = default;
};

// The itemised amount. A refusal has total zero and says why; it has lines when there was something
// to work out.
struct Quote {
  Money total;
  std::vector<QuoteLine> lines;
  Cause cause = Cause::Member;
  Exit exit = Exit::Right;
  Decider decider = Decider::Shop;
  Money shop_total;
  Money floor_total;
  std::string policy_hash;
  std::optional<Refused> refused;
  friend bool operator==(const Quote&, const Quote&) = default;
};

// What comes back for this account, in words.
[[nodiscard]] Quote quote(const Account& account, const PolicyArchive& archive, const Wish& wish);
// The same of a settlement that was worked out already, for the account that it was worked out for.
[[nodiscard]] Quote quote_of(const Account& account, const Settlement& settlement);
// For an account all of whose lots are under one policy, for the whole of it.
[[nodiscard]] Quote quote(const Account& account, const Policy& policy, Reason reason, Instant now);

// The shop's terms beside the law, in a sentence: what both give, and that the better one is paid.
[[nodiscard]] Phrase comparison_of(const Quote& quote);

// One of the two computations by itself, whichever of them is paid: what an auditor compares. Its
// lines add up to Settlement::shop_total or floor_total before holds.
[[nodiscard]] std::vector<QuoteLine> lines_under(const Account& account,
                                                 const Settlement& settlement, Decider decider);

}  // namespace slipway::refund
