#include "paper/icon.hpp"

#include <gio/gio.h>

#include <filesystem>
#include <set>
#include <string>

#include "paper/style.hpp"
#include "tests/catch.hpp"

namespace slipway::paper {
namespace {

namespace fs = std::filesystem;

constexpr int kSide = 96;

struct Canvas {
  Cairo::RefPtr<Cairo::ImageSurface> surface =
      Cairo::ImageSurface::create(Cairo::Surface::Format::ARGB32, kSide, kSide);
  Cairo::RefPtr<Cairo::Context> context = Cairo::Context::create(surface);

  [[nodiscard]] std::uint32_t pixel(int x, int y) const {
    surface->flush();
    const auto* row = surface->get_data() + y * surface->get_stride() + x * 4;
    return row[0] | (row[1] << 8u) | (row[2] << 16u) | (static_cast<std::uint32_t>(row[3]) << 24u);
  }
  [[nodiscard]] int inked(int left, int top, int right, int bottom) const {
    int count = 0;
    for (int y = top; y < bottom; ++y) {
      for (int x = left; x < right; ++x)
        count += pixel(x, y) != 0 ? 1 : 0;
    }
    return count;
  }
};

std::set<std::string> names_in_folder() {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(SLIPWAY_SOURCE "/paper/icons")) {
    if (entry.path().extension() == ".svg") names.insert(entry.path().stem().string());
  }
  return names;
}

}  // namespace

TEST_CASE("every icon in the folder is carried in the program and draws something") {
  const auto names = names_in_folder();
  REQUIRE(names.size() >= 50);
  for (const auto& name : names) {
    INFO(name);
    const Canvas canvas;
    REQUIRE(draw_icon(canvas.context, name, 48, kBlack));
    CHECK(canvas.inked(0, 0, 48, 48) > 40);
    CHECK(canvas.inked(48, 0, kSide, kSide) == 0);
    CHECK(canvas.inked(0, 48, 48, kSide) == 0);
  }
}

TEST_CASE("an icon is drawn in the asked colour, also after another colour") {
  const Canvas canvas;
  REQUIRE(draw_icon(canvas.context, "minus", 24, Colour{1, 0, 0, 1}));
  REQUIRE(canvas.pixel(12, 12) == 0xFFFF0000);
  REQUIRE(draw_icon(canvas.context, "minus", 24, Colour{0, 0, 1, 1}));
  REQUIRE(canvas.pixel(12, 12) == 0xFF0000FF);
}

TEST_CASE("an icon follows the scale of its context instead of being stretched") {
  const Canvas canvas;
  canvas.context->scale(4, 4);
  REQUIRE(draw_icon(canvas.context, "minus", 24, kBlack));
  CHECK(canvas.pixel(48, 48) == 0xFF000000);
  CHECK(canvas.pixel(48, 47 - 4) == 0);  // a stretched one would have grey rims here
  CHECK(canvas.pixel(48, 48 + 4) == 0);
}

TEST_CASE("an unknown icon is refused and draws nothing") {
  const Canvas canvas;
  REQUIRE_FALSE(draw_icon(canvas.context, "no-such-icon", 24, kBlack));
  REQUIRE_FALSE(draw_icon(canvas.context, "../style/tokens-light", 24, kBlack));
  REQUIRE(canvas.inked(0, 0, kSide, kSide) == 0);
}

TEST_CASE("the mark is a solid square with the store left out of it") {
  const Canvas canvas;
  draw_mark(canvas.context, 72, kBlack, kWhite);
  REQUIRE(canvas.pixel(36, 4) == 0xFF000000);
  REQUIRE(canvas.pixel(0, 0) == 0);
  int white = 0;
  for (int y = 0; y < 72; ++y) {
    for (int x = 0; x < 72; ++x)
      white += canvas.pixel(x, y) == 0xFFFFFFFF ? 1 : 0;
  }
  REQUIRE(white > 200);
}

TEST_CASE("the three themes are carried and define the same colours") {
  register_resources();
  const auto tokens = [](const char* path) {
    std::set<std::string> names;
    GBytes* bytes = g_resources_lookup_data(path, G_RESOURCE_LOOKUP_FLAGS_NONE, nullptr);
    REQUIRE(bytes != nullptr);
    gsize length = 0;
    const auto* start = static_cast<const char*>(g_bytes_get_data(bytes, &length));
    const std::string text(start, length);
    g_bytes_unref(bytes);
    const std::string word = "@define-color ";
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
      const auto begin = at + word.size();
      names.insert(text.substr(begin, text.find(' ', begin) - begin));
    }
    return names;
  };
  const auto light = tokens(kTokensLight);
  REQUIRE(light.size() >= 20);
  CHECK(tokens(kTokensDark) == light);
  CHECK(tokens(kTokensHighContrast) == light);
}

}  // namespace slipway::paper
