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

Gtk::Widget* words(const Stage& stage, const scene::Pin& shown) {
  auto* places = boxes(Boxes::Dots, shown.digits, std::string(shown.typed, '*'), shown.is_wrong);
  places->set_halign(stage.is_wide() ? Gtk::Align::START : Gtk::Align::CENTER);
  auto* told = note(shown.is_wrong ? "circle-alert" : "lock", advice(shown),
                    {shown.is_wrong ? "red" : "good"});
  return asked(stage, text(_("Enter your card PIN"), {"h1"}), places,
               text(whose(shown), {"lead", "num"}), told, shown.is_wrong);
}

}  // namespace

Drawing draw(const Stage& stage, const scene::Pin& shown) {
  const KeyPage keys = key_page(stage, *words(stage, shown), *digit_keypad(stage));
  Drawing drawing;
  drawing.content = keys.content;
  drawing.refresh = [stage, keys](const Scene& newer) {
    keys.set_words(*words(stage, std::get<scene::Pin>(newer)));
  };
  Actions wanted;
  wanted.secondary = shown.leaves ? _("Cancel") : _("Back");
  wanted.secondary_press = shown.leaves ? Button::Leave : Button::Secondary;
  drawing.actions = actions(stage, wanted);
  return drawing;
}

}  // namespace slipway::kiosk::view
