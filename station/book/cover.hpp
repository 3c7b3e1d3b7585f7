#pragma once

#include "refund/account.hpp"
#include "station/book/requests.hpp"
#include "station/book/store.hpp"
#include "sync/fault.hpp"

// Whether a card still gives what was filed for it. The books of a till arrive late: a card may be
// used, lost or frozen between a filing and the moment at which the store promises the money.
namespace slipway::book {

struct Cover {
  refund::CardStatus status = refund::CardStatus::Active;
  bool is_enough = true;
  refund::Money now;  // what the filing would give today
};

// Works the filing out once more with the card's records of now, as of the day of filing and under
// the policies that counted then, whatever the store serves with now. Only for a filing of a time
// before policies were archived nothing can be worked out: it stays as it was accepted.
[[nodiscard]] sync::Result<Cover> cover_of(Store& store, const Request& request);

// The day by which a filing is judged: its own, when the kiosk's clock is to be believed.
[[nodiscard]] refund::Instant time_of_filing(const refund::Filing& filing,
                                             refund::Instant received_at);

}  // namespace slipway::book
