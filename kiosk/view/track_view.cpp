#include "kiosk/flow/decider.hpp"
#include "kiosk/view/keypad.hpp"
#include "kiosk/view/screens.hpp"

namespace slipway::kiosk::view {

namespace {

Gtk::Widget* words(const Stage& stage, const scene::TrackEntry& shown) {
  auto* places = boxes(Boxes::Letters, kSlipCodeLength, shown.typed, false);
  places->set_halign(stage.is_wide() && !stage.is_paged() ? Gtk::Align::START : Gtk::Align::CENTER);
  if (stage.is_paged()) {
    // All of it has to be seen at once: the keys take the width, and news the place of the title.
    auto* top = column(10);
    top->append(stage.news ? *news_line(stage, *stage.news)
                           : *text(_("Enter the code of your slip"), {"strong"}, 0.5F));
    top->append(*places);
    return top;
  }
  auto* left = column(stage.is_wide() ? 18 : 28);
  left->append(*text(_("Enter the code of your slip"), {"h1"}));
  left->append(*text(_("Eight letters and digits under the square code. You can also scan the slip "
                       "or tap your card."),
                     {"lead"}));
  left->append(*places);
  return left;
}

std::string payee_of(const Stage& stage, const sync::Tracked& tracked) {
  const std::string& bank_card = tracked.payee.bank_card;
  return stage.say(refund::phrase_of(tracked.payee.method)) +
         (bank_card.empty() ? std::string() : " " + bank_card);
}

}  // namespace

Drawing draw(const Stage& stage, const scene::TrackEntry& shown) {
  const KeyPage keys = key_page(stage, *words(stage, shown), *code_keypad(stage),
                                stage.is_paged() ? Keys::Below : Keys::Beside);
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
  Blocks left = {text(filled(_("Your request %1"), {tracked.number}), {"muted", "num"}),
                 text(stage.say(tracked.sentence), {"h1"})};
  if (shown.is_ended && tracked.is_open) {
    for (Gtk::Widget* one :
         table(stage, {fact(_("Requested"), refund::to_text(tracked.amount), {"num"})}))
      left.push_back(one);
  } else if (tracked.is_open) {
    left.push_back(text(refund::to_text(tracked.amount), {"amount", "pos", "num"}));
    for (Gtk::Widget* one :
         table(stage, destination(stage, payee_of(stage, tracked), shown.arrivals)))
      left.push_back(one);
    if (tracked.due) left.push_back(text(stage.say(tracked.due->words), {"muted", "small"}));
  } else {
    left.push_back(note("lock", _("Amounts are shown after your PIN."), {"good"}));
  }
  Drawing drawing;
  Pinned right{{}, timeline(stage, tracked.steps), {}};
  if (shown.may_withdraw) right.below.push_back(withdraw_choice(stage));
  drawing.content = spread(stage, left, right);
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
