#include "kiosk/view/keypad.hpp"
#include "kiosk/view/screens.hpp"

namespace slipway::kiosk::view {
namespace {

std::string whose(const scene::Pin& shown) {
  if (shown.masked_card.empty()) return _("The PIN that you chose for your card.");
  return filled(_("Card %1, phone %2"), {shown.masked_card, shown.masked_phone});
}

std::string advice(const scene::Pin& shown) {
  if (shown.is_wrong)
    return filled(_("That didn't match. %1 tries left."), {std::to_string(shown.tries_left)});
  return _("Shield the pad with your hand. 3 wrong tries pause this card; staff can help.");
}

}  // namespace

Drawing draw(const Stage& stage, const scene::Pin& shown) {
  auto* left = column(stage.is_wide() ? 18 : 28);
  left->append(*text(_("Enter your card PIN"), {"h1"}));
  left->append(*text(whose(shown), {"lead", "num"}));
  auto* places = boxes(Boxes::Dots, shown.digits, std::string(shown.typed, '*'), shown.is_wrong);
  places->set_halign(stage.is_wide() ? Gtk::Align::START : Gtk::Align::CENTER);
  left->append(*places);
  left->append(*note(shown.is_wrong ? "circle-alert" : "lock", advice(shown),
                     {shown.is_wrong ? "red" : "good"}));
  auto* keys = digit_keypad(stage);
  Gtk::Box* body = nullptr;
  if (stage.is_wide()) {
    body = row(40);
    left->set_valign(Gtk::Align::CENTER);
    left->set_hexpand(true);
    keys->set_valign(Gtk::Align::CENTER);
    body->append(*scrolled(*left));
  } else {
    body = column(28);
    keys->set_vexpand(true);
    keys->set_valign(Gtk::Align::END);
    body->append(*left);
  }
  body->append(*keys);
  Drawing drawing;
  drawing.content = page(*body);
  Actions wanted;
  wanted.secondary = shown.leaves ? _("Cancel") : _("Back");
  wanted.secondary_press = shown.leaves ? Button::Leave : Button::Secondary;
  drawing.actions = actions(stage, wanted);
  return drawing;
}

}  // namespace slipway::kiosk::view
