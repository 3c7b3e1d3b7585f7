// Taking note: the half of flow/decider.hpp that only writes down.
#include <algorithm>

#include "kiosk/flow/decider.hpp"
#include "kiosk/flow/words.hpp"
#include "refund/person_code.hpp"

namespace slipway::kiosk {
namespace {

template <class... Ts>
struct Match : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Match(Ts...) -> Match<Ts...>;

bool is_signing(Screen screen) {
  return screen == Screen::Review || screen == Screen::Confirm;
}

bool takes_cards(Screen screen) {
  return screen == Screen::Attract || screen == Screen::TapCard || screen == Screen::TrackEntry;
}

bool takes_pin(Screen screen) {
  return screen == Screen::Verify || screen == Screen::TrackPin;
}

bool is_code_letter(char key) {
  return refund::kPersonAlphabet.find(key) != std::string_view::npos;
}

void note_press(Session& session, Screen screen, Button button) {
  switch (button) {
    case Button::Language:
      session.language = session.language == refund::Language::Chinese ? refund::Language::English
                                                                       : refund::Language::Chinese;
      break;
    case Button::LargerText:
      session.access = session.access == Access::Normal  ? Access::Large
                       : session.access == Access::Large ? Access::LargeContrast
                                                         : Access::Normal;
      break;
    case Button::Clear:
      if (takes_pin(screen)) session.pin.clear();
      if (screen == Screen::BankCard) session.bank_card.clear();
      if (screen == Screen::TrackEntry) session.typed_code.clear();
      if (is_signing(screen)) session.ink.clear();
      break;
    case Button::Erase:
      if (takes_pin(screen)) session.pin.drop_last();
      if (screen == Screen::BankCard) session.bank_card.drop_last();
      if (screen == Screen::TrackEntry && !session.typed_code.empty())
        session.typed_code.pop_back();
      break;
    case Button::Primary:
      if (is_signing(screen) && !session.ink.is_enough()) session.notice = Notice::SignFirst;
      if (screen == Screen::BankCard && !refund::is_bank_card(session.bank_card.view()))
        session.notice = Notice::BadCardNumber;
      break;
    default:
      break;
  }
}

void note_key(Session& session, Screen screen, char key) {
  const bool is_digit = key >= '0' && key <= '9';
  if (takes_pin(screen) && is_digit && session.pin.size() < kPinDigits) session.pin.add(key);
  if (screen == Screen::BankCard && is_digit && session.bank_card.size() < 19)
    session.bank_card.add(key);
  if (screen == Screen::TrackEntry && is_code_letter(key) &&
      session.typed_code.size() < kSlipCodeLength)
    session.typed_code += key;
}

void note_choice(Session& session, Screen screen, int index) {
  if (screen == Screen::Account) session.history_kind = std::clamp(index, 0, 2);
  if (screen == Screen::Reason && index >= 0 &&
      static_cast<std::size_t>(index) < refund::kReasons.size())
    session.reason = refund::kReasons[static_cast<std::size_t>(index)];
  if (screen == Screen::Payout) {
    const auto offers = session.offers();
    if (index >= 0 && static_cast<std::size_t>(index) < offers.size() &&
        offers[static_cast<std::size_t>(index)].available)
      session.method = offers[static_cast<std::size_t>(index)].method;
  }
}

// What was drawn is void: whatever comes next is drawn on the screen.
void lose_pad(Session& session) {
  if (session.sheet != Sheet::Pad) return;
  session.sheet = Sheet::Glass;
  session.ink.clear();
  session.notice = Notice::PadLost;
}

void note_state(Session& session, Machine& machine, const devices::DeviceState& state) {
  switch (state.role) {
    case devices::Role::Reader:
      machine.reader = state.presence;
      break;
    case devices::Role::Printer:
      machine.printer = state.presence;
      machine.has_stand_in = state.has_stand_in;
      break;
    case devices::Role::Pad:
      machine.pad = state.presence;
      if (!machine.may_sign_on_pad()) machine.pad_screen.reset();
      if (!machine.may_sign_on_pad()) lose_pad(session);
      break;
  }
}

void note_print(Session& session, const devices::PrintEnded& ended) {
  if (ended.job != session.job || session.paper != PaperState::Printing) return;
  session.printed = ended.printed;
  switch (ended.printed.outcome) {
    case devices::Outcome::Printed:
      session.paper = PaperState::Printed;
      break;
    case devices::Outcome::NotPrinted:
      session.paper = PaperState::Failed;
      break;
    case devices::Outcome::Unknown:
      session.paper = PaperState::Unsure;
      break;
  }
}

void note_card(Session& session, const devices::Card& card) {
  session.forget_pass();
  session.card_uid = card.uid;
  session.stripe.reset();
  if (card.proof) session.proof = sync::CardProof{card.proof->claim, card.proof->mac};
  if (card.stripe) {
    const auto& [first, second, third] = card.stripe->tracks;
    session.stripe =
        sync::SealedStripe{card.stripe->ksn, first, second, third, name_of(card.stripe->format)};
  }
}

void note_device(Session& session, Machine& machine, Screen screen,
                 const devices::DeviceEvent& event) {
  machine.has_devices = !std::holds_alternative<devices::ServiceLost>(event);
  std::visit(Match{[&](const devices::DeviceState& state) { note_state(session, machine, state); },
                   [&](const devices::PrinterChanged& changed) {
                     machine.paper = changed.status;
                     machine.width_dots = changed.width_dots;
                   },
                   [&](const devices::CardArrived& arrived) {
                     if (takes_cards(screen)) note_card(session, arrived.card);
                   },
                   [&](const devices::CardUnreadable& unreadable) {
                     if (!takes_cards(screen)) return;
                     session.notice = unreadable.trouble == devices::ReadTrouble::Card
                                          ? Notice::CardUnreadable
                                          : Notice::ReaderWithoutKeys;
                   },
                   [&](const devices::PrintEnded& ended) { note_print(session, ended); },
                   [&](const devices::PadSeen& seen) { machine.pad_screen = seen.screen; },
                   [&](const devices::SignatureBegan& began) {
                     if (is_signing(screen) && session.sheet == Sheet::Pad)
                       session.ink.begin(began.size);
                   },
                   [&](const devices::PenMoved& moved) {
                     if (is_signing(screen) && session.sheet == Sheet::Pad)
                       session.ink.draw(moved.samples);
                   },
                   [&](const devices::SignatureLost&) { lose_pad(session); },
                   [&](const devices::ServiceLost&) {
                     machine.reader = machine.printer = machine.pad = devices::Presence::Absent;
                     machine.pad_screen.reset();
                     lose_pad(session);
                   },
                   // Its meaning is a button's; see meaning_of().
                   [](const devices::PadTapped&) {},
                   // A kiosk has no drawer.
                   [](const devices::DrawerMoved&) {}, [](const devices::CardRemoved&) {}},
             event);
}

void note_answer(Session& session, const sync::KioskAnswer& answer) {
  std::visit(Match{[&](const sync::CardFound& found) {
                     session.card = found;
                     session.tries_left = found.tries_left;
                     if (session.is_sealed()) session.card_uid = found.card_uid;
                     if (!found.pass) return;
                     session.pass = found.pass->text;
                     wipe(session.card->pass->text);
                     session.card->pass.reset();
                   },
                   [&](const sync::Denied& denied) {
                     session.tries_left = denied.tries_left;
                     session.sentence = denied.sentence;
                     if (denied.why == sync::NoEntry::WrongPin) session.notice = Notice::WrongPin;
                     if (denied.why == sync::NoEntry::PassEnded) session.forget_pass();
                   },
                   [&](const sync::AccountOpened& opened) { session.account = opened; },
                   [&](const sync::Tracked& tracked) { session.tracked = tracked; },
                   [&](const sync::VoucherIssued& issued) { session.voucher = issued; },
                   [&](const sync::Withdrawn& withdrawn) { session.withdrawn = withdrawn; },
                   [&](const sync::NotFound&) { session.notice = Notice::NoSuchCode; },
                   [&](const sync::CannotDo& cannot) { session.sentence = cannot.sentence; },
                   [](const auto&) {}},
             answer);
}

void note_sync(Session& session, Machine& machine, const sync::SyncEvent& event) {
  machine.has_sync = !std::holds_alternative<sync::SyncLost>(event);
  std::visit(Match{[&](const sync::StationAnswer& said) {
                     if (said.ticket == session.help_ticket) session.notice = Notice::StaffCalled;
                     if (said.ticket == session.ticket) note_answer(session, said.answer);
                   },
                   [&](const sync::StationAbsent& absent) {
                     if (absent.ticket == session.help_ticket)
                       session.notice = Notice::StaffNotReached;
                     if (absent.ticket == session.ticket && session.is_sealed())
                       session.sentence = words::kNobodyOpens;
                   },
                   [&](const sync::LinkChanged& link) {
                     machine.link_up = link.is_up;
                     machine.key_refused = link.key_refused;
                     if (link.welcome) machine.welcome = link.welcome;
                   },
                   [&](const sync::Stored& stored) {
                     if (stored.id == session.id) session.slip_code = stored.slip_code;
                   },
                   [&](const sync::Delivered& delivered) {
                     if (delivered.id != session.id) return;
                     if (const auto* filed = std::get_if<sync::Filed>(&delivered.outcome))
                       session.number = filed->number;
                     if (const auto* refused = std::get_if<sync::FilingRefused>(&delivered.outcome))
                       session.turned_down = refused->reason;
                   },
                   [&](const sync::VoucherNoted& noted) {
                     if (noted.job == session.job) session.may_print_voucher = noted.may_print;
                   },
                   [](const auto&) {}},
             event);
}

}  // namespace

std::optional<Pressed> meaning_of(Screen screen, const Session& session,
                                  const devices::PadTapped& tapped) {
  const bool is_signed_there = is_signing(screen) && session.sheet == Sheet::Pad;
  // Until the pad has begun, the tap was on the picture of a signature before.
  if (!is_signed_there || session.ink.signature().width <= 0) return std::nullopt;
  switch (tapped.news) {
    case devices::PadNews::Accepted:
      return Pressed{Button::Primary};
    case devices::PadNews::Cleared:
      return Pressed{Button::Clear};
    case devices::PadNews::Cancelled:
      return Pressed{Button::Secondary};
  }
  return std::nullopt;
}

void take_note(Session& session, Machine& machine, Screen screen, const Input& input) {
  const bool is_act = std::holds_alternative<Pressed>(input) ||
                      std::holds_alternative<Typed>(input) || std::holds_alternative<Chosen>(input);
  if (is_act) session.notice = Notice::None;
  std::visit(Match{[&](const Pressed& pressed) { note_press(session, screen, pressed.button); },
                   [&](const Typed& typed) { note_key(session, screen, typed.key); },
                   [&](const Chosen& chosen) { note_choice(session, screen, chosen.index); },
                   [&](const Drawn& drawn) {
                     if (!is_signing(screen) || session.sheet != Sheet::Glass) return;
                     if (session.ink.signature().strokes.empty()) session.ink.begin(drawn.size);
                     session.ink.draw(drawn.samples);
                   },
                   [&](const Scanned& scanned) {
                     const auto code = refund::slip_code_from(scanned.text);
                     if (code && takes_cards(screen)) session.typed_code = *code;
                   },
                   [](const PromptDrawn&) {}, [](const TimeCame&) {},
                   [&](const devices::DeviceEvent& event) {
                     note_device(session, machine, screen, event);
                   },
                   [&](const sync::SyncEvent& event) { note_sync(session, machine, event); }},
             input);
}

}  // namespace slipway::kiosk
