#pragma once

#include <string>
#include <string_view>

#include "refund/calendar.hpp"
#include "refund/policy_table.hpp"

// The data files in refund/tables. `name` is the table's, without folder and ending; a mistake
// names the file "tables/NAME.toml".
namespace slipway::refund {

[[nodiscard]] RateTable read_rates(std::string_view name, std::string_view toml,
                                   FirstMistake& mistake);

// One year of days off and days worked.
[[nodiscard]] HolidayTable read_holidays(std::string_view name, std::string_view toml,
                                         FirstMistake& mistake);

}  // namespace slipway::refund
