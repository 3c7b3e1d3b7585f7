#pragma once

#include <string_view>
#include <vector>

#include "refund/payout_plan.hpp"
#include "station/book/appraisal.hpp"
#include "station/book/store.hpp"
#include "sync/fault.hpp"
#include "sync/wire/kiosk_messages.hpp"

// How the money of a refund goes back, as far as this station can pay it: by one bank transfer, or
// in cash against the voucher. A policy may name a refund of the payment itself as well; until the
// station can follow each leg of such a plan, the planner is not given that route, so that nobody
// is promised what nobody sends.
namespace slipway::book {

using Planned = tl::expected<refund::PayoutPlan, refund::PlanRefusal>;

// A plan in which every leg goes the way that the member wishes for.
[[nodiscard]] Planned planned(const Appraisal& appraisal, const refund::Payee& wish,
                              refund::Money cash_paid);

// Both methods, those that are possible first; what is impossible says why. Before an account was
// given, a transfer is planned for one that will be.
[[nodiscard]] std::vector<sync::MethodOffer> offers_for(const Appraisal& appraisal,
                                                        refund::Money cash_paid);
[[nodiscard]] std::vector<sync::PayoutLeg> legs_of(const refund::PayoutPlan& plan);
// Why this wish cannot be met, and what to do.
[[nodiscard]] refund::Phrase told(const refund::PlanRefusal& refusal, refund::Method wish);

// In cash to this member today: paid, or promised by a request that is open, which may be redeemed
// today.
[[nodiscard]] sync::Result<refund::Money> cash_paid_to(Store& store, std::string_view member,
                                                       refund::Instant now);

}  // namespace slipway::book
