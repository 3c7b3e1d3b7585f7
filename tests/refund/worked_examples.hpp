#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "refund/settlement.hpp"
#include "tests/refund/policy_texts.hpp"

// Cards, terms and reasons of the worked examples (mission part 3.5). Amounts in fen or cents.
namespace slipway::tests::examples {

using namespace refund;

inline constexpr auto kPersonal = Reason::Rarely;
inline constexpr auto kStoreMoved = Reason::StoreChanged;
inline constexpr auto kIllness = Reason::Health;

inline Terms terms_called(const char* id) {
  Terms terms;
  terms.id = terms.name = terms.name_en = id;
  for (const Reason reason : kReasons)
    terms.cause_of[reason] = Cause::Member;
  terms.cause_of[kStoreMoved] = Cause::Merchant;
  terms.cause_of[kIllness] = Cause::Neutral;
  return terms;
}

// The statutory pack of 3.4: window 7 days for the first time; merchant and neutral: charged and
// ratio; member: list, capped by the market, and none; interest as F18.
inline Terms law() {
  Terms terms = terms_called("cn-spc-2025");
  terms.exit = {{Cause::Window, Exit::Right},
                {Cause::Merchant, Exit::Right},
                {Cause::Void, Exit::Right},
                {Cause::Neutral, Exit::ByReview},
                {Cause::Member, Exit::ByPolicy}};
  Window window;
  window.days = 7;
  window.needs_first_time = true;
  window.waives_fee = true;
  terms.windows = {window};
  for (const Cause cause : kCauses) {
    terms.price[cause] = PriceBasis::Charged;
    terms.bonus[cause] = BonusShare::Ratio;
  }
  terms.bonus[Cause::Window] = BonusShare::None;
  terms.price[Cause::Member] = PriceBasis::ListCapped;
  terms.bonus[Cause::Member] = BonusShare::None;
  terms.interest[Cause::Merchant] = Interest{0, "lpr1y", InterestFrom::Termination, 365};
  terms.interest[Cause::Member] = Interest{0, "pboc1y", InterestFrom::Termination, 365};
  return terms;
}

// A shop whose terms for the member's cause are those of 3.3's default: charged and ratio.
inline Terms shop() {
  Terms terms = terms_called("shop");
  terms.bonus[Cause::Window] = BonusShare::None;
  return terms;
}

inline Policy policy_of(Terms shop_terms, std::vector<Terms> floors) {
  Policy policy;
  policy.name = "example";
  policy.hash = "00";
  policy.shop = std::move(shop_terms);
  policy.floors = std::move(floors);
  policy.rates["lpr1y"] = {
      "lpr1y", "", {{*date_from("2024-10-21"), 310}, {*date_from("2025-05-20"), 300}}};
  policy.rates["pboc1y"] = {"pboc1y", "", {{*date_from("2015-10-24"), 150}}};
  policy.cash_most = Money{10'000};
  policy.tiers = {{Money{Money::kMost}, 1, {}}};
  return policy;
}

inline Policy under_law() {
  return policy_of(law(), {law()});
}

inline Fee fee_of(std::int64_t basis_points, std::int64_t least, std::int64_t most) {
  Fee fee;
  fee.basis_points = basis_points;
  fee.least = Money{least};
  fee.most = Money{most};
  fee.disclosed = true;
  return fee;
}

inline Lot lot_of(LotKind kind, const char* sold_at, std::int64_t paid) {
  Lot lot;
  lot.id = sold_at;
  lot.kind = kind;
  lot.sold_at = *instant_from(sold_at);
  lot.paid = Money{paid};
  return lot;
}

inline void add_use(Lot& lot, std::int64_t list, std::int64_t charged, int units) {
  Use use;
  use.id = std::to_string(lot.uses.size());
  use.at = lot.sold_at;
  use.list_price = Money{list};
  use.charged = Money{charged};
  use.units = units;
  lot.uses.push_back(use);
}

inline Lot stored(const char* sold_at, std::int64_t paid, std::int64_t bonus, std::int64_t used) {
  Lot lot = lot_of(LotKind::StoredValue, sold_at, paid);
  lot.bonus = Money{bonus};
  if (used > 0) add_use(lot, used, used, 0);
  return lot;
}

inline Lot sessions(std::int64_t paid, int units, int bonus_units, int used, std::int64_t list) {
  Lot lot = lot_of(LotKind::Sessions, "2025-06-01 10:00", paid);
  lot.units = units;
  lot.bonus_units = bonus_units;
  for (int i = 0; i < used; ++i)
    add_use(lot, list, 0, 1);
  return lot;
}

inline Lot time_card(const char* sold_at, std::int64_t paid, const char* starts, const char* ends) {
  Lot lot = lot_of(LotKind::Time, sold_at, paid);
  lot.starts = *date_from(starts);
  lot.ends = *date_from(ends);
  return lot;
}

inline Account card(std::vector<Lot> lots) {
  Account account;
  account.card_uid = "04DE5F1E";
  account.lots = std::move(lots);
  return account;
}

inline Wish wish_of(Reason reason, const char* filed_at) {
  Wish wish;
  wish.reason = reason;
  wish.filed_at = *instant_from(filed_at);
  return wish;
}

// A whole card on an ordinary day long after any window; paid at once.
inline Settlement settled(const Account& account, const Policy& policy, Reason reason,
                          const char* filed_at = "2026-06-21 10:00") {
  Wish wish = wish_of(reason, filed_at);
  wish.paid_on = date_of(wish.filed_at);
  return settle(account, PolicyArchive(policy), wish);
}

inline std::int64_t total(const Lot& lot, const Policy& policy, Reason reason) {
  return settled(card({lot}), policy, reason).total.minor;
}

inline Lot discounted() {
  Lot lot = stored("2025-06-01 10:00", 100'000, 0, 0);
  add_use(lot, 50'000, 40'000, 0);
  return lot;
}

inline Policy with_fee(const Fee& fee) {
  Terms terms = shop();
  terms.fee[Cause::Member] = fee;
  return policy_of(terms, {law()});
}

}  // namespace slipway::tests::examples
