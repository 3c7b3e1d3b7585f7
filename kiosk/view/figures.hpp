#pragma once

#include "kiosk/view/pages.hpp"

// What is drawn rather than written.
namespace slipway::kiosk::view {

// A card and a slip, for the first screen.
[[nodiscard]] Gtk::Widget* hero(const Stage& stage);
// Where the card goes.
[[nodiscard]] Gtk::Widget* tap_picture();
// A bar of which `share` (0 to 1) is the first part.
[[nodiscard]] Gtk::Widget* split_bar(double share);
// Four dots going round while something is waited for; still when animations are off.
[[nodiscard]] Gtk::Widget* waiting_dots();
// What has happened and what is to come.
[[nodiscard]] Blocks timeline(const Stage& stage, const std::vector<sync::Step>& steps);

// The seconds that are left, as a ring with a number.
class Ring : public Gtk::Overlay {
 public:
  Ring(int seconds, int size);
  void show_seconds(int seconds);

 private:
  Gtk::DrawingArea area_;
  Gtk::Label number_;
  int seconds_;
};

}  // namespace slipway::kiosk::view
