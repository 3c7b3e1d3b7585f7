#pragma once

#include <string_view>

#include "refund/authority.hpp"
#include "station/book/store.hpp"
#include "sync/fault.hpp"
#include "sync/wire/desk_messages.hpp"

// Copies of vouchers for paper other than the kiosk's slip, which alone is the original.
namespace slipway::book {

// NoVoucher for a request without one, or whose voucher is void or in doubt. Else what the copy
// says, numbered, with an audit entry that names who asked, in one transaction: no copy goes out
// unnoted. `actor` is that of the audit: "staff:lin" who is signed in at a desk, "command:lin" whom
// the command line was told. `by` is the name on the paper.
[[nodiscard]] sync::Result<sync::DeskAnswer> copy_for(Store& store, const refund::RequestId& id,
                                                      std::string_view actor, std::string_view by,
                                                      refund::Instant now);

// The same for a person at a desk.
[[nodiscard]] sync::Result<sync::DeskAnswer> copy(Store& store, const refund::Staff& staff,
                                                  const sync::AskCopy& question,
                                                  refund::Instant now);

}  // namespace slipway::book
