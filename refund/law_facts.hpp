#pragma once

#include <cstdint>
#include <string_view>

#include "refund/phrase.hpp"

// The law that `slipway policy lint` quotes: one row for each fact, with its article, and the
// numbers that stand in it. Nothing else in the linter knows an article or a legal number. A
// statutory pack that names articles and limits of its own goes before these.
namespace slipway::refund {

enum class LawFact {
  NoExclusion,      // terms that exclude leaving or the money back are void
  LostCard,         // lost named cards are replaced
  Unfair,           // other unfair terms are void
  Unclear,          // what is not clear is read for the consumer
  Minor,            // contracts of minors
  Grounds,          // when a member may leave
  Health,           // changed circumstances
  SevenDays,        // the no-reason window
  Principal,        // what comes back; what counts as an expense
  Interest,         // its rates
  InterestStart,    // from when it runs
  DiscountPrice,    // uses at the price that was charged
  BonusRatio,       // bonus by its share
  MarketPrice,      // list price no higher than others'
  Gifts,            // gifts by value, cause and good faith
  GiftsAtFault,     // gifts are not set off when the trader is at fault
  Activation,       // cards with a balance go on
  Evidence,         // who keeps no records is not believed
  Performance,      // perform or return, with interest
  StandardTerms,    // pointed out, fair
  WrittenContract,  // says how the prepayment is returned
  SameName,         // a bank account of the same name
  Cash,             // cash for small balances only
  Buyers,           // records of buyers
  Delay,            // days in which the money is back
  SmallRemainder,   // a remainder that buys nothing
  Privacy,          // no longer than needed
  Automation,       // a machine recommends, a person decides
  FourEyes,         // nobody alone
};

// The row of the facts ("F12") and where it stands.
struct Citation {
  std::string_view row;
  Phrase article;
};
[[nodiscard]] const Citation& citation_of(LawFact fact);

// The numbers of those facts.
struct LegalNumbers {
  std::int64_t cash_most = 10'000;      // Cash: 100 yuan, in fen
  int pay_days = 15;                    // Delay: calendar days
  int record_years = 5;                 // Buyers
  std::int64_t fee_basis_points = 500;  // StandardTerms: what a court let stand (F32)
  std::int64_t least_fee_most = 1'000;  // a minimum fee above 10 yuan eats small balances, in fen
  int days_per_year = 365;              // of interest; more days make the daily interest smaller
};
inline constexpr LegalNumbers kLegalNumbers;

}  // namespace slipway::refund
