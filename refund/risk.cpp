#include "refund/risk.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace slipway::refund {

namespace {

std::string text(std::int64_t number) {
  return std::to_string(number);
}

std::string counted(std::int64_t count, const std::string& noun) {
  return text(count) + " " + noun + (count == 1 ? "" : "s");
}

// Whole days from an earlier moment; nothing for a later one.
std::optional<std::int64_t> days_since(Instant earlier, Instant now) {
  if (now < earlier) return std::nullopt;
  return (date_of(now) - date_of(earlier)).count();
}

bool is_within(Instant earlier, Instant now, int days) {
  const auto gone = days_since(earlier, now);
  return gone && *gone <= days;
}

bool is_paid(RequestState state) {
  return state == RequestState::Paid || state == RequestState::Archived;
}

RiskReason reason_of(RiskKind kind, Phrase words) {
  return {kind, points_of(kind), std::move(words)};
}

std::optional<RiskReason> repeated_refund(const RiskQuestion& question,
                                          std::span<const KnownRequest> others,
                                          const RiskRule& rule) {
  int times = 0;
  for (const KnownRequest& other : others) {
    if (other.member != question.account.member.id || !is_paid(other.state)) continue;
    if (!is_within(other.filed_at, question.filed_at, rule.repeat_days)) continue;
    const auto& lots = question.account.lots;
    const bool bought_again = std::any_of(
        lots.begin(), lots.end(), [&](const Lot& lot) { return other.filed_at < lot.sold_at; });
    if (bought_again) ++times;
  }
  if (times == 0) return std::nullopt;
  return reason_of(
      RiskKind::RepeatedRefund,
      {text(rule.repeat_days) + " 天内已退过 " + text(times) + " 次，退后又充值再申请。",
       counted(times, "refund") + " within " + counted(rule.repeat_days, "day") +
           ", each followed by a new purchase."});
}

std::optional<RiskReason> shared_payee(const RiskQuestion& question,
                                       std::span<const KnownRequest> others, const RiskRule& rule) {
  if (question.payee.empty()) return std::nullopt;
  std::set<std::string> members;
  members.insert(question.account.member.id);
  for (const KnownRequest& other : others) {
    if (other.payee == question.payee) members.insert(other.member);
  }
  if (static_cast<std::int64_t>(members.size()) < rule.payee_accounts) return std::nullopt;
  const std::string count = text(static_cast<std::int64_t>(members.size()));
  return reason_of(
      RiskKind::SharedPayee,
      {"同一收款账户用于 " + count + " 位会员（" + text(rule.payee_accounts) + " 位起提示）。",
       "One account for " + count + " members (told from " + text(rule.payee_accounts) + " on)."});
}

std::optional<RiskReason> after_bonus(const RiskQuestion& question, const RiskRule& rule) {
  const Lot* newest = nullptr;
  for (const Lot& lot : question.account.lots) {
    const bool has_bonus = is_positive(lot.bonus) || lot.bonus_units > 0;
    if (!has_bonus || !is_within(lot.sold_at, question.filed_at, rule.bonus_days)) continue;
    if (newest == nullptr || newest->sold_at < lot.sold_at) newest = &lot;
  }
  if (newest == nullptr) return std::nullopt;
  const std::int64_t days = *days_since(newest->sold_at, question.filed_at);
  const bool is_money = is_positive(newest->bonus);
  const std::string given = is_money ? to_text(newest->bonus) : text(newest->bonus_units);
  return reason_of(
      RiskKind::AfterBonus,
      {to_text(date_of(newest->sold_at)) + " 获赠 " + given + (is_money ? "" : " 次") + "，" +
           text(days) + " 天后申请退款。",
       "Given " + given + (is_money ? "" : " free sessions") + " on " +
           to_text(date_of(newest->sold_at)) + ", filed " + counted(days, "day") + " later."});
}

// Within a tenth of the larger of the two.
bool is_alike(Money a, Money b) {
  if (a.currency != b.currency) return false;
  const std::int64_t apart = a.minor < b.minor ? b.minor - a.minor : a.minor - b.minor;
  return apart <= std::max(a.minor, b.minor) / 10;
}

std::optional<RiskReason> similar_pending(const RiskQuestion& question,
                                          std::span<const KnownRequest> others,
                                          const RiskRule& rule) {
  const KnownRequest* newest = nullptr;
  for (const KnownRequest& other : others) {
    const bool is_same_person = other.member == question.account.member.id;
    const bool is_same_payee = !question.payee.empty() && other.payee == question.payee;
    if (!is_same_person && !is_same_payee) continue;
    if (!holds_money(other.state) || !is_alike(other.amount, question.amount)) continue;
    if (!is_within(other.filed_at, question.filed_at, rule.similar_days)) continue;
    if (newest == nullptr || newest->filed_at < other.filed_at) newest = &other;
  }
  if (newest == nullptr) return std::nullopt;
  const std::string day = to_text(date_of(newest->filed_at));
  const std::string amount = to_text(newest->amount);
  const bool is_same_person = newest->member == question.account.member.id;
  return reason_of(RiskKind::SimilarPending,
                   {(is_same_person ? "同一会员在 " : "同一收款账户在 ") + day +
                        " 有一笔未办完的近似申请，" + amount + "。",
                    std::string(is_same_person ? "The same member" : "The same account") +
                        " has a similar open request of " + day + ", " + amount + "."});
}

}  // namespace

int points_of(RiskKind kind) {
  switch (kind) {
    case RiskKind::RepeatedRefund:
      return 30;
    case RiskKind::SharedPayee:
      return 40;
    case RiskKind::AfterBonus:
      return 20;
    case RiskKind::SimilarPending:
      break;
  }
  return 30;
}

std::vector<RiskReason> risk_of(const RiskQuestion& question, std::span<const KnownRequest> others,
                                const RiskRule& rule) {
  std::vector<RiskReason> reasons;
  const auto add = [&](std::optional<RiskReason> found) {
    if (found) reasons.push_back(*std::move(found));
  };
  add(repeated_refund(question, others, rule));
  add(shared_payee(question, others, rule));
  add(after_bonus(question, rule));
  add(similar_pending(question, others, rule));
  return reasons;
}

int points_of(std::span<const RiskReason> reasons) {
  int points = 0;
  for (const RiskReason& reason : reasons)
    points += reason.points;
  return points;
}

Phrase words_of(std::span<const RiskReason> reasons, const RiskRule& rule) {
  if (reasons.empty()) return {"没有风险提示。", "Nothing unusual about this request."};
  std::string sum;
  for (const RiskReason& reason : reasons)
    sum += (sum.empty() ? "" : " + ") + text(reason.points);
  const int points = points_of(reasons);
  if (reasons.size() > 1) sum += " = " + text(points);
  const std::string from = text(rule.one_more_from);
  if (points < rule.one_more_from) {
    return {"风险分 " + sum + "，未到 " + from + "，批准人数不变。",
            "Risk " + sum + ", below " + from + ": no more approvers."};
  }
  return {"风险分 " + sum + "，达到 " + from + "，须多一人批准。",
          "Risk " + sum + ", " + from + " or more: one more approver."};
}

LookTime look_time(const PayDue& due, Date today) {
  const Countdown left = countdown(due.day, today);
  LookTime look{due.day, std::max(0, left.days), {}};
  const std::string day = to_text(due.day);
  look.words = {"核查不延长付款期限：最迟 " + day + " 付出，" + left.words.zh + "。",
                "A closer look moves nothing: paid out by " + day + ". " + left.words.en + "."};
  return look;
}

}  // namespace slipway::refund
