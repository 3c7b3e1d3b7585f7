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

// The sum stands under its list, in sight however long the list is.
Pinned ledger(const Stage& stage, const refund::Quote& quote) {
  Blocks rows;
  for (const refund::QuoteLine& line : quote.lines)
    rows.push_back(line_row(stage, line));
  auto* total = row(24, {"row", "alone", "sum"});
  auto* words = text(_("Refundable"), {"h2"});
  words->set_hexpand(true);
  total->append(*words);
  auto* amount = text(refund::to_text(quote.total), {"h2", "pos", "num"}, 1.0F);
  amount->set_wrap(false);
  total->append(*amount);
  Pinned made;
  made.list = table(stage, rows);
  made.below = {total};
  return made;
}

}  // namespace

Drawing draw(const Stage& stage, const scene::Quote& shown) {
  auto* back = column(stage.is_wide() ? 8 : 16);
  back->append(*text(_("You can get back"), {"h2", "muted"}));
  back->append(*text(refund::to_text(shown.quote.total), {"amount", "pos", "num"}));
  Blocks left = {back};
  if (shown.quote.refused) {
    left.push_back(text(stage.say(shown.quote.refused->reason), {"strong"}));
    left.push_back(text(stage.say(shown.quote.refused->next_step), {"lead"}));
    for (const refund::Option& option : shown.quote.refused->options)
      left.push_back(text(stage.say(option.words), {"lead"}));
  }
  auto* preview = note("shield-check",
                       _("This is only a preview. Nothing leaves your card until you sign and the "
                         "manager approves."),
                       {"blue"});
  auto* clause = row(12, {"foot"});
  clause->append(*icon("scroll-text", {"s"}));
  clause->append(*text(filled(_("By %1"), {stage.say(shown.clause)})));
  Pinned working = ledger(stage, shown.quote);
  // Where pages are turned the sum comes before what is said about it.
  Blocks& about = stage.is_paged() ? working.below : left;
  if (refund::is_positive(shown.quote.total)) {
    about.push_back(text(stage.say(refund::comparison_of(shown.quote)), {"muted", "small"}));
  }
  about.push_back(preview);
  about.push_back(clause);
  Drawing drawing;
  drawing.content = spread(stage, left, working, Gtk::Align::CENTER);
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
