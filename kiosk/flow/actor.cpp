#include "kiosk/flow/actor.hpp"

#include <array>

namespace slipway::kiosk {
namespace {

bool is_signing(Screen screen) {
  return screen == Screen::Review || screen == Screen::Confirm;
}

template <typename T>
const T* device(const Input& input) {
  const auto* event = std::get_if<devices::DeviceEvent>(&input);
  return event ? std::get_if<T>(event) : nullptr;
}

devices::Command command(devices::Command value) {
  return value;
}
sync::SyncCommand to_sync(sync::SyncCommand value) {
  return value;
}

}  // namespace

Actor::Actor(std::string kiosk, Randomness randomness)
    : kiosk_(std::move(kiosk)), randomness_(std::move(randomness)) {}

std::vector<Effect> Actor::start() const {
  return {command(devices::ArmReader{}), command(devices::AskState{})};
}

std::uint64_t Actor::number() {
  std::array<std::uint8_t, 8> bytes{};
  randomness_(bytes);
  std::uint64_t value = 0;
  for (const std::uint8_t byte : bytes)
    value = value << 8 | byte;
  return (value >> 1) | 1;  // never nothing, and fits a signed column
}

Effect Actor::ask(Session& session, sync::KioskQuestion question) {
  session.ticket = ++last_ticket_;
  return to_sync(sync::AskStation{session.ticket, std::move(question)});
}

// A pad with a screen of its own begins when its picture is drawn.
void Actor::begin_signature(Screen screen, Session& session, const Machine& machine,
                            Effects& effects) {
  session.ink = {};
  session.prompt_ticket = 0;
  session.sheet = machine.may_sign_on_pad() ? Sheet::Pad : Sheet::Glass;
  if (session.sheet != Sheet::Pad) return;
  if (!machine.pad_screen) {
    effects.emplace_back(command(devices::BeginSignature{}));
    return;
  }
  session.prompt_ticket = ++last_ticket_;
  session.prompt_language = session.language;
  effects.emplace_back(
      DrawPrompt{session.prompt_ticket, pad_prompt(screen, session, machine), *machine.pad_screen});
}

void Actor::leave(Screen from, Session& session, Effects& effects) const {
  if (!is_signing(from) || session.sheet != Sheet::Pad) return;
  effects.emplace_back(command(devices::EndSignature{}));
  session.sheet = Sheet::None;
  session.prompt_ticket = 0;
}

void Actor::file(Session& session, Now now, Effects& effects) {
  std::array<std::uint8_t, 10> random{};
  randomness_(random);
  session.id = refund::make_request_id(now.wall, random);
  session.filed_at = now.wall;
  session.slip_code = refund::slip_code(session.id);
  refund::Filing filing;
  filing.id = session.id;
  filing.kiosk = kiosk_;
  filing.card_uid = session.card_uid;
  filing.pin = session.second_factor();
  filing.reason = session.reason.value_or(refund::Reason::Undisclosed);
  filing.payee = session.payee();
  if (const refund::Quote* quoted = session.quote()) filing.quoted = quoted->total;
  filing.signature = session.ink.signature();
  filing.filed_at = now.wall;
  filing.language = session.language;
  effects.emplace_back(to_sync(sync::StoreFiling{std::move(filing)}));
}

void Actor::print(Session& session, const Machine& machine, Slip slip, Effects& effects) {
  const bool is_voucher = std::holds_alternative<paper::VoucherSlip>(slip);
  if (is_voucher ? !machine.may_print_voucher() : !machine.may_print()) {
    session.paper = PaperState::Failed;
    session.printed = {devices::Outcome::NotPrinted, devices::Evidence::Nothing,
                       devices::PrintCause::Offline};
    return;
  }
  session.paper = PaperState::Printing;
  session.printing = PrintSlip{session.job, std::move(slip), machine.width_dots, is_voucher};
  effects.emplace_back(*session.printing);
}

void Actor::enter_filing(Screen from, Event event, Screen to, Session& session,
                         const Machine& machine, Now now, Effects& effects) {
  switch (to) {
    case Screen::Verify:
      session.pin.clear();
      if (event == Event::CardTapped) {
        session.typed_code.clear();
        effects.push_back(
            ask(session, sync::Identify{session.card_uid, session.proof, session.stripe}));
      }
      break;
    case Screen::Unlocking:
      effects.push_back(ask(session, sync::Unlock{session.card_uid, session.second_factor()}));
      break;
    case Screen::Quote:
      if (const refund::Quote* quoted = session.quote()) session.quote_seen = quoted->total;
      break;
    case Screen::Explained:
      session.job = number();
      print(session, machine, explanation_slip(session, machine, now), effects);
      break;
    case Screen::Payout:
      for (const sync::MethodOffer& offer : session.offers())
        if (offer.available) {
          session.method = offer.method;  // the best one, preselected
          break;
        }
      break;
    case Screen::Review:
      // Back from the warning the signature stands; otherwise a new sheet.
      if (from != Screen::PaperWarning) begin_signature(to, session, machine, effects);
      break;
    case Screen::Submitting:
      file(session, now, effects);
      break;
    case Screen::Submitted:
      session.job = number();
      print(session, machine, request_slip(session, machine), effects);
      break;
    default:
      break;
  }
}

void Actor::enter_tracking(Event event, Screen to, Session& session, const Machine& machine,
                           Effects& effects) {
  switch (to) {
    case Screen::TrackEntry:
      session.typed_code.clear();
      break;
    case Screen::TrackPin:
      session.pin.clear();
      session.forget_pass();
      break;
    case Screen::Tracking: {
      if (event == Event::CodeGiven) {
        session.pin.clear();
        session.forget_pass();
      }
      sync::Track track;
      track.slip_code = session.typed_code;
      if (track.slip_code.empty()) track.card_uid = session.card_uid;
      track.pin = session.second_factor();
      effects.push_back(ask(session, std::move(track)));
      break;
    }
    case Screen::Confirm:
      begin_signature(to, session, machine, effects);
      break;
    case Screen::Confirming: {
      sync::Confirm confirm;
      confirm.id = session.tracked->id;
      confirm.version = session.tracked->version;
      confirm.amount = session.tracked->amount;
      confirm.pin = session.second_factor();
      confirm.signature = session.ink.signature();
      effects.push_back(ask(session, std::move(confirm)));
      break;
    }
    case Screen::Withdrawing:
      session.sentence = {};
      effects.push_back(ask(session, sync::Withdraw{session.tracked->id, session.second_factor()}));
      break;
    default:
      break;
  }
}

void Actor::enter_voucher(Screen from, Screen to, Session& session, const Machine& machine,
                          Effects& effects) {
  switch (to) {
    case Screen::VoucherNoting:
      session.job = number();
      session.paper = PaperState::None;
      effects.emplace_back(to_sync(sync::NoteVoucher{*session.voucher, session.job}));
      break;
    case Screen::VoucherPrinting:
      print(session, machine, voucher_slip(session, machine), effects);
      break;
    case Screen::Done:
    case Screen::VoucherNotPrinted:
      effects.emplace_back(to_sync(sync::NotePaper{paper_news(session)}));
      break;
    case Screen::VoucherUnsure:
      // Begun before this visit: slipway-sync has told the station itself.
      if (from == Screen::VoucherPrinting)
        effects.emplace_back(to_sync(sync::NotePaper{paper_news(session)}));
      break;
    default:
      break;
  }
}

std::vector<Effect> Actor::enter(Screen from, Event event, Screen to, Session& session,
                                 const Machine& machine, Now now) {
  Effects effects;
  leave(from, session, effects);
  enter_filing(from, event, to, session, machine, now, effects);
  enter_tracking(event, to, session, machine, effects);
  enter_voucher(from, to, session, machine, effects);
  return effects;
}

namespace {

using sync::DeviceCondition;

DeviceCondition condition_of(devices::Presence presence) {
  switch (presence) {
    case devices::Presence::Ready:
    case devices::Presence::Busy:
      return DeviceCondition::Ready;
    case devices::Presence::Failed:
      return DeviceCondition::Failed;
    case devices::Presence::Strange:
      return DeviceCondition::Strange;
    case devices::Presence::Absent:
    case devices::Presence::Opening:
      break;
  }
  return DeviceCondition::Absent;
}

DeviceCondition printer_of(const Machine& machine) {
  const DeviceCondition condition = condition_of(machine.printer);
  if (condition != DeviceCondition::Ready) return condition;
  switch (devices::trouble_of(machine.paper)) {
    case devices::PrintCause::None:
      return machine.paper.paper_near_end == devices::Sensor::Yes ? DeviceCondition::PaperLow
                                                                  : DeviceCondition::Ready;
    case devices::PrintCause::PaperOut:
      return DeviceCondition::PaperOut;
    case devices::PrintCause::CoverOpen:
      return DeviceCondition::CoverOpen;
    default:
      return DeviceCondition::Failed;
  }
}

sync::NoteDevices readiness(const Machine& machine) {
  return {printer_of(machine), condition_of(machine.reader), condition_of(machine.pad)};
}

}  // namespace

void Actor::attend_signing(Screen screen, const Input& input, Session& session,
                           const Machine& machine, Effects& effects) {
  if (const auto* drawn = std::get_if<PromptDrawn>(&input)) {
    if (session.prompt_ticket == 0 || drawn->ticket != session.prompt_ticket) return;
    session.prompt_ticket = 0;
    if (session.sheet == Sheet::Pad)
      effects.emplace_back(command(devices::BeginSignature{drawn->prompt}));
    return;
  }
  const auto* pressed = std::get_if<Pressed>(&input);
  if (pressed == nullptr) return;
  const bool is_on_pad = session.sheet == Sheet::Pad;
  // A picture in another language follows the screen as soon as no ink is lost by it.
  const bool is_foreign = is_on_pad && machine.pad_screen &&
                          session.prompt_language != session.language &&
                          session.ink.signature().strokes.empty();
  const bool clears = pressed->button == Button::Clear;
  if (is_foreign || (clears && session.sheet == Sheet::None))
    begin_signature(screen, session, machine, effects);
  else if (clears && is_on_pad)
    effects.emplace_back(command(devices::ClearSignature{}));
}

std::vector<Effect> Actor::attend(Screen screen, const Input& input, Session& session,
                                  const Machine& before, const Machine& machine) {
  Effects effects;
  if (const auto* pressed = std::get_if<Pressed>(&input)) {
    if (pressed->button == Button::Help) {
      session.help_ticket = ++last_ticket_;
      effects.emplace_back(to_sync(
          sync::AskStation{session.help_ticket, sync::CallStaff{std::string(name_of(screen))}}));
    }
  }
  if (is_signing(screen)) attend_signing(screen, input, session, machine, effects);
  // The desk's list of kiosks shows what works here; a slipway-sync that was restarted knows
  // nothing.
  const auto* news = std::get_if<sync::SyncEvent>(&input);
  const bool may_be_new = news != nullptr && std::holds_alternative<sync::LinkChanged>(*news);
  if (may_be_new || readiness(before) != readiness(machine))
    effects.emplace_back(to_sync(readiness(machine)));
  // A reader that comes back was never told to listen.
  if (!before.may_read() && machine.may_read()) effects.emplace_back(command(devices::ArmReader{}));
  // Under the same job nothing is printed twice: its outcome is told again.
  if (!before.has_devices && machine.has_devices && session.paper == PaperState::Printing &&
      session.printing)
    effects.emplace_back(*session.printing);
  // Nobody waits for this voucher any more, and not a dot of it was printed.
  if (const auto* event = std::get_if<sync::SyncEvent>(&input))
    if (const auto* noted = std::get_if<sync::VoucherNoted>(event))
      if (noted->may_print && (noted->job != session.job || screen != Screen::VoucherNoting))
        effects.emplace_back(to_sync(sync::NotePaper{
            {noted->id, noted->voucher_number, sync::PaperNews::NotPrinted, "nobody waited"}}));
  return effects;
}

}  // namespace slipway::kiosk
