#pragma once

#include <optional>
#include <string>

#include "refund/account.hpp"

namespace slipway::refund {

// What is wrong with the records of a card, and where.
enum class FlawKind {
  MixedCurrencies,
  NegativeAmount,
  AmountTooLarge,
  ReturnedMoreThanPaid,
  CountOutOfRange,  // sessions, points, units of a use
  NoUnits,          // a session card without sessions
  ImpossibleDay,
  EndsBeforeStart,
  SoldInFuture,
  UsedInFuture,
  UsedAfterRefund,  // a use of a lot that was taken out as a whole, later than that
  DuplicateLot,     // two lots of one id
  TooManyLots,
  TooManyUses,
};

struct Flaw {
  FlawKind kind = FlawKind::ImpossibleDay;
  std::string lot;  // id, empty when it is about the whole card
  std::string use;  // id, empty when it is about the lot
  friend bool operator==(const Flaw&, const Flaw&) = default;
};
[[nodiscard]] Phrase phrase_of(const Flaw& flaw);

// The first thing that keeps this account from being computed with; nothing when all is sound:
// one currency, no negative amount, none above Money::kMost, no more returned than paid, session
// cards with sessions, time cards with days, nothing sold or used after `now`, and no more lots and
// uses than the arithmetic was made for.
[[nodiscard]] std::optional<Flaw> flaw_of(const Account& account, Currency currency, Instant now);

}  // namespace slipway::refund
