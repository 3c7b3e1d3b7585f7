#include "kiosk/view/screens.hpp"
#include "kiosk/view/signature_area.hpp"

namespace slipway::kiosk::view {
namespace {

// The sheet with its button to begin again.
Gtk::Widget* sheet(const Stage& stage, const std::string& consent, const scene::Signing& signing,
                   Drawing& drawing) {
  auto* box = column(stage.is_wide() ? 12 : 20);
  box->append(*text(consent, {"lead"}));
  drawing.signature = Gtk::make_managed<SignatureArea>(stage, signing);
  auto* over = Gtk::make_managed<Gtk::Overlay>();
  over->set_child(*drawing.signature);
  over->set_vexpand(true);
  auto* again =
      button(_("Sign again"), "undo-2", {"chip"}, [stage] { stage.press(Button::Clear); });
  again->set_halign(Gtk::Align::END);
  again->set_valign(Gtk::Align::START);
  again->set_margin(14);
  over->add_overlay(*again);
  auto* hint = text(signing.sheet == Sheet::Pad ? _("Please sign on the pad")
                                                : _("Please sign here with your finger"),
                    {"muted", "small"}, 0.5F);
  hint->set_halign(Gtk::Align::CENTER);
  hint->set_valign(Gtk::Align::END);
  hint->set_margin_bottom(16);
  hint->set_can_target(false);
  over->add_overlay(*hint);
  box->append(*over);
  return box;
}

// `choice`: what can be done instead, below the facts; none when null.
Gtk::Widget* whole(const Stage& stage, const std::string& title, const Blocks& facts,
                   Gtk::Widget& area, Gtk::Widget* choice = nullptr) {
  Blocks blocks = {text(title, {"h1"})};
  for (Gtk::Widget* one : table(stage, facts))
    blocks.push_back(one);
  if (choice != nullptr) blocks.push_back(choice);
  if (stage.is_paged()) {
    blocks.push_back(&area);
    return page(*paged(stage, blocks));
  }
  auto* left = column(stage.is_wide() ? 14 : 24);
  for (Gtk::Widget* one : blocks)
    left->append(*one);
  if (stage.is_wide()) return page(*panes(stage, *scrolled(*left), area));
  auto* body = column(28);
  body->append(*left);
  area.set_vexpand(true);
  body->append(area);
  return page(*body);
}

}  // namespace

Drawing draw(const Stage& stage, const scene::Review& shown) {
  Drawing drawing;
  Blocks facts = {fact(_("Amount"),
                       shown.amount ? refund::to_text(*shown.amount) : _("Worked out by the store"),
                       {"pos"})};
  for (Gtk::Widget* one : destination(stage, stage.say(shown.payee), shown.arrivals))
    facts.push_back(one);
  facts.push_back(fact(_("After approval"), _("Balance goes to zero, card closes")));
  facts.push_back(fact(_("Reason"), stage.say(shown.reason)));
  auto* area =
      sheet(stage, _("I confirm the above and request this refund. Please sign your name."),
            shown.signing, drawing);
  drawing.content = whole(stage, _("Check and sign"), facts, *area);
  Actions wanted;
  wanted.secondary = _("Back");
  wanted.primary = _("Confirm and submit");
  wanted.may_go_on = shown.signing.is_enough;
  drawing.actions = actions(stage, wanted, &drawing.primary);
  return drawing;
}

Drawing draw(const Stage& stage, const scene::Confirm& shown) {
  Drawing drawing;
  Blocks facts = {fact(_("Amount"), refund::to_text(shown.amount), {"pos"})};
  for (Gtk::Widget* one : destination(stage, stage.say(shown.payee), shown.arrivals))
    facts.push_back(one);
  facts.push_back(
      fact(_("Card balance after"), refund::to_text(refund::zero(shown.amount.currency))));
  auto* area = sheet(stage, _("Your balance becomes ¥0.00. This cannot be undone. Please sign."),
                     shown.signing, drawing);
  drawing.content = whole(stage, _("Final confirmation"), facts, *area, withdraw_choice(stage));
  Actions wanted;
  wanted.secondary = _("Back");
  wanted.primary = filled(_("Refund %1"), {refund::to_text(shown.amount)});
  wanted.may_go_on = shown.signing.is_enough;
  drawing.actions = actions(stage, wanted, &drawing.primary);
  return drawing;
}

}  // namespace slipway::kiosk::view
