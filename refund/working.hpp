#pragma once

#include <optional>

#include "refund/account.hpp"
#include "refund/policy.hpp"
#include "refund/time.hpp"

// What one lot gives back under one set of terms (mission part 3.3).
namespace slipway::refund {

// The days that decide, and the rates in force.
struct Days {
  Date filed{};
  Date ended{};    // of the contract; days of a time card count up to it
  Date paid_on{};  // interest runs until then
};

// The lines of one lot, already rounded; each is what it adds to the refund. Every line is worked
// out from the printed ones above it, so that a slip can be followed with a pocket calculator.
struct Working {
  Cause cause = Cause::Member;
  Exit exit = Exit::Right;  // None: these terms pay nothing, so that all of it stays
  Money paid;
  Money earlier;     // principal taken out by earlier refunds
  Money spent;       // uses at the price that was charged
  Money adjustment;  // what the list price takes beyond it
  Money stays;       // principal that was not asked for and stays on the card
  Money retained;    // what the terms keep by age
  // Value of gifts that were not brought back; of a part, as far as what will come back of what
  // stays does not cover them, so that leaving a fen on the card saves no gift.
  Money gifts;
  Money fee;
  Money points;  // what points are worth
  Money interest;
  bool fee_waived = false;                  // there is one, but the buyer was not told
  bool gifts_to_assess = false;             // a person weighs them
  int uses = 0;                             // uses, or days for a time card
  std::int64_t units = 0;                   // sessions or points used
  int discounted_uses = 0;                  // uses that cost less than their list price
  int capped_uses = 0;                      // uses whose list price was above the market's
  Money used;                               // stored value used at face, bonus included
  std::int64_t keep_basis_points = 10'000;  // of what is left, by age
  std::int64_t interest_basis_points = 0;
  int interest_days = 0;
  std::int64_t points_left = 0;

  // What is left of what was paid, before it is asked how much is wanted: between zero and `paid`.
  [[nodiscard]] Money principal() const { return paid + earlier + spent + adjustment; }
  // What leaves the lot when this is paid.
  [[nodiscard]] Money taken() const { return principal() + stays; }
  [[nodiscard]] Money total() const { return taken() + retained + gifts + fee + points + interest; }
};

// The cause that counts for this lot: a window when the lot is inside one, else the reason's.
// `first_sale` is the earliest of the card. `window` points into `terms` when one applies.
struct FoundCause {
  Cause cause = Cause::Member;
  const Window* window = nullptr;
};
[[nodiscard]] FoundCause cause_for(const Lot& lot, const Terms& terms, Reason reason, Date filed,
                                   Instant first_sale);

// Whether these terms let a holder leave, before it is asked whether a residual is left. None for a
// card that is lost or past its date when they say that its value is gone or only prolonged. A
// cause that they do not name: Window, Merchant and Void are Right, Member is ByPolicy, Neutral
// ByReview.
[[nodiscard]] Exit exit_for(const Terms& terms, Cause cause, CardStatus status);

// What is left of what was paid for a lot, as its working would have it.
[[nodiscard]] Money remainder_of(const Lot& lot, const Terms& terms, Cause cause, Date ended);

// How a lot stands under one set of terms before it is worked out.
struct Standing {
  FoundCause found;
  Exit exit = Exit::Right;  // of exit_for()
  // The remainder of all lots of the card under these terms; nothing when a small remainder is
  // counted by the lot.
  std::optional<Money> on_card;
};

// `most`: principal that is asked for; nothing for all of it. The lot must be sound.
[[nodiscard]] Working work_out(const Lot& lot, const Terms& terms, const Policy& policy,
                               const Standing& standing, const Days& days,
                               std::optional<Money> most);

}  // namespace slipway::refund
