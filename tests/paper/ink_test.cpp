#include "paper/ink.hpp"

#include <rapidcheck.h>

#include <cmath>
#include <limits>

#include "tests/catch.hpp"

namespace slipway::paper {
namespace {

constexpr int kWidth = 200;
constexpr int kHeight = 120;
constexpr Rectangle kBox{20, 20, 160, 80};

struct Sheet {
  Cairo::RefPtr<Cairo::ImageSurface> surface =
      Cairo::ImageSurface::create(Cairo::Surface::Format::A8, kWidth, kHeight);
  Cairo::RefPtr<Cairo::Context> context = Cairo::Context::create(surface);

  [[nodiscard]] bool is_black(int x, int y) const {
    surface->flush();
    return surface->get_data()[y * surface->get_stride() + x] > 127;
  }
  [[nodiscard]] int black(bool inside) const {
    int count = 0;
    for (int y = 0; y < kHeight; ++y) {
      for (int x = 0; x < kWidth; ++x) {
        const bool in = x >= 20 && x < 180 && y >= 20 && y < 100;
        count += in == inside && is_black(x, y) ? 1 : 0;
      }
    }
    return count;
  }
  // Rows of black in one column: how thick a level line is there.
  [[nodiscard]] int thickness(int x) const {
    int count = 0;
    for (int y = 0; y < kHeight; ++y)
      count += is_black(x, y) ? 1 : 0;
    return count;
  }
};

refund::PenPoint at(int x, int y, std::optional<int> pressure, std::int64_t time) {
  return {x, y, pressure, time};
}

refund::Signature level_line(std::optional<int> first, std::optional<int> second,
                             std::int64_t step_first, std::int64_t step_second) {
  refund::Signature drawn{9'600, 6'000, {{}}};
  std::int64_t now = 0;
  for (int i = 0; i <= 80; ++i) {
    const bool early = i < 40;
    now += early ? step_first : step_second;
    drawn.strokes[0].push_back(at(i * 100, 3'000, early ? first : second, now));
  }
  return drawn;
}

}  // namespace

TEST_CASE("ink fills the rectangle, keeps its shape and stays inside") {
  const Sheet sheet;
  // A square of 20 mm: in a box of 160 by 80 it may be 80 wide at most.
  const refund::Signature square{
      9'600,
      6'000,
      {{at(1'000, 1'000, {}, 0), at(3'000, 1'000, {}, 1), at(3'000, 1'000, {}, 2)},
       {at(3'000, 3'000, {}, 3), at(1'000, 3'000, {}, 4), at(1'000, 3'000, {}, 5)}}};
  draw_ink(sheet.context, square, kBox, Fit::Ink);
  CHECK(sheet.black(true) > 150);
  CHECK(sheet.black(false) == 0);
  CHECK_FALSE(sheet.is_black(30, 23));
  CHECK(sheet.thickness(100) >= 4);
}

TEST_CASE("fitted to the pad the ink stands where it was drawn") {
  const Sheet sheet;
  const refund::Signature dot{1'600, 800, {{at(400, 400, 500, 0)}}};
  draw_ink(sheet.context, dot, kBox, Fit::Pad, {kBlack, 6});
  CHECK(sheet.is_black(60, 60));
  CHECK(sheet.black(true) < 60);
}

TEST_CASE("a pressed line is wider than a light one, a slow one than a quick one") {
  const Sheet pressed;
  draw_ink(pressed.context, level_line(100, 1'000, 5'000, 5'000), kBox, Fit::Pad, {kBlack, 8});
  CHECK(pressed.thickness(130) > pressed.thickness(60) + 2);

  const Sheet paced;
  draw_ink(paced.context, level_line({}, {}, 4'000, 40'000), kBox, Fit::Pad, {kBlack, 8});
  CHECK(paced.thickness(130) > paced.thickness(60) + 2);
}

TEST_CASE("no signature draws nothing") {
  const Sheet sheet;
  draw_ink(sheet.context, {}, kBox, Fit::Ink);
  draw_ink(sheet.context, {9'600, 6'000, {{}, {}}}, kBox, Fit::Ink);
  draw_ink(sheet.context, {0, 0, {{at(1, 1, {}, 0)}}}, kBox, Fit::Pad);
  draw_ink(sheet.context, {9'600, 6'000, {{at(1, 1, {}, 0)}}}, {0, 0, 1, 1}, Fit::Ink);
  REQUIRE(sheet.black(true) + sheet.black(false) == 0);
}

TEST_CASE("any points stay inside the rectangle") {
  REQUIRE(rc::check("any points stay inside the rectangle", [] {
    refund::Signature drawn{
        *rc::gen::arbitrary<std::int32_t>(), *rc::gen::arbitrary<std::int32_t>(), {{}}};
    const auto count = *rc::gen::inRange(0, 12);
    for (int i = 0; i < count; ++i) {
      drawn.strokes[0].push_back(
          at(*rc::gen::arbitrary<std::int32_t>(), *rc::gen::arbitrary<std::int32_t>(),
             *rc::gen::arbitrary<std::int32_t>(), *rc::gen::arbitrary<std::int64_t>()));
    }
    const Sheet sheet;
    draw_ink(sheet.context, drawn, kBox, Fit::Ink);
    draw_ink(sheet.context, drawn, kBox, Fit::Pad);
    RC_ASSERT(sheet.black(false) == 0);
  }));
}

}  // namespace slipway::paper
