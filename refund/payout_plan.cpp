#include "refund/payout_plan.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "refund/payout_words.hpp"
#include "refund/require.hpp"

namespace slipway::refund {

namespace {

// What of one lot has found no way yet.
struct Pending {
  const Lot* lot = nullptr;
  Money left;
};

struct Draft {
  const Policy& policy;
  const Payee& wish;
  const PayoutDay& day;
  std::vector<Pending> lots;
  PayoutPlan plan;
  bool needs_account = false;
  bool is_account_wrong = false;
};

std::int64_t age_of(const Lot& lot, Date day) {
  return (day - date_of(lot.sold_at)).count();
}

// The policy's routes, of bank and cash the wished one first.
std::vector<PayoutRule> ordered(const Policy& policy, Method wish) {
  std::vector<PayoutRule> rules = policy.payout;
  if (rules.empty()) {
    rules.resize(2);
    rules.back().route = Route::Cash;
  }
  const Route wished = wish == Method::Cash ? Route::Cash : Route::Bank;
  std::vector<PayoutRule> chosen;
  std::copy_if(rules.begin(), rules.end(), std::back_inserter(chosen),
               [](const PayoutRule& rule) { return rule.route != Route::Original; });
  std::stable_partition(chosen.begin(), chosen.end(),
                        [&](const PayoutRule& rule) { return rule.route == wished; });
  auto next = chosen.begin();
  for (PayoutRule& rule : rules) {
    if (rule.route != Route::Original) rule = *next++;
  }
  return rules;
}

void note(Draft& draft, const Lot* lot, ClosureFigures figures) {
  if (lot != nullptr) figures.sold = date_of(lot->sold_at);
  draft.plan.detours.push_back(
      {lot != nullptr ? lot->id : "", figures.route, figures.why, words_of(figures)});
}

// Why nothing of this lot can go by this route; nothing when the route is open.
std::optional<Closure> closure_of(const PayoutRule& rule, const Lot& lot, const Draft& draft) {
  if (rule.route == Route::Original) {
    if (lot.payment_method == "cash") return Closure::PaidInCash;
    if (lot.payment_reference.empty()) return Closure::NoReference;
    if (lot.paid_by_other && rule.same_name) return Closure::OthersAccount;
    if (rule.most_parts && lot.payment_parts >= *rule.most_parts) return Closure::PartsUsedUp;
  }
  if (rule.most_days && age_of(lot, draft.day.leaves) > *rule.most_days) return Closure::TooOld;
  return std::nullopt;
}

ClosureFigures figures_of(Closure why, const PayoutRule& rule, const Pending& one,
                          const Draft& draft) {
  ClosureFigures figures;
  figures.why = why;
  figures.route = rule.route;
  figures.amount = one.left;
  figures.most = figures.cash_paid = zero(one.left.currency);
  figures.age = age_of(*one.lot, draft.day.leaves);
  if (why == Closure::TooOld) figures.limit = *rule.most_days;
  if (why == Closure::PartsUsedUp) {
    figures.limit = *rule.most_parts;
    figures.age = one.lot->payment_parts;
  }
  return figures;
}

Money sent_by(const PayoutPlan& plan, Route route, Currency currency) {
  Money sent = zero(currency);
  for (const Leg& leg : plan.legs) {
    if (leg.route == route) sent = sent + leg.amount;
  }
  return sent;
}

// The leg that money of this lot joins.
Leg& leg_for(PayoutPlan& plan, Route route, const Lot& lot) {
  const bool is_original = route == Route::Original;
  for (Leg& leg : plan.legs) {
    if (leg.route != route) continue;
    if (!is_original || leg.payment_reference == lot.payment_reference) return leg;
  }
  Leg leg;
  leg.route = route;
  leg.amount = zero(lot.paid.currency);
  if (is_original) {
    leg.payment_reference = lot.payment_reference;
    leg.payment_method = lot.payment_method;
  }
  plan.legs.push_back(std::move(leg));
  return plan.legs.back();
}

// Whether the payee must bear the member's name, by the shop's rule or by law.
bool needs_same_name(const Policy& policy, const PayoutRule& rule) {
  return rule.same_name || std::any_of(policy.floors.begin(), policy.floors.end(),
                                       [](const Terms& floor) { return floor.limits.same_name; });
}

void ask_for_paper(PayoutPlan& plan, const Lot& lot) {
  const bool is_asked = std::any_of(plan.papers.begin(), plan.papers.end(),
                                    [&](const Paper& paper) { return paper.lot == lot.id; });
  if (!is_asked) plan.papers.push_back({lot.id, words_of_paper(lot)});
}

void place(Draft& draft, const PayoutRule& rule, Pending& one, Money amount) {
  Leg& leg = leg_for(draft.plan, rule.route, *one.lot);
  leg.parts.push_back({one.lot->id, amount});
  leg.amount = leg.amount + amount;
  one.left = one.left - amount;
  if (rule.route == Route::Original) {
    leg.part_number = std::max(leg.part_number, one.lot->payment_parts + 1);
  } else if (one.lot->paid_by_other && needs_same_name(draft.policy, rule)) {
    ask_for_paper(draft.plan, *one.lot);
  }
}

// As much of one lot as the route takes.
void send(Draft& draft, const PayoutRule& rule, Pending& one) {
  if (!is_positive(one.left)) return;
  if (const auto why = closure_of(rule, *one.lot, draft)) {
    note(draft, one.lot, figures_of(*why, rule, one, draft));
    return;
  }
  Money amount = one.left;
  const auto limit = [&](Closure why, Money most, Money room) {
    if (amount <= room) return;
    amount = room;
    Pending rest{one.lot, one.left - room};
    ClosureFigures figures = figures_of(why, rule, rest, draft);
    figures.most = most;
    note(draft, one.lot, figures);
  };
  if (rule.route == Route::Original) {
    const Money room = one.lot->paid - one.lot->refunded;
    limit(Closure::AbovePayment, room, room);
  }
  if (rule.most) {
    const Money sent = sent_by(draft.plan, rule.route, amount.currency);
    limit(Closure::MostReached, *rule.most, *rule.most - smaller(sent, *rule.most));
  }
  if (is_positive(amount)) place(draft, rule, one, amount);
}

Money left_over(const Draft& draft, Currency currency) {
  Money left = zero(currency);
  for (const Pending& one : draft.lots)
    left = left + one.left;
  return left;
}

// The lowest of the shop's caps on cash and the law's, and where it stands.
struct CashCap {
  Money most;
  Phrase source;
};

CashCap cash_cap_of(const Policy& policy, const PayoutRule& rule) {
  CashCap cap;
  cap.most = rule.most ? smaller(*rule.most, policy.cash_most) : policy.cash_most;
  cap.source = {policy.clause, policy.clause_en};
  for (const Terms& floor : policy.floors) {
    const std::optional<Money>& most = floor.limits.cash_most;
    if (!most || !(*most < cap.most)) continue;
    const auto source = floor.limits.sources.find("cash_most");
    cap.most = *most;
    cap.source =
        source == floor.limits.sources.end() ? Phrase{floor.name, floor.name_en} : source->second;
  }
  return cap;
}

// What would go in cash must fit the cap as a whole: a hundred yuan in hand and the rest by
// transfer would be a way around the cap.
bool is_within_cash_cap(Draft& draft, const PayoutRule& rule) {
  Money wanted = zero(draft.policy.cash_most.currency);
  for (const Pending& one : draft.lots) {
    if (!closure_of(rule, *one.lot, draft)) wanted = wanted + one.left;
  }
  const CashCap cap = cash_cap_of(draft.policy, rule);
  if (wanted + draft.day.cash_paid <= cap.most) return true;
  ClosureFigures figures;
  figures.why = Closure::CashCap;
  figures.route = Route::Cash;
  figures.amount = wanted;
  figures.most = cap.most;
  figures.source = cap.source;
  figures.cash_paid = draft.day.cash_paid;
  note(draft, nullptr, figures);
  return false;
}

bool has_account(Draft& draft, const PayoutRule& rule) {
  if (is_bank_card(draft.wish.bank_card)) return true;
  const bool is_missing = draft.wish.bank_card.empty();
  (is_missing ? draft.needs_account : draft.is_account_wrong) = true;
  ClosureFigures figures;
  figures.why = is_missing ? Closure::NoAccount : Closure::WrongAccount;
  figures.route = rule.route;
  note(draft, nullptr, figures);
  return false;
}

void send_by(Draft& draft, const PayoutRule& rule) {
  const Currency currency = draft.policy.cash_most.currency;
  if (is_zero(left_over(draft, currency))) return;
  if (rule.route == Route::Bank && !has_account(draft, rule)) return;
  if (rule.route == Route::Cash && !is_within_cash_cap(draft, rule)) return;
  for (Pending& one : draft.lots)
    send(draft, rule, one);
}

}  // namespace

tl::expected<PayoutPlan, PlanRefusal> plan_payout(const Settlement& settlement, const Payee& wish,
                                                  const PayoutDay& day) {
  require(settlement.policy != nullptr);
  const Currency currency = settlement.policy->cash_most.currency;
  const Money nothing = zero(currency);
  if (is_zero(settlement.total)) {
    return tl::unexpected(plan_refusal(PlanGround::NothingToPay, nothing, nothing, {}));
  }
  Draft draft{*settlement.policy, wish, day, {}, {}, false, false};
  for (const SettledLot& settled : settlement.lots)
    draft.lots.push_back({settled.lot, settled.share});
  require(left_over(draft, currency) == settlement.total);
  for (const PayoutRule& rule : ordered(*settlement.policy, wish.method)) {
    if (!draft.is_account_wrong) send_by(draft, rule);
  }

  PayoutPlan& plan = draft.plan;
  const Money left = left_over(draft, currency);
  plan.total = settlement.total;
  if (is_positive(left)) {
    const PlanGround ground = draft.is_account_wrong ? PlanGround::AccountWrong
                              : draft.needs_account  ? PlanGround::AccountNeeded
                                                     : PlanGround::NoRoute;
    return tl::unexpected(plan_refusal(ground, plan.total - left, left, std::move(plan.detours)));
  }
  for (Leg& leg : plan.legs) {
    const Arrival arrival = arrival_of(leg.route, *settlement.policy, day.leaves);
    leg.arrives = arrival.day;
    leg.words = words_of(leg, wish, *settlement.policy, arrival);
  }
  return std::move(plan);
}

}  // namespace slipway::refund
