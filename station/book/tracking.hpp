#pragma once

#include <string>
#include <vector>

#include "station/book/requests.hpp"
#include "station/book/store.hpp"
#include "sync/fault.hpp"
#include "sync/wire/kiosk_messages.hpp"

namespace slipway::book {

// How a request stands, by slip code or by card. Without the PIN only the timeline: no amount, no
// name, no reason. A wrong PIN is Denied and counted.
[[nodiscard]] sync::Result<sync::KioskAnswer> track(Store& store, const sync::Track& question,
                                                    refund::Instant now);

// Filed, reviewed, confirmed, paid, with the times that are known.
[[nodiscard]] std::vector<sync::Step> steps_of(const Request& request);

// The names of those who approved, in order.
[[nodiscard]] sync::Result<std::vector<std::string>> approver_names(sync::Database& books,
                                                                    const Request& request);

}  // namespace slipway::book
