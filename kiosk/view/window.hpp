#pragma once

#include "kiosk/view/screens.hpp"

namespace slipway::kiosk::view {

// Makes the styles known and sets the type. Once, after GTK is there, before any window.
void use_styles();

// The kiosk's one window. show() rebuilds the current screen from a face; what only moves (ink, the
// countdown) is moved in place, so that a finger on the sheet keeps its stroke.
class Window : public Gtk::Window {
 public:
  // `tell` gets what the member does, never from inside show().
  Window(int width, int height, std::function<void(Input)> tell);
  void show(const Face& face);
  // Slides between screens are left out: for pictures that must not depend on time.
  void hold_still() { moves_ = false; }

 private:
  void scale_to(Access access);
  void rebuild(const Face& face);
  void drop_old_screens();
  [[nodiscard]] bool is_moved_only(const Face& face) const;
  bool on_key(guint key, guint code, Gdk::ModifierType state);

  int width_;
  int height_;
  Stage stage_;
  bool moves_ = true;
  std::optional<Face> shown_;
  Drawing drawing_;
  Ring* ring_ = nullptr;
  Gtk::Overlay overlay_;
  Gtk::Stack stack_;
  Gtk::Widget* warning_ = nullptr;
  unsigned built_ = 0;
  std::string typed_;  // by a scanner
  std::int64_t last_key_ = 0;
};

}  // namespace slipway::kiosk::view
