#pragma once

#include <optional>

#include "kiosk/flow/screen.hpp"
#include "kiosk/flow/session.hpp"
#include "refund/phrase.hpp"

// The sentences of the flow, in both languages: what a member is told when something goes another
// way than hoped. Labels of ordinary screens are translated in kiosk/view.
namespace slipway::kiosk {

enum class Tone { Calm, Good, Caution, Trouble };

// A screen that says one thing: what happened, what has not happened, what to do next.
struct Message {
  Tone tone = Tone::Calm;
  refund::Phrase title;
  refund::Phrase sentence;
  refund::Phrase primary;  // the button's words; empty: no such button
  refund::Phrase secondary;
};

// Nothing for screens that are more than a message.
[[nodiscard]] std::optional<Message> message_of(Screen screen);
[[nodiscard]] refund::Phrase phrase_of(Notice notice);
// VoucherUnsure, when the voucher went to another printer of the store.
[[nodiscard]] Message sheet_to_fetch();
// For staff, while nothing is served: why, and what to try next. Empty while it may be served.
[[nodiscard]] refund::Phrase words_for_staff(const Machine& machine);

namespace words {
extern const refund::Phrase kNobodyOpens;   // a sealed card while the station is away
extern const refund::Phrase kSettledLater;  // a payout method while the station is away
extern const refund::Phrase kReaderAway;    // standing notices of the first screens
extern const refund::Phrase kPrinterAway;
extern const refund::Phrase kStationAway;
extern const refund::Phrase kReviewedSoon;  // when no better promise is known
extern const refund::Phrase kStoreName;     // until the station told its name
extern const refund::Phrase kNothingBack;
extern const refund::Phrase kAskStaff;
extern const refund::Phrase kPrintingSlip;
extern const refund::Phrase kByReason;
extern const refund::Phrase kTakeSlip;
extern const refund::Phrase kRequestOf;  // on the pad, before the amount
extern const refund::Phrase kRequestUnpriced;
extern const refund::Phrase kConfirmOf;
extern const refund::Phrase kAccept;
extern const refund::Phrase kSignAgain;
extern const refund::Phrase kBack;
}  // namespace words

}  // namespace slipway::kiosk
