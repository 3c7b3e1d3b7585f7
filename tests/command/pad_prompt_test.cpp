#include "command/pad_prompt.hpp"

#include "tests/catch.hpp"

using slipway::command::pad_prompt;
using slipway::devices::PadArea;
using slipway::devices::PadScreen;
using slipway::devices::Prompt;

namespace {

int ink_in(const Prompt& prompt, const PadArea& area) {
  int dots = 0;
  for (int y = area.top; y < area.top + area.height; ++y) {
    for (int x = area.left; x < area.left + area.width; ++x) {
      const auto byte =
          static_cast<std::size_t>(y) * prompt.row_bytes() + static_cast<std::size_t>(x / 8);
      dots += prompt.rows[byte] >> (7 - x % 8) & 1;
    }
  }
  return dots;
}

}  // namespace

TEST_CASE("a pad's test picture has three marked boxes on every screen, and room to sign") {
  for (const PadScreen screen : {PadScreen{396, 100}, {320, 200}, {640, 480}, {800, 480}, {1, 1}}) {
    CAPTURE(screen.width, screen.height);
    const Prompt prompt = pad_prompt(screen);
    REQUIRE(prompt.is_sound());
    if (screen.width == 1) continue;
    int right = 0;
    for (const PadArea& area : {prompt.cancel, prompt.clear, prompt.accept}) {
      CHECK(area.left > right);
      right = area.left + area.width;
      CHECK(area.top > screen.height / 2);
      CHECK(area.top + area.height <= screen.height);
      // A frame and a mark; most of it is white.
      CHECK(ink_in(prompt, area) > 2 * (area.width + area.height));
      CHECK(ink_in(prompt, area) < area.width * area.height);
    }
    CHECK(right <= screen.width);
    CHECK(ink_in(prompt, {0, 0, screen.width, screen.height / 2}) == 0);
  }
}
