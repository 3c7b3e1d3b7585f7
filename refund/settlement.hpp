#pragma once

#include <optional>
#include <string>
#include <vector>

#include "refund/policy_archive.hpp"
#include "refund/soundness.hpp"
#include "refund/working.hpp"

// What comes back, as numbers; quote.hpp says it in words.
namespace slipway::refund {

// Who stands there: some cards need a person of the shop who has seen papers.
enum class Presence { AtKiosk, WithStaff };

// What a member asks for.
struct Wish {
  Reason reason = Reason::Undisclosed;
  Instant filed_at{};
  // Principal to take out, before fees, in the card's currency; the rest stays on the card. Nothing
  // asks for all of it.
  std::optional<Money> part;
  std::optional<Date> ended;    // the contract's last day when it is not the day of filing
  std::optional<Date> paid_on;  // when the money leaves; interest runs until then
  Presence presence = Presence::AtKiosk;
};

// Why nothing is paid.
enum class Ground {
  CardLost,
  CardFrozen,
  CardExpired,
  CardRefunded,
  CardClosed,
  Records,       // Settlement::flaw says what is wrong with them
  TermsMissing,  // a lot is bound to a policy that is not in the archive, or in another currency
  NoLots,
  NoExit,  // neither the shop's terms nor a floor lets one leave for this reason
  Held,
  NothingLeft,
  PartNotAllowed,
  PartTooSmall,
  PartTooLarge,
};

// One lot under every set of terms, of the part that is asked for, and what of it is paid.
struct SettledLot {
  const Lot* lot = nullptr;
  const Policy* policy = nullptr;
  const Terms* terms = nullptr;  // those that decided: the shop's or a floor's
  std::vector<Working> floors;   // in the order of policy->floors
  Working shop;
  Working decided;  // the best one
  Money share;      // what this lot adds to the total, after holds and rounding
  [[nodiscard]] bool is_by_shop() const { return terms == &policy->shop; }
};

struct Settlement {
  std::optional<Ground> ground;
  std::optional<Flaw> flaw;
  std::vector<SettledLot> lots;  // by sale, then id
  Money total;                   // sum of the shares; zero when there is a ground
  Money before_hold;             // what all lots give back together, whatever the ground says
  Money held;                    // set apart by open requests, at most before_hold
  Money rounding;                // what rounding up adds
  Money shop_total;
  Money floor_total;
  Exit exit = Exit::Right;  // the hardest of those of the lots that are paid
  Cause cause = Cause::Member;
  const Policy* policy = nullptr;  // the current one
};

// Pure: same arguments, same fen. The result points into `account` and `archive`. Principal is
// never negative and never more than was paid less what was taken out before and what is held.
[[nodiscard]] Settlement settle(const Account& account, const PolicyArchive& archive,
                                const Wish& wish);
// The same with one policy for every lot, whatever the lots are bound to: what a new policy would
// do (rehearsal), or a shop that never had another one.
[[nodiscard]] Settlement settle(const Account& account, const Policy& policy, const Wish& wish);

}  // namespace slipway::refund
