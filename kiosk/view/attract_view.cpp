#include "kiosk/view/screens.hpp"

namespace slipway::kiosk::view {
namespace {

Gtk::Button* entry(const Stage& stage, const std::string& icon_name, const char* tint,
                   const std::string& title, const std::string& under, Button press) {
  auto* line = row(24);
  line->append(*tile(icon_name, {tint}));
  auto* words = column(4);
  words->append(*text(title, {"h2"}));
  // Both ways in stand on the first page of a low screen.
  if (!stage.is_paged() || !stage.is_compact()) words->append(*text(under, {"muted", "small"}));
  words->set_hexpand(true);
  words->set_valign(Gtk::Align::CENTER);
  line->append(*words);
  line->append(*icon("chevron-right"));
  return card_button(*line, title, {"entry"}, [stage, press] { stage.press(press); });
}

Gtk::Widget* promise(const std::string& icon_name, const std::string& words) {
  auto* box = row(10);
  box->append(*icon(icon_name, {"s"}));
  box->append(*text(words));
  return box;
}

Gtk::Widget* promises(const Stage& stage) {
  auto* box = row(stage.is_wide() ? 36 : 40, {"foot"});
  box->set_halign(Gtk::Align::CENTER);
  box->append(*promise("user-check", _("Manager reviews each one")));
  box->append(*promise("coins", _("No fee")));
  box->append(*promise("receipt-text", _("Receipt every step")));
  return box;
}

}  // namespace

Drawing draw(const Stage& stage, const scene::Attract& shown) {
  auto* title = text(_("Refund your card balance"), {"h1"});
  auto* lead = text(_("About 3 minutes. You see every amount before anything happens."), {"lead"});
  auto* tap = entry(stage, "nfc", "green", _("Tap or swipe your card"),
                    _("On the reader below the screen"), Button::TapCard);
  tap->set_sensitive(shown.may_read);
  auto* track = entry(stage, "ticket", "amber", _("Check a refund request"),
                      _("Scan your slip or enter its 8-digit code"), Button::Track);
  Drawing drawing;
  if (stage.is_paged()) {
    Blocks blocks = {title, tap, track};
    if (!stage.is_compact()) blocks.insert(blocks.begin() + 1, lead);
    drawing.content = page(*paged(stage, blocks, Pages::Place::Middle));
    return drawing;
  }
  auto* right = column(stage.is_wide() ? 14 : 24);
  for (Gtk::Widget* one : Blocks{title, lead, tap, track})
    right->append(*one);
  right->set_valign(Gtk::Align::CENTER);
  right->set_hexpand(true);

  auto* body = stage.is_wide() ? row(28) : column(36);
  auto* picture = hero(stage);
  if (stage.is_wide()) picture->set_size_request(stage.is_compact() ? 380 : 470, -1);
  picture->set_hexpand(!stage.is_wide());
  body->append(*picture);
  body->append(*right);
  auto* whole = column(stage.is_compact() ? 10 : 24);
  body->set_vexpand(true);
  whole->append(*body);
  if (!stage.is_compact()) whole->append(*promises(stage));
  drawing.content = page(*whole);
  return drawing;
}

Drawing draw(const Stage& stage, const scene::TapCard&) {
  const bool is_aside = stage.is_wide() && !stage.is_paged();
  auto* title = text(_("Hold your card on the reader"), {"h1"}, is_aside ? 0.0F : 0.5F);
  auto* lead = text(_("The reader is below the screen. Keep the card there until the screen "
                      "changes."),
                    {"lead"}, is_aside ? 0.0F : 0.5F);
  Drawing drawing;
  if (stage.is_paged()) {
    auto* picture = tap_picture();
    picture->set_size_request(-1, 110);
    drawing.content = page(*paged(stage, {title, lead, picture}));
  } else {
    auto* words = column(20);
    words->append(*title);
    words->append(*lead);
    words->set_valign(Gtk::Align::CENTER);
    drawing.content = page(*panes(stage, *words, *tap_picture()));
  }
  Actions wanted;
  wanted.secondary = _("Cancel");
  wanted.secondary_press = Button::Leave;
  drawing.actions = actions(stage, wanted);
  return drawing;
}

}  // namespace slipway::kiosk::view
