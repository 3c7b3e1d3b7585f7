#include "paper/pad_prompt.hpp"

#include <rapidcheck.h>

#include <filesystem>
#include <fstream>

#include "tests/catch.hpp"

namespace slipway::paper {
namespace {

using devices::PadArea;
using devices::PadScreen;
using devices::Prompt;

// The screens of the pads that take pictures.
constexpr PadScreen kScreens[] = {{396, 100}, {320, 200}, {640, 480}, {800, 480}};

PadPrompt chinese() {
  return {"拾光美发 · 人民路店", "申请退 ¥886.50", "确认并提交", "重签", "返回"};
}
PadPrompt english() {
  return {"Shiguang Salon, Renmin Road", "Request ¥886.50", "Confirm", "Clear", "Back"};
}

bool is_ink(const Prompt& prompt, int x, int y) {
  const auto byte =
      static_cast<std::size_t>(y) * prompt.row_bytes() + static_cast<std::size_t>(x / 8);
  return (prompt.rows[byte] >> (7 - x % 8) & 1) != 0;
}

int ink_in(const Prompt& prompt, const PadArea& area) {
  int dots = 0;
  for (int y = area.top; y < area.top + area.height; ++y) {
    for (int x = area.left; x < area.left + area.width; ++x)
      dots += is_ink(prompt, x, y) ? 1 : 0;
  }
  return dots;
}

bool overlap(const PadArea& a, const PadArea& b) {
  return a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height &&
         b.top < a.top + a.height;
}

}  // namespace

TEST_CASE("pad prompt: three buttons and room to sign between them, on every pad's screen") {
  for (const PadScreen& screen : kScreens) {
    for (const PadPrompt& words : {chinese(), english()}) {
      CAPTURE(screen.width, screen.height, words.accept);
      const auto drawn = draw(words, screen);
      REQUIRE(drawn.has_value());
      const Prompt& prompt = drawn.value();
      REQUIRE(prompt.is_sound());
      CHECK(prompt.size == screen);
      const PadArea areas[] = {prompt.cancel, prompt.clear, prompt.accept};
      for (const PadArea& area : areas) {
        CHECK(area.is_within(screen));
        CHECK(area.width >= screen.width / 5);
        CHECK(area.height >= 28);  // seven millimetres on the lowest of them
        for (const PadArea& other : areas)
          CHECK((&area == &other || !overlap(area, other)));
      }
      // The one that commits is black with white letters, the others are white with black ones.
      const auto share = [&](const PadArea& area) {
        return 100 * ink_in(prompt, area) / (area.width * area.height);
      };
      CHECK(share(prompt.accept) > 60);
      CHECK(share(prompt.accept) < 98);
      for (const PadArea& area : {prompt.cancel, prompt.clear}) {
        CHECK(share(area) > 3);
        CHECK(share(area) < 40);
      }
      // Nobody has written where the member is to write.
      const int left = screen.width / 20;
      const int right = screen.height < 160 ? prompt.cancel.left - left : screen.width - left;
      const int top = screen.height / 3;
      CHECK(ink_in(prompt, {left, top, right - left, screen.height / 3}) == 0);
      CHECK(ink_in(prompt, {0, 0, screen.width / 2, screen.height / 4}) > 100);
    }
  }
}

TEST_CASE("pad prompt: the languages give other pictures, the same words the same one") {
  const PadScreen screen{800, 480};
  CHECK(draw(chinese(), screen)->rows == draw(chinese(), screen)->rows);
  CHECK(draw(chinese(), screen)->rows != draw(english(), screen)->rows);
}

TEST_CASE("pad prompt: a screen on which nobody could read it gets none") {
  for (const PadScreen& screen :
       {PadScreen{0, 0}, {128, 64}, {239, 200}, {320, 79}, {-5, 100}, {5000, 100}}) {
    CHECK_FALSE(draw(chinese(), screen).has_value());
  }
}

TEST_CASE("pad prompt: what is signed stands there whole, and the store yields to it") {
  for (const PadScreen& screen : kScreens) {
    CAPTURE(screen.width);
    PadPrompt words = english();
    words.claim = "Refund, worked out by the store";
    const auto with = draw(words, screen);
    words.store = "X";
    REQUIRE(with.has_value());
    const PadArea right{screen.width * 3 / 4, 0, screen.width / 4, screen.height / 9};
    if (screen.width == 320) CHECK(draw(words, screen)->rows == with->rows);
    if (screen.width > 600) CHECK(ink_in(*with, right) > 50);
  }
}

TEST_CASE("pad prompt: any words stay within their places") {
  REQUIRE(rc::check("hostile words", [](const std::string& one, const std::string& two) {
    const PadScreen screen{320, 200};
    const auto drawn = draw({one + one + one, two, one, two, one}, screen);
    RC_ASSERT(drawn.has_value());
    RC_ASSERT(drawn->is_sound());
    RC_ASSERT(ink_in(*drawn, {10, 70, 300, 50}) == 0);
  }));
}

TEST_CASE("pad prompt: every picture is left in the build folder, to be looked at") {
  const auto folder = std::filesystem::path(SLIPWAY_BIN).parent_path() / "slips";
  std::filesystem::create_directories(folder);
  for (const PadScreen& screen : kScreens) {
    for (const auto& [name, words] : {std::pair{"zh", chinese()}, {"en", english()}}) {
      const Prompt prompt = *draw(words, screen);
      std::ofstream file(folder / ("pad-" + std::to_string(screen.width) + "-" + name + ".pbm"),
                         std::ios::binary);
      file << "P4\n" << screen.width << ' ' << screen.height << '\n';
      file.write(reinterpret_cast<const char*>(prompt.rows.data()),
                 static_cast<std::streamsize>(prompt.rows.size()));
      file.close();
      CHECK(file.good());
    }
  }
}

}  // namespace slipway::paper
