#include "refund/soundness.hpp"

#include <algorithm>
#include <set>

namespace slipway::refund {

namespace {

constexpr std::size_t kMostLots = 10'000;
constexpr std::size_t kMostUses = 1'000'000;  // of all lots together
constexpr int kMostUnits = 1'000'000;
constexpr auto kMostDays = std::chrono::days(36'525);
constexpr Date kFirstDay = std::chrono::year(1900) / 1 / 1;
constexpr Date kLastDay = std::chrono::year(9998) / 12 / 31;
// Clocks of tills and stations differ; a sale of tomorrow is a mistake.
constexpr auto kClockSkew = std::chrono::hours(24);

using Found = std::optional<FlawKind>;

Found flaw_of(Money amount, Currency currency) {
  if (amount.currency != currency) return FlawKind::MixedCurrencies;
  if (amount.minor < 0) return FlawKind::NegativeAmount;
  if (amount.minor > Money::kMost) return FlawKind::AmountTooLarge;
  return std::nullopt;
}

Found first_of(std::initializer_list<Found> flaws) {
  const auto found =
      std::find_if(flaws.begin(), flaws.end(), [](const Found& flaw) { return flaw.has_value(); });
  return found == flaws.end() ? std::nullopt : *found;
}

Found when(bool holds, FlawKind kind) {
  return holds ? Found(kind) : std::nullopt;
}

bool is_day(Date day) {
  return kFirstDay <= day && day <= kLastDay;
}

// By the shop's clock.
bool is_moment(Instant at) {
  return at >= Instant(kFirstDay) - kChina &&
         at < Instant(kLastDay + std::chrono::days(1)) - kChina;
}

bool is_day(const std::optional<Date>& day) {
  return !day || is_day(*day);
}

bool is_count(int count) {
  return count >= 0 && count <= kMostUnits;
}

Found flaw_of(const Use& use, const Lot& lot, Currency currency, Instant now) {
  const bool is_taken_out = lot.refunded_at && lot.refunded == lot.paid;
  return first_of({
      flaw_of(use.list_price, currency),
      flaw_of(use.charged, currency),
      use.market_price ? flaw_of(*use.market_price, currency) : std::nullopt,
      when(!is_count(use.units), FlawKind::CountOutOfRange),
      when(use.at > now + kClockSkew, FlawKind::UsedInFuture),
      when(!is_moment(use.at), FlawKind::ImpossibleDay),
      when(is_taken_out && use.at > *lot.refunded_at, FlawKind::UsedAfterRefund),
  });
}

Found flaw_of_amounts(const Lot& lot, Currency currency) {
  const Found found = first_of(
      {flaw_of(lot.paid, currency), flaw_of(lot.bonus, currency), flaw_of(lot.refunded, currency)});
  if (found) return found;
  for (const Gift& gift : lot.gifts) {
    if (const Found flaw = flaw_of(gift.value, currency)) return flaw;
  }
  return when(lot.paid < lot.refunded, FlawKind::ReturnedMoreThanPaid);
}

Found flaw_of_days(const Lot& lot, Instant now) {
  const bool has_days = is_moment(lot.sold_at) && is_day(lot.activated) && is_day(lot.contract) &&
                        is_day(lot.stopped);
  if (!has_days) return FlawKind::ImpossibleDay;
  if (lot.sold_at > now + kClockSkew) return FlawKind::SoldInFuture;
  if (lot.kind != LotKind::Time) return std::nullopt;
  if (!is_day(lot.starts) || !is_day(lot.ends)) return FlawKind::ImpossibleDay;
  return when(lot.ends < lot.starts || lot.ends - lot.starts > kMostDays,
              FlawKind::EndsBeforeStart);
}

std::optional<Flaw> flaw_of(const Lot& lot, Currency currency, Instant now) {
  const bool counts = lot.kind == LotKind::Sessions || lot.kind == LotKind::Points;
  const Found found = first_of({
      flaw_of_amounts(lot, currency),
      when(!is_count(lot.units) || !is_count(lot.bonus_units), FlawKind::CountOutOfRange),
      when(counts && lot.units == 0, FlawKind::NoUnits),
      flaw_of_days(lot, now),
  });
  if (found) return Flaw{*found, lot.id, ""};
  for (const Use& use : lot.uses) {
    if (const Found flaw = flaw_of(use, lot, currency, now)) return Flaw{*flaw, lot.id, use.id};
  }
  return std::nullopt;
}

Phrase words_of(FlawKind kind) {
  switch (kind) {
    case FlawKind::MixedCurrencies:
      return {"金额的币种与章程不同", "an amount is in another currency than the terms"};
    case FlawKind::NegativeAmount:
      return {"有负的金额", "an amount is negative"};
    case FlawKind::AmountTooLarge:
      return {"金额大得不可能", "an amount is impossibly large"};
    case FlawKind::ReturnedMoreThanPaid:
      return {"已退的多于实付的", "more was returned than was paid"};
    case FlawKind::CountOutOfRange:
      return {"次数或积分不可能", "a number of sessions or points is impossible"};
    case FlawKind::NoUnits:
      return {"没有登记购买的次数或积分",
              "it does not say how many sessions or points were bought"};
    case FlawKind::ImpossibleDay:
      return {"日期不可能", "a date is impossible"};
    case FlawKind::EndsBeforeStart:
      return {"有效期的起止日期不对", "its first and last day do not fit"};
    case FlawKind::SoldInFuture:
      return {"售卡时间在以后", "it was sold in the future"};
    case FlawKind::UsedInFuture:
      return {"消费时间在以后", "it was used in the future"};
    case FlawKind::UsedAfterRefund:
      return {"全部退款之后又有消费", "it was used after all of it had been returned"};
    case FlawKind::DuplicateLot:
      return {"登记了两遍", "it is on record twice"};
    case FlawKind::TooManyLots:
      return {"充值和购卡记录多得不可能", "there are impossibly many purchases"};
    case FlawKind::TooManyUses:
      break;
  }
  return {"消费记录多得不可能", "there are impossibly many visits"};
}

}  // namespace

Phrase phrase_of(const Flaw& flaw) {
  const Phrase words = words_of(flaw.kind);
  std::string zh = "账目";
  std::string en = "The records";
  if (!flaw.lot.empty()) {
    zh = "充值或购卡 " + flaw.lot;
    en = "Purchase " + flaw.lot;
  }
  if (!flaw.use.empty()) {
    zh += " 的消费 " + flaw.use;
    en += ", visit " + flaw.use;
  }
  return {zh + "：" + words.zh + "。", en + ": " + words.en + "."};
}

std::optional<Flaw> flaw_of(const Account& account, Currency currency, Instant now) {
  if (const Found flaw = flaw_of(account.held, currency)) return Flaw{*flaw, "", ""};
  if (account.lots.size() > kMostLots) return Flaw{FlawKind::TooManyLots, "", ""};
  std::size_t uses = 0;
  std::set<std::string_view> ids;
  for (const Lot& lot : account.lots) {
    uses += lot.uses.size();
    if (!ids.insert(lot.id).second) return Flaw{FlawKind::DuplicateLot, lot.id, ""};
    if (auto flaw = flaw_of(lot, currency, now)) return flaw;
  }
  if (uses > kMostUses) return Flaw{FlawKind::TooManyUses, "", ""};
  return std::nullopt;
}

}  // namespace slipway::refund
