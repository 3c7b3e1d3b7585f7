#include "kiosk/view/screens.hpp"

namespace slipway::kiosk::view {
namespace {

Gtk::Widget* big_tick(const Stage& stage) {
  auto* round = row(0, {"success"});
  round->set_halign(Gtk::Align::CENTER);
  round->append(*icon("check", {stage.is_compact() ? "l" : "xl"}));
  return round;
}

Gtk::Widget* code_card(const std::string& what, const std::string& code) {
  auto* card = column(8, {"card", "codecard"});
  card->append(*text(what, {"muted", "small"}, 0.5F));
  auto* letters = text(code, {"code"}, 0.5F);
  letters->set_wrap(false);
  card->append(*letters);
  return card;
}

Gtk::Widget* done_button(const Stage& stage, Drawing& drawing) {
  Actions wanted;
  wanted.primary = _("Done");
  wanted.primary_icon = "check";
  return actions(stage, wanted, &drawing.primary);
}

}  // namespace

Drawing draw(const Stage& stage, const scene::Submitted& shown) {
  Drawing drawing;
  Blocks left = {text(_("Request submitted"), {"h1"}, 0.5F),
                 text(stage.say(shown.lead), {"lead"}, 0.5F),
                 code_card(_("Your code"), shown.code)};
  if (stage.is_paged())
    std::swap(left[1], left[2]);  // what has to be noted stands on the first page
  else
    left.insert(left.begin(), big_tick(stage));
  Pinned right{{}, timeline(stage, shown.steps), {}};
  if (!shown.due.zh.empty()) right.below = {text(stage.say(shown.due), {"muted", "small"})};
  drawing.content = spread(stage, left, right, Gtk::Align::CENTER, Gtk::Align::CENTER);
  drawing.actions = done_button(stage, drawing);
  return drawing;
}

Drawing draw(const Stage& stage, const scene::Withdrawn& shown) {
  Drawing drawing;
  const std::string amount = refund::to_text(shown.amount);
  Blocks left = {text(_("Request withdrawn"), {"h1"}, 0.5F),
                 text(filled(_("Nothing was paid. %1 is free on your card again, and you may file "
                               "again."),
                             {amount}),
                      {"lead"}, 0.5F)};
  if (!stage.is_paged()) left.insert(left.begin(), big_tick(stage));
  const Blocks facts = {fact(_("Request"), shown.number), fact(_("Free again"), amount, {"pos"}),
                        fact(_("Withdrawn at"), refund::to_text(shown.at))};
  drawing.content =
      spread(stage, left, {{}, table(stage, facts), {}}, Gtk::Align::CENTER, Gtk::Align::CENTER);
  drawing.actions = done_button(stage, drawing);
  return drawing;
}

Drawing draw(const Stage& stage, const scene::Done& shown) {
  Drawing drawing;
  Blocks left = {
      text(filled(_("Refunded %1"), {refund::to_text(shown.amount)}), {"h1", "num"}, 0.5F),
      text(shown.is_cash ? _("Take your voucher to the desk; you get the cash there.")
                         : _("Take your voucher and keep it."),
           {"lead"}, 0.5F)};
  if (!stage.is_paged()) left.insert(left.begin(), big_tick(stage));
  Blocks facts = {fact(_("Voucher"), shown.number)};
  for (Gtk::Widget* one : destination(stage, stage.say(shown.payee), shown.arrivals))
    facts.push_back(one);
  facts.push_back(fact(_("Card balance"), refund::to_text(refund::zero(shown.amount.currency))));
  drawing.content =
      spread(stage, left, {{}, table(stage, facts), {}}, Gtk::Align::CENTER, Gtk::Align::CENTER);
  drawing.actions = done_button(stage, drawing);
  return drawing;
}

}  // namespace slipway::kiosk::view
