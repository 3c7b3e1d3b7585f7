#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "refund/due.hpp"
#include "refund/settlement.hpp"

// How the money of a settlement goes back: which part of which lot, by which route, there when. The
// member sees it before signing; what is impossible is said then.
namespace slipway::refund {

// The day on which the money leaves, and what left on it already, in the policy's currency.
struct PayoutDay {
  Date leaves{};    // the ages of lots count up to it
  Money cash_paid;  // in cash to the same member on that day, by other requests
};

struct LegPart {
  std::string lot;
  Money amount;
  friend bool operator==(const LegPart&, const LegPart&) = default;
};

// One payment: back to one earlier payment, to the member's bank account, or at the desk. Lots that
// go to one place share a leg.
struct Leg {
  Route route = Route::Bank;
  std::vector<LegPart> parts;     // each above zero
  Money amount;                   // their sum
  std::string payment_reference;  // Original only
  std::string payment_method;     // Original only
  int part_number = 0;            // Original only: the payment's first refund is 1
  Date arrives{};
  Phrase words;
  friend bool operator==(const Leg&, const Leg&) = default;
};

// Why a route did not take the money, or not all of it.
enum class Closure {
  PaidInCash,     // there is no payment to send it back to
  NoReference,    // its provider's number is not on record
  TooOld,         // PayoutRule::most_days
  PartsUsedUp,    // PayoutRule::most_parts
  OthersAccount,  // somebody else's account paid, and the route asks for the member's name
  AbovePayment,   // a payment takes back no more than was paid: interest goes another way
  MostReached,    // PayoutRule::most
  CashCap,        // the shop's or the law's, of the request and of the day
  NoAccount,      // the member gave no bank account
  WrongAccount,   // its check digit is wrong
};

// A lot whose money goes another way than the one before in the order, and why.
struct Detour {
  std::string lot;  // empty when it is about the whole request
  Route route = Route::Original;
  Closure why = Closure::TooOld;
  Phrase words;
  friend bool operator==(const Detour&, const Detour&) = default;
};

// What a person of the shop must see before this is approved.
struct Paper {
  std::string lot;
  Phrase words;
  friend bool operator==(const Paper&, const Paper&) = default;
};

struct PayoutPlan {
  Money total;            // of the settlement, and of the legs
  std::vector<Leg> legs;  // each above zero
  std::vector<Detour> detours;
  std::vector<Paper> papers;
};

enum class PlanGround {
  NothingToPay,
  AccountNeeded,  // the member picks bank transfer and gives an account
  AccountWrong,   // the member corrects it
  NoRoute,        // staff must help; what can be paid now is `placed`
};

struct PlanRefusal {
  PlanGround ground = PlanGround::NoRoute;
  Money placed;    // what the open routes take
  Money unplaced;  // what is left over
  Phrase reason;
  Phrase next_step;
  std::vector<Detour> detours;
};

// The routes are tried in the policy's order, but of bank and cash the one that the member wishes
// for comes first; a policy without payout rules has bank, same name, and cash. A cash leg is never
// the first slice of something larger: what would go in cash goes in cash as a whole or not at all.
//
// `settlement` as settle() gives it: the sum of its shares is its total. `wish` is the member's own
// account (refund/request.hpp).
[[nodiscard]] tl::expected<PayoutPlan, PlanRefusal> plan_payout(const Settlement& settlement,
                                                                const Payee& wish,
                                                                const PayoutDay& day);

}  // namespace slipway::refund
