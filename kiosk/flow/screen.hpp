#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

// What a member can be looking at, and what leads from one screen to the next: a table without
// conditions. flow/decider.hpp looks at the world and picks the event; flow/actor.hpp carries out
// what entering a screen demands. kiosk/README.md holds the picture, drawn from this table.
namespace slipway::kiosk {

enum class Screen {
  Attract,
  TapCard,    // where the card goes
  Verify,     // the card's PIN
  Unlocking,  // the station is asked
  Account,
  Quote,
  Explained,  // nothing comes back: the explanation on paper
  Reason,
  Payout,
  BankCard,      // the number of the member's own bank card
  Review,        // what is filed, and the signature
  PaperWarning,  // no paper before filing: the member decides
  Submitting,    // on its way to disk
  Submitted,     // on disk; the slip is being printed or was
  Unprinted,     // on disk; the slip failed: the code, huge
  Unsaved,       // nobody answered whether it is on disk
  NotFiled,      // the disk refused
  TrackEntry,    // the slip's code
  Tracking,      // the station is asked
  Tracked,
  TrackPin,            // the PIN that opens amounts
  TrackAbsent,         // the station cannot be asked
  Confirm,             // the last word of the member, signed
  Confirming,          // the station is asked
  ConfirmUnanswered,   // it did not answer: ask again or come back
  NotConfirmed,        // it has changed or ended in the meantime, or has its voucher
  Withdraw,            // what follows from taking the request back
  Withdrawing,         // the station is asked
  WithdrawUnanswered,  // it did not answer: nothing counts as withdrawn, and nothing is queued
  Withdrawn,
  NotWithdrawn,   // it was confirmed or has ended in the meantime
  VoucherNoting,  // the intent to print goes to disk
  VoucherPrinting,
  Done,
  VoucherNotPrinted,
  VoucherUnsure,
  Offline,  // the station is away: filing without a quote
  Blocked,  // staff have to help
  OutOfService,
};
inline constexpr std::size_t kScreens = static_cast<std::size_t>(Screen::OutOfService) + 1;

enum class Event {
  Leave,  // cancelled, finished, or nobody there any more
  Back,
  Proceed,    // the one primary button
  CardStart,  // "Tap your card" was touched
  CardTapped,
  TrackWanted,
  CodeGiven,  // typed whole, or scanned
  PinGiven,
  CardProved,  // the station knows that it is the card itself: no PIN
  Opened,
  RequestOpen,  // the account has a request under way: show it
  WrongPin,
  Refused,  // the station says no, with a sentence
  StationGone,
  NothingBack,  // the quote is zero and the member wants to know why
  ReasonGiven,
  AmountChanged,  // the reason gives another quote than the one shown
  BankChosen,
  PayeeKnown,
  Submit,
  SubmitUnprinted,  // submitted while the printer cannot print
  Stored,
  NotStored,
  TimePassed,  // the screen's own limit
  SlipFailed,
  Found,
  NotFound,
  PinWanted,
  ConfirmWanted,
  Signed,
  Issued,
  WithdrawWanted,
  Withdrew,  // the station says that it is withdrawn
  Kept,      // the station leaves the request as it is, with a sentence
  MayPrint,
  MayNotPrint,
  PaperSeen,
  NoPaper,
  PaperUnsure,
  ServiceStopped,
  ServiceResumed,
};
inline constexpr std::size_t kEvents = static_cast<std::size_t>(Event::ServiceResumed) + 1;

struct Row {
  Screen from;
  Event event;
  Screen to;
};

// The whole behaviour; each (from, event) stands at most once and every screen can be left, checked
// at compile time.
[[nodiscard]] std::span<const Row> screen_table();
// Where the event leads, or nothing when this screen does not answer it.
[[nodiscard]] std::optional<Screen> next(Screen screen, Event event);

[[nodiscard]] std::string_view name_of(Screen screen);
[[nodiscard]] std::string_view name_of(Event event);

// Whether the member is there. It lies over every screen, which stays what it was underneath.
enum class Attention { Present, Warned, Gone };
enum class Sign { Touch, Silence };  // a sign of life, or the limit passed without one
[[nodiscard]] Attention next(Attention attention, Sign sign);

}  // namespace slipway::kiosk
