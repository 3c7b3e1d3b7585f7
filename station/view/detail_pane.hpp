#pragma once

#include <gtkmm/box.h>
#include <gtkmm/scrolledwindow.h>

#include <optional>
#include <string>

#include "station/view/pieces.hpp"
#include "station/view/stage.hpp"

namespace slipway::desk::view {

// Everything about the request that is looked at. Built anew when it changes, which costs a few
// milliseconds and leaves no stale label.
class DetailPane : public Gtk::Box {
 public:
  explicit DetailPane(Stage& stage);
  void show_desk();

 private:
  void build();
  [[nodiscard]] std::string fingerprint() const;
  [[nodiscard]] Gtk::Widget* head(const sync::Detail& detail, bool has_left) const;
  [[nodiscard]] Gtk::Widget* placeholder() const;

  Stage& stage_;
  Gtk::ScrolledWindow* scroll_;
  std::string shown_;  // what the present widgets say
};

}  // namespace slipway::desk::view
