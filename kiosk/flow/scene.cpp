#include "kiosk/flow/scene.hpp"

#include "kiosk/flow/decider.hpp"

namespace slipway::kiosk {
namespace {

// The station's words may be a sentence with its full stop, or without.
std::string ended(const std::string& sentence, const std::string& stop) {
  return sentence.ends_with(stop) ? sentence : sentence + stop;
}

std::string in_fours(std::string_view digits) {
  std::string grouped;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && i % 4 == 0) grouped += ' ';
    grouped += digits[i];
  }
  return grouped;
}

Scene pin_scene(Screen screen, const Session& session) {
  scene::Pin pin;
  if (session.card) {
    pin.masked_card = session.card->masked_card;
    pin.masked_phone = session.card->masked_phone;
  }
  pin.typed = session.pin.size();
  pin.digits = kPinDigits;
  pin.tries_left = session.tries_left;
  pin.is_wrong = session.notice == Notice::WrongPin;
  pin.leaves = screen == Screen::Verify;
  return pin;
}

Scene account_scene(const Session& session) {
  scene::Account shown;
  if (!session.account) return shown;
  const sync::AccountOpened& opened = *session.account;
  shown.masked_name = opened.masked_name;
  shown.tier = opened.tier;
  shown.masked_card = opened.masked_card;
  shown.principal = opened.principal;
  shown.bonus = opened.bonus;
  shown.held = opened.held;
  shown.kind = session.history_kind;
  for (const auto& row : opened.history) {
    const bool is_top_up = refund::is_positive(row.amount);
    if (shown.kind == 0 || (shown.kind == 1) == is_top_up) shown.rows.push_back(row);
  }
  return shown;
}

Scene quote_scene(const Session& session) {
  scene::Quote shown;
  if (!session.account) return shown;
  if (const refund::Quote* quoted = session.quote()) shown.quote = *quoted;
  shown.clause = session.account->clause;
  shown.leads_on = refund::is_positive(shown.quote.total);
  if (!session.reason)
    for (const refund::Quote& other : session.account->quotes)
      shown.leads_on = shown.leads_on || refund::is_positive(other.total);
  return shown;
}

Scene payout_scene(const Session& session) {
  scene::Payout shown{session.offers(), session.method, std::nullopt};
  if (const refund::Quote* quoted = session.quote()) shown.amount = quoted->total;
  return shown;
}

scene::Signing signing(const Session& session) {
  return {session.sheet, session.ink.signature(), session.ink.is_enough()};
}

Scene review_scene(const Session& session) {
  scene::Review shown;
  if (const refund::Quote* quoted = session.quote()) shown.amount = quoted->total;
  shown.payee = refund::phrase_of(session.payee());
  if (const auto offer = session.offer()) shown.arrivals = planned_arrivals(*offer);
  shown.reason = refund::phrase_of(session.reason.value_or(refund::Reason::Undisclosed));
  shown.signing = signing(session);
  return shown;
}

Scene submitted_scene(const Session& session, const Machine& machine) {
  scene::Submitted shown;
  shown.code = refund::grouped(session.slip_code);
  const refund::Phrase reviewed =
      machine.welcome ? machine.welcome->reviewed_by : words::kReviewedSoon;
  if (session.turned_down) {
    shown.lead = *session.turned_down;
  } else if (session.paper == PaperState::Printing) {
    shown.lead = words::kPrintingSlip;
  } else {
    shown.lead = {words::kTakeSlip.zh + ended(reviewed.zh, "。"),
                  words::kTakeSlip.en + " " + ended(reviewed.en, ".")};
  }
  shown.steps = {{{"已提交", "Submitted"}, session.filed_at, false},
                 {{"店长审核", "Manager review"}, std::nullopt, true},
                 {{"本机最终确认", "Confirm on this kiosk"}, std::nullopt, false},
                 {{"到账", "Money arrives"}, std::nullopt, false}};
  const auto offer = session.offer();
  const auto arrivals = offer ? planned_arrivals(*offer) : std::vector<refund::Phrase>{};
  if (arrivals.size() == 1 && session.method != refund::Method::Original) {
    shown.steps.back().title.zh += " · " + arrivals.front().zh;
    shown.steps.back().title.en += " · " + arrivals.front().en;
  }
  const sync::Due* due = session.due();
  if (due && !session.turned_down) shown.due = due->words;
  return shown;
}

Scene tracked_scene(const Session& session) {
  scene::Tracked shown;
  if (!session.tracked) return shown;
  shown.tracked = *session.tracked;
  shown.arrivals = arrivals_of(session.tracked->legs, session.tracked->arrival);
  if (!shown.tracked.is_open)
    shown.next = scene::TrackNext::AskPin;
  else if (shown.tracked.state == refund::RequestState::Approved)
    shown.next = session.may_decide() ? scene::TrackNext::Confirm : scene::TrackNext::AskPin;
  shown.may_withdraw = may_withdraw(session);
  shown.is_ended = shown.tracked.state == refund::RequestState::Rejected ||
                   shown.tracked.state == refund::RequestState::Withdrawn ||
                   shown.tracked.state == refund::RequestState::Expired;
  return shown;
}

Scene withdraw_scene(const Session& session) {
  scene::Withdraw shown;
  if (!session.tracked) return shown;
  shown.amount = session.tracked->amount;
  shown.number = session.tracked->number;
  shown.is_approved = session.tracked->state == refund::RequestState::Approved;
  return shown;
}

Scene withdrawn_scene(const Session& session) {
  scene::Withdrawn shown;
  if (session.tracked) shown.number = session.tracked->number;
  if (!session.withdrawn) return shown;
  shown.amount = session.withdrawn->amount;
  shown.at = session.withdrawn->at;
  return shown;
}

Scene confirm_scene(const Session& session) {
  scene::Confirm shown;
  if (session.tracked) {
    shown.amount = session.tracked->amount;
    shown.payee = refund::phrase_of(session.tracked->payee.method);
    if (!session.tracked->payee.bank_card.empty()) {
      shown.payee.zh += " " + session.tracked->payee.bank_card;
      shown.payee.en += " " + session.tracked->payee.bank_card;
    }
    shown.arrivals = arrivals_of(session.tracked->legs, session.tracked->arrival);
  }
  shown.signing = signing(session);
  return shown;
}

Scene done_scene(const Session& session) {
  scene::Done shown;
  if (!session.voucher) return shown;
  shown.amount = session.voucher->amount;
  shown.arrivals = arrivals_of(session.voucher->legs, session.voucher->arrival);
  shown.payee = refund::phrase_of(session.voucher->payee.method);
  shown.is_cash = session.voucher->payee.method == refund::Method::Cash;
  shown.number = session.voucher->number_text;
  return shown;
}

bool is_waiting(Screen screen) {
  switch (screen) {
    case Screen::Unlocking:
    case Screen::Tracking:
    case Screen::Submitting:
    case Screen::Confirming:
    case Screen::Withdrawing:
    case Screen::VoucherNoting:
    case Screen::VoucherPrinting:
      return true;
    default:
      return false;
  }
}

Scene said_scene(Screen screen, const Session& session, const Machine& machine) {
  scene::Said shown;
  if (const auto message = message_of(screen)) shown.message = *message;
  shown.is_waiting = is_waiting(screen);
  if (screen == Screen::OutOfService) shown.for_staff = words_for_staff(machine);
  if (screen == Screen::Unprinted || screen == Screen::Unsaved)
    shown.code = refund::grouped(session.slip_code);
  if ((screen == Screen::VoucherNotPrinted || screen == Screen::VoucherUnsure) && session.voucher)
    shown.code = session.voucher->number_text;
  if (screen == Screen::VoucherUnsure && session.printed.on_sheet) shown.message = sheet_to_fetch();
  const bool has_reason =
      screen == Screen::Blocked || screen == Screen::NotConfirmed || screen == Screen::NotWithdrawn;
  if (has_reason && !session.sentence.zh.empty()) shown.message.sentence = session.sentence;
  if (screen == Screen::Blocked && session.card &&
      session.card->status != refund::CardStatus::Active && session.sentence.zh.empty()) {
    const refund::Phrase status = refund::phrase_of(session.card->status);
    shown.message.sentence = {status.zh + "。" + shown.message.sentence.zh,
                              status.en + ". " + shown.message.sentence.en};
  }
  return shown;
}

}  // namespace

std::vector<refund::Phrase> arrivals_of(const std::vector<sync::PayoutLeg>& legs,
                                        const refund::Phrase& arrival) {
  std::vector<refund::Phrase> arrivals;
  if (legs.empty() && !arrival.zh.empty()) arrivals.push_back(arrival);
  for (const sync::PayoutLeg& leg : legs)
    arrivals.push_back(leg.words);
  if (legs.size() != 1 || legs.front().route == refund::Route::Original) return arrivals;
  const sync::PayoutLeg& leg = legs.front();
  const std::string day = refund::to_text(leg.arrives);
  arrivals.front() =
      leg.route == refund::Route::Cash ? arrival : refund::Phrase{"最迟 " + day, "By " + day};
  return arrivals;
}

Scene scene_of(Screen screen, const Session& session, const Machine& machine) {
  switch (screen) {
    case Screen::Attract:
      return scene::Attract{machine.may_read()};
    case Screen::TapCard:
      return scene::TapCard{};
    case Screen::Verify:
    case Screen::TrackPin:
      return pin_scene(screen, session);
    case Screen::Account:
      return account_scene(session);
    case Screen::Quote:
      return quote_scene(session);
    case Screen::Reason:
      return scene::Reasons{session.reason};
    case Screen::Payout:
      return payout_scene(session);
    case Screen::BankCard:
      return scene::BankCard{in_fours(session.bank_card.view()),
                             session.account ? session.account->masked_name : std::string{},
                             session.notice == Notice::BadCardNumber};
    case Screen::Review:
      return review_scene(session);
    case Screen::Submitted:
      return submitted_scene(session, machine);
    case Screen::TrackEntry:
      return scene::TrackEntry{session.typed_code};
    case Screen::Tracked:
      return tracked_scene(session);
    case Screen::Confirm:
      return confirm_scene(session);
    case Screen::Withdraw:
      return withdraw_scene(session);
    case Screen::Withdrawn:
      return withdrawn_scene(session);
    case Screen::Done:
      return done_scene(session);
    default:
      return said_scene(screen, session, machine);
  }
}

std::optional<Banner> banner_of(Screen screen, const Session& session, const Machine& machine) {
  switch (session.notice) {
    case Notice::None:
      break;
    case Notice::WrongPin:
    case Notice::BadCardNumber:
      return std::nullopt;  // told beside what was typed
    case Notice::StaffCalled:
      return Banner{Tone::Good, phrase_of(session.notice)};
    default:
      return Banner{Tone::Trouble, phrase_of(session.notice)};
  }
  // Shown a second time, with another amount than before: say why.
  if (screen == Screen::Quote && session.reason) return Banner{Tone::Good, words::kByReason};
  const bool is_first = screen == Screen::Attract || screen == Screen::TapCard;
  if (!is_first) return std::nullopt;
  if (!machine.may_read()) return Banner{Tone::Caution, words::kReaderAway};
  if (!machine.link_up) return Banner{Tone::Caution, words::kStationAway};
  if (!machine.may_print()) return Banner{Tone::Caution, words::kPrinterAway};
  return std::nullopt;
}

int step_of(Screen screen) {
  switch (screen) {
    case Screen::Verify:
    case Screen::Unlocking:
      return 1;
    case Screen::Account:
      return 2;
    case Screen::Quote:
    case Screen::Reason:
    case Screen::Offline:
      return 3;
    case Screen::Payout:
    case Screen::BankCard:
      return 4;
    case Screen::Review:
    case Screen::PaperWarning:
    case Screen::Submitting:
      return 5;
    default:
      return 0;
  }
}

}  // namespace slipway::kiosk
