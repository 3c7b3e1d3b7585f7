#include "refund/calendar.hpp"

#include "tests/catch.hpp"

using namespace slipway::refund;

namespace {

Date day(const char* text) {
  return *date_from(text);
}

// The National Day week of 2025, as the State Council gave it: 1 to 8 October off, two weekend days
// worked in exchange.
HolidayTable golden_week() {
  HolidayTable table;
  table.name = "cn-2025";
  table.first_year = table.last_year = 2025;
  for (int i = 0; i < 8; ++i)
    table.off.insert(day("2025-10-01") + std::chrono::days(i));
  table.working = {day("2025-09-28"), day("2025-10-11")};
  return table;
}

}  // namespace

TEST_CASE("a rate counts from its day until the day before the next") {
  RateTable table;
  CHECK_FALSE(basis_points_on(table, day("2025-05-20")));
  table.rates = {{day("2024-10-21"), 310}, {day("2025-05-20"), 300}};
  CHECK_FALSE(basis_points_on(table, day("2024-10-20")));
  CHECK(basis_points_on(table, day("2024-10-21")) == 310);
  CHECK(basis_points_on(table, day("2025-05-19")) == 310);
  CHECK(basis_points_on(table, day("2025-05-20")) == 300);
  CHECK(basis_points_on(table, day("2030-01-01")) == 300);
}

TEST_CASE("without a table people work from Monday to Friday") {
  CHECK(is_working_day(day("2025-10-03"), nullptr));
  CHECK_FALSE(is_working_day(day("2025-10-04"), nullptr));
  CHECK_FALSE(is_working_day(day("2025-10-05"), nullptr));
  CHECK(is_working_day(day("2025-10-06"), nullptr));
}

TEST_CASE("a holiday table takes days off and makes weekend days working ones") {
  const HolidayTable table = golden_week();
  CHECK(is_working_day(day("2025-09-28"), &table));
  CHECK_FALSE(is_working_day(day("2025-09-27"), &table));
  CHECK(is_working_day(day("2025-09-30"), &table));
  CHECK_FALSE(is_working_day(day("2025-10-01"), &table));
  CHECK_FALSE(is_working_day(day("2025-10-08"), &table));
  CHECK(is_working_day(day("2025-10-09"), &table));
  CHECK(is_working_day(day("2025-10-11"), &table));
  CHECK_FALSE(is_working_day(day("2025-10-12"), &table));
}

TEST_CASE("working days are counted over weekends and holidays") {
  const HolidayTable table = golden_week();
  CHECK(after_working_days(day("2025-10-04"), 0, nullptr) == day("2025-10-04"));
  CHECK(after_working_days(day("2025-10-03"), 1, nullptr) == day("2025-10-06"));
  CHECK(after_working_days(day("2025-09-30"), 1, &table) == day("2025-10-09"));
  CHECK(after_working_days(day("2025-09-30"), 3, &table) == day("2025-10-11"));
  CHECK(after_working_days(day("2025-09-30"), 4, &table) == day("2025-10-13"));
}
