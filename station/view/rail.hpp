#pragma once

#include <gtkmm/box.h>

#include <array>

#include "station/view/pieces.hpp"
#include "station/view/stage.hpp"

namespace slipway::desk::view {

// The left edge: store, sections with their counts, who is signed in.
class Rail : public Gtk::Box {
 public:
  explicit Rail(Stage& stage);
  void show_desk();

 private:
  struct Entry {
    Section section;
    Gtk::Button* button;
    Gtk::Label* badge;
  };
  Entry entry(Section section, const std::string& icon_name, const std::string& text);
  void show_badge(const Entry& entry, int count, bool is_warning);

  Stage& stage_;
  Gtk::Label* store_;
  Gtk::Label* branch_;
  std::array<Entry, 3> entries_;
  Gtk::Label* person_;
  Gtk::Label* limit_;
};

}  // namespace slipway::desk::view
