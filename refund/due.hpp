#pragma once

#include <chrono>
#include <optional>

#include "refund/settlement.hpp"

// The days that a member is told and that the shop owes. All of them follow from the policy, the
// floors and the calendar; none of them ever moves because somebody wants a longer look.
namespace slipway::refund {

// By when the request is decided. The shop's own promise: while it waits for papers that it asked
// of the member (`waited`), this clock stands still. The clock of PayDue does not.
struct ReviewDue {
  Instant at{};
  Phrase words;
};
// The same before there is a request: "店长将在 24 小时内审核。"
[[nodiscard]] Phrase review_promise(const Policy& policy);
[[nodiscard]] ReviewDue review_due(const Policy& policy, Instant filed_at,
                                   std::chrono::milliseconds waited = {});

// By when the money has left. Days count from the day after filing; one that ends on a holiday is
// not moved on, because nothing keeps the shop from paying earlier.
struct PayDue {
  Date day{};                 // the earlier of promise and law: at its end the money has left
  Date promised{};            // by the policy, or by a window of the shop's
  std::optional<Date> legal;  // the earliest that a floor's window or limit asks for
  Phrase words;               // the promise with its source
  Phrase legal_words;         // the law's day with its source; empty without one
};
// Of all lots that are paid the earliest day counts.
[[nodiscard]] PayDue pay_due(const Settlement& settlement, const Wish& wish);

// A settlement with the day until which its interest is counted, and who set that day.
enum class PaydayBy { Wish, Shop, Law };
struct Payday {
  Date day{};
  PaydayBy by = PaydayBy::Shop;
  Phrase words;  // "利息算到 2025-09-14。..." with its source
};
struct DatedSettlement {
  Settlement settlement;
  PayDue due;
  Payday payday;
};
// Interest runs until the day that the wish names; when it names none, until the last day on which
// the money may leave: a member who is paid on time never gets less than was said. What screen,
// slip, approval and command line count with.
[[nodiscard]] DatedSettlement settle_to_payday(const Account& account, const PolicyArchive& archive,
                                               const Wish& wish);
[[nodiscard]] DatedSettlement settle_to_payday(const Account& account, const Policy& policy,
                                               const Wish& wish);

// What is left until a day: 0 on the day itself, below 0 when it has passed.
struct Countdown {
  int days = 0;
  Phrase words;
};
[[nodiscard]] Countdown countdown(Date due, Date today);

// When money that leaves on a day is there: cash at once, a transfer or a refund of a payment after
// the policy's working days. Where the policy's holiday table ends, the words say so.
struct Arrival {
  Date day{};
  Phrase words;
};
[[nodiscard]] Arrival arrival_of(Route route, const Policy& policy, Date leaves);

}  // namespace slipway::refund
