#pragma once

#include "refund/authority.hpp"
#include "station/book/requests.hpp"
#include "station/book/store.hpp"
#include "sync/fault.hpp"
#include "sync/wire/desk_messages.hpp"

// What a desk shows: rows that changed, and one request whole.
namespace slipway::book {

// The rows that changed since the mark, oldest change first, at most 100; kiosks and calls are the
// caller's to add.
[[nodiscard]] sync::Result<sync::Inbox> inbox_since(Store& store, const refund::Staff& staff,
                                                    std::int64_t since);

[[nodiscard]] sync::Result<sync::InboxRow> row_of(Store& store, const Request& request,
                                                  const refund::Staff& staff);

[[nodiscard]] sync::Result<sync::Detail> detail_of(Store& store, const Request& request,
                                                   const refund::Staff& staff, refund::Instant now);

}  // namespace slipway::book
