#pragma once

#include <functional>
#include <vector>

#include "refund/policy_lint.hpp"

// A policy for the tests of the linter.
namespace slipway::tests {

// A policy in which there is nothing to find.
inline refund::Policy sound() {
  using namespace refund;
  Policy policy;
  policy.name = "sound";
  policy.clause = "《会员卡章程》第 6 条";
  policy.clause_en = "Card terms, section 6";
  Terms& shop = policy.shop;
  shop.name = policy.clause;
  shop.name_en = policy.clause_en;
  shop.cause_of = {{Reason::Moving, Cause::Neutral},       {Reason::Rarely, Cause::Member},
                   {Reason::Unsatisfied, Cause::Merchant}, {Reason::StoreChanged, Cause::Merchant},
                   {Reason::Health, Cause::Neutral},       {Reason::Mistake, Cause::Member},
                   {Reason::Undisclosed, Cause::Member}};
  shop.exit = {{Cause::Window, Exit::Right},
               {Cause::Member, Exit::ByPolicy},
               {Cause::Merchant, Exit::Right},
               {Cause::Neutral, Exit::ByReview},
               {Cause::Void, Exit::Right}};
  Window window;
  window.days = 7;
  window.waives_fee = true;
  window.pay_within_days = 5;
  shop.windows = {window};
  for (const Cause cause : kCauses) {
    shop.price[cause] = PriceBasis::Charged;
    shop.bonus[cause] = BonusShare::Ratio;
    shop.gifts[cause] = GiftRule::Keep;
  }
  shop.price[Cause::Member] = PriceBasis::ListCapped;
  shop.bonus[Cause::Member] = BonusShare::None;
  shop.keep[Cause::Member] = {{0, 10'000}, {30, 9'800}};
  Fee fee;
  fee.basis_points = 200;
  fee.least = Money{500};
  fee.most = Money{20'000};
  fee.disclosed = true;
  fee.needs_proof = true;
  shop.fee[Cause::Member] = fee;
  shop.interest[Cause::Merchant].table = "lpr1y";
  shop.interest[Cause::Member].table = "pboc1y";
  shop.residual.below = Money{0};
  policy.rates["lpr1y"].rates = {{Date{}, 310}, {Date{std::chrono::days{20'228}}, 300}};
  policy.rates["pboc1y"].rates = {{Date{}, 150}};

  Terms law = shop;
  law.name = "法释〔2025〕4号";
  law.name_en = "Fa Shi [2025] 4";
  law.fee.clear();
  law.windows.front().needs_first_time = true;
  law.windows.front().pay_within_days = 0;
  Terms local;
  local.name = "北京市单用途预付卡管理条例";
  local.name_en = "Beijing's regulation";
  local.windows = {window};
  local.windows.front().needs_unused = true;
  policy.floors = {law, local};

  PayoutRule original;
  original.route = Route::Original;
  original.most_days = 365;
  PayoutRule bank;
  PayoutRule cash;
  cash.route = Route::Cash;
  cash.most = Money{10'000};
  policy.payout = {original, bank, cash};
  policy.cash_most = Money{10'000};
  policy.tiers = {{Money{200'000}, 1, {}}, {Money{Money::kMost}, 2, {"owner"}}};
  policy.rounding.unit = Money{1};
  return policy;
}

using Change = std::function<void(refund::Policy&)>;
inline std::vector<refund::Finding> findings_after(const Change& change) {
  refund::Policy policy = sound();
  change(policy);
  return refund::lint(policy);
}

}  // namespace slipway::tests
