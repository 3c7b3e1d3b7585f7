#include <algorithm>

#include "refund/lint_checks.hpp"

namespace slipway::refund {

namespace {

// Working days as the calendar days that they take at least.
int calendar_days(int days, DayCount counting) {
  return counting == DayCount::Calendar ? days : days / 5 * 7 + days % 5;
}

void check_cash(const Policy& policy, const Bound& bound, std::vector<Finding>& findings) {
  const Money cap{bound.number, policy.cash_most.currency};
  const auto add = [&](std::string key, Money most) {
    if (most <= cap) return;
    findings.push_back(
        {"cash-above-cap",
         Severity::Breach,
         std::move(key),
         bound.row,
         bound.article,
         {"现金最高 " + to_text(most), "cash up to " + to_text(most)},
         {"余额超过 " + to_text(cap) + " 的，应退到会员本人同名的银行账户，不能付现金。",
          "A balance above " + to_text(cap) +
              " goes to a bank account of the member's own name, not out in cash."},
         {"写为不超过 " + to_text(cap) + "。", "Write at most " + to_text(cap) + "."}});
  };
  add("cash_most", policy.cash_most);
  for (const PayoutRule& rule : policy.payout) {
    if (rule.route == Route::Cash && rule.most) add("payout.most", *rule.most);
  }
}

void check_routes(const Policy& policy, std::vector<Finding>& findings) {
  for (const PayoutRule& rule : policy.payout) {
    if (rule.route != Route::Bank || rule.same_name) continue;
    findings.push_back(
        {"payee-other-name",
         Severity::Breach,
         "payout.same_name",
         "F2",
         cited_limit(policy, "same_name", LawFact::SameName),
         {"可以退到别人名下的银行账户", "a bank account of another name will do"},
         {"退款应付到与会员同名的银行账户；付给别人，会员没收到时商家要再付一次。",
          "The money goes to a bank account of the member's own name; paid to another, the shop "
          "may have to pay again."},
         {"写 same_name = true；家长代付等情形由店长凭证明处理。",
          "Write same_name = true; let the manager settle a parent's payment with proof."}});
  }
  const bool wants_original =
      std::any_of(policy.floors.begin(), policy.floors.end(),
                  [](const Terms& floor) { return floor.limits.original_route; });
  const bool has_original =
      std::any_of(policy.payout.begin(), policy.payout.end(),
                  [](const PayoutRule& rule) { return rule.route == Route::Original; });
  if (wants_original && !has_original) {
    findings.push_back({"original-route-missing",
                        Severity::Breach,
                        "payout",
                        "F27",
                        cited_limit(policy, "original_route", LawFact::SmallRemainder),
                        {"没有原路退回这一项", "no way back to the original payment"},
                        {"退款应按原支付渠道退回，另有约定的除外。",
                         "The money goes back the way it came, unless agreed otherwise."},
                        {"在 payout 第一项写 route = \"original\"。",
                         "Write route = \"original\" as the first payout."}});
  }
  const auto has_no_end = [](const PayoutRule& rule) {
    return rule.route != Route::Cash && !rule.most && !rule.most_days;
  };
  if (policy.payout.empty() ||
      std::any_of(policy.payout.begin(), policy.payout.end(), has_no_end)) {
    return;
  }
  findings.push_back({"large-sums-unpayable",
                      Severity::Breach,
                      "payout",
                      "F26",
                      citation_of(LawFact::Delay).article,
                      {"每种付款方式都有金额或时间限制", "every route ends at an amount or an age"},
                      {"超过限制的退款没有任何付款方式可走，等于拖着不退。",
                       "A refund beyond those limits has no way out and is held back in fact."},
                      {"加一条没有限额的 bank（本人银行账户）。",
                       "Add a bank route without limits, to the member's own account."}});
}

void check_clock(const Policy& policy, const Bound& bound, std::vector<Finding>& findings) {
  const int days = calendar_days(policy.pay_days, policy.counting);
  const std::string most = std::to_string(bound.number);
  const Phrase stands = days_phrase(policy.pay_days, policy.counting);
  if (days > bound.number) {
    findings.push_back(
        {"pays-late",
         Severity::Breach,
         "pay_days",
         bound.row,
         bound.article,
         {"在 " + stands.zh + "内付款", "paid within " + stands.en},
         {"自约定或会员要求退款之日起超过 " + most + " 日不退，视为故意拖延。",
          "Not to refund within " + most +
              " days of the agreed day or of the request counts as wilful delay."},
         {"写为不超过 " + most + "（自然日）。", "Write at most " + most + " calendar days."}});
  }
  if (policy.review_hours > 24 * days) {
    findings.push_back(
        {"review-outlasts-payment",
         Severity::Breach,
         "review_hours",
         bound.row,
         bound.article,
         {"审核 " + std::to_string(policy.review_hours) + " 小时，付款 " + stands.zh,
          "review " + std::to_string(policy.review_hours) + " hours, payment " + stands.en},
         {"审核期限比付款期限还长，审核没完就已经逾期。",
          "The review may take longer than the payment is allowed to; it is late before it is "
          "decided."},
         {"缩短 review_hours，给付款留出时间。",
          "Shorten review_hours so that time is left to pay."}});
  }
  if (policy.counting == DayCount::Working && !policy.holidays) {
    findings.push_back(
        {"working-days-without-holidays",
         Severity::Advice,
         "holidays",
         bound.row,
         bound.article,
         {"按工作日计，但没有节假日表", "working days, without a table of holidays"},
         {"没有节假日表，法定假日会被当成工作日，告知会员的日期会偏早。",
          "Without it public holidays count as working days and members are told too early a day."},
         {"写上节假日表的名称。", "Name a table of holidays."}});
  }
}

void check_patience(const Policy& policy, const Bound& bound, std::vector<Finding>& findings) {
  const Phrase least = days_phrase(static_cast<int>(bound.number), DayCount::Calendar);
  const auto add = [&](const char* id, const char* key, int days, const Phrase& what, Phrase why) {
    if (days >= bound.number) return;
    const Phrase stands = days_phrase(days, DayCount::Calendar);
    findings.push_back({id,
                        Severity::Warning,
                        key,
                        bound.row,
                        bound.article,
                        {what.zh + stands.zh + "后失效", what.en + " lapses after " + stands.en},
                        std::move(why),
                        {"写为不少于 " + least.zh + "。", "Write at least " + least.en + "."}});
  };
  add("request-lapses-early", "request_days", policy.request_days, {"申请", "a request"},
      {"法定付款期还没到，申请就失效了，会员得重新申请，看起来像在拖。",
       "A request that lapses before the legal days of payment are over must be filed anew; that "
       "looks like delay."});
  add("voucher-lapses-early", "voucher_days", policy.voucher_days, {"退款凭证", "a voucher"},
      {"凭证过期不等于欠款消失，时间太短只会引起争议。",
       "The debt does not end with the paper; so short a time only makes disputes."});
}

}  // namespace

void lint_payout(const Policy& policy, const LegalBounds& bounds, std::vector<Finding>& findings) {
  check_cash(policy, bounds.cash_most, findings);
  check_routes(policy, findings);
  check_clock(policy, bounds.pay_days_most, findings);
  check_patience(policy, bounds.pay_days_most, findings);
}

}  // namespace slipway::refund
