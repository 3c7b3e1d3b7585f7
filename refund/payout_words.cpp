#include "refund/payout_words.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace slipway::refund {

namespace {

Phrase method_of(const std::string& method) {
  if (method == "wechat") return {"微信支付", "WeChat Pay"};
  if (method == "alipay") return {"支付宝", "Alipay"};
  if (method == "card") return {"银行卡", "bank card"};
  return {"账户", "account"};
}

Phrase joined(Phrase first, const Phrase& second) {
  first.zh += second.zh;
  first.en += " " + second.en;
  return first;
}

// "Your bank account" in the middle of a sentence.
std::string inside(std::string words) {
  words.front() = static_cast<char>(words.front() | 0x20);
  return words;
}

Phrase words_of_original(const Leg& leg) {
  const Phrase method = method_of(leg.payment_method);
  const std::string amount = to_text(leg.amount);
  std::string zh = amount + " 原路退回当时付款的" + method.zh;
  std::string en = amount + " back to the " + method.en + " that paid";
  if (leg.part_number > 1) {
    const std::string number = std::to_string(leg.part_number);
    zh += "（该笔付款的第 " + number + " 次退款）";
    en += " (refund no. " + number + " of that payment)";
  }
  return {zh + "，", en + "."};
}

Phrase words_of_many(const Leg& leg, int count) {
  const Phrase method = method_of(leg.payment_method);
  const std::string amount = to_text(leg.amount);
  const std::string number = std::to_string(count);
  return {amount + " 分 " + number + " 笔原路退回当时付款的" + method.zh + "，",
          amount + " back to the " + method.en + " that paid, in " + number + " payments."};
}

Phrase words_of_cash(const Leg& leg, const Policy& policy) {
  const std::string amount = to_text(leg.amount);
  const std::string days = std::to_string(policy.voucher_days);
  return {amount + " 现金，凭退款凭证到前台领取，" + days + " 天内有效。",
          amount + " in cash at the desk against the voucher, valid for " + days + " days."};
}

}  // namespace

Phrase phrase_of(Route route) {
  switch (route) {
    case Route::Original:
      return {"原路退回", "Refund of the payment"};
    case Route::Bank:
      return {"银行转账", "Bank transfer"};
    case Route::Cash:
      break;
  }
  return {"现金", "Cash"};
}

Phrase words_of(const Leg& leg, const Payee& wish, const Policy& policy, const Arrival& arrival) {
  if (leg.route == Route::Cash) return words_of_cash(leg, policy);
  if (leg.route == Route::Original) return joined(words_of_original(leg), arrival.words);
  const std::string amount = to_text(leg.amount);
  const Phrase account = phrase_of(Payee{Method::BankTransfer, wish.bank_card});
  return joined({amount + " 转到" + account.zh + "，", amount + " to " + inside(account.en) + "."},
                arrival.words);
}

std::vector<Leg> gathered(const std::vector<Leg>& legs, const Policy& policy, Date leaves) {
  std::vector<Leg> groups;
  std::vector<int> counts;
  for (const Leg& leg : legs) {
    const auto same = std::find_if(groups.begin(), groups.end(), [&](const Leg& group) {
      return group.route == leg.route &&
             method_of(group.payment_method) == method_of(leg.payment_method);
    });
    if (same == groups.end()) {
      groups.push_back(leg);
      counts.push_back(1);
      continue;
    }
    same->amount = same->amount + leg.amount;
    ++counts[static_cast<std::size_t>(same - groups.begin())];
  }
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (counts[i] == 1) continue;
    Leg& group = groups[i];
    group.parts.clear();
    group.payment_reference.clear();
    group.words =
        joined(words_of_many(group, counts[i]), arrival_of(group.route, policy, leaves).words);
  }
  return groups;
}

Phrase words_of(const ClosureFigures& figures) {
  const std::string sold = to_text(figures.sold);
  const std::string amount = to_text(figures.amount);
  const std::string most = to_text(figures.most);
  const std::string limit = std::to_string(figures.limit);
  const Phrase route = phrase_of(figures.route);
  switch (figures.why) {
    case Closure::PaidInCash:
      return {sold + " 的款项是现金付的，没有可以原路退回的支付。",
              "What you paid on " + sold + " was cash; there is no payment to refund."};
    case Closure::NoReference:
      return {
          sold + " 的付款没有支付单号，不能原路退回。",
          "The payment of " + sold + " has no number on record and cannot be refunded as such."};
    case Closure::TooOld:
      return {sold + " 的付款已满 " + std::to_string(figures.age) + " 天，" + route.zh + "只限 " +
                  limit + " 天内，改走下一种方式。",
              "The payment of " + sold + " is " + std::to_string(figures.age) + " days old. " +
                  route.en + " is open for " + limit + " days, so the next way is taken."};
    case Closure::PartsUsedUp:
      return {sold + " 的付款已退过 " + std::to_string(figures.age) + " 次，每笔最多 " + limit +
                  " 次，改走下一种方式。",
              "The payment of " + sold + " has taken " + std::to_string(figures.age) + " of " +
                  limit + " refunds, so the next way is taken."};
    case Closure::OthersAccount:
      return {
          sold + " 的款项由他人账户支付，原路退回不在您名下，改走下一种方式。",
          "Somebody else's account paid on " + sold +
              ". A refund of that payment would not be in your name, so the next way is taken."};
    case Closure::AbovePayment:
      return {"原路退回不能超过 " + sold + " 那笔付款余下的 " + most + "，其余 " + amount +
                  " 走下一种方式。",
              "The payment of " + sold + " takes back " + most + " at most; " + amount +
                  " goes the next way."};
    case Closure::MostReached:
      return {route.zh + "每次申请最多 " + most + "，其余 " + amount + " 走下一种方式。",
              route.en + " takes " + most + " of one request; " + amount + " goes the next way."};
    case Closure::CashCap: {
      const std::string paid = to_text(figures.cash_paid);
      const bool is_first = is_zero(figures.cash_paid);
      return {"现金最多 " + most + "（" + figures.source.zh +
                  (is_first ? "" : "；当日已付 " + paid) + "），这次有 " + amount +
                  "，因此不付现金。",
              "Cash is limited to " + most + " (" + figures.source.en +
                  (is_first ? "" : "; " + paid + " paid that day") + "); this is " + amount +
                  ", so none is paid in cash."};
    }
    case Closure::NoAccount:
      return {"还没有您本人的银行卡号。", "You have not given a bank account."};
    case Closure::WrongAccount:
      break;
  }
  return {"银行卡号有误，请核对。", "The bank account number is not right. Please check it."};
}

Phrase words_of_paper(const Lot& lot) {
  const std::string sold = to_text(date_of(lot.sold_at));
  return {sold + " 的款项由他人账户支付，退到您名下前，请店长核对付款人的身份证件和书面同意。",
          "Somebody else's account paid on " + sold +
              ". Before it is paid to you, the manager checks the payer's ID and written consent."};
}

PlanRefusal plan_refusal(PlanGround ground, Money placed, Money unplaced,
                         std::vector<Detour> detours) {
  PlanRefusal refusal{ground, placed, unplaced, {}, {}, std::move(detours)};
  const std::string amount = to_text(unplaced);
  if (ground == PlanGround::NothingToPay) {
    refusal.reason = {"没有要付的金额。", "There is nothing to pay."};
    refusal.next_step = {"请查看明细，如有疑问请找店员核对。",
                         "Please see the working, and ask staff if in doubt."};
    return refusal;
  }
  if (ground == PlanGround::AccountNeeded) {
    refusal.reason = {amount + " 只能转到您本人的银行卡，还没有卡号。",
                      amount + " can only go to a bank account of yours, and none was given."};
    refusal.next_step = {"请选银行转账，并输入您本人的银行卡号。",
                         "Please choose bank transfer and enter your own card number."};
    return refusal;
  }
  if (ground == PlanGround::AccountWrong) {
    refusal.reason = {"银行卡号有误，" + amount + " 还不能转出。",
                      "The card number is not right, so " + amount + " cannot be sent."};
    refusal.next_step = {"请重新输入您本人的银行卡号。",
                         "Please enter your own card number again."};
    return refusal;
  }
  refusal.reason = {amount + " 没有可用的付款方式。",
                    "No way of paying is open for " + amount + "."};
  refusal.next_step = {"请找店员办理，应付期限不变。",
                       "Please ask staff; the day on which it is due stays the same."};
  if (is_positive(placed)) {
    refusal.next_step = {"可以先申请退 " + to_text(placed) + "，其余请找店员办理，应付期限不变。",
                         "You can file for " + to_text(placed) +
                             " now. Please ask staff about the rest; the day on which it is due "
                             "stays the same."};
  }
  return refusal;
}

}  // namespace slipway::refund
