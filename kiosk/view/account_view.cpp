#include "kiosk/view/screens.hpp"

namespace slipway::kiosk::view {
namespace {

Gtk::Widget* part(const char* tint, const std::string& what, refund::Money amount) {
  auto* box = row(12);
  auto* dot = row(0, {"dot", tint});
  dot->set_valign(Gtk::Align::CENTER);
  box->append(*dot);
  box->append(*text(what, {"small"}));
  box->append(*text(refund::to_text(amount), {"small", "strong", "num"}));
  return box;
}

Gtk::Widget* balance_card(const Stage& stage, const scene::Account& shown) {
  auto* card = column(stage.is_wide() ? 12 : 20, {"hero"});
  auto* top = row(16);
  auto* name = text(shown.masked_name + " · " + shown.tier, {"strong"});
  name->set_hexpand(true);
  top->append(*name);
  top->append(*text(shown.masked_card, {"muted", "num"}, 1.0F));
  card->append(*top);
  card->append(*text(_("Current balance"), {"muted", "small"}));
  const refund::Money balance = shown.principal + shown.bonus;
  card->append(*text(refund::to_text(balance), {"amount", "num"}));
  const double share = refund::is_zero(balance) ? 1.0
                                                : static_cast<double>(shown.principal.minor) /
                                                      static_cast<double>(balance.minor);
  card->append(*split_bar(share));
  if (stage.is_paged()) return card;
  auto* parts = Gtk::make_managed<Gtk::FlowBox>();
  parts->set_selection_mode(Gtk::SelectionMode::NONE);
  parts->set_max_children_per_line(2);
  parts->set_column_spacing(28);
  parts->append(*part("p", _("Principal"), shown.principal));
  parts->append(*part("b", _("Bonus"), shown.bonus));
  card->append(*parts);
  return card;
}

Gtk::Widget* kinds(const Stage& stage, int chosen) {
  auto* bar = row(0, {"seglist"});
  bar->set_homogeneous(true);
  const std::string names[] = {_("All"), _("Top-ups"), _("Spending")};
  for (int i = 0; i < 3; ++i) {
    auto* tab = button(names[i], "", {"segbtn"}, [stage, i] { stage.tell(Chosen{i}); });
    if (i == chosen) tab->add_css_class("on");
    bar->append(*tab);
  }
  return bar;
}

Gtk::Widget* history_row(const sync::AccountOpened::HistoryRow& entry) {
  const bool is_top_up = refund::is_positive(entry.amount);
  auto* line = row(24, {"row"});
  line->append(*tile(entry.is_bonus ? "gift"
                     : is_top_up    ? "wallet"
                                    : "receipt-text",
                     {entry.is_bonus ? "amber"
                      : is_top_up    ? "green"
                                     : "grey"}));
  auto* words = column(2);
  words->append(*text(entry.title, {"strong"}));
  words->append(*text(refund::to_text(entry.at), {"muted", "small", "num"}));
  words->set_hexpand(true);
  words->set_valign(Gtk::Align::CENTER);
  line->append(*words);
  auto* amount = text(refund::to_signed_text(entry.amount), {is_top_up ? "pos" : "neg", "num"}, 1);
  amount->set_wrap(false);
  line->append(*amount);
  return line;
}

}  // namespace

Drawing draw(const Stage& stage, const scene::Account& shown) {
  auto* explained = note("info",
                         _("Principal is money you paid and can be refunded. Bonus came from "
                           "promotions and cannot."),
                         {"good"});
  Blocks rows;
  for (const auto& entry : shown.rows)
    rows.push_back(history_row(entry));
  if (shown.rows.empty()) rows.push_back(fact(_("Nothing here yet"), ""));
  Pinned right;
  right.above = {kinds(stage, shown.kind)};
  right.list = table(stage, rows);
  Drawing drawing;
  Blocks left = {balance_card(stage, shown)};
  if (stage.is_paged())
    for (Gtk::Widget* one : table(stage, {fact(_("Principal"), refund::to_text(shown.principal)),
                                          fact(_("Bonus"), refund::to_text(shown.bonus))}))
      left.push_back(one);
  left.push_back(explained);
  drawing.content = spread(stage, left, right);
  Actions wanted;
  wanted.secondary = _("Cancel");
  wanted.primary = _("See what I can get back");
  drawing.actions = actions(stage, wanted, &drawing.primary);
  return drawing;
}

}  // namespace slipway::kiosk::view
