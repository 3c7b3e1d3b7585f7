#include "devices/pad/tap_sieve.hpp"

#include <rapidcheck.h>

#include "tests/catch.hpp"

using namespace slipway::devices;

namespace {

constexpr PadSize kGlass{10'000, 5'000};

// A hundred pixels wide: a pixel is a millimetre. Accept is the right half of the lower edge.
Prompt prompt() {
  Prompt one;
  one.size = {100, 50};
  one.rows.resize(one.row_bytes() * 50);
  one.accept = {50, 40, 50, 10};
  return one;
}

TapSieve watching() {
  TapSieve sieve;
  sieve.watch(prompt(), kGlass);
  return sieve;
}

PenSample at(int x, int y, std::int64_t time, bool touching = true) {
  return {x, y, 500, time, touching, false};
}

}  // namespace

TEST_CASE("tap sieve: down and up within an area is an answer, told once") {
  TapSieve sieve = watching();
  CHECK(sieve.take(at(6'000, 4'500, 0)).empty());
  CHECK(sieve.take(at(6'050, 4'510, 5'000)).empty());
  CHECK_FALSE(sieve.tapped().has_value());
  CHECK(sieve.take(at(6'050, 4'510, 10'000, false)).empty());
  CHECK(sieve.tapped() == PadNews::Accepted);
  CHECK_FALSE(sieve.tapped().has_value());
}

TEST_CASE("tap sieve: a stroke that leaves its area was ink from its first sample on") {
  TapSieve sieve = watching();
  CHECK(sieve.take(at(6'000, 4'100, 0)).empty());
  const auto all = sieve.take(at(6'000, 3'900, 5'000));
  REQUIRE(all.size() == 2);
  CHECK(all[0].y == 4'100);
  CHECK(sieve.take(at(6'000, 4'500, 10'000)).size() == 1);  // back again: still ink
  CHECK(sieve.take(at(6'000, 4'500, 15'000, false)).size() == 1);
  CHECK_FALSE(sieve.tapped().has_value());
}

TEST_CASE("tap sieve: a stroke that comes into an area is ink, and so is a pen that stays there") {
  TapSieve sieve = watching();
  CHECK(sieve.take(at(6'000, 3'000, 0)).size() == 1);
  CHECK(sieve.take(at(6'000, 4'500, 5'000)).size() == 1);
  CHECK(sieve.take(at(6'000, 4'500, 9'000, false)).size() == 1);
  const std::int64_t later = 10'000 + TapSieve::kAfterInk;
  CHECK(sieve.take(at(6'000, 4'500, later)).empty());
  CHECK(sieve.take(at(6'000, 4'500, later + TapSieve::kLongestTap)).empty());
  CHECK(sieve.take(at(6'000, 4'500, later + 1 + TapSieve::kLongestTap)).size() == 3);
  CHECK_FALSE(sieve.tapped().has_value());
}

TEST_CASE("tap sieve: a short stroke within an area is ink, and so is a dot while one writes") {
  TapSieve sieve = watching();
  CHECK(sieve.take(at(6'000, 4'500, 0)).empty());
  CHECK(sieve.take(at(6'000 + TapSieve::kFurthestTap + 1, 4'500, 50'000)).size() == 2);
  CHECK(sieve.take(at(6'300, 4'500, 60'000, false)).size() == 1);
  // The dot of an i, at once; then a tap by somebody who has finished.
  CHECK(sieve.take(at(6'000, 4'500, 300'000)).size() == 1);
  CHECK(sieve.take(at(6'000, 4'500, 310'000, false)).size() == 1);
  CHECK_FALSE(sieve.tapped().has_value());
  CHECK(sieve.take(at(6'000, 4'500, 1'000'000)).empty());
  CHECK(sieve.take(at(6'000, 4'500, 1'010'000, false)).empty());
  CHECK(sieve.tapped() == PadNews::Accepted);
}

TEST_CASE("tap sieve: without a prompt, and outside of its areas, everything is ink") {
  TapSieve sieve;
  CHECK(sieve.take(at(6'000, 4'500, 0)).size() == 1);
  sieve = watching();
  CHECK(sieve.take(at(4'900, 4'500, 0)).size() == 1);  // left of it
  sieve = watching();
  CHECK(sieve.take(at(10'000, 4'500, 0)).size() == 1);  // beyond the last pixel
  sieve.forget();
  CHECK(sieve.take(at(4'900, 4'500, 1, false)).size() == 1);
  CHECK(sieve.take(at(6'000, 4'500, 2)).size() == 1);
}

TEST_CASE("tap sieve: ink is neither lost nor reordered, whatever the pen does") {
  REQUIRE(rc::check("any pen",
                    [](const std::vector<std::tuple<std::uint16_t, std::uint16_t, bool>>& path) {
                      TapSieve sieve = watching();
                      std::vector<PenSample> sent;
                      std::vector<PenSample> came;
                      std::size_t tapped_away = 0;
                      std::size_t since_down = 0;
                      std::int64_t time = 0;
                      bool was_down = false;
                      for (const auto& [x, y, touching] : path) {
                        if (!touching && !was_down) continue;
                        const PenSample sample = at(x % 10'000, y % 5'000, time += 5'000, touching);
                        since_down = was_down ? since_down + 1 : 1;
                        was_down = touching;
                        sent.push_back(sample);
                        const auto some = sieve.take(sample);
                        came.insert(came.end(), some.begin(), some.end());
                        if (sieve.tapped()) tapped_away += since_down;
                      }
                      RC_ASSERT(came.size() + tapped_away <= sent.size());
                      // What is missing is held back for the stroke that is under way.
                      const std::size_t held = sent.size() - tapped_away - came.size();
                      RC_ASSERT(held == 0 || (was_down && held == since_down));
                      auto place = sent.begin();
                      for (const PenSample& sample : came) {
                        place = std::find(place, sent.end(), sample);
                        RC_ASSERT(place != sent.end());
                        ++place;
                      }
                    }));
}
