#pragma once

#include "station/book/requests.hpp"
#include "station/book/store.hpp"
#include "station/book/vouchers.hpp"
#include "sync/fault.hpp"
#include "sync/link.hpp"
#include "sync/wire/kiosk_messages.hpp"

// The member's last word, and what becomes of the paper.
namespace slipway::book {

// The member accepts: fact, signature and the signed voucher in one transaction. Asked again, the
// same voucher word for word while it is live; a new number when the last one was void, because its
// paper never came out.
[[nodiscard]] sync::Result<sync::KioskAnswer> confirm(Store& store, const sync::Peer& kiosk,
                                                      const sync::Confirm& question,
                                                      refund::Instant now);

// What a voucher says on paper, as the books have it.
[[nodiscard]] sync::Result<sync::VoucherIssued> issued(Store& store, const Request& request,
                                                       const StoredVoucher& voucher);

// Printed, NotPrinted (the number is void) or Unsure (a person looks). The answer is the voucher's
// state as the books have it now, whatever the news were.
[[nodiscard]] sync::Result<sync::KioskAnswer> note_paper(Store& store, const sync::Peer& kiosk,
                                                         const sync::Paper& question,
                                                         refund::Instant now);

}  // namespace slipway::book
