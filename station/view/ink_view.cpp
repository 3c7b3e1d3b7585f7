#include "station/view/ink_view.hpp"

#include <utility>

#include "paper/ink.hpp"
#include "station/view/colour.hpp"

namespace slipway::desk::view {

InkView::InkView(refund::Signature signature) : signature_(std::move(signature)) {
  set_hexpand(true);
  set_vexpand(true);
  set_content_height(140);
  add_css_class("sig");
  set_draw_func(sigc::mem_fun(*this, &InkView::draw));
}

void InkView::draw(const Cairo::RefPtr<Cairo::Context>& context, int width, int height) {
  const paper::Colour edge = token(*this, "edge");
  const double margin = 20;
  const double base = height * 0.80;
  context->set_source_rgba(edge.red, edge.green, edge.blue, 0.6);
  context->set_line_width(1.5);
  context->move_to(margin, base);
  context->line_to(width - margin, base);
  context->stroke();
  const paper::Rectangle into{width * 0.14, height * 0.10, width * 0.72, height * 0.74};
  paper::draw_ink(context, signature_, into, paper::Fit::Ink, {token(*this, "ink"), 2.6});
}

}  // namespace slipway::desk::view
