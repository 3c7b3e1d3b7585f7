#include "devices/printer/stand_in.hpp"

#include <cairo/cairo-pdf.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace slipway::devices {
namespace {

// Points are 1/72 of an inch; a page has 203 dots to the inch.
constexpr double kDot = 72.0 / 203.0;
constexpr double kSheetWidth = 210 / 25.4 * 72;
constexpr double kSheetHeight = 297 / 25.4 * 72;
// What no office printer leaves white.
constexpr double kEdge = 10 / 25.4 * 72;
constexpr double kGap = 10 / 25.4 * 72;  // between two columns
constexpr double kMostScale = 1.4;
constexpr double kLeastScale = 2.0 / 3.0;

struct Destroy {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* context) const { cairo_destroy(context); }
};
using Surface = std::unique_ptr<cairo_surface_t, Destroy>;
using Context = std::unique_ptr<cairo_t, Destroy>;

// Rows of the page that stand below each other on the sheet.
struct Column {
  int first = 0;
  int rows = 0;
};

// How large columns of this height can be.
double scale_of(int columns, int width, int rows) {
  const double wide = (kSheetWidth - 2 * kEdge - (columns - 1) * kGap) / (columns * width * kDot);
  const double high = (kSheetHeight - 2 * kEdge) / (rows * kDot);
  return std::min({wide, high, kMostScale});
}

bool is_white(const Page& page, int row) {
  const auto begin = page.rows.begin() + row * static_cast<std::ptrdiff_t>(page.row_bytes());
  return std::all_of(begin, begin + static_cast<std::ptrdiff_t>(page.row_bytes()),
                     [](std::uint8_t dots) { return dots == 0; });
}

// The middle of the widest white band a little below the page's middle, or its middle.
int cut_of(const Page& page) {
  const int from = page.height / 2;
  const int to = page.height * 5 / 8;
  int cut = from;
  int widest = 0;
  int band = 0;
  for (int row = from; row < to; ++row) {
    band = is_white(page, row) ? band + 1 : 0;
    if (band <= widest) continue;
    widest = band;
    cut = row - band / 2;
  }
  return cut;
}

std::vector<Column> columns_of(const Page& page) {
  if (scale_of(1, page.width, page.height) >= 1) return {{0, page.height}};
  const int cut = cut_of(page);
  return {{0, cut}, {cut, page.height - cut}};
}

// Where a dot is black, ink goes. Grey of eight bits, because cairo's single bits lie as the
// machine's words do.
Surface mask_of(const Page& page, const Column& column) {
  Surface mask(cairo_image_surface_create(CAIRO_FORMAT_A8, page.width, column.rows));
  unsigned char* const bytes = cairo_image_surface_get_data(mask.get());
  const int stride = cairo_image_surface_get_stride(mask.get());
  if (bytes == nullptr) return mask;
  for (int y = 0; y < column.rows; ++y) {
    const std::uint8_t* const row =
        page.rows.data() + page.row_bytes() * static_cast<std::size_t>(column.first + y);
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
  const std::vector<Column> columns = columns_of(page);
  const int count = static_cast<int>(columns.size());
  const int rows = std::max(columns.front().rows, columns.back().rows);
  const double scale = scale_of(count, page.width, rows);
  if (scale < kLeastScale) return std::nullopt;
  std::string pdf;
  const Surface sheet(
      cairo_pdf_surface_create_for_stream(&append, &pdf, kSheetWidth, kSheetHeight));
  cairo_pdf_surface_restrict_to_version(sheet.get(), CAIRO_PDF_VERSION_1_4);
  cairo_pdf_surface_set_metadata(sheet.get(), CAIRO_PDF_METADATA_TITLE, kSheetTitle);
  const Context context(cairo_create(sheet.get()));
  cairo_set_source_rgb(context.get(), 0, 0, 0);
  const double width = page.width * kDot * scale;
  double left = (kSheetWidth - count * width - (count - 1) * kGap) / 2;
  for (const Column& column : columns) {
    const Surface mask = mask_of(page, column);
    cairo_save(context.get());
    cairo_translate(context.get(), left, kEdge);
    cairo_scale(context.get(), kDot * scale, kDot * scale);
    cairo_mask_surface(context.get(), mask.get(), 0, 0);
    cairo_restore(context.get());
    left += width + kGap;
  }
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
