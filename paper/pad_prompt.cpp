#include "paper/pad_prompt.hpp"

#include <cairomm/surface.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include "paper/clean_text.hpp"
#include "paper/text.hpp"

namespace slipway::paper {
namespace {

using devices::PadArea;
using devices::PadScreen;
using devices::Prompt;

constexpr int kLeastWidth = 240;
constexpr int kLeastHeight = 80;
constexpr int kBeside = 16;      // between claim and store
constexpr int kLeastStore = 80;  // fewer letters are no name
constexpr int kLow = 160;        // below this there is no room for a row of buttons
constexpr std::size_t kMostLetters = 60;
// A pad's pixels are black or white: in between, what is half covered is black.
constexpr int kLeastInk = 128;

struct Unref {
  void operator()(PangoContext* context) const { g_object_unref(context); }
};

// The glass while it is drawn, in grey.
class Glass {
 public:
  explicit Glass(const PadScreen& screen)
      : screen_(screen),
        surface_(
            Cairo::ImageSurface::create(Cairo::Surface::Format::A8, screen.width, screen.height)),
        context_(Cairo::Context::create(surface_)),
        pango_(pango_font_map_create_context(pango_cairo_font_map_get_default())) {
    pango_context_set_language(pango_.get(), pango_language_from_string("zh-CN"));
    pango_context_set_base_dir(pango_.get(), PANGO_DIRECTION_LTR);
    Cairo::FontOptions options;
    options.set_antialias(Cairo::ANTIALIAS_GRAY);
    options.set_hint_style(Cairo::FontOptions::HintStyle::FULL);
    pango_cairo_context_set_font_options(pango_.get(), options.cobj());
  }

  // As large as `size` and as small as it must be to fit into the place, in its middle or at its
  // left; what does not fit even then is cut, and says so. How wide it came out.
  int write(const std::string& words, double size, int weight, const PadArea& place,
            Align align = Align::Centre) {
    std::size_t letters = kMostLetters;
    Text line = text(words, letters, size, weight);
    for (; line.width() > place.width && size > kSmallest; size -= 1)
      line = text(words, letters, size, weight);
    for (; line.width() > place.width && letters > 1; --letters)
      line = text(words, letters, size, weight);
    const double room = std::max(0, place.width - line.width());
    context_->save();
    context_->rectangle(place.left, place.top, place.width, place.height);
    context_->clip();
    line.draw(context_,
              place.left + (align == Align::Left    ? 0
                            : align == Align::Right ? room
                                                    : room / 2),
              place.top + (place.height - line.height()) / 2.0);
    context_->restore();
    return std::min(line.width(), place.width);
  }

  void frame(const PadArea& area, double thick) {
    context_->set_line_width(thick);
    context_->rectangle(area.left + thick / 2, area.top + thick / 2, area.width - thick,
                        area.height - thick);
    context_->stroke();
  }

  void fill(const PadArea& area) {
    context_->rectangle(area.left, area.top, area.width, area.height);
    context_->fill();
  }

  // What is drawn from now on is white.
  void invert() { context_->set_operator(Cairo::Context::Operator::DEST_OUT); }
  void revert() { context_->set_operator(Cairo::Context::Operator::OVER); }

  [[nodiscard]] std::vector<std::uint8_t> rows(std::size_t row_bytes) const {
    surface_->flush();
    std::vector<std::uint8_t> rows(row_bytes * static_cast<std::size_t>(screen_.height));
    const unsigned char* grey = surface_->get_data();
    for (int y = 0; y < screen_.height; ++y) {
      const unsigned char* from = grey + static_cast<std::ptrdiff_t>(y) * surface_->get_stride();
      std::uint8_t* to = rows.data() + static_cast<std::size_t>(y) * row_bytes;
      for (int x = 0; x < screen_.width; ++x) {
        if (from[x] >= kLeastInk)
          to[x / 8] =
              static_cast<std::uint8_t>(to[x / 8] | (0x80u >> (static_cast<unsigned>(x) % 8)));
      }
    }
    return rows;
  }

 private:
  static constexpr double kSmallest = 14;  // the floors of Text hold as well

  [[nodiscard]] Text text(const std::string& words, std::size_t letters, double size,
                          int weight) const {
    return {pango_.get(), 1, clean_text(words, letters), {size, weight}};
  }

  PadScreen screen_;
  Cairo::RefPtr<Cairo::ImageSurface> surface_;
  Cairo::RefPtr<Cairo::Context> context_;
  std::unique_ptr<PangoContext, Unref> pango_;
};

struct Layout {
  PadArea head;
  PadArea line;
  PadArea cancel;
  PadArea clear;
  PadArea accept;
  double letters = 0;
};

// Claim left, store right of it, buttons in a row: accept last and widest, as on the kiosk's
// screen.
Layout tall(const PadScreen& screen) {
  Layout out;
  const int gap = std::max(6, screen.width / 50);
  const int inner = screen.width - 2 * gap;
  const int high = std::max(36, screen.height / 6);
  const int head = std::max(28, screen.height / 9);
  const int top = screen.height - gap - high;
  out.letters = std::clamp(high * 0.42, 20.0, 34.0);
  out.head = {gap, gap / 2, inner, head};
  const int narrow = (inner - 2 * gap) * 3 / 10;
  out.cancel = {gap, top, narrow, high};
  out.clear = {2 * gap + narrow, top, narrow, high};
  out.accept = {3 * gap + 2 * narrow, top, inner - 2 * gap - 2 * narrow, high};
  const int thick = std::max(1, screen.height / 200);
  out.line = {2 * gap, top - std::max(gap, screen.height / 10), screen.width - 4 * gap, thick};
  return out;
}

// No room below: the buttons stand on the right, accept lowest.
Layout low(const PadScreen& screen) {
  Layout out;
  constexpr int kGap = 4;
  const int wide = screen.width * 3 / 10;
  const int left = screen.width - wide - kGap;
  const int high = (screen.height - 4 * kGap) / 3;
  out.letters = 20;
  const int inner = left - 3 * kGap;
  out.head = {kGap, 0, inner, 26};
  out.cancel = {left, kGap, wide, high};
  out.clear = {left, 2 * kGap + high, wide, high};
  out.accept = {left, 3 * kGap + 2 * high, wide, high};
  out.line = {2 * kGap, screen.height * 4 / 5, inner - 2 * kGap, 1};
  return out;
}

PadArea within(const PadArea& button) {
  constexpr int kMargin = 5;
  return {button.left + kMargin, button.top, button.width - 2 * kMargin, button.height};
}

}  // namespace

std::optional<Prompt> draw(const PadPrompt& words, const PadScreen& screen) {
  if (!screen.is_sound() || screen.width < kLeastWidth || screen.height < kLeastHeight)
    return std::nullopt;
  const Layout at = screen.height < kLow ? low(screen) : tall(screen);
  Glass glass(screen);
  const int claim = glass.write(words.claim, at.letters * 1.1, 700, at.head, Align::Left);
  // Where there is no room for it, whose machine this is stands on the kiosk's screen.
  const int used = claim + kBeside;
  if (at.head.width - used >= kLeastStore) {
    glass.write(words.store, at.letters * 0.8, 500,
                {at.head.left + used, at.head.top, at.head.width - used, at.head.height},
                Align::Right);
  }
  glass.fill(at.line);
  const double thick = std::max(1, screen.height / 160);
  glass.frame(at.cancel, thick);
  glass.frame(at.clear, thick);
  glass.write(words.cancel, at.letters, 500, within(at.cancel));
  glass.write(words.clear, at.letters, 500, within(at.clear));
  glass.fill(at.accept);
  glass.invert();
  glass.write(words.accept, at.letters, 700, within(at.accept));
  glass.revert();
  Prompt prompt;
  prompt.size = screen;
  prompt.rows = glass.rows(prompt.row_bytes());
  prompt.accept = at.accept;
  prompt.clear = at.clear;
  prompt.cancel = at.cancel;
  return prompt;
}

}  // namespace slipway::paper
