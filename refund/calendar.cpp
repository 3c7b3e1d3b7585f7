#include "refund/calendar.hpp"

#include <algorithm>

namespace slipway::refund {

std::optional<std::int64_t> basis_points_on(const RateTable& table, Date day) {
  const auto after =
      std::upper_bound(table.rates.begin(), table.rates.end(), day,
                       [](Date wanted, const Rate& rate) { return wanted < rate.from; });
  if (after == table.rates.begin()) return std::nullopt;
  return std::prev(after)->basis_points;
}

bool is_working_day(Date day, const HolidayTable* holidays) {
  if (holidays != nullptr) {
    if (holidays->working.contains(day)) return true;
    if (holidays->off.contains(day)) return false;
  }
  return std::chrono::weekday(day).iso_encoding() <= std::chrono::Friday.iso_encoding();
}

Date after_working_days(Date from, int days, const HolidayTable* holidays) {
  while (days > 0) {
    from += std::chrono::days(1);
    if (is_working_day(from, holidays)) --days;
  }
  return from;
}

}  // namespace slipway::refund
