#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "refund/time.hpp"
#include "station/book/store.hpp"
#include "sync/fault.hpp"
#include "sync/link.hpp"
#include "sync/wire/kiosk_messages.hpp"

// Cards that prove themselves, and the pass that a visit begun with such a card has in place of the
// PIN.
namespace slipway::book {

// Proved: this card said it, lately, and it is heard for the first time; who heard it first is not
// known, because a card is asked nothing that only it could answer now. Untold: it said nothing, or
// this station has no keys: a number that identifies and proves nothing. Untrue proves as little.
enum class TapVerdict { Untold, Proved, Untrue, SaidBefore };

// The counter of a proof is on disk before anybody learns that it was right, so that it is right
// once. A proof of another card, of other keys or from before is put on the audit chain.
// `card_uid` is a card of the books.
[[nodiscard]] sync::Result<TapVerdict> judge_tap(Store& store, const sync::Peer& kiosk,
                                                 const sync::Identify& question,
                                                 refund::Instant now);

// A pass for this card. Nothing remembers it: a filing that waited in a kiosk's outbox may bring it
// days later, after a restart.
[[nodiscard]] sync::VisitPass pass_for(const Store& store, std::string_view card_uid,
                                       refund::Instant now);
// Whether a second factor is meant as a pass: no PIN looks like one.
[[nodiscard]] bool is_pass(std::string_view factor);
// When it was given for this card; nothing when it never was.
[[nodiscard]] std::optional<refund::Instant> given_at(const Store& store, std::string_view factor,
                                                      std::string_view card_uid);

}  // namespace slipway::book
