#pragma once

#include <string>
#include <vector>

#include "refund/account.hpp"
#include "refund/policy.hpp"

// Cards and terms for the tests of the rules.
namespace slipway::tests {

inline constexpr auto kMember = refund::Reason::Rarely;
inline constexpr auto kMerchant = refund::Reason::StoreChanged;
inline constexpr auto kNeutral = refund::Reason::Health;

// The statutory floor alone: the shop's terms are the same. Without a window, so that a test says
// when it wants one.
inline refund::Policy statutory() {
  using namespace refund;
  Terms terms;
  terms.name = "法释〔2025〕4号";
  terms.name_en = "Fa Shi [2025] 4";
  for (const Reason reason : kReasons)
    terms.cause_of[reason] = Cause::Member;
  terms.cause_of[kMerchant] = Cause::Merchant;
  terms.cause_of[kNeutral] = Cause::Neutral;
  for (const Cause cause : {Cause::Window, Cause::Member, Cause::Merchant, Cause::Neutral}) {
    terms.price[cause] = PriceBasis::Charged;
    terms.bonus[cause] = BonusShare::Ratio;
  }
  terms.bonus[Cause::Window] = BonusShare::None;
  terms.price[Cause::Member] = PriceBasis::List;
  terms.bonus[Cause::Member] = BonusShare::None;
  Policy policy;
  policy.name = "statutory";
  policy.hash = "00";
  policy.shop = terms;
  policy.floors = {terms};
  policy.cash_most = Money{10'000};
  policy.tiers = {{Money{200'000}, 1}, {Money{Money::kMost}, 2}};
  return policy;
}

inline refund::Use use(std::int64_t list, std::int64_t charged) {
  return {"u", {}, "剪发", refund::Money{list}, refund::Money{charged}, 0};
}

inline refund::Lot lot_of(refund::LotKind kind, const char* sold_at, std::int64_t paid) {
  refund::Lot lot;
  lot.id = "l";
  lot.kind = kind;
  lot.sold_at = *refund::instant_from(sold_at);
  lot.paid = refund::Money{paid};
  return lot;
}

// Stored value with one use at face when `used` is above 0.
inline refund::Lot stored(const char* sold_at, std::int64_t paid, std::int64_t bonus,
                          std::int64_t used) {
  refund::Lot lot = lot_of(refund::LotKind::StoredValue, sold_at, paid);
  lot.bonus = refund::Money{bonus};
  if (used > 0) lot.uses.push_back(use(used, used));
  return lot;
}

inline refund::Lot sessions(const char* sold_at, std::int64_t paid, int units, int bonus_units,
                            int used, std::int64_t list) {
  refund::Lot lot = lot_of(refund::LotKind::Sessions, sold_at, paid);
  lot.units = units;
  lot.bonus_units = bonus_units;
  for (int i = 0; i < used; ++i) {
    lot.uses.push_back(use(list, 0));
    lot.uses.back().units = 1;
  }
  return lot;
}

inline refund::Lot time_card(const char* sold_at, std::int64_t paid, const char* starts,
                             const char* ends) {
  refund::Lot lot = lot_of(refund::LotKind::Time, sold_at, paid);
  lot.starts = *refund::date_from(starts);
  lot.ends = *refund::date_from(ends);
  return lot;
}

inline refund::Account card(std::vector<refund::Lot> lots) {
  refund::Account account;
  account.card_uid = "04DE5F1E";
  account.lots = std::move(lots);
  for (std::size_t i = 0; i < account.lots.size(); ++i)
    account.lots[i].id += std::to_string(i + 1);
  return account;
}

}  // namespace slipway::tests
