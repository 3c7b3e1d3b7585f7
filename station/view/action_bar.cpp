#include "station/view/action_bar.hpp"

#include <utility>

namespace slipway::desk::view {
namespace {

void offer(KeyButton& button, Verbs::Offer offered) {
  button.set_visible(offered != Verbs::Offer::No);
  button.set_sensitive(offered == Verbs::Offer::Yes);
}

}  // namespace

ActionBar::ActionBar(Stage& stage, Wishes wishes)
    : Gtk::Box(Gtk::Orientation::HORIZONTAL, 10),
      stage_(stage),
      hint_(line("", {"sub"})),
      undo_(button("", _("Undo"), "", {})),
      save_(button("download", _("Save as PDF"), "S", {})),
      print_(button("printer", _("Print copy"), "C", {})),
      not_out_(button("printer-x", _("No paper: new voucher"), "N", {"danger"})),
      is_out_(button("printer-check", _("The member has it"), "Y", {"primary"})),
      transfer_(button("landmark", _("Mark as paid"), "T", {"primary"})),
      papers_(button("message-circle", _("Papers"), "Q", {})),
      reject_(button("x", _("Reject"), "R", {"danger"})),
      approve_(button("check", _("Approve"), "A", {"primary"})) {
  add_css_class("bar");
  hint_->set_hexpand(true);
  append(*hint_);
  undo_->set_tooltip_text("Ctrl+Z");
  undo_->set_hexpand(true);
  undo_->set_halign(Gtk::Align::START);
  for (auto* one : {undo_, save_, print_, not_out_, is_out_, transfer_, papers_, reject_, approve_})
    append(*one);
  undo_->signal_clicked().connect(wishes.undo);
  papers_->signal_clicked().connect(wishes.papers);
  reject_->signal_clicked().connect(wishes.reject);
  transfer_->signal_clicked().connect(wishes.transfer);
  approve_->signal_clicked().connect(wishes.approve);
  save_->signal_clicked().connect([copy = wishes.copy] { copy(CopyTo::File); });
  print_->signal_clicked().connect([copy = wishes.copy] { copy(CopyTo::Printer); });
  not_out_->signal_clicked().connect([say_out = wishes.paper_is_out] { say_out(false); });
  is_out_->signal_clicked().connect([say_out = std::move(wishes.paper_is_out)] { say_out(true); });
}

KeyButton* ActionBar::button(const std::string& icon_name, const std::string& text,
                             const std::string& key, Classes classes) {
  auto* made = Gtk::make_managed<KeyButton>(icon_name, text, key, classes);
  made->set_focus_on_click(false);
  return made;
}

std::string ActionBar::hint() const {
  const Desk& desk = stage_.desk;
  if (desk.is_waiting_long(stage_.now())) {
    return filled(_("%1 decisions sent, the station has not answered yet"),
                  {std::to_string(desk.unanswered())});
  }
  if (desk.section() == Section::Payouts) return _("↑↓ choose · scan a voucher to pay it");
  return _("/ search · ? keys");
}

void ActionBar::show_desk() {
  const Verbs verbs = stage_.desk.verbs();
  const std::string text = hint();
  hint_->set_text(text);
  hint_->set_tooltip_text(text);
  const int undoable = stage_.desk.undoable();
  undo_->set_visible(undoable > 0);
  hint_->set_visible(undoable == 0);
  if (undoable > 0) {
    undo_->set_words(
        filled(_("Undo %1 · %2 s"),
               {std::to_string(undoable), std::to_string(stage_.desk.undo_seconds(stage_.now()))}));
  }
  offer(*save_, verbs.save_copy);
  offer(*print_, verbs.print_copy);
  offer(*not_out_, verbs.resolve_paper);
  offer(*is_out_, verbs.resolve_paper);
  offer(*transfer_, verbs.mark_transferred);
  const bool brought = verbs.papers_seen != Verbs::Offer::No;
  offer(*papers_, brought ? verbs.papers_seen : verbs.ask_papers);
  papers_->set_text(brought ? _("Papers are complete") : _("Papers"));
  offer(*reject_, verbs.reject);
  offer(*approve_, verbs.approve);
  approve_->set_text(verbs.passes_on ? _("Approve, pass on") : _("Approve"));
}

}  // namespace slipway::desk::view
