#include "station/book/payout.hpp"

#include <algorithm>

#include "refund/payout_words.hpp"
#include "station/book/requests.hpp"
#include "station/book/rows.hpp"
#include "station/book/sentences.hpp"

namespace slipway::book {
namespace {

using refund::Method;
using refund::Route;

// Stands for the account that the member gives later; never leaves this file.
const std::string kSomeAccount = "0000000000000000";

bool has_route(const refund::Policy& policy, Route route) {
  return std::any_of(policy.payout.begin(), policy.payout.end(),
                     [&](const refund::PayoutRule& rule) { return rule.route == route; });
}

// The policy without cash unless the member wishes for it. Cash keeps the bank beside it: without
// an account nothing goes there, and the refusal says what to choose instead.
refund::Policy payable(const refund::Policy& whole, Method wish) {
  refund::Policy policy = whole;
  if (policy.payout.empty()) {
    policy.payout.resize(2);
    policy.payout.back().route = Route::Cash;
  }
  std::erase_if(policy.payout, [&](const refund::PayoutRule& rule) {
    return rule.route == Route::Cash && wish != Method::Cash;
  });
  return policy;
}

Planned no_route(refund::Money amount) {
  return tl::unexpected(
      refund::plan_refusal(refund::PlanGround::NoRoute, refund::zero(amount.currency), amount, {}));
}

refund::Money sum_by(const refund::PayoutPlan& plan, Route route) {
  refund::Money sum = refund::zero(plan.total.currency);
  for (const refund::Leg& leg : plan.legs) {
    if (leg.route == route) sum = sum + leg.amount;
  }
  return sum;
}

// Cash for what is left of a refund of payments.
Planned no_split(const refund::PayoutPlan& plan) {
  const refund::Money back = sum_by(plan, Route::Original);
  const refund::Money rest = sum_by(plan, Route::Cash);
  refund::PlanRefusal refusal =
      refund::plan_refusal(refund::PlanGround::AccountNeeded, back, rest, {});
  const std::string sent = refund::to_text(back);
  const std::string left = refund::to_text(rest);
  refusal.reason = {
      sent + " 要原路退回，其余 " + left + " 不能另付现金。",
      sent + " goes back the way it was paid; the other " + left + " cannot be paid in cash."};
  return tl::unexpected(std::move(refusal));
}

const refund::Phrase kAllOriginal{"按章程，这笔钱全部原路退回。",
                                  "The terms send all of it back the way it was paid."};

refund::Phrase condition_of(Method method) {
  switch (method) {
    case Method::Cash:
      return {"凭打印的凭证到前台领取", "Bring the printed voucher to the desk"};
    case Method::Original:
      return {"退到当时付款的账户，不用填写卡号", "To the account that paid; no number is needed"};
    case Method::BankTransfer:
      break;
  }
  return {"须与会员同名", "Must be in your name"};
}

sync::MethodOffer offer_of(const Appraisal& appraisal, Method method, refund::Money cash_paid) {
  sync::MethodOffer offer;
  offer.method = method;
  offer.arrival = arrival_of(*appraisal.settlement.policy, method);
  const bool is_bank = method == Method::BankTransfer;
  auto plan = planned(appraisal, {method, is_bank ? kSomeAccount : std::string()}, cash_paid);
  if (!plan) {
    offer.condition = told(plan.error(), method);
    return offer;
  }
  offer.available = method == Method::Original || sum_by(*plan, Route::Original) != plan->total;
  if (!offer.available) {
    offer.condition = kAllOriginal;
    return offer;
  }
  for (refund::Leg& leg : plan->legs) {
    if (leg.route != Route::Bank) continue;
    const refund::Policy& policy = *appraisal.settlement.policy;
    const auto arrival = refund::arrival_of(leg.route, policy, appraisal.due.day);
    leg.words = refund::words_of(leg, {method, {}}, policy, arrival);
  }
  offer.legs = legs_of(plan->legs, appraisal);
  offer.condition = plan->papers.empty() ? condition_of(method) : plan->papers.front().words;
  return offer;
}

}  // namespace

Planned planned(const Appraisal& appraisal, const refund::Payee& wish, refund::Money cash_paid) {
  const refund::Policy policy = payable(*appraisal.settlement.policy, wish.method);
  if (policy.payout.empty()) return no_route(appraisal.settlement.total);
  refund::Settlement settlement = appraisal.settlement;
  settlement.policy = &policy;
  refund::Payee payee = wish;
  if (wish.method != Method::BankTransfer) payee.bank_card.clear();
  auto plan = refund::plan_payout(settlement, payee, {appraisal.due.day, cash_paid});
  if (plan && refund::is_positive(sum_by(*plan, Route::Cash)) &&
      refund::is_positive(sum_by(*plan, Route::Original))) {
    return no_split(*plan);
  }
  return plan;
}

std::vector<sync::MethodOffer> offers_for(const Appraisal& appraisal, refund::Money cash_paid) {
  std::vector<sync::MethodOffer> offers{offer_of(appraisal, Method::Cash, cash_paid),
                                        offer_of(appraisal, Method::BankTransfer, cash_paid)};
  const std::vector<sync::PayoutLeg>& legs = offers.back().legs;
  const bool is_split = std::any_of(legs.begin(), legs.end(), [](const sync::PayoutLeg& leg) {
    return leg.route == Route::Original;
  });
  if (has_route(*appraisal.settlement.policy, Route::Original) && !is_split) {
    offers.push_back(offer_of(appraisal, Method::Original, cash_paid));
  }
  std::stable_partition(offers.begin(), offers.end(),
                        [](const sync::MethodOffer& offer) { return offer.available; });
  return offers;
}

std::vector<sync::PayoutLeg> legs_of(const std::vector<refund::Leg>& legs,
                                     const Appraisal& appraisal) {
  std::vector<sync::PayoutLeg> told;
  for (const refund::Leg& leg :
       refund::gathered(legs, *appraisal.settlement.policy, appraisal.due.day)) {
    told.push_back({leg.route, leg.amount, leg.arrives, leg.words});
  }
  return told;
}

refund::Phrase told(const refund::PlanRefusal& refusal, Method wish) {
  const Route wished = wish == Method::Cash       ? Route::Cash
                       : wish == Method::Original ? Route::Original
                                                  : Route::Bank;
  const auto closed = std::find_if(
      refusal.detours.begin(), refusal.detours.end(), [&](const refund::Detour& detour) {
        return detour.route == wished && detour.why != refund::Closure::NoAccount &&
               detour.why != refund::Closure::WrongAccount;
      });
  const refund::Phrase& why = closed == refusal.detours.end() ? refusal.reason : closed->words;
  return {why.zh + refusal.next_step.zh, why.en + " " + refusal.next_step.en};
}

sync::Result<refund::Money> cash_paid_to(Store& store, std::string_view member,
                                         refund::Instant now) {
  std::vector<refund::RequestId> ids;
  auto& query = store.books.prepare(
      "SELECT request.id FROM request JOIN hold ON hold.request = request.id WHERE "
      "request.member = ? AND (hold.live = 1 OR EXISTS(SELECT 1 FROM fact WHERE "
      "fact.request = request.id AND event IN ('Posted', 'ReconciledPaid') AND at >= ?))");
  const auto begin = refund::Instant(refund::date_of(now)) - refund::kChina;
  query.bind(member).bind(to_column(begin));
  const auto read =
      each_row(query, [&](const sync::Statement& row) { ids.push_back(request_id_in(row, 0)); });
  if (!read) return tl::unexpected(read.error());
  refund::Money paid = refund::zero(store.terms.policy.cash_most.currency);
  for (const refund::RequestId& id : ids) {
    const auto request = request_of(store.books, id);
    if (!request) return tl::unexpected(request.error());
    if (!*request || (*request)->payee.method != Method::Cash) continue;
    if ((*request)->amount.currency == paid.currency) paid = paid + (*request)->amount;
  }
  return paid;
}

}  // namespace slipway::book
