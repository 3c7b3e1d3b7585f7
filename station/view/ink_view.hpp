#pragma once

#include <gtkmm/drawingarea.h>

#include "refund/request.hpp"

namespace slipway::desk::view {

// The member's signature in the colour of ink, over a base line.
class InkView : public Gtk::DrawingArea {
 public:
  explicit InkView(refund::Signature signature);

 private:
  void draw(const Cairo::RefPtr<Cairo::Context>& context, int width, int height);
  refund::Signature signature_;
};

}  // namespace slipway::desk::view
