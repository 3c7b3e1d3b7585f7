#include "devices/printer/test_page.hpp"

#include "tests/catch.hpp"

using namespace slipway;

namespace {

bool is_black(const devices::Page& page, int x, int y) {
  const std::size_t at =
      static_cast<std::size_t>(y) * page.row_bytes() + static_cast<std::size_t>(x) / 8;
  return (page.rows.at(at) & 0x80 >> x % 8) != 0;
}

}  // namespace

TEST_CASE("the test page fills the head from edge to edge, and every dot of it burns alone once") {
  for (const int width : {384, 512, 576, 832}) {
    const devices::Page page = devices::test_page(width);
    REQUIRE(page.is_sound());
    CHECK(page.width == width);
    for (const auto& [x, y] : {std::pair{0, 0},
                               {width - 1, 0},
                               {0, page.height - 1},
                               {width - 1, page.height - 1},
                               {0, 200},
                               {width - 1, 200}}) {
      CHECK(is_black(page, x, y));
    }
    for (int x = 8; x < width - 8; ++x) {
      int burnt = 0;
      for (int y = 90; y < 270; ++y)
        burnt += is_black(page, x, y) ? 1 : 0;
      CHECK(burnt == 2);
    }
    // A centimetre is eighty dots.
    CHECK(is_black(page, 80, 40));
    CHECK(is_black(page, 160, 40));
    CHECK_FALSE(is_black(page, 120, 40));
  }
}
