#include "station/desk/months.hpp"

#include <optional>

namespace slipway::desk {
namespace {

// Months since year 0 of the shop's calendar.
int month_count(refund::Instant at) {
  const std::chrono::year_month_day day(refund::date_of(at));
  return int(day.year()) * 12 + static_cast<int>(unsigned(day.month())) - 1;
}

}  // namespace

std::array<Month, 12> months_of(std::span<const refund::Lot> lots, refund::Instant now) {
  std::array<Month, 12> months;
  const int last = month_count(now);
  const auto currency = lots.empty() ? refund::Currency::Cny : lots.front().paid.currency;
  for (std::size_t i = 0; i < months.size(); ++i) {
    months[i].number = (last - 11 + static_cast<int>(i)) % 12 + 1;
    months[i].paid = months[i].spent = refund::zero(currency);
  }
  const auto slot = [&](refund::Instant at) -> Month* {
    const int back = last - month_count(at);
    if (back < 0 || back > 11) return nullptr;
    return &months[static_cast<std::size_t>(11 - back)];
  };
  for (const refund::Lot& lot : lots) {
    if (lot.paid.currency != currency) continue;
    if (Month* month = slot(lot.sold_at)) month->paid = month->paid + lot.paid;
    for (const refund::Use& use : lot.uses) {
      if (use.charged.currency != currency) continue;
      if (Month* month = slot(use.at)) month->spent = month->spent + use.charged;
    }
  }
  return months;
}

}  // namespace slipway::desk
