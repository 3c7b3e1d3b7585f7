#include "kiosk/flow/decider.hpp"

namespace slipway::kiosk {
namespace {

using std::chrono::seconds;

template <typename T>
const T* device(const Input& input) {
  const auto* event = std::get_if<devices::DeviceEvent>(&input);
  return event ? std::get_if<T>(event) : nullptr;
}

template <typename T>
const T* from_sync(const Input& input) {
  const auto* event = std::get_if<sync::SyncEvent>(&input);
  return event ? std::get_if<T>(event) : nullptr;
}

bool is_pressed(const Input& input, Button button) {
  const auto* pressed = std::get_if<Pressed>(&input);
  return pressed && pressed->button == button;
}

// The station's answer to the question that this screen waits for.
const sync::KioskAnswer* answer_to(const Session& session, const Input& input) {
  const auto* said = from_sync<sync::StationAnswer>(input);
  return said && said->ticket == session.ticket ? &said->answer : nullptr;
}

bool is_absent(const Session& session, const Input& input) {
  const auto* absent = from_sync<sync::StationAbsent>(input);
  return absent && absent->ticket == session.ticket;
}

std::optional<Event> first_screens(Screen screen, const Session& session, const Machine& machine,
                                   const Input& input) {
  if (device<devices::CardArrived>(input)) return Event::CardTapped;
  if (std::holds_alternative<Scanned>(input) && session.typed_code.size() == kSlipCodeLength)
    return Event::CodeGiven;
  if (screen == Screen::Attract) {
    if (is_pressed(input, Button::TapCard) && machine.may_read()) return Event::CardStart;
    if (is_pressed(input, Button::Track)) return Event::TrackWanted;
    return std::nullopt;
  }
  if (is_pressed(input, Button::Leave)) return Event::Leave;
  const bool has_typed = std::holds_alternative<Typed>(input);
  if (screen == Screen::TrackEntry && has_typed && session.typed_code.size() == kSlipCodeLength)
    return Event::CodeGiven;
  return std::nullopt;
}

std::optional<Event> pin_given(const Session& session, const Input& input) {
  if (std::holds_alternative<Typed>(input) && session.pin.size() == kPinDigits)
    return Event::PinGiven;
  return std::nullopt;
}

bool has_refused(const Session& session, const sync::KioskAnswer& answer) {
  const auto* found = std::get_if<sync::CardFound>(&answer);
  return !found || found->status != refund::CardStatus::Active || found->tries_left <= 0 ||
         session.is_sealed();
}

std::optional<Event> verify(const Session& session, const Input& input) {
  if (is_pressed(input, Button::Leave)) return Event::Leave;
  if (const auto* answer = answer_to(session, input)) {
    if (has_refused(session, *answer)) return Event::Refused;
    if (session.assurance() == devices::Assurance::CardAuthenticated) return Event::CardProved;
    // It was typed while nobody knew yet whose it is.
    const bool has_waited = session.stripe && session.pin.size() == kPinDigits;
    return has_waited ? std::optional(Event::PinGiven) : std::nullopt;
  }
  if (!session.is_sealed()) return pin_given(session, input);
  return is_absent(session, input) ? std::optional(Event::Refused) : std::nullopt;
}

Event denial(Screen screen, const sync::Denied& denied) {
  const bool may_try =
      (denied.why == sync::NoEntry::WrongPin || denied.why == sync::NoEntry::PassEnded) &&
      denied.tries_left > 0 && next(screen, Event::WrongPin);
  return may_try ? Event::WrongPin : Event::Refused;
}

// What the screens that wait for the station have in common.
std::optional<Event> waiting(Screen screen, const Session& session, const Input& input) {
  if (is_pressed(input, Button::Leave) || is_pressed(input, Button::Secondary)) return Event::Leave;
  if (is_absent(session, input)) return Event::StationGone;
  const auto* answer = answer_to(session, input);
  if (!answer) return std::nullopt;
  if (const auto* denied = std::get_if<sync::Denied>(answer)) return denial(screen, *denied);
  if (screen == Screen::Withdrawing)
    return std::holds_alternative<sync::Withdrawn>(*answer) ? Event::Withdrew : Event::Kept;
  if (screen == Screen::Confirming && std::holds_alternative<sync::CannotDo>(*answer))
    return Event::Kept;
  if (screen == Screen::Unlocking) {
    const auto* opened = std::get_if<sync::AccountOpened>(answer);
    if (!opened) return Event::Refused;
    return opened->open_request ? Event::RequestOpen : Event::Opened;
  }
  if (screen == Screen::Tracking) {
    if (std::holds_alternative<sync::Tracked>(*answer)) return Event::Found;
    return std::holds_alternative<sync::NotFound>(*answer) ? Event::NotFound : Event::Refused;
  }
  return std::holds_alternative<sync::VoucherIssued>(*answer) ? Event::Issued : Event::Refused;
}

std::optional<Event> quote_screen(const Session& session, const Input& input) {
  if (is_pressed(input, Button::Secondary)) return Event::Back;
  if (!is_pressed(input, Button::Primary)) return std::nullopt;
  const refund::Quote* quoted = session.quote();
  if (quoted && refund::is_positive(quoted->total))
    return session.reason ? Event::ReasonGiven : Event::Proceed;
  if (!session.reason && session.account)
    for (const refund::Quote& other : session.account->quotes)
      if (refund::is_positive(other.total)) return Event::Proceed;
  return Event::NothingBack;
}

std::optional<Event> reason_screen(const Session& session, const Input& input) {
  if (is_pressed(input, Button::Secondary))
    return session.account ? Event::Back : Event::StationGone;
  if (!std::holds_alternative<Chosen>(input) || !session.reason) return std::nullopt;
  const refund::Quote* quoted = session.quote();
  if (quoted && session.quote_seen && quoted->total != *session.quote_seen)
    return Event::AmountChanged;
  return Event::ReasonGiven;
}

std::optional<Event> payout_screen(const Session& session, const Input& input) {
  if (is_pressed(input, Button::Secondary)) return Event::Back;
  if (!is_pressed(input, Button::Primary)) return std::nullopt;
  for (const sync::MethodOffer& offer : session.offers())
    if (offer.available && offer.method == session.method)
      return offer.method == refund::Method::BankTransfer ? Event::BankChosen : Event::PayeeKnown;
  return std::nullopt;
}

std::optional<Event> filing(Screen screen, const Session& session, const Machine& machine,
                            const Input& input) {
  switch (screen) {
    case Screen::Quote:
      return quote_screen(session, input);
    case Screen::Reason:
      return reason_screen(session, input);
    case Screen::Payout:
      return payout_screen(session, input);
    case Screen::BankCard:
      if (is_pressed(input, Button::Secondary)) return Event::Back;
      if (is_pressed(input, Button::Primary) && refund::is_bank_card(session.bank_card.view()))
        return Event::Proceed;
      return std::nullopt;
    case Screen::Review:
      if (is_pressed(input, Button::Secondary)) return Event::Back;
      if (is_pressed(input, Button::Primary) && session.ink.is_enough())
        return machine.may_print() ? Event::Submit : Event::SubmitUnprinted;
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

std::optional<Event> stored(const Session& session, const Input& input) {
  if (const auto* kept = from_sync<sync::Stored>(input))
    if (kept->id == session.id) return Event::Stored;
  if (const auto* lost = from_sync<sync::NotStored>(input))
    if (lost->id == session.id) return Event::NotStored;
  return std::nullopt;
}

std::optional<Event> noted(const Session& session, const Input& input) {
  const auto* voucher = from_sync<sync::VoucherNoted>(input);
  if (!voucher || voucher->job != session.job) return std::nullopt;
  return voucher->may_print ? Event::MayPrint : Event::MayNotPrint;
}

std::optional<Event> tracked(const Session& session, const Input& input) {
  if (is_pressed(input, Button::Leave) || is_pressed(input, Button::Secondary)) return Event::Leave;
  if (is_pressed(input, Button::Withdraw) && may_withdraw(session))
    return session.may_decide() ? Event::WithdrawWanted : Event::PinWanted;
  if (!is_pressed(input, Button::Primary) || !session.tracked) return std::nullopt;
  if (!session.tracked->is_open) return Event::PinWanted;
  if (session.tracked->state != refund::RequestState::Approved) return Event::Leave;
  return session.may_decide() ? Event::ConfirmWanted : Event::PinWanted;
}

// Primary goes on where the table says so; both other buttons leave.
std::optional<Event> message(Screen screen, const Input& input) {
  if (is_pressed(input, Button::Primary))
    return next(screen, Event::Proceed) ? Event::Proceed : Event::Leave;
  if (is_pressed(input, Button::Secondary))
    return next(screen, Event::Back) ? Event::Back : Event::Leave;
  return std::nullopt;
}

}  // namespace

std::optional<Event> decide(Screen screen, const Session& session, const Machine& machine,
                            const Input& input) {
  switch (screen) {
    case Screen::Attract:
    case Screen::TapCard:
    case Screen::TrackEntry:
      return first_screens(screen, session, machine, input);
    case Screen::Verify:
      return verify(session, input);
    case Screen::TrackPin:
      if (is_pressed(input, Button::Secondary)) return Event::Back;
      return pin_given(session, input);
    case Screen::Unlocking:
    case Screen::Tracking:
    case Screen::Confirming:
    case Screen::Withdrawing:
      return waiting(screen, session, input);
    case Screen::Quote:
    case Screen::Reason:
    case Screen::Payout:
    case Screen::BankCard:
    case Screen::Review:
      return filing(screen, session, machine, input);
    case Screen::Submitting:
      return stored(session, input);
    case Screen::Unsaved:
      if (const auto news = stored(session, input)) return news;
      return message(screen, input);
    case Screen::Tracked:
      return tracked(session, input);
    case Screen::Confirm:
      if (is_pressed(input, Button::Secondary)) return Event::Back;
      if (is_pressed(input, Button::Withdraw) && may_withdraw(session))
        return Event::WithdrawWanted;
      if (is_pressed(input, Button::Primary) && session.ink.is_enough()) return Event::Signed;
      return std::nullopt;
    case Screen::WithdrawUnanswered:
      if (waiting(Screen::Withdrawing, session, input) == Event::Withdrew) return Event::Withdrew;
      return message(screen, input);
    case Screen::ConfirmUnanswered:
      if (waiting(screen, session, input) == Event::Issued) return Event::Issued;
      return message(screen, input);
    case Screen::VoucherNoting:
      return noted(session, input);
    case Screen::VoucherPrinting:
    case Screen::OutOfService:
      return std::nullopt;
    default:
      return message(screen, input);
  }
}

bool may_withdraw(const Session& session) {
  return session.tracked && session.tracked->is_open &&
         refund::next(session.tracked->state, refund::Event::Withdrawal);
}

std::optional<Event> standing_event(Screen screen, const Session& session, const Machine& machine) {
  const bool has_failed =
      session.paper == PaperState::Failed || session.paper == PaperState::Unsure;
  switch (screen) {
    case Screen::Attract:
    case Screen::TapCard:
    case Screen::TrackEntry:
      return machine.may_serve() ? std::nullopt : std::optional(Event::ServiceStopped);
    case Screen::OutOfService:
      return machine.may_serve() ? std::optional(Event::ServiceResumed) : std::nullopt;
    case Screen::Submitted:
      return has_failed ? std::optional(Event::SlipFailed) : std::nullopt;
    case Screen::VoucherPrinting:
      if (session.paper == PaperState::Printed) return Event::PaperSeen;
      if (session.paper == PaperState::Failed) return Event::NoPaper;
      if (session.paper == PaperState::Unsure) return Event::PaperUnsure;
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

std::optional<Patience> patience_of(Screen screen, Access access) {
  const int slow = access == Access::Normal ? 1 : 2;
  switch (screen) {
    case Screen::OutOfService:
      return std::nullopt;
    case Screen::Unlocking:
    case Screen::Tracking:
    case Screen::Confirming:
    case Screen::Withdrawing:
      return Patience{seconds{12}, false};  // slipway-sync answers within 8 s
    case Screen::Submitting:
    case Screen::VoucherNoting:
      return Patience{seconds{15}, false};
    case Screen::VoucherPrinting:
      return Patience{seconds{90}, false};
    case Screen::Attract:  // choices of language and size do not outlive the one who made them
    case Screen::Unprinted:
    case Screen::Unsaved:
    case Screen::NotFiled:
    case Screen::ConfirmUnanswered:
    case Screen::NotConfirmed:
    case Screen::WithdrawUnanswered:
    case Screen::NotWithdrawn:
    case Screen::VoucherNotPrinted:
    case Screen::VoucherUnsure:
    case Screen::TrackAbsent:
    case Screen::Blocked:
      return Patience{seconds{60} * slow, false};
    case Screen::Submitted:
    case Screen::Explained:
    case Screen::Withdrawn:
    case Screen::Done:
      return Patience{seconds{40} * slow, false};
    case Screen::Review:
    case Screen::Confirm:
      return Patience{seconds{120} * slow, true};
    default:
      return Patience{seconds{60} * slow, true};
  }
}

}  // namespace slipway::kiosk
