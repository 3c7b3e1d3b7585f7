#pragma once

#include "kiosk/view/figures.hpp"

namespace slipway::kiosk::view {

class SignatureArea;

// A finished screen, with the parts that change while it stays.
struct Drawing {
  Gtk::Widget* content = nullptr;  // between the top bar and the actions
  Gtk::Widget* actions = nullptr;  // nothing when the screen has none
  Gtk::Button* primary = nullptr;
  SignatureArea* signature = nullptr;
  // Shows a newer scene of the same screen without touching its keys: a key that is rebuilt while
  // it goes down is never pressed. Empty where the whole screen is drawn anew.
  std::function<void(const Scene&)> refresh;
};

// The top bar, the progress, the news, the content and the actions, as one widget.
[[nodiscard]] Gtk::Widget* framed(const Stage& stage, const Face& face, const Drawing& drawing);

// "Are you still there?" over everything, opaque. `ring` gets the countdown.
[[nodiscard]] Gtk::Widget* warning(const Stage& stage, const Face& face, Ring** ring);

}  // namespace slipway::kiosk::view
