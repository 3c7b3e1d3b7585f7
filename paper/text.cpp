#include "paper/text.hpp"

#include <algorithm>
#include <cmath>

namespace slipway::paper {
namespace {

// Looked at on thermal paper: 2.5 mm for Chinese, 2.1 mm for Latin letters.
constexpr double kLeastChinese = 20;
constexpr double kLeastLatin = 17;

const char* family_of(Face face) {
  return face == Face::Mono ? "Noto Sans Mono CJK SC" : "Inter, Noto Sans CJK SC";
}

bool has_chinese(const std::string& text) {
  // Every lead byte from U+3000 on.
  return std::any_of(text.begin(), text.end(),
                     [](char byte) { return static_cast<unsigned char>(byte) >= 0xE3; });
}

PangoAlignment alignment_of(Align align) {
  switch (align) {
    case Align::Left:
      return PANGO_ALIGN_LEFT;
    case Align::Centre:
      return PANGO_ALIGN_CENTER;
    case Align::Right:
      return PANGO_ALIGN_RIGHT;
  }
  return PANGO_ALIGN_LEFT;
}

}  // namespace

Text::Text(PangoContext* context, double scale, const std::string& text, const Type& type,
           double wrap, Align align)
    : layout_(pango_layout_new(context)) {
  PangoFontDescription* font = pango_font_description_from_string(family_of(type.face));
  const double floor = has_chinese(text) ? kLeastChinese : kLeastLatin;
  pango_font_description_set_absolute_size(
      font, std::max(floor, std::round(type.size * scale)) * PANGO_SCALE);
  pango_font_description_set_weight(font, static_cast<PangoWeight>(type.weight));
  pango_layout_set_font_description(layout_.get(), font);
  pango_font_description_free(font);

  PangoAttrList* attributes = pango_attr_list_new();
  pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum=1"));
  pango_layout_set_attributes(layout_.get(), attributes);
  pango_attr_list_unref(attributes);

  pango_layout_set_auto_dir(layout_.get(), FALSE);
  pango_layout_set_alignment(layout_.get(), alignment_of(align));
  if (wrap > 0) {
    pango_layout_set_width(layout_.get(), static_cast<int>(wrap) * PANGO_SCALE);
    pango_layout_set_wrap(layout_.get(), PANGO_WRAP_WORD_CHAR);
  } else {
    pango_layout_set_single_paragraph_mode(layout_.get(), TRUE);
  }
  pango_layout_set_text(layout_.get(), text.data(), static_cast<int>(text.size()));
  pango_layout_get_pixel_size(layout_.get(), &width_, &height_);
  baseline_ = pango_layout_get_baseline(layout_.get()) / PANGO_SCALE;
}

void Text::draw(const Cairo::RefPtr<Cairo::Context>& context, double x, double top) const {
  context->move_to(std::round(x), std::round(top));
  pango_cairo_show_layout(context->cobj(), layout_.get());
  context->begin_new_path();
}

}  // namespace slipway::paper
