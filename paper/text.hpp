#pragma once

#include <pango/pangocairo.h>

#include <cairomm/context.h>

#include <memory>
#include <string>

namespace slipway::paper {

enum class Face { Sans, Mono };
enum class Align { Left, Centre, Right };

// A size and weight of type. Sizes are dots on 80 mm paper (8 dots are a millimetre); narrower
// paper scales them down to floors below which thin strokes of a thermal printer vanish. Chinese
// has two weights only: up to 500 is Regular, above is Bold.
struct Type {
  double size = 25;
  int weight = 500;
  Face face = Face::Sans;
};

// Text laid out with Pango at printer dots, ready to be placed by its top or its baseline.
class Text {
 public:
  // Wraps at `wrap` dots; 0 keeps it on one line.
  Text(PangoContext* context, double scale, const std::string& text, const Type& type,
       double wrap = 0, Align align = Align::Left);

  [[nodiscard]] int width() const { return width_; }
  [[nodiscard]] int height() const { return height_; }
  [[nodiscard]] int lines() const { return pango_layout_get_line_count(layout_.get()); }
  [[nodiscard]] int baseline() const { return baseline_; }  // of the first line, from the top
  void draw(const Cairo::RefPtr<Cairo::Context>& context, double x, double top) const;

 private:
  struct Unref {
    void operator()(PangoLayout* layout) const { g_object_unref(layout); }
  };
  std::unique_ptr<PangoLayout, Unref> layout_;
  int width_ = 0;
  int height_ = 0;
  int baseline_ = 0;
};

}  // namespace slipway::paper
