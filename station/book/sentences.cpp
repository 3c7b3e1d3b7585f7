#include "station/book/sentences.hpp"

#include "station/book/promise.hpp"

namespace slipway::book {
namespace {

using refund::Event;
using refund::Phrase;
using refund::RequestState;

// With several payments, also how many of them have left.
Phrase payment_under_way(const Store& store, const Request& request) {
  const Phrase arrival = arrival_of(store.terms.policy, request.payee.method);
  Phrase words{"正在安排付款，" + arrival.zh, "Your payment is being made. " + arrival.en};
  const int paid = paid_of(request.legs);
  if (paid == 0) return words;
  const std::string count = std::to_string(paid);
  const std::string all = std::to_string(request.legs.size());
  return {"共 " + all + " 笔付款，已付出 " + count + " 笔。" + words.zh,
          count + " of " + all + " payments have left. " + words.en};
}

}  // namespace

Phrase told_of_swipe_before() {
  return {"这是以前一次刷卡的记录，不能再用。请重新刷一次卡；若仍不行，请找店员。",
          "What was read is a record of an earlier swipe and can't be used again. Please swipe the "
          "card once more; if that doesn't help, ask a member of staff."};
}

Phrase told(sync::NoEntry why, int tries_left) {
  const std::string left = std::to_string(tries_left);
  switch (why) {
    case sync::NoEntry::UnknownCard:
      return {"没有找到这张卡，请换一张卡，或找店员帮忙。",
              "We don't know this card. Try another one, or ask a member of staff."};
    case sync::NoEntry::WrongPin:
      if (tries_left == 1) {
        return {"密码不对，还可以试 1 次。", "That PIN didn't match. 1 try left."};
      }
      return {"密码不对，还可以试 " + left + " 次。",
              "That PIN didn't match. " + left + " tries left."};
    case sync::NoEntry::Paused:
      return {"密码多次不对，为保护您的钱，这张卡今天在本机暂停办理，请找店员帮忙。",
              "The PIN was wrong too often. To protect your money this card is paused here for "
              "today. Please ask a member of staff."};
    case sync::NoEntry::NotActive:
      return {"这张卡需要店员协助办理。", "A staff member needs to help with this card."};
    case sync::NoEntry::NotProved:
      return {
          "这次读到的是这张卡以前用过的一次性验证码，不能再用。请把卡拿开再刷一次；若仍不行，请"
          "找店员。",
          "What was read is a one-time code that this card has used before. Please take the "
          "card away and tap it again; if that doesn't help, ask a member of staff."};
    case sync::NoEntry::NotOpened:
      return {"门店主机读不出这张卡。请再刷一次；若仍不行，请找店员。卡里的钱没有变化。",
              "The store's computer can't read this card. Please swipe it again; if that doesn't "
              "help, ask a member of staff. Your balance is unchanged."};
    case sync::NoEntry::PassEnded:
      return {"为了您的资金安全，请输入密码继续。",
              "To keep your money safe, please type your PIN to go on."};
  }
  return {};
}

Phrase told(refund::CardStatus status) {
  switch (status) {
    case refund::CardStatus::Lost:
      return {"这张卡已挂失，请带有效证件找店员办理。",
              "This card was reported lost. Please see a member of staff with your ID."};
    case refund::CardStatus::Frozen:
      return {"这张卡暂时冻结，请找店员了解原因。",
              "This card is on hold for now. A member of staff can tell you why."};
    case refund::CardStatus::Expired:
      return {"这张卡已过有效期，卡里的余额仍是您的，请找店员办理。",
              "This card has passed its date. Its balance is still yours: please ask staff."};
    case refund::CardStatus::Refunded:
      return {"这张卡已经退过款，不能再用。如有疑问请找店员。",
              "This card has been refunded and is closed. Ask staff if you have a question."};
    case refund::CardStatus::Closed:
      return {"这张卡已停用，请找店员帮忙。", "This card is closed. Please ask staff."};
    case refund::CardStatus::Active:
      break;
  }
  return told(sync::NoEntry::NotActive, 0);
}

Phrase where_it_stands(const Store& store, const Request& request) {
  const std::string& telephone = store.terms.telephone;
  const Fact* last = request.facts.empty() ? nullptr : &request.facts.back();
  switch (request.state) {
    case RequestState::Filed:
    case RequestState::InReview: {
      const Phrase when = review_due_of(store, request).words;
      return {"店长还在审核。" + when.zh, "Still under review. " + when.en};
    }
    case RequestState::NeedsInfo: {
      const Fact* asked = request.last(Event::DocumentsAsked);
      const Phrase note = asked == nullptr ? Phrase{} : asked->told;
      return {"还需要您带来：" + note.zh, "Please bring to the desk: " + note.en};
    }
    case RequestState::Approved:
      return {"已批准，请确认领取。", "Approved, please confirm."};
    case RequestState::Rejected:
      return {"未通过：" + (last == nullptr ? "" : last->told.zh) + " 如有疑问可找店长，或拨 " +
                  telephone,
              "Not approved: " + (last == nullptr ? "" : last->told.en) +
                  " Ask the manager or call " + telephone};
    case RequestState::Withdrawn:
      return {"您已撤回这笔申请，没有付款，钱仍在卡里，可以重新申请。",
              "You withdrew this request. Nothing was paid; the money is on your card and you can "
              "file again."};
    case RequestState::Expired:
      return {"这笔申请已过期，钱仍在卡里，可以重新申请。",
              "This request has lapsed. The money is still on your card; you can file again."};
    case RequestState::Confirmed:
      if (request.payee.method == refund::Method::Cash) {
        return {"请到前台领取现金，出示凭证。",
                "Please collect your cash at the desk and show the voucher."};
      }
      return payment_under_way(store, request);
    case RequestState::Paying:
    case RequestState::InDoubt:
    case RequestState::LegFailed:
      return {"门店正在核对这笔付款，会联系您。如有疑问请拨 " + telephone,
              "The store is checking this payment and will contact you. Questions: " + telephone};
    case RequestState::Paid:
    case RequestState::Archived:
      return {"已退款。", "Refunded."};
    case RequestState::Reinstated:
      return {"这张卡已恢复使用。", "This card has been put back in use."};
  }
  return {};
}

Phrase cannot_be_withdrawn(const Store& store, const Request& request) {
  const Phrase stands = where_it_stands(store, request);
  if (refund::holds_money(request.state)) {
    return {"这笔退款已经确认，不能再撤回。" + stands.zh,
            "This refund is confirmed already and can't be withdrawn. " + stands.en};
  }
  return {"这笔申请已经结束，不用撤回。" + stands.zh,
          "This request has ended already: there is nothing to withdraw. " + stands.en};
}

Phrase arrival_of(const refund::Policy& policy, refund::Method method) {
  if (method == refund::Method::Cash) {
    return {"当场到前台领取", "At the desk, at once"};
  }
  const std::string days = std::to_string(policy.bank_days);
  return {days + " 个工作日内到账", "Within " + days + " business days"};
}

Phrase what_happened(const Fact& fact) {
  if (!fact.event) return {"批准", "Approved by one person"};
  switch (*fact.event) {
    case Event::ReviewBegan:
      return {"提交申请，进入审核", "Filed, in review"};
    case Event::DocumentsAsked:
      return {"请会员补材料：" + fact.told.zh, "Asked for papers: " + fact.told.en};
    case Event::DocumentsGiven:
      return {"材料已看过", "Papers seen"};
    case Event::ApprovalsComplete:
      if (fact.actor == kStation) {
        return {"按规则自动批准", "Approved automatically, as the policy allows"};
      }
      return {"批准完成", "Approval complete"};
    case Event::Rejection:
      return {"驳回：" + fact.told.zh, "Not approved: " + fact.told.en};
    case Event::Withdrawal:
      return {"会员撤回", "Withdrawn by the member"};
    case Event::Expiry:
      return {"过期", "Lapsed"};
    case Event::Confirmation:
      return {"会员签字确认", "Confirmed by the member"};
    case Event::PayoutBegan:
      return {"开始付款", "Payout began"};
    case Event::Posted:
      return {"已付款", "Paid"};
    case Event::LegPaid:
      return {"已付一笔：" + fact.told.zh, "One payment has left: " + fact.told.en};
    case Event::PayoutLost:
      return {"付款结果不明，需人工核对", "Payout unclear: to be checked"};
    case Event::ReconciledPaid:
      return {"核对：已付", "Checked: paid"};
    case Event::ReconciledUnpaid:
      return {"核对：未付", "Checked: not paid"};
    case Event::LegFailure:
      return {"收款资料有误", "Payee details were wrong"};
    case Event::PayeeCorrected:
      return {"收款资料已更正", "Payee details corrected"};
    case Event::Reinstatement:
      return {"卡恢复使用", "Card put back in use"};
    case Event::Archival:
      return {"归档", "Archived"};
  }
  return {};
}

Phrase decided(RequestState state, int approvals_missing) {
  if (state == RequestState::Approved) {
    return {"已批准，等待会员确认", "Approved, waiting for the member"};
  }
  if (state == RequestState::Rejected) return {"已驳回", "Not approved"};
  if (state == RequestState::NeedsInfo) {
    return {"已请会员补材料", "The member was asked for papers"};
  }
  if (state == RequestState::Paid) return {"已付款", "Paid"};
  if (state == RequestState::Confirmed) {
    return {"已标记这一笔，还有款项未付", "Marked; more is to be paid"};
  }
  if (approvals_missing > 0) {
    const std::string missing = std::to_string(approvals_missing);
    return {"已记录您的批准，还需 " + missing + " 人复核",
            "Your approval is recorded; " + missing + " more needed"};
  }
  return {"已回到审核", "Back in review"};
}

Phrase dealt_with_by(const std::string& name) {
  return {"已由 " + name + " 处理", "Dealt with by " + name + "."};
}

}  // namespace slipway::book
