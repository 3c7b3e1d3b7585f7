#include "station/view/detail_pane.hpp"

#include <gtkmm/adjustment.h>
#include <gtkmm/grid.h>

#include "refund/account.hpp"
#include "station/view/detail_cards.hpp"
#include "station/view/remark.hpp"

namespace slipway::desk::view {

DetailPane::DetailPane(Stage& stage)
    : Gtk::Box(Gtk::Orientation::VERTICAL),
      stage_(stage),
      scroll_(Gtk::make_managed<Gtk::ScrolledWindow>()) {
  scroll_->set_policy(Gtk::PolicyType::NEVER, Gtk::PolicyType::AUTOMATIC);
  scroll_->set_vexpand(true);
  scroll_->set_hexpand(true);
  append(*scroll_);
  set_hexpand(true);
}

std::string DetailPane::fingerprint() const {
  const Desk& desk = stage_.desk;
  const auto id = desk.queue().selected();
  if (!id) return desk.queue().search().empty() ? "none" : "nothing found";
  const auto* detail = desk.detail();
  std::string all = refund::to_hex(*id) + (desk.is_detail_missing() ? "missing" : "");
  all += std::to_string(static_cast<int>(desk.section()));
  if (detail != nullptr) {
    all += "v" + std::to_string(detail->row.version);
    all += say(waiting_of(desk.clock(stage_.now()) - detail->row.filed_at));
    all += desk.queue().has_left(*id) ? "left" : "here";
  }
  for (const Notice& notice : desk.remarks())
    all += say(notice.text);
  return all;
}

void DetailPane::show_desk() {
  std::string wanted = fingerprint();
  if (wanted == shown_) return;
  shown_ = std::move(wanted);
  build();
}

Gtk::Widget* DetailPane::placeholder() const {
  auto* box = column(10, {"empty"});
  box->set_valign(Gtk::Align::CENTER);
  box->set_halign(Gtk::Align::CENTER);
  const Desk& desk = stage_.desk;
  if (!desk.queue().selected()) {
    const bool is_search = !desk.queue().search().empty();
    box->append(*icon(is_search ? "search" : "check-check", 40));
    box->append(*line(is_search                            ? _("Nothing was found.")
                      : desk.section() == Section::Payouts ? _("Scan a voucher to pay it out.")
                                                           : _("All done. New requests appear here "
                                                               "by themselves."),
                      {"sub"}));
    return box;
  }
  box->append(*icon(desk.is_detail_missing() ? "wifi-off" : "hourglass", 40));
  box->append(*line(
      desk.is_detail_missing() ? _("This request could not be read. Trying again.") : _("Reading…"),
      {"sub"}));
  return box;
}

Gtk::Widget* DetailPane::head(const sync::Detail& detail, bool has_left) const {
  auto* top = row(16);
  auto* left = column(6);
  left->set_hexpand(true);
  auto* title = row(10);
  auto* name = line(detail.row.member_name, {"h1", "bold"});
  title->append(*name);
  if (!detail.row.tier.empty()) {
    title->append(*pill({Pill::Colour::Grey, {detail.row.tier, detail.row.tier}}));
  }
  if (has_left) title->append(*pill({Pill::Colour::Grey, phrase_of(detail.row.state)}));
  left->append(*title);
  const auto waited = stage_.desk.clock(stage_.now()) - detail.row.filed_at;
  const std::string about = filled(_("Request %1"), {detail.row.number}) + " · " +
                            filled(_("card %1"), {refund::masked_card(detail.card_number)}) +
                            " · " + filled(_("waiting %1"), {say(waiting_of(waited))});
  auto* second = line(about, {"small", "ink2", "num"});
  second->set_tooltip_text(about);
  left->append(*second);
  auto* right = column(2);
  right->set_valign(Gtk::Align::CENTER);
  auto* amount = line(refund::to_text(detail.row.amount), {"amount", "bold", "num"});
  amount->set_ellipsize(Pango::EllipsizeMode::NONE);
  amount->set_halign(Gtk::Align::END);
  right->append(*amount);
  auto* method = line(say(payee_of(detail.payee)), {"small", "ink2"});
  method->set_ellipsize(Pango::EllipsizeMode::NONE);
  method->set_halign(Gtk::Align::END);
  right->append(*method);
  top->append(*left);
  top->append(*right);
  return top;
}

void DetailPane::build() {
  const auto* detail = stage_.desk.detail();
  if (detail == nullptr) {
    scroll_->set_child(*placeholder());
    return;
  }
  const bool has_left = stage_.desk.queue().has_left(detail->row.id);
  auto* all = column(14, {"detail"});
  if (has_left) all->add_css_class("gone");
  all->append(*head(*detail, has_left));
  for (const Notice& notice : stage_.desk.remarks())
    all->append(*remark(notice));
  auto* grid = Gtk::make_managed<Gtk::Grid>();
  grid->set_row_spacing(14);
  grid->set_column_spacing(14);
  grid->set_column_homogeneous(true);
  grid->attach(*calculation_card(*detail), 0, 0);
  grid->attach(*months_card(*detail, stage_.desk.clock(stage_.now())), 1, 0);
  grid->attach(*request_card(*detail), 0, 1);
  grid->attach(*signature_card(*detail), 1, 1);
  grid->attach(*payout_card(*detail), 0, 2);
  grid->attach(*risk_card(*detail), 1, 2);
  grid->attach(*history_card(*detail), 0, 3, 2, 1);
  grid->attach(*lots_card(*detail), 0, 4, 2, 1);
  all->append(*grid);
  scroll_->set_child(*all);
  scroll_->get_vadjustment()->set_value(0);
}

}  // namespace slipway::desk::view
