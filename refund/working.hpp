#pragma once

#include "refund/account.hpp"
#include "refund/policy.hpp"
#include "refund/time.hpp"

// What one lot gives back under one set of terms (mission part 3.3).
namespace slipway::refund {

// The lines of one lot, already rounded; each is what it adds to the refund. `paid` and the others
// add up to between zero and what was paid.
struct Working {
  Cause cause = Cause::Member;
  Money paid;
  Money earlier;     // principal returned by earlier refunds
  Money spent;       // uses at the price that was charged
  Money adjustment;  // what the list price takes beyond it
  Money fee;
  bool fee_waived = false;  // there is one, but it was not disclosed at sale
  int uses = 0;             // uses, or days for a time card
  std::int64_t units = 0;   // sessions used
  int discounted_uses = 0;  // uses that cost less than their list price
  Money used;               // stored value used at face, bonus included

  [[nodiscard]] Money total() const { return paid + earlier + spent + adjustment + fee; }
};

// The cause that counts for this lot: the window when the lot is inside it, else the reason's.
// `first_sale` is the earliest of the card.
[[nodiscard]] Cause cause_for(const Lot& lot, const Terms& terms, Reason reason, Date today,
                              Instant first_sale);

// The lot must be sound (refund/soundness.hpp).
[[nodiscard]] Working work_out(const Lot& lot, const Terms& terms, Cause cause, Date today);

}  // namespace slipway::refund
