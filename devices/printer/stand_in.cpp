#include "devices/printer/stand_in.hpp"

#include <cairo/cairo-pdf.h>

#include <algorithm>
#include <memory>

namespace slipway::devices {
namespace {

// Points are 1/72 of an inch; a page has 203 dots to the inch.
constexpr double kDot = 72.0 / 203.0;
constexpr double kSheetWidth = 210 / 25.4 * 72;
constexpr double kSheetHeight = 297 / 25.4 * 72;
// What no office printer leaves white.
constexpr double kEdge = 10 / 25.4 * 72;
constexpr double kMostScale = 1.4;
constexpr double kLeastScale = 2.0 / 3.0;

struct Destroy {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* context) const { cairo_destroy(context); }
};
using Surface = std::unique_ptr<cairo_surface_t, Destroy>;
using Context = std::unique_ptr<cairo_t, Destroy>;

double scale_of(const Page& page) {
  const double wide = (kSheetWidth - 2 * kEdge) / (page.width * kDot);
  const double high = (kSheetHeight - 2 * kEdge) / (page.height * kDot);
  return std::min({wide, high, kMostScale});
}

// Where a dot is black, ink goes. Grey of eight bits, because cairo's single bits lie as the
// machine's words do.
Surface mask_of(const Page& page) {
  Surface mask(cairo_image_surface_create(CAIRO_FORMAT_A8, page.width, page.height));
  unsigned char* const bytes = cairo_image_surface_get_data(mask.get());
  const int stride = cairo_image_surface_get_stride(mask.get());
  if (bytes == nullptr) return mask;
  for (int y = 0; y < page.height; ++y) {
    const std::uint8_t* const row =
        page.rows.data() + page.row_bytes() * static_cast<std::size_t>(y);
    for (int x = 0; x < page.width; ++x) {
      const bool is_black = (row[x / 8] >> (7 - x % 8) & 1) != 0;
      bytes[static_cast<std::ptrdiff_t>(y) * stride + x] = is_black ? 0xFF : 0;
    }
  }
  cairo_surface_mark_dirty(mask.get());
  return mask;
}

cairo_status_t append(void* text, const unsigned char* bytes, unsigned length) {
  static_cast<std::string*>(text)->append(reinterpret_cast<const char*>(bytes), length);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

std::optional<std::string> sheet_of(const Page& page) {
  const double scale = scale_of(page);
  if (scale < kLeastScale) return std::nullopt;
  std::string pdf;
  const Surface sheet(
      cairo_pdf_surface_create_for_stream(&append, &pdf, kSheetWidth, kSheetHeight));
  cairo_pdf_surface_restrict_to_version(sheet.get(), CAIRO_PDF_VERSION_1_4);
  cairo_pdf_surface_set_metadata(sheet.get(), CAIRO_PDF_METADATA_TITLE, kSheetTitle);
  const Surface mask = mask_of(page);
  const Context context(cairo_create(sheet.get()));
  cairo_translate(context.get(), (kSheetWidth - page.width * kDot * scale) / 2, kEdge);
  cairo_scale(context.get(), kDot * scale, kDot * scale);
  cairo_set_source_rgb(context.get(), 0, 0, 0);
  cairo_mask_surface(context.get(), mask.get(), 0, 0);
  cairo_show_page(context.get());
  cairo_surface_finish(sheet.get());
  if (cairo_surface_status(sheet.get()) != CAIRO_STATUS_SUCCESS) return std::nullopt;
  return pdf;
}

Printed print_on_sheet(const CupsAddress& queue, const Page& page, const std::stop_token& stop,
                       const CupsPatience& patience) {
  const auto sheet = sheet_of(page);
  if (!sheet) return {Outcome::NotPrinted, Evidence::Nothing, PrintCause::Refused, true};
  Printed printed = printed_of(print_by_cups(queue, *sheet, kSheetTitle, patience, stop));
  printed.on_sheet = true;
  return printed;
}

}  // namespace slipway::devices
