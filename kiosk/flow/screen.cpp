#include "kiosk/flow/screen.hpp"

namespace slipway::kiosk {
namespace {

using S = Screen;
using E = Event;

constexpr Row kTable[] = {
    {S::Attract, E::CardStart, S::TapCard},
    {S::Attract, E::CardTapped, S::Verify},
    {S::Attract, E::TrackWanted, S::TrackEntry},
    {S::Attract, E::CodeGiven, S::Tracking},
    {S::Attract, E::ServiceStopped, S::OutOfService},
    {S::Attract, E::TimePassed, S::Attract},

    {S::TapCard, E::CardTapped, S::Verify},
    {S::TapCard, E::CodeGiven, S::Tracking},
    {S::TapCard, E::ServiceStopped, S::OutOfService},
    {S::TapCard, E::Leave, S::Attract},

    {S::Verify, E::PinGiven, S::Unlocking},
    {S::Verify, E::CardProved, S::Unlocking},
    {S::Verify, E::Refused, S::Blocked},
    {S::Verify, E::Leave, S::Attract},

    {S::Unlocking, E::Opened, S::Account},
    {S::Unlocking, E::RequestOpen, S::Tracking},
    {S::Unlocking, E::WrongPin, S::Verify},
    {S::Unlocking, E::Refused, S::Blocked},
    {S::Unlocking, E::StationGone, S::Offline},
    {S::Unlocking, E::TimePassed, S::Offline},
    {S::Unlocking, E::Leave, S::Attract},

    {S::Offline, E::Proceed, S::Reason},
    {S::Offline, E::Leave, S::Attract},

    {S::Account, E::Proceed, S::Quote},
    {S::Account, E::Leave, S::Attract},

    {S::Quote, E::Proceed, S::Reason},
    {S::Quote, E::ReasonGiven, S::Payout},
    {S::Quote, E::NothingBack, S::Explained},
    {S::Quote, E::Back, S::Account},
    {S::Quote, E::Leave, S::Attract},

    {S::Explained, E::TimePassed, S::Attract},
    {S::Explained, E::Leave, S::Attract},

    {S::Reason, E::ReasonGiven, S::Payout},
    {S::Reason, E::AmountChanged, S::Quote},
    {S::Reason, E::Back, S::Quote},
    {S::Reason, E::StationGone, S::Offline},
    {S::Reason, E::Leave, S::Attract},

    {S::Payout, E::PayeeKnown, S::Review},
    {S::Payout, E::BankChosen, S::BankCard},
    {S::Payout, E::Back, S::Reason},
    {S::Payout, E::Leave, S::Attract},

    {S::BankCard, E::Proceed, S::Review},
    {S::BankCard, E::Back, S::Payout},
    {S::BankCard, E::Leave, S::Attract},

    {S::Review, E::Submit, S::Submitting},
    {S::Review, E::SubmitUnprinted, S::PaperWarning},
    {S::Review, E::Back, S::Payout},
    {S::Review, E::Leave, S::Attract},

    {S::PaperWarning, E::Proceed, S::Submitting},
    {S::PaperWarning, E::Back, S::Review},
    {S::PaperWarning, E::Leave, S::Attract},

    {S::Submitting, E::Stored, S::Submitted},
    {S::Submitting, E::NotStored, S::NotFiled},
    {S::Submitting, E::TimePassed, S::Unsaved},

    {S::Unsaved, E::Stored, S::Submitted},
    {S::Unsaved, E::NotStored, S::NotFiled},
    {S::Unsaved, E::TimePassed, S::Attract},
    {S::Unsaved, E::Leave, S::Attract},

    {S::Submitted, E::SlipFailed, S::Unprinted},
    {S::Submitted, E::TimePassed, S::Attract},
    {S::Submitted, E::Leave, S::Attract},

    {S::Unprinted, E::TimePassed, S::Attract},
    {S::Unprinted, E::Leave, S::Attract},

    {S::NotFiled, E::TimePassed, S::Attract},
    {S::NotFiled, E::Leave, S::Attract},

    {S::TrackEntry, E::CodeGiven, S::Tracking},
    {S::TrackEntry, E::CardTapped, S::Verify},
    {S::TrackEntry, E::ServiceStopped, S::OutOfService},
    {S::TrackEntry, E::Leave, S::Attract},

    {S::Tracking, E::Found, S::Tracked},
    {S::Tracking, E::NotFound, S::TrackEntry},
    {S::Tracking, E::WrongPin, S::TrackPin},
    {S::Tracking, E::Refused, S::Blocked},
    {S::Tracking, E::StationGone, S::TrackAbsent},
    {S::Tracking, E::TimePassed, S::TrackAbsent},
    {S::Tracking, E::Leave, S::Attract},

    {S::TrackAbsent, E::Proceed, S::Tracking},
    {S::TrackAbsent, E::TimePassed, S::Attract},
    {S::TrackAbsent, E::Leave, S::Attract},

    {S::Tracked, E::PinWanted, S::TrackPin},
    {S::Tracked, E::ConfirmWanted, S::Confirm},
    {S::Tracked, E::WithdrawWanted, S::Withdraw},
    {S::Tracked, E::Leave, S::Attract},

    {S::TrackPin, E::PinGiven, S::Tracking},
    {S::TrackPin, E::Back, S::Tracked},
    {S::TrackPin, E::Leave, S::Attract},

    {S::Confirm, E::Signed, S::Confirming},
    {S::Confirm, E::WithdrawWanted, S::Withdraw},
    {S::Confirm, E::Back, S::Tracked},
    {S::Confirm, E::Leave, S::Attract},

    {S::Confirming, E::Issued, S::VoucherNoting},
    {S::Confirming, E::Kept, S::NotConfirmed},
    {S::Confirming, E::WrongPin, S::TrackPin},
    {S::Confirming, E::Refused, S::Blocked},
    {S::Confirming, E::StationGone, S::ConfirmUnanswered},
    {S::Confirming, E::TimePassed, S::ConfirmUnanswered},

    {S::ConfirmUnanswered, E::Proceed, S::Confirming},
    {S::ConfirmUnanswered, E::Issued, S::VoucherNoting},
    {S::ConfirmUnanswered, E::TimePassed, S::Attract},
    {S::ConfirmUnanswered, E::Leave, S::Attract},

    {S::NotConfirmed, E::Proceed, S::Tracking},
    {S::NotConfirmed, E::TimePassed, S::Attract},
    {S::NotConfirmed, E::Leave, S::Attract},

    {S::Withdraw, E::Proceed, S::Withdrawing},
    {S::Withdraw, E::Back, S::Tracked},
    {S::Withdraw, E::Leave, S::Attract},

    {S::Withdrawing, E::Withdrew, S::Withdrawn},
    {S::Withdrawing, E::Kept, S::NotWithdrawn},
    {S::Withdrawing, E::WrongPin, S::TrackPin},
    {S::Withdrawing, E::Refused, S::Blocked},
    {S::Withdrawing, E::StationGone, S::WithdrawUnanswered},
    {S::Withdrawing, E::TimePassed, S::WithdrawUnanswered},

    {S::WithdrawUnanswered, E::Proceed, S::Withdrawing},
    {S::WithdrawUnanswered, E::Withdrew, S::Withdrawn},
    {S::WithdrawUnanswered, E::TimePassed, S::Attract},
    {S::WithdrawUnanswered, E::Leave, S::Attract},

    {S::Withdrawn, E::TimePassed, S::Attract},
    {S::Withdrawn, E::Leave, S::Attract},

    {S::NotWithdrawn, E::Proceed, S::Tracking},
    {S::NotWithdrawn, E::TimePassed, S::Attract},
    {S::NotWithdrawn, E::Leave, S::Attract},

    {S::VoucherNoting, E::MayPrint, S::VoucherPrinting},
    {S::VoucherNoting, E::MayNotPrint, S::VoucherUnsure},
    {S::VoucherNoting, E::TimePassed, S::VoucherNotPrinted},

    {S::VoucherPrinting, E::PaperSeen, S::Done},
    {S::VoucherPrinting, E::NoPaper, S::VoucherNotPrinted},
    {S::VoucherPrinting, E::PaperUnsure, S::VoucherUnsure},
    {S::VoucherPrinting, E::TimePassed, S::VoucherUnsure},

    {S::VoucherNotPrinted, E::TimePassed, S::Attract},
    {S::VoucherNotPrinted, E::Leave, S::Attract},

    {S::VoucherUnsure, E::TimePassed, S::Attract},
    {S::VoucherUnsure, E::Leave, S::Attract},

    {S::Done, E::TimePassed, S::Attract},
    {S::Done, E::Leave, S::Attract},

    {S::Blocked, E::TimePassed, S::Attract},
    {S::Blocked, E::Leave, S::Attract},

    {S::OutOfService, E::ServiceResumed, S::Attract},
};

constexpr bool is_answered_once() {
  for (std::size_t i = 0; i < std::size(kTable); ++i)
    for (std::size_t j = i + 1; j < std::size(kTable); ++j)
      if (kTable[i].from == kTable[j].from && kTable[i].event == kTable[j].event) return false;
  return true;
}

// Screens that Attract leads to, by following rows until nothing new appears.
constexpr std::array<bool, kScreens> reachable() {
  std::array<bool, kScreens> seen{};
  seen[static_cast<std::size_t>(S::Attract)] = true;
  for (std::size_t round = 0; round < kScreens; ++round)
    for (const Row& row : kTable)
      if (seen[static_cast<std::size_t>(row.from)]) seen[static_cast<std::size_t>(row.to)] = true;
  return seen;
}

// No screen holds a member: Attract can be reached from each.
constexpr std::array<bool, kScreens> homeward() {
  std::array<bool, kScreens> home{};
  home[static_cast<std::size_t>(S::Attract)] = true;
  for (std::size_t round = 0; round < kScreens; ++round)
    for (const Row& row : kTable)
      if (home[static_cast<std::size_t>(row.to)]) home[static_cast<std::size_t>(row.from)] = true;
  return home;
}

constexpr bool is_all(const std::array<bool, kScreens>& marks) {
  for (const bool mark : marks)
    if (!mark) return false;
  return true;
}

static_assert(is_answered_once(), "a row is answered twice");
static_assert(is_all(reachable()), "a screen that nobody can see");
static_assert(is_all(homeward()), "a screen that nobody can leave");

constexpr std::string_view kScreenNames[] = {"Attract",
                                             "TapCard",
                                             "Verify",
                                             "Unlocking",
                                             "Account",
                                             "Quote",
                                             "Explained",
                                             "Reason",
                                             "Payout",
                                             "BankCard",
                                             "Review",
                                             "PaperWarning",
                                             "Submitting",
                                             "Submitted",
                                             "Unprinted",
                                             "Unsaved",
                                             "NotFiled",
                                             "TrackEntry",
                                             "Tracking",
                                             "Tracked",
                                             "TrackPin",
                                             "TrackAbsent",
                                             "Confirm",
                                             "Confirming",
                                             "ConfirmUnanswered",
                                             "NotConfirmed",
                                             "Withdraw",
                                             "Withdrawing",
                                             "WithdrawUnanswered",
                                             "Withdrawn",
                                             "NotWithdrawn",
                                             "VoucherNoting",
                                             "VoucherPrinting",
                                             "Done",
                                             "VoucherNotPrinted",
                                             "VoucherUnsure",
                                             "Offline",
                                             "Blocked",
                                             "OutOfService"};
static_assert(std::size(kScreenNames) == kScreens);

constexpr std::string_view kEventNames[] = {
    "Leave",           "Back",           "Proceed",    "CardStart",     "CardTapped",
    "TrackWanted",     "CodeGiven",      "PinGiven",   "CardProved",    "Opened",
    "RequestOpen",     "WrongPin",       "Refused",    "StationGone",   "NothingBack",
    "ReasonGiven",     "AmountChanged",  "BankChosen", "PayeeKnown",    "Submit",
    "SubmitUnprinted", "Stored",         "NotStored",  "TimePassed",    "SlipFailed",
    "Found",           "NotFound",       "PinWanted",  "ConfirmWanted", "Signed",
    "Issued",          "WithdrawWanted", "Withdrew",   "Kept",          "MayPrint",
    "MayNotPrint",     "PaperSeen",      "NoPaper",    "PaperUnsure",   "ServiceStopped",
    "ServiceResumed"};
static_assert(std::size(kEventNames) == kEvents);

}  // namespace

std::span<const Row> screen_table() {
  return kTable;
}

std::optional<Screen> next(Screen screen, Event event) {
  for (const Row& row : kTable)
    if (row.from == screen && row.event == event) return row.to;
  return std::nullopt;
}

std::string_view name_of(Screen screen) {
  return kScreenNames[static_cast<std::size_t>(screen)];
}

std::string_view name_of(Event event) {
  return kEventNames[static_cast<std::size_t>(event)];
}

Attention next(Attention attention, Sign sign) {
  if (sign == Sign::Touch) return Attention::Present;
  return attention == Attention::Present ? Attention::Warned : Attention::Gone;
}

}  // namespace slipway::kiosk
