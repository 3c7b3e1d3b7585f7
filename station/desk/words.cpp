#include "station/desk/words.hpp"

#include "refund/due.hpp"
#include "refund/request.hpp"

namespace slipway::desk {
namespace {

using refund::Phrase;
using refund::RequestState;
using refund::VoucherState;

Phrase joined(const std::vector<Phrase>& parts) {
  Phrase all;
  for (const Phrase& part : parts) {
    if (part.zh.empty() && part.en.empty()) continue;
    all.zh += (all.zh.empty() ? "" : " · ") + part.zh;
    all.en += (all.en.empty() ? "" : " · ") + part.en;
  }
  return all;
}

Pill transfer_pill(const sync::InboxRow& row) {
  Pill pill{Pill::Colour::Blue, {"待转账", "Transfer due"}};
  if (row.method == refund::Method::Original) pill.text = {"待原路退", "Refund due"};
  if (row.legs > 1) {
    const std::string count = " " + std::to_string(row.legs_paid) + "/" + std::to_string(row.legs);
    pill.text = {pill.text.zh + count, pill.text.en + count};
  }
  return pill;
}

}  // namespace

std::optional<Pill> pill_of(const sync::InboxRow& row) {
  using Colour = Pill::Colour;
  if (row.voucher_state == VoucherState::Review) {
    return Pill{Colour::Red, {"凭证待核实", "Check voucher"}};
  }
  switch (row.state) {
    case RequestState::NeedsInfo:
      return Pill{Colour::Amber, {"待补材料", "Papers"}};
    case RequestState::Approved:
      return Pill{Colour::Grey, {"待会员确认", "To confirm"}};
    case RequestState::Confirmed:
      if (row.method == refund::Method::Cash) return Pill{Colour::Good, {"待兑付", "Cash due"}};
      return transfer_pill(row);
    case RequestState::Paying:
      return Pill{Colour::Blue, {"转账中", "Paying"}};
    case RequestState::InDoubt:
      return Pill{Colour::Red, {"存疑", "In doubt"}};
    case RequestState::LegFailed:
      return Pill{Colour::Red, {"转账失败", "Failed"}};
    default:
      break;
  }
  if (row.risk_asks_more) return Pill{Colour::Red, {"高风险", "High risk"}};
  if (row.risk > 0) return Pill{Colour::Amber, {"留意", "Notice"}};
  if (row.approvals_needed <= 1) return std::nullopt;
  const std::string done =
      std::to_string(row.approvals) + "/" + std::to_string(row.approvals_needed);
  if (row.approvals_needed == 2) {
    return Pill{Colour::Blue, {"双人 " + done, "Two persons " + done}};
  }
  return Pill{Colour::Blue, {"多人 " + done, "Several " + done}};
}

std::vector<Line> lines_of(const Queue& queue, refund::Instant now) {
  std::vector<Line> lines;
  for (const auto* row : queue.shown()) {
    Line line;
    line.id = row->id;
    line.name = row->member_name;
    line.has_left = queue.has_left(row->id);
    if (line.has_left) {
      line.pill = Pill{Pill::Colour::Grey, phrase_of(row->state)};
    } else {
      line.pill = pill_of(*row);
    }
    line.amount = refund::to_text(row->amount);
    line.about = joined(
        {{row->tier, row->tier}, payee_of({row->method, ""}), refund::phrase_of(row->reason)});
    if (!line.has_left) line.urgency = urgency_of(*row, now);
    line.waiting =
        line.urgency == Urgency::Calm ? waiting_of(now - row->filed_at) : due_of(*row, now);
    line.is_fresh = queue.is_fresh(row->id);
    lines.push_back(std::move(line));
  }
  return lines;
}

Phrase due_of(const sync::InboxRow& row, refund::Instant now) {
  if (urgency_of(row, now) == Urgency::Calm) return {};
  if (row.pay_by) {
    const auto left = refund::countdown(*row.pay_by, refund::date_of(now));
    if (left.days <= kSoonDays) return left.words;
  }
  return {"答复已超时", "Answer overdue"};
}

Phrase waiting_of(std::chrono::milliseconds waited) {
  using namespace std::chrono;
  if (waited < 1min) return {"不到 1 分钟", "under 1 min"};
  if (waited < 1h) {
    const std::string n = std::to_string(duration_cast<minutes>(waited).count());
    return {n + " 分钟", n + " min"};
  }
  if (waited < 24h) {
    const std::string n = std::to_string(duration_cast<hours>(waited).count());
    return {n + " 小时", n + " h"};
  }
  const auto n = duration_cast<hours>(waited).count() / 24;
  return {std::to_string(n) + " 天", std::to_string(n) + (n == 1 ? " day" : " days")};
}

Phrase payee_of(const refund::Payee& payee) {
  if (payee.method != refund::Method::BankTransfer) return refund::phrase_of(payee.method);
  constexpr std::size_t kTail = 4;
  if (payee.bank_card.size() < kTail) return {"银行卡", "Bank account"};
  // The station sends it masked already; its end is what staff compare.
  const std::string last = " •••• " + payee.bank_card.substr(payee.bank_card.size() - kTail);
  return {"银行卡" + last, "Bank account" + last};
}

Phrase phrase_of(RequestState state) {
  switch (state) {
    case RequestState::Filed:
      return {"已提交", "Filed"};
    case RequestState::InReview:
      return {"审核中", "In review"};
    case RequestState::NeedsInfo:
      return {"待补材料", "Papers asked"};
    case RequestState::Approved:
      return {"已批准", "Approved"};
    case RequestState::Rejected:
      return {"已驳回", "Rejected"};
    case RequestState::Withdrawn:
      return {"已撤回", "Withdrawn"};
    case RequestState::Expired:
      return {"已过期", "Expired"};
    case RequestState::Confirmed:
      return {"已确认", "Confirmed"};
    case RequestState::Paying:
      return {"付款中", "Paying"};
    case RequestState::InDoubt:
      return {"存疑", "In doubt"};
    case RequestState::LegFailed:
      return {"付款失败", "Payment failed"};
    case RequestState::Paid:
      return {"已付", "Paid"};
    case RequestState::Reinstated:
      return {"已恢复", "Reinstated"};
    case RequestState::Archived:
      return {"已归档", "Archived"};
  }
  return {};
}

Phrase phrase_of(VoucherState state) {
  switch (state) {
    case VoucherState::Issued:
      return {"已签发", "Issued"};
    case VoucherState::Printed:
      return {"已打印", "Printed"};
    case VoucherState::Review:
      return {"待核实", "To be checked"};
    case VoucherState::Redeemed:
      return {"已兑付", "Redeemed"};
    case VoucherState::Void:
      return {"已作废", "Void"};
    case VoucherState::Expired:
      return {"已过期", "Expired"};
  }
  return {};
}

}  // namespace slipway::desk
