#pragma once

#include "refund/payout_plan.hpp"

// The words of a payout plan: legs, detours, papers and refusals.
namespace slipway::refund {

// "原路退回" / "Refund of the payment".
[[nodiscard]] Phrase phrase_of(Route route);

// Method, part number and reference of the payment stand in the leg.
[[nodiscard]] Phrase words_of(const Leg& leg, const Payee& wish, const Policy& policy,
                              const Arrival& arrival);

// For a member: payments that go back to one kind of account, told as one. At most one leg of each
// route and method is left.
[[nodiscard]] std::vector<Leg> gathered(const std::vector<Leg>& legs, const Policy& policy,
                                        Date leaves);

// The figures that a closed route is told with.
struct ClosureFigures {
  Closure why = Closure::TooOld;
  Route route = Route::Original;
  Date sold{};             // of the lot
  std::int64_t age = 0;    // of the lot, days
  Money amount;            // what goes another way
  Money most;              // the limit that counted, when it is an amount
  std::int64_t limit = 0;  // the same when it is days or parts
  Money cash_paid;         // on that day already
  Phrase source;           // where a cap on cash stands
};
[[nodiscard]] Phrase words_of(const ClosureFigures& figures);

[[nodiscard]] Phrase words_of_paper(const Lot& lot);

// The refusal with its words; detours as given.
[[nodiscard]] PlanRefusal plan_refusal(PlanGround ground, Money placed, Money unplaced,
                                       std::vector<Detour> detours);

}  // namespace slipway::refund
