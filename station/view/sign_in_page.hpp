#pragma once

#include <gtkmm/box.h>
#include <gtkmm/entry.h>

#include "station/view/pieces.hpp"
#include "station/view/stage.hpp"

namespace slipway::desk::view {

// Staff number and PIN; also the locked screen.
class SignInPage : public Gtk::Box {
 public:
  explicit SignInPage(Stage& stage);
  void show_desk();
  // Empties the PIN and puts the cursor where typing begins.
  void begin();

 private:
  void send();

  Stage& stage_;
  Gtk::Entry* number_;
  Gtk::Entry* pin_;
  KeyButton* button_;
  Gtk::Label* notice_;
  Gtk::Label* reach_;
};

// What is wrong with the way to the station; empty when it answers.
[[nodiscard]] std::string sentence_of(Reach reach);

}  // namespace slipway::desk::view
