#pragma once

#include <functional>

#include "station/desk/desk.hpp"

namespace slipway::desk::view {

// What every pane works with: the desk it shows and asks, the time, and a way to say that the desk
// has changed. changed() only asks for a redraw: panes are rebuilt when the present event is over,
// so that no widget goes away inside its own signal.
struct Stage {
  Desk& desk;
  std::function<Tick()> now;
  std::function<void()> changed;
};

}  // namespace slipway::desk::view
