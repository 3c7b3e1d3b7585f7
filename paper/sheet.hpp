#pragma once

#include <pango/pangocairo.h>

#include <cairomm/context.h>
#include <cairomm/surface.h>

#include <memory>
#include <string>

#include "devices/printer/page.hpp"
#include "paper/qr_code.hpp"
#include "paper/text.hpp"
#include "refund/phrase.hpp"

namespace slipway::paper {

enum class Emphasis { Small, Plain, Strong };

// A slip being typeset from the top down, in grey at printer dots; page() makes it black and white.
// Everything drawn is cut at the margins. Texts must be clean (clean_text.hpp). Numbers without a
// unit are dots on 80 mm paper and are scaled to the sheet's own.
//
//   Sheet sheet(576);
//   sheet.letterhead(store);
//   sheet.band(title);
//   ...
//   return sheet.page();
class Sheet {
 public:
  static constexpr double kAroundRule = 12;  // white above and below a rule

  // 320 to 1024 dots; `require`d. Laid out as 80 mm or 58 mm paper, whichever is nearer, and
  // centred when there is room left over.
  explicit Sheet(int width_dots);

  [[nodiscard]] bool is_narrow() const { return narrow_; }
  [[nodiscard]] double scaled(double dots) const { return dots * scale_; }
  [[nodiscard]] double left() const { return left_; }
  [[nodiscard]] double right() const { return right_; }
  [[nodiscard]] double inner() const { return right_ - left_; }
  [[nodiscard]] double y() const { return y_; }
  void move_to(double y) { y_ = y; }
  void space(double dots) { y_ += scaled(dots); }

  void letterhead(const refund::Phrase& store);
  void band(const refund::Phrase& title);
  // One huge line, as large as fits.
  void amount(const std::string& text);
  void centre(const std::string& text, const Type& type);
  // Chinese and smaller English beside it, below it when both do not fit on one line.
  void centre(const refund::Phrase& phrase, double size, int weight);
  // The same, always one above the other.
  void centre_stacked(const refund::Phrase& phrase, double size, int weight);
  // Label left, value right. The English goes below the Chinese when the line is too short.
  void row(const refund::Phrase& label, const std::string& value,
           Emphasis emphasis = Emphasis::Plain);
  void row(const refund::Phrase& label, const refund::Phrase& value);
  void rule();
  void dotted_rule();
  // A frame of that height over the whole width at y(); y() stays.
  void frame(double height);
  // Solid squares of whole dots, without a quiet zone, at dots.
  void squares(const QrCode& code, double x, double top, int module);

  [[nodiscard]] Text text(const std::string& text, const Type& type, double wrap = 0,
                          Align align = Align::Left) const;
  void place(const Text& text, double x, double top) { text.draw(context_, x, top); }
  [[nodiscard]] const Cairo::RefPtr<Cairo::Context>& context() const { return context_; }

  // The sheet down to y() and the white that the cutter needs.
  [[nodiscard]] devices::Page page() const;

 private:
  struct Unref {
    void operator()(PangoContext* context) const { g_object_unref(context); }
  };
  struct Value {
    std::string text;
    std::string small;  // in the other language; may be empty
  };
  struct RowType {
    Type label;
    Type small;
    Type value;
  };
  void row(const refund::Phrase& label, const Value& value, Emphasis emphasis);
  bool row_on_one_line(const refund::Phrase& label, const Value& value, const RowType& type);
  void row_on_more_lines(const refund::Phrase& label, const Value& value, const RowType& type);

  int width_;
  bool narrow_;
  double scale_;
  double left_ = 0;
  double right_ = 0;
  double y_ = 0;
  Cairo::RefPtr<Cairo::ImageSurface> surface_;
  Cairo::RefPtr<Cairo::Context> context_;
  std::unique_ptr<PangoContext, Unref> pango_;
};

}  // namespace slipway::paper
