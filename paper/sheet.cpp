#include "paper/sheet.hpp"

#include <algorithm>
#include <cmath>

#include "paper/icon.hpp"
#include "refund/require.hpp"

namespace slipway::paper {
namespace {

constexpr int kWide = 576;
constexpr int kNarrow = 384;
constexpr double kMarginWide = 24;
constexpr double kMarginNarrow = 10;
constexpr double kScaleNarrow = 0.8;
// Texts are cut to lengths that end far above this; the memory is touched only where ink is.
constexpr int kLongest = 12'000;
// Black where the grey would be below 172 of 255: at 150 the thin strokes of Chinese at 20 dots
// break (both were looked at).
constexpr int kLeastInk = 255 - 172 + 1;

constexpr double kTop = 14;
constexpr double kTail = 24;
constexpr double kEnglish = 0.76;  // of the Chinese beside it
constexpr double kBetween = 10;    // Chinese and English on one line
constexpr double kGutter = 20;     // label and value
constexpr double kTighter = 3;     // English below its Chinese

}  // namespace

Sheet::Sheet(int width_dots)
    : width_(width_dots),
      narrow_(std::abs(width_dots - kNarrow) < std::abs(width_dots - kWide)),
      scale_(narrow_ ? kScaleNarrow : 1.0) {
  refund::require(width_dots >= 320 && width_dots <= 1'024);
  const int used = std::min(width_dots, narrow_ ? kNarrow : kWide);
  const double margin = narrow_ ? kMarginNarrow : kMarginWide;
  const int beside = (width_dots - used) / 2;  // whole dots
  left_ = beside + margin;
  right_ = left_ + used - 2 * margin;
  y_ = kTop;

  surface_ = Cairo::ImageSurface::create(Cairo::Surface::Format::A8, width_dots, kLongest);
  context_ = Cairo::Context::create(surface_);
  context_->rectangle(left_, 0, inner(), kLongest);
  context_->clip();

  pango_.reset(pango_font_map_create_context(pango_cairo_font_map_get_default()));
  pango_context_set_language(pango_.get(), pango_language_from_string("zh-CN"));
  pango_context_set_base_dir(pango_.get(), PANGO_DIRECTION_LTR);
  pango_context_set_round_glyph_positions(pango_.get(), TRUE);
  Cairo::FontOptions options;
  options.set_antialias(Cairo::ANTIALIAS_GRAY);
  options.set_hint_style(Cairo::FontOptions::HintStyle::FULL);
  options.set_hint_metrics(Cairo::FontOptions::HintMetrics::ON);
  pango_cairo_context_set_font_options(pango_.get(), options.cobj());
}

Text Sheet::text(const std::string& text, const Type& type, double wrap, Align align) const {
  return {pango_.get(), scale_, text, type, wrap, align};
}

void Sheet::letterhead(const refund::Phrase& store) {
  const double mark = scaled(72);
  const double gap = 16;
  const double room = inner() - mark - gap;
  const Text zh = text(store.zh, {31, 700}, room);
  const Text en = text(store.en, {20, 500}, room);
  const double tall = zh.height() + en.height() - 4;
  const double height = std::max(mark, tall);
  const double wide = mark + gap + std::max(zh.width(), en.width());
  const double x = std::round(left_ + (inner() - wide) / 2);
  context_->save();
  context_->translate(x, std::round(y_ + (height - mark) / 2));
  context_->set_operator(Cairo::Context::Operator::OVER);
  round_rectangle(context_, 0, 0, mark, mark, mark * 0.26);
  context_->fill();
  context_->set_operator(Cairo::Context::Operator::DEST_OUT);
  const double icon = std::round(mark * 0.66);
  context_->translate(std::round((mark - icon) / 2), std::round((mark - icon) / 2));
  refund::require(draw_icon(context_, "store", icon, kBlack));
  context_->restore();
  const double top = y_ + (height - tall) / 2;
  place(zh, x + mark + gap, top);
  place(en, x + mark + gap, top + zh.height() - 4);
  y_ += height;
  space(16);
}

void Sheet::band(const refund::Phrase& title) {
  const Text zh = text(title.zh, {38, 700});
  const Text en = text(title.en, {22, 600});
  const double between = 14;
  const bool beside = zh.width() + between + en.width() <= inner() - 2 * scaled(24);
  const Text zh_wrapped = text(title.zh, {38, 700}, inner() - 24, Align::Centre);
  const Text en_wrapped = text(title.en, {22, 600}, inner() - 24, Align::Centre);
  const double padding = scaled(9);
  const double height =
      (beside ? zh.height() : zh_wrapped.height() + en_wrapped.height()) + 2 * padding;
  round_rectangle(context_, left_, std::round(y_), inner(), std::round(height), 12);
  context_->fill();
  context_->save();
  context_->set_operator(Cairo::Context::Operator::DEST_OUT);
  if (beside) {
    const double x = left_ + (inner() - zh.width() - between - en.width()) / 2;
    place(zh, x, y_ + padding);
    place(en, x + zh.width() + between, y_ + padding + zh.baseline() - en.baseline());
  } else {
    place(zh_wrapped, left_ + 12, y_ + padding);
    place(en_wrapped, left_ + 12, y_ + padding + zh_wrapped.height());
  }
  context_->restore();
  y_ += height;
  space(16);
}

void Sheet::amount(const std::string& figure) {
  double size = 92;
  Text line = text(figure, {size, 800});
  while (line.width() > inner() && size > 24) {
    size *= 0.92;
    line = text(figure, {size, 800});
  }
  place(line, left_ + (inner() - line.width()) / 2, y_);
  y_ += line.height();
}

void Sheet::centre(const std::string& words, const Type& type) {
  // Lines of about equal length: the narrowest column that needs no line more.
  double column = inner();
  const int lines = text(words, type, column).lines();
  for (double step = column / 4; lines > 1 && step >= 2; step /= 2) {
    if (text(words, type, column - step).lines() == lines) column -= step;
  }
  const Text block = text(words, type, column, Align::Centre);
  place(block, left_ + (inner() - column) / 2, y_);
  y_ += block.height();
}

void Sheet::centre(const refund::Phrase& phrase, double size, int weight) {
  const Text zh = text(phrase.zh, {size, weight});
  const Text en = text(phrase.en, {size * 0.9, weight});
  const double width = zh.width() + kBetween + en.width();
  if (width > inner()) {
    centre_stacked(phrase, size, weight);
    return;
  }
  const double x = left_ + (inner() - width) / 2;
  const double baseline = y_ + std::max(zh.baseline(), en.baseline());
  place(zh, x, baseline - zh.baseline());
  place(en, x + zh.width() + kBetween, baseline - en.baseline());
  y_ += std::max(zh.height(), en.height());
}

void Sheet::centre_stacked(const refund::Phrase& phrase, double size, int weight) {
  const bool is_one_line = text(phrase.zh, {size, weight}).width() <= inner();
  centre(phrase.zh, {size, weight});
  y_ += is_one_line ? -2 : 6;
  centre(phrase.en, {size * 0.8, std::min(weight, 500)});
}

void Sheet::row(const refund::Phrase& label, const std::string& value, Emphasis emphasis) {
  row(label, Value{value, ""}, emphasis);
}

void Sheet::row(const refund::Phrase& label, const refund::Phrase& value) {
  row(label, Value{value.zh, value.en == value.zh ? "" : value.en}, Emphasis::Plain);
}

void Sheet::row(const refund::Phrase& label, const Value& value, Emphasis emphasis) {
  const bool strong = emphasis == Emphasis::Strong;
  const double size = emphasis == Emphasis::Small ? 21 : strong ? 27 : 25;
  const RowType type{{size, strong ? 700 : 500},
                     {size * kEnglish, 500},
                     {strong ? size * 1.12 : size, strong ? 700 : 600}};
  if (!row_on_one_line(label, value, type)) row_on_more_lines(label, value, type);
  space(7);
}

bool Sheet::row_on_one_line(const refund::Phrase& label, const Value& value, const RowType& type) {
  const Text zh = text(label.zh, type.label);
  const Text en = text(label.en, type.small);
  const Text main = text(value.text, type.value);
  const Text other = text(value.small, type.small);
  const double room_of_other = value.small.empty() ? 0 : kBetween + other.width();
  const double values = main.width() + room_of_other;
  if (zh.width() + kBetween + en.width() + kGutter + values > inner()) return false;

  const double baseline = y_ + std::max(zh.baseline(), main.baseline());
  place(zh, left_, baseline - zh.baseline());
  place(en, left_ + zh.width() + kBetween, baseline - en.baseline());
  place(main, right_ - values, baseline - main.baseline());
  if (!value.small.empty()) place(other, right_ - other.width(), baseline - other.baseline());
  y_ += std::max(zh.height(), main.height());
  return true;
}

void Sheet::row_on_more_lines(const refund::Phrase& label, const Value& value,
                              const RowType& type) {
  const double main_width = text(value.text, type.value).width();
  const double zh_width = text(label.zh, type.label).width();
  const double en_width = text(label.en, type.small).width();
  const bool beside = zh_width + kBetween + en_width + kGutter + main_width <= inner();
  const double natural = beside ? zh_width + kBetween + en_width : std::max(zh_width, en_width);
  const double spare = inner() - kGutter - main_width;
  const double labels = std::ceil(std::min(natural, std::max(inner() / 2, spare)));
  const double values = inner() - labels - kGutter;
  const Text zh = text(label.zh, type.label, beside ? 0 : labels);
  const Text en = text(label.en, type.small, beside ? 0 : labels);
  const Text main = text(value.text, type.value, values, Align::Right);
  const Text other = text(value.small, type.small, values, Align::Right);

  const double baseline = y_ + std::max(zh.baseline(), main.baseline());
  double below_label = baseline - zh.baseline() + zh.height();
  place(zh, left_, baseline - zh.baseline());
  if (beside) {
    place(en, left_ + zh_width + kBetween, baseline - en.baseline());
  } else {
    place(en, left_, below_label - kTighter);
    below_label += en.height() - kTighter;
  }
  double below_value = baseline - main.baseline() + main.height();
  place(main, right_ - values, baseline - main.baseline());
  if (!value.small.empty()) {
    place(other, right_ - values, below_value - kTighter);
    below_value += other.height() - kTighter;
  }
  y_ = std::max(below_label, below_value);
}

void Sheet::rule() {
  space(kAroundRule);
  y_ = std::round(y_);
  context_->rectangle(left_, y_, inner(), 2);
  context_->fill();
  y_ += 2;
  space(kAroundRule);
}

void Sheet::dotted_rule() {
  space(10);
  y_ = std::round(y_);
  for (double x = left_; x + 4 <= right_; x += 8)
    context_->rectangle(x, y_, 4, 2);
  context_->fill();
  y_ += 2;
  space(10);
}

void Sheet::frame(double height) {
  context_->set_line_width(2);
  round_rectangle(context_, left_ + 1, std::round(y_) + 1, inner() - 2, std::round(height) - 2, 10);
  context_->stroke();
}

void Sheet::squares(const QrCode& code, double x, double top, int module) {
  context_->save();
  context_->set_antialias(Cairo::ANTIALIAS_NONE);
  for (int row = 0; row < code.modules; ++row) {
    for (int column = 0; column < code.modules; ++column) {
      if (!code.is_dark(column, row)) continue;
      context_->rectangle(std::round(x) + column * module, std::round(top) + row * module, module,
                          module);
    }
  }
  context_->fill();
  context_->restore();
}

devices::Page Sheet::page() const {
  surface_->flush();
  devices::Page page;
  page.width = width_;
  page.height = std::min(kLongest, static_cast<int>(std::ceil(y_ + kTail)));
  page.rows.assign(page.row_bytes() * static_cast<std::size_t>(page.height), 0);
  const unsigned char* grey = surface_->get_data();
  const int stride = surface_->get_stride();
  for (int row = 0; row < page.height; ++row) {
    const unsigned char* from = grey + static_cast<std::ptrdiff_t>(row) * stride;
    std::uint8_t* to = page.rows.data() + static_cast<std::size_t>(row) * page.row_bytes();
    for (int x = 0; x < width_; ++x) {
      if (from[x] >= kLeastInk) {
        to[x / 8] =
            static_cast<std::uint8_t>(to[x / 8] | (0x80u >> (static_cast<unsigned>(x) % 8)));
      }
    }
  }
  refund::require(page.is_sound());
  return page;
}

}  // namespace slipway::paper
