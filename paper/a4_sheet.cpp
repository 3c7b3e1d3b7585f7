#include "paper/a4_sheet.hpp"

#include <cairo-pdf.h>

#include <algorithm>
#include <utility>

namespace slipway::paper {
namespace {

constexpr double kPoint = 72 / 25.4 / 8;  // points in an eighth of a millimetre
constexpr double kEnglish = 0.78;         // of the Chinese beside it
constexpr double kBetween = 10;

}  // namespace

A4Sheet::A4Sheet(const std::string& title, const std::string& made_at, Begin begin)
    : bytes_(std::make_unique<std::string>()), begin_(std::move(begin)) {
  std::string* bytes = bytes_.get();
  surface_ = Cairo::PdfSurface::create_for_stream(
      [bytes](const unsigned char* piece, unsigned length) {
        bytes->append(reinterpret_cast<const char*>(piece), length);
        return CAIRO_STATUS_SUCCESS;
      },
      kWidth * kPoint, kHeight * kPoint);
  // Printers of any age read it, and whoever audits it finds its pages and its title in clear:
  // cairo 1.18 packs both into compressed objects otherwise.
  surface_->restrict_to_version(Cairo::PDF_VERSION_1_4);
  cairo_pdf_surface_set_metadata(surface_->cobj(), CAIRO_PDF_METADATA_TITLE, title.c_str());
  cairo_pdf_surface_set_metadata(surface_->cobj(), CAIRO_PDF_METADATA_CREATOR, "Slipway");
  cairo_pdf_surface_set_metadata(surface_->cobj(), CAIRO_PDF_METADATA_CREATE_DATE, made_at.c_str());
  context_ = Cairo::Context::create(surface_);
  context_->scale(kPoint, kPoint);

  pango_.reset(pango_font_map_create_context(pango_cairo_font_map_get_default()));
  pango_context_set_language(pango_.get(), pango_language_from_string("zh-CN"));
  pango_context_set_base_dir(pango_.get(), PANGO_DIRECTION_LTR);
  pango_context_set_round_glyph_positions(pango_.get(), FALSE);
  Cairo::FontOptions options;
  options.set_hint_style(Cairo::FontOptions::HintStyle::NONE);
  options.set_hint_metrics(Cairo::FontOptions::HintMetrics::OFF);
  pango_cairo_context_set_font_options(pango_.get(), options.cobj());
  begin_(*this, page_);
}

void A4Sheet::next_page() {
  context_->show_page();
  ++page_;
  y_ = kTop;
  begin_(*this, page_);
}

Text A4Sheet::text(const std::string& text, const Type& type, double wrap, Align align) const {
  return {pango_.get(), 1.0, text, type, wrap, align};
}

void A4Sheet::use(const Colour& colour) {
  context_->set_source_rgba(colour.red, colour.green, colour.blue, colour.alpha);
}

void A4Sheet::place(const Text& text, double x, double top, const Colour& colour) {
  use(colour);
  text.draw(context_, x, top);
}

double A4Sheet::place(const refund::Phrase& phrase, double x, double top, const Type& type,
                      const Colour& colour) {
  const Text zh = text(phrase.zh, type);
  const Text en = text(phrase.en, {type.size * kEnglish, std::min(type.weight, 600), type.face});
  place(zh, x, top, colour);
  place(en, x + zh.width() + kBetween, top + zh.baseline() - en.baseline(), colour);
  return zh.width() + kBetween + en.width();
}

void A4Sheet::line(double from, double to, double y, double thickness, const Colour& colour) {
  ground(from, y, to - from, thickness, colour);
}

void A4Sheet::ground(double x, double top, double width, double height, const Colour& colour) {
  use(colour);
  context_->rectangle(x, top, width, height);
  context_->fill();
}

void A4Sheet::frame(double x, double top, double width, double height, const Colour& colour) {
  use(colour);
  context_->set_line_width(2);
  round_rectangle(context_, x, top, width, height, 10);
  context_->stroke();
}

void A4Sheet::squares(const QrCode& code, double x, double top, double side) {
  use(kBlack);
  const double module = side / code.modules;
  for (int row = 0; row < code.modules; ++row) {
    for (int column = 0; column < code.modules; ++column) {
      if (!code.is_dark(column, row)) continue;
      context_->rectangle(x + column * module, top + row * module, module, module);
    }
  }
  context_->fill();
}

std::string A4Sheet::finish() {
  context_->show_page();
  surface_->finish();
  return std::move(*bytes_);
}

}  // namespace slipway::paper
