#pragma once

#include "refund/time.hpp"
#include "station/book/store.hpp"
#include "sync/fault.hpp"

namespace slipway::book {

// Ends the requests for which nobody came, so that no card stays held for ever: those to which
// nothing happened for the policy's request_days before they were confirmed, and those whose cash
// voucher is past its days. A confirmed bank transfer never lapses: its money may have left.
// Gives how many it ended. Each in a transaction of its own.
[[nodiscard]] sync::Result<int> lapse_requests(Store& store, refund::Instant now);

}  // namespace slipway::book
