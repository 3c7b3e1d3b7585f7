#pragma once

#include "station/book/store.hpp"
#include "sync/fault.hpp"
#include "sync/link.hpp"
#include "sync/wire/kiosk_messages.hpp"

namespace slipway::book {

// A filing arrives, perhaps for the thousandth time. The hold, the facts and the audit entry are
// one transaction, and the answer leaves only after it. The same filing again gets the same answer
// with today's state; another one under the same id changes nothing, is refused for good and
// stands in the audit. The PIN is checked for the first delivery only.
[[nodiscard]] sync::Result<sync::KioskAnswer> file(Store& store, const sync::Peer& kiosk,
                                                   const sync::File& question, refund::Instant now);

}  // namespace slipway::book
