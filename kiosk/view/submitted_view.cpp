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
  auto* left = column(stage.is_compact() ? 10 : 22);
  left->append(*big_tick(stage));
  left->append(*text(_("Request submitted"), {"h1"}, 0.5F));
  left->append(*text(stage.say(shown.lead), {"lead"}, 0.5F));
  left->append(*code_card(_("Your code"), shown.code));
  left->set_valign(Gtk::Align::CENTER);
  auto* right = column(0, {"card"});
  right->append(*timeline(stage, shown.steps));
  right->set_valign(stage.is_wide() ? Gtk::Align::CENTER : Gtk::Align::START);
  drawing.content = page(*scrolled(*panes(stage, *left, *right)));
  drawing.actions = done_button(stage, drawing);
  return drawing;
}

Drawing draw(const Stage& stage, const scene::Done& shown) {
  Drawing drawing;
  auto* left = column(stage.is_compact() ? 10 : 22);
  left->append(*big_tick(stage));
  left->append(
      *text(filled(_("Refunded %1"), {refund::to_text(shown.amount)}), {"h1", "num"}, 0.5F));
  left->append(*text(shown.is_cash
                         ? std::string(_("Take your voucher to the desk; you get the cash there."))
                         : filled(_("Take your voucher. %1: %2."),
                                  {stage.say(shown.payee), stage.say(shown.arrival)}),
                     {"lead"}, 0.5F));
  left->set_valign(Gtk::Align::CENTER);
  auto* right = column(0, {"card", "tight"});
  right->append(*fact(_("Voucher"), shown.number));
  right->append(*fact(_("To"), stage.say(shown.payee)));
  if (!shown.arrival.zh.empty()) right->append(*fact(_("Arrives"), stage.say(shown.arrival)));
  right->append(*fact(_("Card balance"), refund::to_text(refund::zero(shown.amount.currency))));
  right->set_valign(Gtk::Align::CENTER);
  auto* body = panes(stage, *left, *right);
  body->set_valign(Gtk::Align::CENTER);
  drawing.content = page(*scrolled(*body));
  drawing.actions = done_button(stage, drawing);
  return drawing;
}

}  // namespace slipway::kiosk::view
