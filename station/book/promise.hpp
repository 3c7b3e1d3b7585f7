#pragma once

#include <optional>
#include <vector>

#include "refund/due.hpp"
#include "station/book/requests.hpp"
#include "station/book/store.hpp"
#include "sync/fault.hpp"
#include "sync/wire/kiosk_messages.hpp"

// What a filed request was promised: its payments as they were kept, the rest worked out again from
// the card and the policy that the books kept of it.
namespace slipway::book {

struct Promise {
  refund::PayDue due;
  std::vector<sync::PayoutLeg> legs;
  std::vector<refund::Phrase> papers;  // that a person must see before it is approved
};
// Nothing for a request of a time before cards and policies were kept.
[[nodiscard]] sync::Result<std::optional<Promise>> promise_of(Store& store, const Request& request);

// By when the member hears; the clock stands still while the store waits for papers.
[[nodiscard]] refund::ReviewDue review_due_of(const Store& store, const Request& request);
// The day that counts, and the sentence with its source.
[[nodiscard]] sync::Due told(const refund::PayDue& due);

}  // namespace slipway::book
