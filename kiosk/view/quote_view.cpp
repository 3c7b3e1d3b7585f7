#include "kiosk/view/screens.hpp"

namespace slipway::kiosk::view {
namespace {

Gtk::Widget* line_row(const Stage& stage, const refund::QuoteLine& line) {
  const bool is_void = line.kind == refund::LineKind::BonusVoid;
  auto* box = row(24, {"row"});
  auto* words = column(4);
  const std::string title =
      is_void ? stage.say(line.title) + " " + refund::to_text(line.amount) : stage.say(line.title);
  words->append(*text(title, {"strong"}));
  words->append(*text(stage.say(line.why), {"muted", "small"}));
  words->set_hexpand(true);
  box->append(*words);
  auto* amount = is_void ? text(_("Not refundable"), {"muted"}, 1.0F)
                         : text(refund::to_text(line.amount), {"strong", "num"}, 1.0F);
  amount->set_valign(Gtk::Align::START);
  amount->set_wrap(is_void);
  box->append(*amount);
  return box;
}

Gtk::Widget* ledger(const Stage& stage, const refund::Quote& quote) {
  auto* rows = column(0, {"card", "tight"});
  rows->set_valign(Gtk::Align::START);
  for (const refund::QuoteLine& line : quote.lines)
    rows->append(*line_row(stage, line));
  auto* total = row(24, {"row", "sum"});
  auto* words = text(_("Refundable"), {"h2"});
  words->set_hexpand(true);
  total->append(*words);
  auto* amount = text(refund::to_text(quote.total), {"h2", "pos", "num"}, 1.0F);
  amount->set_wrap(false);
  total->append(*amount);
  rows->append(*total);
  return rows;
}

}  // namespace

Drawing draw(const Stage& stage, const scene::Quote& shown) {
  auto* left = column(stage.is_wide() ? 14 : 24);
  left->append(*text(_("You can get back"), {"h2", "muted"}));
  left->append(*text(refund::to_text(shown.quote.total), {"amount", "pos", "num"}));
  if (shown.quote.refused) {
    left->append(*text(stage.say(shown.quote.refused->reason), {"strong"}));
    left->append(*text(stage.say(shown.quote.refused->next_step), {"lead"}));
  }
  left->append(*note("shield-check",
                     _("This is only a preview. Nothing leaves your card until you sign and the "
                       "manager approves."),
                     {"blue"}));
  auto* clause = row(12, {"foot"});
  clause->append(*icon("scroll-text", {"s"}));
  clause->append(*text(filled(_("By %1"), {stage.say(shown.clause)})));
  left->append(*clause);
  auto* working = ledger(stage, shown.quote);
  Drawing drawing;
  if (stage.is_wide()) {
    left->set_valign(Gtk::Align::CENTER);
    drawing.content = page(*panes(stage, *scrolled(*left), *scrolled(*working)));
  } else {
    drawing.content = page(*scrolled(*panes(stage, *left, *working)));
  }
  Actions wanted;
  wanted.secondary = _("Back");
  if (!shown.leads_on) {
    wanted.primary = _("Print the explanation");
    wanted.primary_icon = "printer";
  } else if (refund::is_positive(shown.quote.total)) {
    wanted.primary = filled(_("Request %1"), {refund::to_text(shown.quote.total)});
  } else {
    wanted.primary = _("Tell us the reason");
  }
  drawing.actions = actions(stage, wanted, &drawing.primary);
  return drawing;
}

}  // namespace slipway::kiosk::view
