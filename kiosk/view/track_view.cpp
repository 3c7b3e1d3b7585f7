#include "kiosk/flow/decider.hpp"
#include "kiosk/view/keypad.hpp"
#include "kiosk/view/screens.hpp"

namespace slipway::kiosk::view {

namespace {

Gtk::Widget* words(const Stage& stage, const scene::TrackEntry& shown) {
  auto* left = column(stage.is_wide() ? 18 : 28);
  left->append(*text(_("Enter the code of your slip"), {"h1"}));
  left->append(*text(_("Eight letters and digits under the square code. You can also scan the slip "
                       "or tap your card."),
                     {"lead"}));
  auto* places = boxes(Boxes::Letters, kSlipCodeLength, shown.typed, false);
  places->set_halign(stage.is_wide() ? Gtk::Align::START : Gtk::Align::CENTER);
  left->append(*places);
  return left;
}

}  // namespace

Drawing draw(const Stage& stage, const scene::TrackEntry& shown) {
  const KeyPage keys = key_page(stage, *words(stage, shown), *code_keypad(stage));
  Drawing drawing;
  drawing.content = keys.content;
  drawing.refresh = [stage, keys](const Scene& newer) {
    keys.set_words(*words(stage, std::get<scene::TrackEntry>(newer)));
  };
  Actions wanted;
  wanted.secondary = _("Cancel");
  wanted.secondary_press = Button::Leave;
  drawing.actions = actions(stage, wanted);
  return drawing;
}

Drawing draw(const Stage& stage, const scene::Tracked& shown) {
  const sync::Tracked& tracked = shown.tracked;
  auto* left = column(stage.is_wide() ? 14 : 24);
  left->append(*text(filled(_("Your request %1"), {tracked.number}), {"muted", "num"}));
  left->append(*text(stage.say(tracked.sentence), {"h1"}));
  if (tracked.is_open) {
    left->append(*text(refund::to_text(tracked.amount), {"amount", "pos", "num"}));
    auto* facts = column(0, {"card", "tight"});
    facts->append(*fact(
        _("To"),
        stage.say(refund::phrase_of(tracked.payee.method)) +
            (tracked.payee.bank_card.empty() ? std::string() : " " + tracked.payee.bank_card)));
    if (!tracked.arrival.zh.empty()) facts->append(*fact(_("Arrives"), stage.say(tracked.arrival)));
    left->append(*facts);
  } else {
    left->append(*note("lock", _("Amounts are shown after your PIN."), {"good"}));
  }
  auto* right = column(0, {"card"});
  right->append(*timeline(stage, tracked.steps));
  right->set_valign(Gtk::Align::START);
  Drawing drawing;
  if (stage.is_wide())
    drawing.content = page(*panes(stage, *scrolled(*left), *scrolled(*right)));
  else
    drawing.content = page(*scrolled(*panes(stage, *left, *right)));
  Actions wanted;
  switch (shown.next) {
    case scene::TrackNext::AskPin:
      wanted.secondary = _("Exit");
      wanted.secondary_icon = "log-out";
      wanted.primary = _("Enter PIN to continue");
      break;
    case scene::TrackNext::Confirm:
      wanted.secondary = _("Exit");
      wanted.secondary_icon = "log-out";
      wanted.primary = _("Continue");
      break;
    case scene::TrackNext::Finish:
      wanted.primary = _("Done");
      wanted.primary_icon = "check";
      break;
  }
  drawing.actions = actions(stage, wanted, &drawing.primary);
  return drawing;
}

}  // namespace slipway::kiosk::view
