#include "station/view/colour.hpp"

#include <gtkmm/stylecontext.h>

// GTK 4.10 deprecates style contexts without another way to read a named colour; 4.8 has no other
// way at all. This file is the only one that asks them.
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

namespace slipway::desk::view {
namespace {

paper::Colour colour_of(const Gdk::RGBA& rgba) {
  return {rgba.get_red(), rgba.get_green(), rgba.get_blue(), rgba.get_alpha()};
}

}  // namespace

paper::Colour text_colour(const Gtk::Widget& widget) {
  return colour_of(widget.get_style_context()->get_color());
}

paper::Colour token(Gtk::Widget& widget, const char* name) {
  Gdk::RGBA rgba;
  if (!widget.get_style_context()->lookup_color(name, rgba)) return text_colour(widget);
  return colour_of(rgba);
}

}  // namespace slipway::desk::view
