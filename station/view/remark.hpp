#pragma once

#include "station/desk/desk.hpp"
#include "station/view/pieces.hpp"

namespace slipway::desk::view {

// A sentence in a frame of its tone, above what it speaks of.
[[nodiscard]] Gtk::Widget* remark(const Notice& notice);

}  // namespace slipway::desk::view
