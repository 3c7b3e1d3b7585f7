#pragma once

#include <gtkmm/box.h>
#include <gtkmm/flowbox.h>

#include <vector>

#include "station/view/pieces.hpp"
#include "station/view/stage.hpp"

namespace slipway::desk::view {

// One card per kiosk: is it there, and what of it works.
class KiosksPage : public Gtk::Box {
 public:
  explicit KiosksPage(Stage& stage);
  void show_desk();

 private:
  void build();
  [[nodiscard]] Gtk::Widget* kiosk_card(const sync::Inbox::Kiosk& kiosk) const;

  Stage& stage_;
  Gtk::Box* clock_;  // that the station's clock is not to be believed
  std::optional<Notice> clock_shown_;
  Gtk::FlowBox* cards_;
  Gtk::Label* empty_;
  std::vector<sync::Inbox::Kiosk> shown_;
  std::vector<std::string> calls_;
};

}  // namespace slipway::desk::view
