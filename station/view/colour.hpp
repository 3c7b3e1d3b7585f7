#pragma once

#include <gtkmm/widget.h>

#include "paper/icon.hpp"

namespace slipway::desk::view {

// The colour of the widget's text, as the stylesheet has it now.
[[nodiscard]] paper::Colour text_colour(const Gtk::Widget& widget);
// A token of the theme ("primary"); the text colour when the theme has none of that name.
[[nodiscard]] paper::Colour token(Gtk::Widget& widget, const char* name);

}  // namespace slipway::desk::view
