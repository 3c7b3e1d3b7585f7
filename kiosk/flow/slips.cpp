// What the papers of a visit and the pad say: flow/actor.hpp's values, without any printing.
#include "kiosk/flow/actor.hpp"
#include "kiosk/flow/scene.hpp"
#include "kiosk/flow/words.hpp"
#include "refund/require.hpp"

namespace slipway::kiosk {
namespace {

refund::Phrase store_name(const Machine& machine) {
  return machine.welcome ? machine.welcome->store_name : words::kStoreName;
}

std::string kiosk_name(const Machine& machine) {
  return machine.welcome ? machine.welcome->kiosk_name : std::string{};
}

// Principal that a refund of a part leaves on the card.
refund::Money staying(const std::vector<refund::QuoteLine>& lines, refund::Currency currency) {
  refund::Money sum = refund::zero(currency);
  for (const refund::QuoteLine& line : lines) {
    if (line.kind == refund::LineKind::Stays) sum = sum - line.amount;
  }
  return sum;
}

}  // namespace

paper::PadPrompt pad_prompt(Screen screen, const Session& session, const Machine& machine) {
  const auto say = [&](const refund::Phrase& phrase) { return phrase.in(session.language); };
  paper::PadPrompt shown;
  shown.store = say(store_name(machine));
  if (screen == Screen::Confirm && session.tracked) {
    shown.claim = say(words::kConfirmOf) + " " + refund::to_text(session.tracked->amount);
  } else if (const refund::Quote* quoted = session.quote()) {
    shown.claim = say(words::kRequestOf) + " " + refund::to_text(quoted->total);
  } else {
    shown.claim = say(words::kRequestUnpriced);
  }
  shown.accept = say(words::kAccept);
  shown.clear = say(words::kSignAgain);
  shown.cancel = say(words::kBack);
  return shown;
}

paper::RequestSlip request_slip(const Session& session, const Machine& machine) {
  paper::RequestSlip slip;
  slip.store_name = store_name(machine);
  if (const refund::Quote* quoted = session.quote()) {
    slip.amount = quoted->total;
    slip.lines = quoted->lines;
    slip.comparison = refund::comparison_of(*quoted);
  }
  if (session.account) slip.masked_name = session.account->masked_name;
  if (session.account)
    slip.masked_card = session.account->masked_card;
  else if (session.card)
    slip.masked_card = session.card->masked_card;
  slip.number = session.number;
  slip.slip_code = session.slip_code;
  slip.filed_at = session.filed_at;
  slip.payee = session.payee();
  if (const auto offer = session.offer()) slip.arrivals = planned_arrivals(*offer);
  if (const sync::Due* due = session.due()) slip.due = due->words;
  slip.reason = session.reason.value_or(refund::Reason::Undisclosed);
  slip.reviewed_by = machine.welcome ? machine.welcome->reviewed_by : words::kReviewedSoon;
  slip.kiosk_name = kiosk_name(machine);
  return slip;
}

paper::VoucherSlip voucher_slip(const Session& session, const Machine& machine) {
  refund::require(session.voucher.has_value());
  const sync::VoucherIssued& issued = *session.voucher;
  paper::VoucherSlip slip;
  slip.store_name = store_name(machine);
  slip.amount = issued.amount;
  slip.masked_name = issued.masked_name;
  slip.masked_card = issued.masked_card;
  slip.number = issued.number;
  slip.number_text = issued.number_text;
  slip.qr_text = issued.qr_text;
  slip.check_code = issued.check_code;
  slip.filed_at = issued.filed_at;
  slip.approved_at = issued.approved_at;
  slip.signed_at = issued.issued_at;
  slip.approvers = issued.approvers;
  slip.payee = issued.payee;
  slip.lines = issued.lines;
  slip.balance_after = staying(issued.lines, issued.amount.currency);
  slip.signature = issued.signature;
  for (const sync::PayoutLeg& leg : issued.legs)
    slip.arrivals.push_back(leg.words);
  if (slip.arrivals.empty()) slip.arrivals.push_back(issued.arrival);
  slip.valid_days = issued.valid_days;
  slip.kiosk_name = kiosk_name(machine);
  return slip;
}

paper::NoticeSlip explanation_slip(const Session& session, const Machine& machine, Now now) {
  paper::NoticeSlip slip;
  slip.store_name = store_name(machine);
  slip.title = words::kNothingBack;
  const refund::Quote* quoted = session.quote();
  if (quoted && quoted->refused) {
    slip.sentence = quoted->refused->reason;
    slip.next_step = quoted->refused->next_step;
    for (const refund::Option& option : quoted->refused->options)
      slip.options.push_back(option.words);
  } else {
    slip.sentence = words::kNothingBack;
    slip.next_step = words::kAskStaff;
  }
  slip.at = now.wall;
  return slip;
}

sync::Paper paper_news(const Session& session) {
  refund::require(session.voucher.has_value());
  sync::Paper news;
  news.id = session.voucher->id;
  news.voucher_number = session.voucher->voucher_number;
  switch (session.paper) {
    case PaperState::Printed:
      news.news = sync::PaperNews::Printed;
      news.evidence = devices::name_of(session.printed.evidence);
      break;
    case PaperState::Failed:
      news.news = sync::PaperNews::NotPrinted;
      news.evidence = devices::name_of(session.printed.cause);
      break;
    case PaperState::None:  // never begun
      news.news = sync::PaperNews::NotPrinted;
      news.evidence = "not begun";
      break;
    case PaperState::Printing:
    case PaperState::Unsure:
      news.news = sync::PaperNews::Unsure;
      news.evidence =
          session.printed.on_sheet ? "sheet of a queue" : devices::name_of(session.printed.cause);
      break;
  }
  return news;
}

}  // namespace slipway::kiosk
