#pragma once

#include <string_view>
#include <vector>

#include "refund/payout_plan.hpp"
#include "station/book/appraisal.hpp"
#include "station/book/store.hpp"
#include "sync/fault.hpp"
#include "sync/wire/kiosk_messages.hpp"

// How the money of a refund goes back: as refunds of the payments themselves where the policy says
// so, and the rest by bank transfer; or all of it in cash against the voucher. A voucher is worth
// its whole amount at the desk, so that nothing goes partly in cash.
namespace slipway::book {

using Planned = tl::expected<refund::PayoutPlan, refund::PlanRefusal>;

// A plan that the policy allows and the member's wish can be met by.
[[nodiscard]] Planned planned(const Appraisal& appraisal, const refund::Payee& wish,
                              refund::Money cash_paid);

// Those that are possible first; what is impossible says why. When a part goes back the way it
// was paid, the transfer shows that part.
// Before an account was given, a transfer is planned for one that will be.
[[nodiscard]] std::vector<sync::MethodOffer> offers_for(const Appraisal& appraisal,
                                                        refund::Money cash_paid);
// For the member: one for each way that money goes.
[[nodiscard]] std::vector<sync::PayoutLeg> legs_of(const std::vector<refund::Leg>& legs,
                                                   const Appraisal& appraisal);
// Why this wish cannot be met, and what to do.
[[nodiscard]] refund::Phrase told(const refund::PlanRefusal& refusal, refund::Method wish);

// In cash to this member today: paid, or promised by a request that is open, which may be redeemed
// today.
[[nodiscard]] sync::Result<refund::Money> cash_paid_to(Store& store, std::string_view member,
                                                       refund::Instant now);

}  // namespace slipway::book
