#include "refund/soundness.hpp"

#include <algorithm>

namespace slipway::refund {

namespace {

constexpr std::size_t kMostLots = 10'000;
constexpr std::size_t kMostUses = 1'000'000;  // of all lots together
constexpr int kMostUnits = 1'000'000;
constexpr auto kMostDays = std::chrono::days(36'525);
constexpr Date kFirstDay = std::chrono::year(1900) / 1 / 1;
constexpr Date kLastDay = std::chrono::year(9998) / 12 / 31;

bool is_amount(Money amount, Currency currency) {
  return amount.currency == currency && amount.minor >= 0 && amount.minor <= Money::kMost;
}

bool is_day(Date day) {
  return kFirstDay <= day && day <= kLastDay;
}

bool is_count(int count) {
  return count >= 0 && count <= kMostUnits;
}

bool is_sound(const Use& use, Currency currency) {
  return is_amount(use.list_price, currency) && is_amount(use.charged, currency) &&
         is_count(use.units);
}

bool is_sound(const Lot& lot, Currency currency) {
  const bool has_amounts = is_amount(lot.paid, currency) && is_amount(lot.bonus, currency) &&
                           is_amount(lot.refunded, currency) && lot.refunded <= lot.paid;
  if (!has_amounts || !is_count(lot.units) || !is_count(lot.bonus_units)) return false;
  if (lot.kind == LotKind::Sessions && lot.units == 0) return false;
  if (lot.sold_at < kFirstDay || lot.sold_at > kLastDay) return false;
  const bool has_days = is_day(lot.starts) && is_day(lot.ends) && lot.starts <= lot.ends &&
                        lot.ends - lot.starts <= kMostDays;
  if (lot.kind == LotKind::Time && !has_days) return false;
  return std::all_of(lot.uses.begin(), lot.uses.end(),
                     [currency](const Use& use) { return is_sound(use, currency); });
}

}  // namespace

bool is_sound(const Account& account, Currency currency) {
  std::size_t uses = 0;
  for (const Lot& lot : account.lots)
    uses += lot.uses.size();
  return is_amount(account.held, currency) && account.lots.size() <= kMostLots &&
         uses <= kMostUses &&
         std::all_of(account.lots.begin(), account.lots.end(),
                     [currency](const Lot& lot) { return is_sound(lot, currency); });
}

}  // namespace slipway::refund
