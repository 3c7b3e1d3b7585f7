#include "station/desk/months.hpp"

#include "tests/catch.hpp"

using namespace slipway;

TEST_CASE("twelve months end with the present one, in the shop's calendar") {
  refund::Lot lot;
  lot.paid = refund::Money{100'000};
  lot.sold_at = *refund::instant_from("2026-06-01 00:30");  // still May in UTC
  refund::Use use;
  use.charged = refund::Money{8'000};
  use.at = *refund::instant_from("2026-11-02 10:00");
  lot.uses = {use, use};
  refund::Lot old = lot;
  old.sold_at = *refund::instant_from("2025-11-30 23:59");
  old.uses.clear();
  const std::vector<refund::Lot> lots{lot, old};
  const auto months = desk::months_of(lots, *refund::instant_from("2026-11-21 12:00"));
  CHECK(months.front().number == 12);
  CHECK(months.back().number == 11);
  CHECK(months[6].number == 6);
  CHECK(months[6].paid.minor == 100'000);
  CHECK(months[11].spent.minor == 16'000);
  std::int64_t paid = 0;
  for (const auto& month : months)
    paid += month.paid.minor;
  CHECK(paid == 100'000);
}
