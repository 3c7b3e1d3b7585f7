#include "station/view/cash_panel.hpp"

#include "refund/voucher.hpp"

namespace slipway::desk::view {
namespace {

using Step = CashDesk::Step;

struct Face {
  const char* icon;
  const char* css;
  std::string title;
};

Face face_of(const CashDesk& cash) {
  switch (cash.step) {
    case Step::Empty:
      return {"ticket", "blue", ""};
    case Step::Looking:
      return {"hourglass", "blue", _("Looking the voucher up…")};
    case Step::Found:
      return {"ticket-check", "good", _("The voucher is good")};
    case Step::Paying:
      return {"hourglass", "amber", _("Do not pay yet")};
    case Step::Paid:
      return {"circle-check", "good", _("Hand over the cash now")};
    case Step::Refused:
      return {"circle-x", "red", _("Do not pay")};
    case Step::NoAnswer:
      return {"wifi-off", "amber", _("Not looked up")};
  }
  return {"ticket", "blue", ""};
}

}  // namespace

CashPanel::CashPanel(Stage& stage) : Gtk::Box(Gtk::Orientation::VERTICAL, 16), stage_(stage) {
  add_css_class("cash");
  set_halign(Gtk::Align::CENTER);
  set_valign(Gtk::Align::CENTER);
  set_hexpand(true);
}

void CashPanel::show_desk() {
  const CashDesk& cash = stage_.desk.cash_desk();
  std::string wanted = std::to_string(static_cast<int>(cash.step)) + cash.scanned +
                       say(cash.sentence) + (cash.may_pay ? "+" : "-") +
                       (cash.drawer ? say(cash.drawer->text) : "");
  if (wanted == shown_) return;
  shown_ = std::move(wanted);
  build();
}

Gtk::Widget* CashPanel::verdict() const {
  const CashDesk& cash = stage_.desk.cash_desk();
  const Face face = face_of(cash);
  auto* box = row(14, {"note", "verdict", face.css});
  box->append(*icon(face.icon, 34));
  auto* words = column(2);
  words->append(*paragraph(face.title, {"h2"}));
  const std::string sentence =
      cash.step == Step::Paying ? std::string(_("Waiting for the station to record it. It is asked "
                                                "again until it answers."))
                                : say(cash.sentence);
  if (!sentence.empty()) {
    auto* text = paragraph(sentence);
    text->set_max_width_chars(46);
    words->append(*text);
  }
  if (cash.drawer) {
    auto* text = paragraph(say(cash.drawer->text), {"bold"});
    text->set_max_width_chars(46);
    words->append(*text);
  }
  words->set_hexpand(true);
  box->append(*words);
  return box;
}

Gtk::Widget* CashPanel::facts(const sync::VoucherFound& found) const {
  auto* box = card(_("Voucher"));
  box->add_css_class("rows");
  box->append(*fact(_("Number"), refund::number_text(found.voucher)));
  box->append(*fact(_("Member"), found.masked_name));
  box->append(*fact(_("Request"), found.number));
  box->append(*fact(_("Issued"), refund::to_text(found.voucher.issued_at)));
  box->append(*fact(_("State"), say(phrase_of(found.state))));
  return box;
}

Gtk::Widget* CashPanel::actions() {
  const CashDesk& cash = stage_.desk.cash_desk();
  auto* box = row(10);
  box->append(*spacer());
  if (cash.step == Step::Paying) return box;
  const bool is_over = cash.step == Step::Paid || cash.step == Step::Refused;
  auto* leave =
      Gtk::make_managed<KeyButton>("", is_over ? _("Done") : _("Cancel"), "Esc", Classes{});
  leave->signal_clicked().connect([this] {
    stage_.desk.clear_cash_desk();
    stage_.changed();
  });
  box->append(*leave);
  if (cash.may_pay && cash.found) {
    auto* pay = Gtk::make_managed<KeyButton>(
        "banknote", filled(_("Pay %1"), {refund::to_text(cash.found->voucher.amount)}), "P",
        Classes{"primary"});
    pay->signal_clicked().connect([this] {
      stage_.desk.redeem(stage_.now());
      stage_.changed();
    });
    box->append(*pay);
  }
  return box;
}

void CashPanel::build() {
  remove_children(*this);
  const CashDesk& cash = stage_.desk.cash_desk();
  append(*line(_("Cash desk"), {"h1", "bold"}));
  append(*verdict());
  if (cash.found) {
    append(*line(refund::to_text(cash.found->voucher.amount), {"amount", "bold", "num"}));
    append(*facts(*cash.found));
  }
  append(*actions());
}

}  // namespace slipway::desk::view
