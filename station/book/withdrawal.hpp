#pragma once

#include "station/book/store.hpp"
#include "sync/fault.hpp"
#include "sync/link.hpp"
#include "sync/wire/kiosk_messages.hpp"

// The member takes the request back, as long as it has not been confirmed.
namespace slipway::book {

// Fact, end of the hold and audit entry in one transaction, whatever the card's status: nothing
// leaves it. Asked again, the same answer with the first time. The PIN is that of the request's own
// card, checked and counted before anything is told; the slip's code alone is no proof.
//
// CannotDo with where it stands when it was decided or confirmed in the meantime.
[[nodiscard]] sync::Result<sync::KioskAnswer> withdraw(Store& store, const sync::Peer& kiosk,
                                                       const sync::Withdraw& question,
                                                       refund::Instant now);

}  // namespace slipway::book
