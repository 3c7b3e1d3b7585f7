#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "refund/payout_plan.hpp"
#include "tests/catch.hpp"
#include "tests/refund/sample_policy.hpp"
#include "tests/refund/sample_settlement.hpp"

// Policies with payout rules, lots with payments, and plans made of them.
namespace slipway::tests::payout {

using namespace refund;

inline const std::string kAccount = "6222021234567890128";

inline Date day(const char* text) {
  return *date_from(text);
}

inline Payee bank(const std::string& account = kAccount) {
  return {Method::BankTransfer, account};
}

inline Payee cash() {
  return {Method::Cash, ""};
}

inline PayoutRule by(Route route) {
  PayoutRule rule;
  rule.route = route;
  return rule;
}

// Mission 3.4: original max_age=365d parts=50 | bank same_name | cash max=10000.
inline Policy usual() {
  Policy policy;
  policy.clause = "《会员卡章程》第 6 条";
  policy.clause_en = "Card terms, section 6";
  policy.cash_most = Money{10'000};
  policy.payout = {by(Route::Original), by(Route::Bank), by(Route::Cash)};
  policy.payout[0].most_days = 365;
  policy.payout[0].most_parts = 50;
  policy.payout[2].most = Money{10'000};
  return policy;
}

inline Lot paid_by(const char* sold_at, std::int64_t paid, const std::string& id,
                   const std::string& method = "wechat") {
  Lot lot = stored(sold_at, paid, 0, 0);
  lot.id = id;
  lot.payment_method = method;
  lot.payment_reference = method == "cash" ? "" : "pay-" + id;
  return lot;
}

inline Account of(std::vector<Lot> lots) {
  Account account;
  account.lots = std::move(lots);
  return account;
}

inline PayoutDay on(const char* text, std::int64_t cash_paid = 0) {
  return {day(text), Money{cash_paid}};
}

inline PayoutPlan plan(const Account& account, const Policy& policy,
                       const std::vector<std::int64_t>& shares, const Payee& wish,
                       const PayoutDay& when) {
  const auto found = plan_payout(settlement_of(account, policy, shares), wish, when);
  REQUIRE(found);
  return *found;
}

inline PlanRefusal refusal(const Account& account, const Policy& policy,
                           const std::vector<std::int64_t>& shares, const Payee& wish,
                           const PayoutDay& when) {
  const auto found = plan_payout(settlement_of(account, policy, shares), wish, when);
  REQUIRE_FALSE(found);
  CHECK_FALSE(found.error().reason.zh.empty());
  CHECK_FALSE(found.error().next_step.en.empty());
  return found.error();
}

inline std::vector<Closure> closures(const std::vector<Detour>& detours) {
  std::vector<Closure> found;
  found.reserve(detours.size());
  for (const Detour& detour : detours)
    found.push_back(detour.why);
  return found;
}

// One more than the last of a list: a value that nobody wrote gets the words of the last one.
template <typename List, List last>
constexpr int kBeyond = static_cast<int>(last) + 1;

inline Route only_route(const PayoutPlan& plan) {
  REQUIRE(plan.legs.size() == 1);
  return plan.legs.front().route;
}

}  // namespace slipway::tests::payout
