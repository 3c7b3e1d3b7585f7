#pragma once

#include <gtkmm/applicationwindow.h>
#include <gtkmm/eventcontrollerkey.h>
#include <gtkmm/overlay.h>
#include <gtkmm/stack.h>

#include <memory>
#include <optional>

#include "station/view/action_bar.hpp"
#include "station/view/cash_panel.hpp"
#include "station/view/detail_pane.hpp"
#include "station/view/kiosks_page.hpp"
#include "station/view/list_pane.hpp"
#include "station/view/rail.hpp"
#include "station/view/sheets.hpp"
#include "station/view/sign_in_page.hpp"
#include "station/view/stage.hpp"

namespace slipway::desk::view {

// The desk's window: shows what the desk says, turns keys and clicks into wishes. Letters act only
// when no text field has the focus, and never when a scanner typed them (desk/scan.hpp).
class Window : public Gtk::ApplicationWindow {
 public:
  Window(Desk& desk, std::function<Tick()> now);

  // Shows the desk as it is now. Called after every piece of news and some times a second.
  void show_desk();
  void open_reject();
  void open_papers();
  void open_transfer();
  void open_keys();
  void close_sheet();
  // As the key would, for the gallery.
  void press_in_sheet(char32_t key);

 private:
  // The detail that a verb is about; nothing when it cannot be done now, which a notice explains.
  [[nodiscard]] const sync::Detail* decidable(Verbs::Offer offer);
  void want_redraw();
  [[nodiscard]] Gtk::Widget* main_page();
  [[nodiscard]] ActionBar::Wishes wishes();
  void open(Sheet& sheet);
  void show_notice();
  bool on_key(guint key, guint code, Gdk::ModifierType state);
  bool on_command(guint key, Gdk::ModifierType state);
  bool on_plain_key(guint key);
  void act(char32_t key);
  void settle_keys();
  void approve();
  void undo();
  [[nodiscard]] bool is_typing() const;
  [[nodiscard]] Tick key_time();

  Stage stage_;
  bool has_redraw_asked_ = false;
  Gtk::Overlay* overlay_;
  Gtk::Stack* pages_;
  SignInPage* sign_in_;
  Rail* rail_;
  ListPane* list_;
  Gtk::Stack* right_;
  DetailPane* detail_;
  CashPanel* cash_;
  ActionBar* bar_;
  Gtk::Stack* sections_;
  KiosksPage* kiosks_;
  Gtk::Label* reach_;
  Gtk::Label* toast_;
  Sheet* sheet_ = nullptr;
  std::optional<bool> was_signed_in_;
  std::optional<Notice> toasted_;
  Glib::RefPtr<Gtk::EventControllerKey> keys_;
  KeyBurst burst_;
  std::optional<Tick> event_offset_;  // from the display's clock to ours
};

}  // namespace slipway::desk::view
