#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "refund/time.hpp"

// Rates and days that change with the years: data, read by table_file.hpp, never code.
namespace slipway::refund {

// A yearly rate and the day from which it counts.
struct Rate {
  Date from{};
  std::int64_t basis_points = 0;
};

// A published rate over the years, rising days. "pboc1y", "lpr1y".
struct RateTable {
  std::string name;
  std::string source;  // who published it
  std::vector<Rate> rates;
};
// The rate that counted on a day; nothing before the table begins.
[[nodiscard]] std::optional<std::int64_t> basis_points_on(const RateTable& table, Date day);

// Days off that are no weekend, and weekend days on which people work.
struct HolidayTable {
  std::string name;
  std::string source;
  int first_year = 0;  // the table speaks for these years; outside them only weekends are known
  int last_year = 0;
  std::set<Date> off;
  std::set<Date> working;
};
// True for a day on which banks work. Without a table: Monday to Friday.
[[nodiscard]] bool is_working_day(Date day, const HolidayTable* holidays);
// The day that is so many working days after `from` (0: `from` itself).
[[nodiscard]] Date after_working_days(Date from, int days, const HolidayTable* holidays);

}  // namespace slipway::refund
