#include "station/view/detail_cards.hpp"

#include "refund/request.hpp"
#include "station/desk/months.hpp"
#include "station/view/chart.hpp"
#include "station/view/ink_view.hpp"
#include "station/view/pieces.hpp"

namespace slipway::desk::view {
namespace {

Gtk::Widget* quote_row(const refund::QuoteLine& quote_line) {
  const bool lapses = quote_line.kind == refund::LineKind::BonusVoid;
  const bool is_first = quote_line.kind == refund::LineKind::Paid;
  const std::string amount = lapses || is_first ? refund::to_text(quote_line.amount)
                                                : refund::to_signed_text(quote_line.amount);
  // The words take a second line where they must; the amount is never cut.
  auto* shown = row(12, {"row"});
  auto* words = paragraph(say(quote_line.title), {"rowtitle"});
  words->set_hexpand(true);
  shown->append(*words);
  auto* figure = line(amount, {"num"});
  figure->set_ellipsize(Pango::EllipsizeMode::NONE);
  if (lapses) figure->add_css_class("struck");
  shown->append(*figure);
  shown->set_tooltip_text(say(quote_line.why) + "\n" + say(quote_line.clause));
  return shown;
}

Gtk::Widget* legend(const std::string& css, const std::string& text) {
  auto* pair = row(6);
  auto* dot = row(0, {"legend"});
  dot->add_css_class(css);
  dot->set_valign(Gtk::Align::CENTER);
  pair->append(*dot);
  pair->append(*line(text, {"sub"}));
  return pair;
}

}  // namespace

Gtk::Widget* calculation_card(const sync::Detail& detail) {
  auto* box = card(_("How the amount comes about"));
  box->add_css_class("rows");
  const refund::Quote& quote = detail.recomputed;
  for (const auto& quote_line : quote.lines)
    box->append(*quote_row(quote_line));
  if (quote.refused) box->append(*paragraph(say(quote.refused->reason), {"row", "rowtitle"}));
  box->append(*fact(_("Refundable"), refund::to_text(quote.total), {"total"}));
  if (detail.quoted && *detail.quoted != quote.total) {
    box->append(*fact(_("Shown to the member"), refund::to_text(*detail.quoted), {"redtext"}));
  }
  return box;
}

Gtk::Widget* months_card(const sync::Detail& detail, refund::Instant now) {
  auto* box = column(8, {"card"});
  auto* head = row(14);
  head->append(*line(_("Last 12 months"), {"caps"}));
  head->append(*spacer());
  head->append(*legend("paid", _("Topped up")));
  head->append(*legend("spent", _("Spent")));
  box->append(*head);
  box->append(*Gtk::make_managed<Chart>(months_of(detail.lots, now)));
  return box;
}

Gtk::Widget* request_card(const sync::Detail& detail) {
  auto* box = card(_("The request"));
  box->add_css_class("rows");
  box->append(*fact(_("Reason"), say(refund::phrase_of(detail.row.reason))));
  box->append(*fact(_("Pay to"), say(payee_of(detail.payee))));
  box->append(*fact(_("Filed at"), detail.kiosk + " · " + refund::to_text(detail.row.filed_at)));
  // Whole, for staff must be able to call.
  box->append(*fact(_("Phone"), detail.phone));
  std::string slip = refund::grouped(detail.slip_code);
  if (detail.row.voucher_state) slip += " · " + say(phrase_of(*detail.row.voucher_state));
  box->append(*fact(_("Slip"), slip));
  if (!detail.approvers.empty()) {
    std::string names;
    for (const auto& name : detail.approvers)
      names += (names.empty() ? "" : ", ") + name;
    box->append(*fact(_("Approved by"), names));
  }
  return box;
}

// What staff need to make this payment, or the number that proves it.
Gtk::Widget* leg_row(const sync::DueLeg& due) {
  auto* box = column(2, {"row"});
  box->append(*paragraph(say(due.leg.words)));
  if (!due.payment.empty()) {
    box->append(*line(filled(_("Payment %1"), {due.payment}), {"small", "ink2", "num"}));
  }
  if (!due.transfer.empty()) {
    box->append(*line(filled(_("Left, number %1"), {due.transfer}), {"small", "goodtext", "num"}));
  }
  return box;
}

Gtk::Widget* payout_card(const sync::Detail& detail) {
  auto* box = card(_("How it is paid"));
  box->add_css_class("rows");
  for (const sync::DueLeg& due : detail.legs)
    box->append(*leg_row(due));
  for (const refund::Phrase& paper : detail.papers)
    box->append(*paragraph(say(paper), {"row", "ambertext"}));
  if (detail.due) box->append(*paragraph(say(detail.due->words), {"row", "rowtitle"}));
  return box;
}

Gtk::Widget* risk_card(const sync::Detail& detail) {
  auto* box = card(_("Risk"));
  box->add_css_class("rows");
  for (const refund::RiskReason& reason : detail.risk) {
    auto* one = row(12, {"row"});
    auto* words = paragraph(say(reason.words));
    words->set_hexpand(true);
    one->append(*words);
    auto* points = line("+" + std::to_string(reason.points), {"num"});
    points->set_ellipsize(Pango::EllipsizeMode::NONE);
    one->append(*points);
    box->append(*one);
  }
  box->append(*paragraph(say(detail.risk_words), {"row", "semibold"}));
  if (detail.look) box->append(*paragraph(say(*detail.look), {"row", "rowtitle"}));
  return box;
}

Gtk::Widget* signature_card(const sync::Detail& detail) {
  auto* box = column(8, {"card"});
  box->append(*line(_("Member's signature"), {"caps"}));
  auto* ink = Gtk::make_managed<InkView>(detail.signature);
  name_widget(*ink, _("Member's signature"));
  box->append(*ink);
  return box;
}

Gtk::Widget* history_card(const sync::Detail& detail) {
  auto* box = card(_("What happened so far"));
  box->add_css_class("rows");
  for (const auto& entry : detail.history) {
    auto* one = row(12, {"row"});
    auto* when = line(refund::to_text(entry.at), {"sub", "num"});
    when->set_ellipsize(Pango::EllipsizeMode::NONE);
    one->append(*when);
    auto* what = line(say(entry.what));
    what->set_hexpand(true);
    what->set_tooltip_text(say(entry.what));
    one->append(*what);
    auto* who = line(entry.actor, {"rowtitle"});
    who->set_xalign(1);
    one->append(*who);
    box->append(*one);
  }
  return box;
}

Gtk::Widget* lots_card(const sync::Detail& detail) {
  auto* box = card(_("Top-ups and uses"));
  box->add_css_class("rows");
  for (const refund::Lot& lot : detail.lots) {
    auto* one = row(12, {"row"});
    one->append(*line(refund::to_text(refund::date_of(lot.sold_at)), {"sub", "num"}));
    auto* name = line(lot.name, {"semibold"});
    name->set_hexpand(true);
    one->append(*name);
    std::string amount = refund::to_text(lot.paid);
    if (refund::is_positive(lot.bonus)) {
      amount += filled(_(" + %1 bonus"), {refund::to_text(lot.bonus)});
    }
    one->append(*line(amount, {"num", "good"}));
    box->append(*one);
    for (const refund::Use& use : lot.uses) {
      auto* spent = row(12, {"row", "inner"});
      spent->append(*line(refund::to_text(refund::date_of(use.at)), {"sub", "num"}));
      auto* item = line(use.item, {"rowtitle"});
      item->set_hexpand(true);
      spent->append(*item);
      if (use.list_price != use.charged) {
        spent->append(*line(filled(_("list %1"), {refund::to_text(use.list_price)}), {"sub"}));
      }
      spent->append(*line(refund::to_text(-use.charged), {"num"}));
      box->append(*spent);
    }
  }
  return box;
}

}  // namespace slipway::desk::view
