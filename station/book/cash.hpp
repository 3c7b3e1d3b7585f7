#pragma once

#include "refund/authority.hpp"
#include "station/book/store.hpp"
#include "sync/fault.hpp"
#include "sync/link.hpp"
#include "sync/wire/desk_messages.hpp"

// Vouchers at the desk: looked up, paid once, and settled when nobody knows whether the paper left.
namespace slipway::book {

// By QR text, check code or number, without redeeming it.
[[nodiscard]] sync::Result<sync::DeskAnswer> look_up(Store& store, const refund::Staff& staff,
                                                     const sync::AskVoucher& question,
                                                     refund::Instant now);

// Pays a cash voucher by QR text or check code, never by its number alone. The row in the books is
// unique: of any number of attempts one is answered Redeemed, and again to the same key; every
// other one learns when and by whom. Hand the cash over after that answer, not before.
[[nodiscard]] sync::Result<sync::DeskAnswer> redeem(Store& store, const refund::Staff& staff,
                                                    const sync::Peer& desk,
                                                    const sync::Redeem& question,
                                                    refund::Instant now);

// A person looked. Out: the voucher counts as printed. Not out: it is void, and the next number is
// issued for the same request in the same transaction.
[[nodiscard]] sync::Result<sync::DeskAnswer> resolve_paper(Store& store, const refund::Staff& staff,
                                                           const sync::ResolvePaper& question,
                                                           refund::Instant now);

}  // namespace slipway::book
