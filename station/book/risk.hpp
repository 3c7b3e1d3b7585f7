#pragma once

#include <vector>

#include "refund/risk.hpp"
#include "station/book/requests.hpp"
#include "station/book/store.hpp"
#include "sync/fault.hpp"

// What the books know that makes a request odd (refund/risk.hpp). Worked out anew for every look
// and for every decision: nothing about it is stored but which requests share a payee.
namespace slipway::book {

// Keeps under which digest other requests to the same account are found. The digest is keyed with
// the station's pepper, so that the books do not tell account numbers to one who guesses them.
// Inside the transaction of the filing.
[[nodiscard]] sync::Result<void> keep_payee(Store& store, const Request& request);

[[nodiscard]] sync::Result<std::vector<refund::RiskReason>> risk_of(Store& store,
                                                                    const Request& request);

// All that decides who may approve it: with the running sum of the member's day and its risk.
[[nodiscard]] sync::Result<refund::Claim> claim_of(Store& store, const Request& request);

}  // namespace slipway::book
