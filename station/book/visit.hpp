#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "refund/account.hpp"
#include "station/book/store.hpp"
#include "sync/fault.hpp"
#include "sync/link.hpp"
#include "sync/wire/kiosk_messages.hpp"

// A member in front of a kiosk: the card is known, the second factor opens the account.
namespace slipway::book {

[[nodiscard]] sync::Result<sync::KioskAnswer> identify(Store& store, const sync::Peer& kiosk,
                                                       const sync::Identify& question,
                                                       refund::Instant now);
[[nodiscard]] sync::Result<sync::KioskAnswer> unlock(Store& store, const sync::Unlock& question,
                                                     refund::Instant now);

// The second factor for one card, counted. Nothing when it was right; the member may be told the
// answer otherwise. `account` nothing: spends the same time on a card that nobody has.
//
// A pass (taps.hpp) is good for half an hour and no try; of a filing that is delivered it is good
// for thirty days; for a decision that moves money it is not good at all, because whoever has found
// the card has it too.
enum class Moment { Visit, Delivery, Decision };
[[nodiscard]] sync::Result<std::optional<sync::Denied>> denied(
    Store& store, const std::optional<refund::Account>& account, std::string_view card_uid,
    std::string_view pin, refund::Instant now, Moment moment = Moment::Visit);

// Why somebody with this PIN may not confirm or withdraw this request: there is none, or the PIN is
// not that of its card, which counts as a try; a pass is no PIN. Nothing when they may.
[[nodiscard]] sync::Result<std::optional<sync::KioskAnswer>> denied_for(Store& store,
                                                                        const refund::RequestId& id,
                                                                        std::string_view pin,
                                                                        refund::Instant now);

}  // namespace slipway::book
