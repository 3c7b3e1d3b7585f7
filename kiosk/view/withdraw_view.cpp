#include "kiosk/view/screens.hpp"

namespace slipway::kiosk::view {
namespace {

// One thing that follows, with its sign.
Gtk::Widget* consequence(const std::string& icon_name, const std::string& words, Classes tint) {
  auto* line = row(20, {"row", "fact", "follows"});
  line->append(*tile(icon_name, tint));
  auto* label = text(words);
  label->set_hexpand(true);
  label->set_valign(Gtk::Align::CENTER);
  line->append(*label);
  return line;
}

}  // namespace

Drawing draw(const Stage& stage, const scene::Withdraw& shown) {
  const std::string amount = refund::to_text(shown.amount);
  const Blocks left = {text(filled(_("Your request %1"), {shown.number}), {"muted", "num"}),
                       text(_("Withdraw this request?"), {"h1"}), text(amount, {"amount", "num"})};
  const Blocks follows = {
      consequence("credit-card",
                  filled(_("The %1 set apart is free on your card again."), {amount}), {"green"}),
      consequence("ban",
                  shown.is_approved ? _("The approval ends with it; nothing is paid.")
                                    : _("Nothing is paid for this request."),
                  {"grey"}),
      consequence("rotate-ccw", _("You may file again; the manager reviews it anew."), {"grey"})};
  Drawing drawing;
  drawing.content = spread(stage, left, {table(stage, follows), {}, {}});
  Actions wanted;
  wanted.secondary = _("Back");
  wanted.primary = filled(_("Withdraw, %1 stays on the card"), {amount});
  drawing.actions = actions(stage, wanted, &drawing.primary);
  return drawing;
}

}  // namespace slipway::kiosk::view
