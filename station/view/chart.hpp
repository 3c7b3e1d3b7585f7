#pragma once

#include <gtkmm/drawingarea.h>

#include <array>
#include <string>

#include "station/desk/months.hpp"

namespace slipway::desk::view {

// Top-ups beside spending, month by month; colours are the theme's.
class Chart : public Gtk::DrawingArea {
 public:
  explicit Chart(const std::array<Month, 12>& months);

 private:
  void draw(const Cairo::RefPtr<Cairo::Context>& context, int width, int height);
  void write(const Cairo::RefPtr<Cairo::Context>& context, const std::string& text, double x,
             double y, double align);
  std::array<Month, 12> months_;
};

}  // namespace slipway::desk::view
