#pragma once

#include <pango/pangocairo.h>

#include <cairomm/context.h>
#include <cairomm/surface.h>

#include <functional>
#include <memory>
#include <string>

#include "paper/icon.hpp"
#include "paper/qr_code.hpp"
#include "paper/text.hpp"
#include "refund/phrase.hpp"

namespace slipway::paper {

inline constexpr Colour kInk{0.11, 0.12, 0.14};
inline constexpr Colour kSoft{0.40, 0.42, 0.45};  // labels: 5.6 to 1 on white
inline constexpr Colour kHair{0.80, 0.81, 0.83};
inline constexpr Colour kGround{0.955, 0.96, 0.965};

// A4 pages being typeset from the top down into a PDF. Numbers are eighths of a millimetre, the
// dots of a slip, so that type has the sizes it has there. Texts must be clean (clean_text.hpp).
//
//   A4Sheet sheet(title, made_at, pages, begin);
//   if (!sheet.has_room(height)) sheet.next_page();
//   ...
//   return sheet.finish();
class A4Sheet {
 public:
  static constexpr double kWidth = 210 * 8;
  static constexpr double kHeight = 297 * 8;
  static constexpr double kMargin = 20 * 8;
  static constexpr double kTop = 14 * 8;
  static constexpr double kFoot = 12 * 8;  // of the sheet's end: where the footer stands

  // Draws what every page has and leaves y() below it; `page` counts from 1.
  using Begin = std::function<void(A4Sheet& sheet, int page)>;

  A4Sheet(const std::string& title, const std::string& made_at, Begin begin);

  [[nodiscard]] double left() const { return kMargin; }
  [[nodiscard]] double right() const { return kWidth - kMargin; }
  [[nodiscard]] double inner() const { return kWidth - 2 * kMargin; }
  [[nodiscard]] double bottom() const { return kHeight - kFoot - 56; }
  [[nodiscard]] double y() const { return y_; }
  [[nodiscard]] int pages() const { return page_; }
  void move_to(double y) { y_ = y; }
  void space(double height) { y_ += height; }
  [[nodiscard]] bool has_room(double height) const { return y_ + height <= bottom(); }
  void next_page();

  [[nodiscard]] Text text(const std::string& text, const Type& type, double wrap = 0,
                          Align align = Align::Left) const;
  void place(const Text& text, double x, double top, const Colour& colour = kInk);
  // Chinese and smaller English beside it on one baseline; the width of both.
  double place(const refund::Phrase& phrase, double x, double top, const Type& type,
               const Colour& colour = kInk);
  void line(double from, double to, double y, double thickness, const Colour& colour);
  void ground(double x, double top, double width, double height, const Colour& colour);
  void frame(double x, double top, double width, double height, const Colour& colour);
  // One path of squares, without a quiet zone.
  void squares(const QrCode& code, double x, double top, double side);
  [[nodiscard]] const Cairo::RefPtr<Cairo::Context>& context() const { return context_; }

  // The PDF. Nothing may be drawn after it.
  [[nodiscard]] std::string finish();

 private:
  struct Unref {
    void operator()(PangoContext* context) const { g_object_unref(context); }
  };
  void use(const Colour& colour);

  std::unique_ptr<std::string> bytes_;  // where it is, the surface knows
  Cairo::RefPtr<Cairo::PdfSurface> surface_;
  Cairo::RefPtr<Cairo::Context> context_;
  std::unique_ptr<PangoContext, Unref> pango_;
  Begin begin_;
  int page_ = 1;
  double y_ = kTop;
};

}  // namespace slipway::paper
