#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "refund/calendar.hpp"
#include "refund/limits.hpp"
#include "refund/money.hpp"
#include "refund/request.hpp"

// The terms of refunds as values: the sixteen parameters of mission part 3.4. refund/README.md
// documents each with its key and an example; policy_file.hpp reads them.
namespace slipway::refund {

// Whose doing it is that the contract ends; decides prices and shares. Void: there was no valid
// contract (a minor's card, F13).
enum class Cause { Window, Member, Merchant, Neutral, Void };
inline constexpr std::array<Cause, 5> kCauses = {Cause::Window, Cause::Member, Cause::Merchant,
                                                 Cause::Neutral, Cause::Void};

// Whether one may leave at all; what is paid is another question. Rising severity.
enum class Exit { Right, ByPolicy, ByReview, None };

enum class WindowStart { Payment, Activation, Contract };

// A no-reason window: so many days after the day that it counts from.
struct Window {
  int days = 0;
  bool needs_unused = false;
  bool needs_first_time = false;  // no earlier lot on the card (the law's exception, F16)
  WindowStart from = WindowStart::Payment;
  bool waives_fee = false;
  int pay_within_days = 0;  // paid back within so many days; 0 when the clock's days count
  // It is over so many days after the payment, activated or not: a lot that nobody uses waits for
  // its window from activation, without an end when this is absent.
  std::optional<int> closes_after_days = {};
};

// ListCapped: the list price, but not above what others nearby take (F21).
enum class PriceBasis { Charged, List, ListCapped };
// What a use costs in paid money when there was bonus: None takes it all from what was paid,
// Ratio takes paid / (paid + bonus) of it, First takes the bonus first.
enum class BonusShare { None, Ratio, First };

// From this age of a lot on (days since its sale), so much of what is left comes back.
struct KeepStep {
  int from_day = 0;
  std::int64_t basis_points = 10'000;
};

enum class FeeBase { Remainder, Paid };

struct Fee {
  std::int64_t basis_points = 0;
  Money least;
  Money most;
  bool disclosed =
      false;  // these terms were handed to the buyer; an undisclosed fee is never charged
  FeeBase base = FeeBase::Remainder;
  bool needs_proof = false;  // only where the lot's record shows that its buyer was told
};

// Assess: a person weighs it (F23); nothing is taken by the computation.
enum class GiftRule { Keep, ReturnOrPay, Assess };

struct PointsRule {
  Money per_hundred;       // what a hundred earned points are worth; zero when they lapse
  bool claws_back = true;  // points that a purchase earned lapse when it is refunded
};

enum class InterestFrom { Termination, Request, Payment };

// Simple interest on what comes back, by the day.
struct Interest {
  std::int64_t basis_points = 0;  // per year; when `table` is empty
  std::string table;              // name of a rate table, looked up at the day of the contract
  InterestFrom from = InterestFrom::Termination;
  int days_per_year = 365;
};

// Of what a small remainder is the rest: of one lot, or of all lots of the card, each worked out
// under the terms that say so (whichever it was sold under).
enum class ResidualOf { Lot, Card };

// A remainder so small that it is paid out whatever the exit says.
struct Residual {
  std::optional<Money> below;
  // What the cheapest thing in the shop costs: a remainder that buys nothing is paid out (F27).
  std::optional<Money> cheapest_service;
  ResidualOf of = ResidualOf::Lot;
};

// What becomes of a card that is not in order. Worthless and Lapses offend the law; they can be
// written down so that `slipway policy lint` can say so.
enum class LostCard { Replaced, Lapses };
enum class ExpiredCard { Refunded, Extended, Worthless };

// One set of terms: the shop's, or a statutory floor. A cause that a map does not hold gets: price
// Charged, bonus Ratio, no fee, all of it back, gifts kept, no interest; its exit, working.hpp
// says.
struct Terms {
  std::string id;  // "shop", or the pack's name
  std::string name;  // how the member finds them: "《会员卡章程》第 6 条", "法释〔2025〕4号"
  std::string name_en;
  // Where in them an axis is ruled, for one cause or for all: "price.member" -> {"第19条",
  // "article 19"}, "bonus" -> {"第18条", "article 18"}. Axes: window exit price bonus keep fee
  // gifts points interest time residual lost_card expired_card.
  std::map<std::string, Phrase> articles;
  std::map<Reason, Cause> cause_of;
  std::map<Cause, Exit> exit;
  std::vector<Window> windows;
  std::map<Cause, PriceBasis> price;
  std::map<Cause, BonusShare> bonus;
  std::map<Cause, std::vector<KeepStep>> keep;  // rising days, the first from day 0
  std::map<Cause, Fee> fee;
  std::map<Cause, GiftRule> gifts;
  PointsRule points;
  std::map<Cause, Interest> interest;
  Residual residual;
  LostCard lost_card = LostCard::Replaced;
  ExpiredCard expired_card = ExpiredCard::Refunded;
  Limits limits;  // of a floor
};

// How money can go back. Original: to the payment that it came from.
enum class Route { Original, Bank, Cash };

// One way of paying out, in the order of preference.
struct PayoutRule {
  Route route = Route::Bank;
  std::optional<Money> most;      // of one request, in all legs of this route
  std::optional<int> most_days;   // age of the lot; Original closes after it
  bool same_name = true;          // the payee must bear the member's name (F2)
  std::optional<int> most_parts;  // how many refunds one payment takes
};

enum class DayCount { Calendar, Working };

// One row of the authority table: up to this amount and this risk, so many different approvers,
// among them one of each role that is named.
struct Tier {
  Money up_to;
  int approvers = 1;
  std::vector<std::string> roles = {};
};

struct Authority {
  std::optional<Money> approver_daily_most;  // what one person may approve in a day
  std::optional<Money> store_daily_most;
  Money auto_most;                       // approved without a person up to here; zero is off
  std::int64_t sample_basis_points = 0;  // of decided requests, looked at again by another person
};

// Thresholds of the risk score (risk.hpp): a score from here on needs one approver more.
struct RiskRule {
  int one_more_from = 50;
  int repeat_days = 90;    // buy and refund again within so many days
  int payee_accounts = 3;  // members for whom one payee is too many
  int bonus_days = 3;      // refund so soon after a bonus
  int similar_days = 7;    // another request like this one
};

struct Records {
  int years = 5;
  bool redacts_after = true;
};

// The total is rounded up to this unit, in favour of the member; "0.01" rounds nothing.
struct Rounding {
  Money unit;
};

// How grave a finding of the linter (policy_lint.hpp) is, the gravest first. Void: a court would
// not hold the clause. Breach: it offends a rule. Warning: it will be argued about. Advice: it
// could be better.
enum class Severity { Void, Breach, Warning, Advice };

struct PartialRule {
  bool allowed = true;
  std::optional<Money> least;  // of principal taken out
};

// The shop's policy with its statutory floors. Immutable; known by its hash.
struct Policy {
  std::string name;
  int version = 1;
  std::string hash;  // hex BLAKE2b-256: of the file's bytes, or of its manifest when it uses parts
  std::string clause;  // where the whole can be read: "《会员卡章程》第 6 条"
  std::string clause_en;
  Terms shop;
  std::vector<Terms> floors;  // each lot gets the best of the shop's terms and these
  std::map<std::string, RateTable> rates;
  std::optional<HolidayTable> holidays;
  std::vector<PayoutRule> payout;
  Money cash_most;          // cash up to this amount (mission.md F2: 100 yuan)
  std::vector<Tier> tiers;  // rising; the last one covers everything
  Authority authority;
  RiskRule risk;
  PartialRule partial;
  Records records;
  Rounding rounding;
  Severity lint_level = Severity::Breach;  // findings as grave as this fail the policy
  DayCount counting = DayCount::Calendar;  // of pay_days
  int review_hours = 24;                   // decided within, told to the member
  int pay_days = 15;                       // the money has left within so many days (F26, F27)
  int bank_days = 3;      // working days until a transfer arrives, told to the member
  int voucher_days = 30;  // a voucher can be redeemed for so long
  int request_days = 30;  // an unconfirmed request to which nothing happens for so long lapses
};

// How many different people must approve this running sum.
[[nodiscard]] int approvers_needed(const Policy& policy, Money running_sum);

}  // namespace slipway::refund
