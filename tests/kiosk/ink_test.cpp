#include "kiosk/flow/ink.hpp"

#include <rapidcheck.h>

#include "tests/catch.hpp"
#include "tests/kiosk/counter.hpp"

namespace slipway::kiosk {
namespace {

std::size_t points_of(const refund::Signature& signature) {
  std::size_t count = 0;
  for (const auto& stroke : signature.strokes)
    count += stroke.size();
  return count;
}

}  // namespace

TEST_CASE("a pen that lifts begins a new stroke") {
  Ink ink;
  ink.begin({12'000, 4'500});
  CHECK_FALSE(ink.is_enough());
  ink.draw(test::sample_ink());
  CHECK(ink.signature().strokes.size() == 2);
  CHECK(ink.is_enough());
  ink.clear();
  CHECK(ink.signature().strokes.empty());
  CHECK(ink.signature().width == 12'000);
}

TEST_CASE("samples that were lost do not become a line") {
  Ink ink;
  ink.begin({12'000, 4'500});
  std::vector<devices::PenSample> samples = {{100, 100, 500, 0, true, false},
                                             {200, 200, 500, 5'000, true, false},
                                             {9'000, 4'000, 500, 90'000, true, true},
                                             {9'100, 4'100, 500, 95'000, true, false}};
  ink.draw(samples);
  CHECK(ink.signature().strokes.size() == 2);
}

TEST_CASE("a long signature gets coarser and keeps the ends of its strokes") {
  Ink ink;
  ink.begin({12'000, 4'500});
  for (int i = 0; i < 9'000; ++i) {
    const devices::PenSample sample{(i % 200) * 50, (i / 2) % 4'000, 400, i * 5'000, true, false};
    ink.draw(std::span(&sample, 1));
  }
  CHECK(points_of(ink.signature()) <= refund::Signature::kMostPoints);
  const auto& last = ink.signature().strokes.back().back();
  CHECK(last.time == 8'999 * 5'000);
}

TEST_CASE("whatever a pad reports, the ink stays on the sheet and within its bound") {
  REQUIRE(rc::check("bounded ink", [](const std::vector<std::pair<int, int>>& places, bool lifts) {
    Ink ink;
    ink.begin({12'000, 4'500});
    std::int64_t time = 0;
    for (int round = 0; round < 60; ++round)
      for (const auto& [x, y] : places) {
        const devices::PenSample sample{x, y, x, time++, !lifts || time % 2 == 0, y % 7 == 0};
        ink.draw(std::span(&sample, 1));
      }
    RC_ASSERT(points_of(ink.signature()) <= refund::Signature::kMostPoints);
    for (const auto& stroke : ink.signature().strokes)
      for (const auto& point : stroke) {
        RC_ASSERT(point.x >= 0 && point.x <= 12'000);
        RC_ASSERT(point.y >= 0 && point.y <= 4'500);
        RC_ASSERT(!point.pressure || (*point.pressure >= 0 && *point.pressure <= 1'000));
      }
  }));
}

}  // namespace slipway::kiosk
