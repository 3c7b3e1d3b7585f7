// What each answer of the station changes on the desk.
#include <algorithm>
#include <utility>

#include "station/desk/desk.hpp"

namespace slipway::desk {

using refund::Phrase;

void Desk::on_news(const News& news, Tick now) {
  if (const auto* reach = std::get_if<Reach>(&news)) {
    reach_ = *reach;
  } else if (const auto* vain = std::get_if<Unanswered>(&news)) {
    on_unanswered(vain->ticket, now);
  } else {
    const auto& answered = std::get<Answered>(news);
    std::visit([&](const auto& answer) { on_answer(answered.ticket, answer, now); },
               answered.answer);
  }
}

void Desk::merge(const std::vector<sync::InboxRow>& rows, bool first_fill) {
  review_.merge(rows, first_fill);
  payouts_.merge(rows, first_fill);
}

// The decision of this ticket has its answer: the row is shown again as the station says it is.
void Desk::settle(Ticket ticket, const sync::InboxRow* row) {
  const auto found = std::find_if(sent_.begin(), sent_.end(),
                                  [&](const Sent& one) { return one.ticket == ticket; });
  if (row != nullptr && staff_) merge({*row}, true);
  if (found == sent_.end()) return;
  review_.put_back(found->id);
  payouts_.put_back(found->id);
  details_.erase(found->id);
  sent_.erase(found);
  open_queue().select_something();
  want_detail();
}

std::string Desk::settled_name(Ticket ticket) const {
  const auto found = std::find_if(sent_.begin(), sent_.end(),
                                  [&](const Sent& one) { return one.ticket == ticket; });
  return found == sent_.end() ? std::string() : found->name;
}

void Desk::on_unanswered(Ticket ticket, Tick now) {
  if (ticket == sign_in_ticket_) {
    sign_in_ticket_ = 0;
    sign_in_notice_ = Notice{
        Tone::Bad, {"门店服务没有应答，请稍后再试。", "The station does not answer. Try again."}};
    return;
  }
  if (ticket == cash_ticket_ && cash_desk_.step == CashDesk::Step::Looking) {
    cash_desk_.step = CashDesk::Step::NoAnswer;
    cash_desk_.sentence = {"没有查到：门店服务没有应答。什么都没有改变，请再扫一次。",
                           "Not looked up: the station does not answer. Nothing has changed; scan "
                           "it again."};
    return;
  }
  if (const auto asked = detail_asked_.find(ticket); asked != detail_asked_.end()) {
    detail_missing_.insert_or_assign(asked->second, now);
    detail_asked_.erase(asked);
    return;
  }
  if (end_copy(ticket)) {
    tell(Tone::Bad,
         {"没有做成副本：门店服务没有应答。", "No copy was made: the station does not answer."},
         now);
    return;
  }
  const std::string name = settled_name(ticket);
  if (name.empty()) return;
  settle(ticket, nullptr);
  tell(Tone::Bad,
       {"对 " + name + " 的决定没有得到答复，请在列表里核对。",
        "No answer about " + name + ". Check the list before deciding again."},
       now);
}

void Desk::on_answer(Ticket ticket, const sync::SignedIn& answer, Tick now) {
  if (ticket != sign_in_ticket_) return;
  auto still_open = std::move(sent_);
  end_session(now, std::nullopt);
  sent_ = std::move(still_open);
  leaving_since_.reset();
  staff_ = answer.staff;
  store_name_ = answer.store_name;
  alone_up_to_ = answer.alone_up_to;
  review_.set_large_above(alone_up_to_);
  payouts_.set_large_above(alone_up_to_);
  section_ = Section::Review;
  last_input_ = now;
}

void Desk::on_answer(Ticket, const sync::SignedOut&, Tick now) {
  if (staff_) end_session(now, std::nullopt);
}

void Desk::on_answer(Ticket ticket, const sync::NoSession& answer, Tick now) {
  Notice why{Tone::Bad, answer.sentence};
  if (answer.seconds_locked > 0) {
    const std::string seconds = std::to_string(answer.seconds_locked);
    why.text.zh += "请 " + seconds + " 秒后再试。";
    why.text.en += " Try again in " + seconds + " s.";
  }
  if (ticket == sign_in_ticket_ && ticket != 0) {
    sign_in_ticket_ = 0;
    sign_in_notice_ = std::move(why);
    return;
  }
  if (!staff_) {
    sent_.clear();
    return;
  }
  const std::size_t open =
      sent_.size() + waiting_.size() + (cash_desk_.step == CashDesk::Step::Paying ? 1U : 0U);
  if (open > 0) {
    why.text.zh += "有 " + std::to_string(open) + " 笔决定没有得到答复，登录后请核对。";
    why.text.en += " " + std::to_string(open) +
                   " decisions have no answer: check them after "
                   "signing in.";
  }
  end_session(now, std::move(why));
}

void Desk::on_answer(Ticket, const sync::Inbox& answer, Tick now) {
  if (!staff_) return;
  station_now_ = answer.now;
  station_now_at_ = now;
  review_.set_now(answer.now);
  payouts_.set_now(answer.now);
  merge(answer.rows, !is_filled_);
  if (!answer.more) is_filled_ = true;
  kiosks_ = answer.kiosks;
  for (const std::string& kiosk : answer.calls) {
    if (std::find(calls_.begin(), calls_.end(), kiosk) != calls_.end()) continue;
    tell(Tone::Note, {kiosk + " 的会员请求协助。", "A member at " + kiosk + " asks for help."},
         now);
  }
  calls_ = answer.calls;
  const bool jumped = answer.doubted_clock && !doubted_clock_;
  doubted_clock_ = answer.doubted_clock;
  if (const auto notice = clock_notice(now); jumped && notice) tell(Tone::Bad, notice->text, now);
  if (!queue().selected()) open_queue().select_something();
  want_detail();
}

void Desk::on_answer(Ticket ticket, const sync::Detail& answer, Tick) {
  if (detail_asked_.erase(ticket) == 0) return;
  merge({answer.row}, true);
  details_.insert_or_assign(answer.row.id, answer);
}

void Desk::on_answer(Ticket ticket, const sync::Decided& answer, Tick now) {
  const std::string name = settled_name(ticket);
  settle(ticket, &answer.row);
  if (!staff_ || name.empty()) return;
  tell(Tone::Good, {name + "：" + answer.sentence.zh, name + ": " + answer.sentence.en}, now);
}

void Desk::on_answer(Ticket ticket, const sync::Outdated& answer, Tick now) {
  const std::string name = settled_name(ticket);
  settle(ticket, &answer.row);
  if (!staff_ || name.empty()) return;
  tell(Tone::Bad,
       {name + "：" + answer.sentence.zh + "，您的决定没有生效。",
        name + ": " + answer.sentence.en + " Your decision was not made."},
       now);
}

void Desk::on_answer(Ticket ticket, const sync::NotAllowed& answer, Tick now) {
  if (const auto asked = detail_asked_.find(ticket); asked != detail_asked_.end()) {
    detail_missing_.insert_or_assign(asked->second, now);
    detail_asked_.erase(asked);
  }
  if (ticket == cash_ticket_ && ticket != 0) {
    cash_ticket_ = 0;
    cash_desk_.step = CashDesk::Step::Refused;
    cash_desk_.sentence = answer.sentence;
    return;
  }
  end_copy(ticket);
  settle(ticket, nullptr);
  if (staff_) tell(Tone::Bad, answer.sentence, now);
}

void Desk::on_answer(Ticket ticket, const sync::VoucherFound& answer, Tick) {
  if (ticket != cash_ticket_ || cash_desk_.step != CashDesk::Step::Looking || !staff_) return;
  using refund::VoucherState;
  cash_ticket_ = 0;
  cash_desk_.step = CashDesk::Step::Refused;
  cash_desk_.found = answer;
  if (answer.verdict == refund::Verdict::Expired || answer.state == VoucherState::Expired) {
    cash_desk_.sentence = {"凭证已过期，不能兑付。", "This voucher has expired."};
  } else if (answer.verdict != refund::Verdict::Valid) {
    cash_desk_.sentence = {"凭证的签名不对，不能兑付。请留下凭证并联系店长。",
                           "The voucher's signature is wrong. Keep it and call the manager."};
  } else if (answer.state == VoucherState::Redeemed) {
    cash_desk_.sentence = {"这张凭证已经兑付过。", "This voucher was redeemed before."};
  } else if (answer.state == VoucherState::Void) {
    cash_desk_.sentence = {"这张凭证已作废。", "This voucher is void."};
  } else if (answer.payee.method != refund::Method::Cash) {
    cash_desk_.sentence = {
        "这笔退款转账或原路退回，不付现金。",
        "This refund is transferred, or goes back the way it was paid: no cash."};
  } else if (!refund::has(*staff_, refund::Capability::Redeem)) {
    cash_desk_.sentence = {"您没有兑付的权限，请找店长。", "You may not redeem. Ask the manager."};
  } else {
    cash_desk_.step = CashDesk::Step::Found;
    cash_desk_.may_pay = true;
    cash_desk_.sentence = {"凭证有效，尚未兑付。", "Valid and not redeemed yet."};
  }
}

// The row stays in sight as paid, and counts no more; the station's own row follows.
void Desk::show_redeemed(const refund::RequestId& id) {
  const sync::InboxRow* known = payouts_.row(id);
  if (known == nullptr) return;
  sync::InboxRow paid = *known;
  paid.state = refund::RequestState::Paid;
  paid.voucher_state = refund::VoucherState::Redeemed;
  ++paid.version;  // an inbox that was on its way does not bring the old row back
  payouts_.select(id);
  payouts_.merge({paid}, false);
  want_detail();
}

void Desk::on_answer(Ticket ticket, const sync::Redeemed& answer, Tick now) {
  if (ticket != cash_ticket_) return;
  show_redeemed(answer.found.id);
  cash_ticket_ = 0;
  cash_desk_.step = CashDesk::Step::Paid;
  cash_desk_.found = answer.found;
  cash_desk_.may_pay = false;
  cash_desk_.sentence = answer.sentence;
  order_drawer(now);
}

void Desk::on_answer(Ticket ticket, const sync::AlreadyRedeemed& answer, Tick) {
  if (ticket != cash_ticket_) return;
  show_redeemed(answer.found.id);
  cash_ticket_ = 0;
  cash_desk_.step = CashDesk::Step::Refused;
  cash_desk_.found = answer.found;
  cash_desk_.may_pay = false;
  const std::string at = refund::to_text(answer.at);
  cash_desk_.sentence = {
      answer.sentence.zh + "（" + at + "，" + answer.by + "）",
      answer.sentence.en + " (" + at + ", " + answer.by + ")",
  };
}

void Desk::on_answer(Ticket ticket, const sync::NoVoucher& answer, Tick now) {
  if (end_copy(ticket)) {
    tell(Tone::Note, answer.sentence, now);
    return;
  }
  if (ticket != cash_ticket_) return;
  cash_ticket_ = 0;
  cash_desk_.step = CashDesk::Step::Refused;
  cash_desk_.found.reset();
  cash_desk_.may_pay = false;
  cash_desk_.sentence = answer.sentence;
}

}  // namespace slipway::desk
