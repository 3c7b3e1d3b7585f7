#include "refund/time.hpp"

#include "tests/catch.hpp"

using namespace slipway::refund;
using namespace std::chrono_literals;

TEST_CASE("a moment is shown by the shop's clock") {
  const auto moment = instant_from("2026-11-21 20:38");
  REQUIRE(moment);
  CHECK(to_text(*moment) == "2026-11-21 20:38");
  CHECK(to_text(*moment, Offset{0}) == "2026-11-21 12:38");
  CHECK(to_text(date_of(*moment)) == "2026-11-21");
}

TEST_CASE("the day changes at the shop's midnight") {
  const auto moment = instant_from("2026-11-21 00:00:00");
  REQUIRE(moment);
  CHECK(to_text(date_of(*moment)) == "2026-11-21");
  CHECK(to_text(date_of(*moment - 1ms)) == "2026-11-20");
  CHECK(to_text(date_of(*moment, Offset{0})) == "2026-11-20");
}

TEST_CASE("moments before 1970 keep their day") {
  CHECK(to_text(Instant(-1ms), Offset{0}) == "1969-12-31 23:59");
}

TEST_CASE("impossible days and hours are nothing") {
  CHECK(date_from("2024-02-29"));
  for (const auto* wrong : {"2026-02-29", "2026-13-01", "2026-00-10", "2026-11-31", "2026-1-1",
                            "26-11-21", "2026/11/21", "2026-11-21 ", "", "abcd-ef-gh"}) {
    INFO(wrong);
    CHECK_FALSE(date_from(wrong));
  }
  for (const auto* wrong :
       {"2026-11-21", "2026-11-21 24:00", "2026-11-21 12:60", "2026-11-21 12:00:60",
        "2026-11-21 12:00:", "2026-11-21 12:00:00Z", "2026-11-21T12:00", "2026-11-21 1:00"}) {
    INFO(wrong);
    CHECK_FALSE(instant_from(wrong));
  }
}
