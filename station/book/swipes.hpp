#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "refund/time.hpp"
#include "station/book/store.hpp"
#include "sync/fault.hpp"
#include "sync/link.hpp"
#include "sync/wire/kiosk_messages.hpp"

// Magnetic stripes that a reader of the site encrypted.
namespace slipway::book {

struct Swipe {
  std::string reader;         // 20 digits of upper-case hex: its key serial number at zero
  std::uint32_t counter = 0;  // of its swipes, this one too
  std::optional<std::string> card_uid;  // nothing: a payment card, or no number as configured
  bool is_payment_card = false;
};

// What the reader saw, when one with this base key sealed it; nothing otherwise. A payment card's
// number leaves this call nowhere. That it is said for the first time is not known here.
[[nodiscard]] std::optional<Swipe> opened(const sync::SealedStripe& stripe,
                                          const sync::ReaderKeys& keys);

// Known: a reader of the site says this for the first time, so the card, or a copy of it, was
// swiped there now. That it is not a copy nobody knows: the PIN is asked.
enum class SwipeVerdict { NotOpened, SaidBefore, Known };
struct JudgedSwipe {
  SwipeVerdict verdict = SwipeVerdict::NotOpened;
  std::string card_uid;  // Known only; perhaps of no card of the books
};

// The reader's counter is on disk before anybody learns what it read. A swipe from before, one
// that no reader of the site sealed, and one without a number as configured is put on the audit
// chain; what was on a card never is, and a payment card leaves nothing.
[[nodiscard]] sync::Result<JudgedSwipe> judge_swipe(Store& store, const sync::Peer& kiosk,
                                                    const sync::SealedStripe& stripe,
                                                    refund::Instant now);

}  // namespace slipway::book
