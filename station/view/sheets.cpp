#include "station/view/sheets.hpp"

#include <gtkmm/grid.h>

#include <utility>

namespace slipway::desk::view {
namespace {

constexpr int kMostNote = 200;

Gtk::Box* buttons_row(KeyButton& confirm, const std::function<void()>& leave) {
  auto* bottom = row(10);
  bottom->append(*spacer());
  auto* cancel = Gtk::make_managed<KeyButton>("", _("Cancel"), "Esc", Classes{});
  cancel->signal_clicked().connect(leave);
  bottom->append(*cancel);
  bottom->append(confirm);
  return bottom;
}

}  // namespace

Sheet::Sheet() : Gtk::Box(Gtk::Orientation::VERTICAL, 12) {
  add_css_class("sheet");
  set_halign(Gtk::Align::END);
  set_valign(Gtk::Align::END);
}

RejectSheet::RejectSheet(const std::string& name, Reject reject, const std::function<void()>& leave)
    : reject_(std::move(reject)),
      note_(Gtk::make_managed<Gtk::Entry>()),
      told_(paragraph("", {"small"})),
      confirm_(
          Gtk::make_managed<KeyButton>("x", _("Confirm rejection"), "Enter", Classes{"danger"})) {
  append(*line(filled(_("Reject the request of %1"), {name}), {"h2"}));
  auto* grid = Gtk::make_managed<Gtk::Grid>();
  grid->set_row_spacing(8);
  grid->set_column_spacing(8);
  grid->set_column_homogeneous(true);
  const auto all = refund::rejections();
  for (std::size_t i = 0; i < all.size(); ++i) {
    auto* button = Gtk::make_managed<Gtk::Button>();
    button->add_css_class("reason");
    auto* inside = row(8);
    inside->append(*key_cap(std::to_string(i + 1)));
    inside->append(*line(say(all[i].label)));
    button->set_child(*inside);
    button->set_focus_on_click(false);
    name_widget(*button, say(all[i].label));
    button->signal_clicked().connect([this, i] { choose(i); });
    grid->attach(*button, static_cast<int>(i % 3), static_cast<int>(i / 3));
    buttons_.push_back(button);
  }
  append(*grid);
  note_->set_placeholder_text(_("A note to the member (optional)"));
  note_->set_max_length(kMostNote);
  name_widget(*note_, _("A note to the member (optional)"));
  note_->signal_changed().connect(sigc::mem_fun(*this, &RejectSheet::show_told));
  note_->signal_activate().connect(sigc::mem_fun(*this, &RejectSheet::confirm));
  append(*note_);
  auto* reads = column(4, {"told"});
  reads->append(*line(_("The member reads:"), {"caps"}));
  reads->append(*told_);
  append(*reads);
  confirm_->signal_clicked().connect(sigc::mem_fun(*this, &RejectSheet::confirm));
  append(*buttons_row(*confirm_, leave));
  show_told();
}

void RejectSheet::take_key(char32_t key) {
  if (key < U'1' || key > U'9') return;
  const std::size_t reason = key - U'1';
  if (reason < buttons_.size()) choose(reason);
}

void RejectSheet::choose(std::size_t reason) {
  if (reason_) buttons_[*reason_]->remove_css_class("on");
  reason_ = reason;
  buttons_[reason]->add_css_class("on");
  if (refund::rejections()[reason].needs_note) note_->grab_focus();
  show_told();
}

void RejectSheet::show_told() {
  const std::string note = note_->get_text().raw();
  const bool needs_note = reason_ && refund::rejections()[*reason_].needs_note && note.empty();
  confirm_->set_sensitive(reason_ && !needs_note);
  if (!reason_) {
    told_->set_text(_("Choose a reason with the keys 1 to 9."));
    return;
  }
  told_->set_text(say(refund::told_to_member(refund::rejections()[*reason_], note)));
}

void RejectSheet::confirm() {
  if (!confirm_->get_sensitive()) return;
  reject_(std::string(refund::rejections()[*reason_].code), note_->get_text().raw());
}

NoteSheet::NoteSheet(const std::string& title, const std::string& hint, const std::string& verb,
                     std::function<void(const std::string&)> done,
                     const std::function<void()>& leave)
    : done_(std::move(done)), text_(Gtk::make_managed<Gtk::Entry>()) {
  append(*line(title, {"h2"}));
  text_->set_placeholder_text(hint);
  text_->set_max_length(kMostNote);
  text_->set_width_chars(44);
  name_widget(*text_, hint);
  append(*text_);
  auto* button = Gtk::make_managed<KeyButton>("check", verb, "Enter", Classes{"primary"});
  button->set_sensitive(false);
  text_->signal_changed().connect(
      [this, button] { button->set_sensitive(!text_->get_text().empty()); });
  text_->signal_activate().connect(sigc::mem_fun(*this, &NoteSheet::confirm));
  button->signal_clicked().connect(sigc::mem_fun(*this, &NoteSheet::confirm));
  append(*buttons_row(*button, leave));
}

void NoteSheet::confirm() {
  if (!text_->get_text().empty()) done_(text_->get_text().raw());
}

void NoteSheet::begin() {
  text_->grab_focus();
}

KeysSheet::KeysSheet(std::function<void()> leave) : leave_(std::move(leave)) {
  append(*line(_("Keys"), {"h2"}));
  auto* grid = Gtk::make_managed<Gtk::Grid>();
  grid->set_row_spacing(8);
  grid->set_column_spacing(16);
  const std::pair<const char*, const char*> keys[] = {
      {"J  K  ↑  ↓", _("Choose a request")},
      {"A", _("Approve")},
      {"R", _("Reject")},
      {"Q", _("Ask for papers, or they are complete")},
      {"T", _("Mark as paid")},
      {"P", _("Pay the voucher")},
      {"C", _("Print a copy of the voucher on A4")},
      {"S", _("Save a copy as PDF")},
      {"Ctrl+Z", _("Undo an approval within ten seconds")},
      {"/  Ctrl+F", _("Search")},
      {"Alt+1 … 3", _("Sections")},
      {"F5", _("Read everything again")},
      {"Ctrl+L", _("Lock")},
      {"Esc", _("Back to the list")},
  };
  int at = 0;
  for (const auto& [key, meaning] : keys) {
    auto* cap = key_cap(key);
    cap->set_halign(Gtk::Align::START);
    grid->attach(*cap, at % 2 * 2, at / 2);
    grid->attach(*line(meaning), at % 2 * 2 + 1, at / 2);
    ++at;
  }
  append(*grid);
  auto* close = Gtk::make_managed<KeyButton>("", _("Close"), "Esc", Classes{});
  close->set_halign(Gtk::Align::END);
  close->signal_clicked().connect(leave_);
  append(*close);
}

TransferWords transfer_words(const sync::Detail& detail) {
  const auto* due = detail.legs.empty() ? nullptr : &detail.legs.front();
  const std::string amount = refund::to_text(due == nullptr ? detail.row.amount : due->leg.amount);
  if (due != nullptr && due->leg.route == refund::Route::Original) {
    return {filled(_("Refund of %1 to the payment %2"), {amount, due->payment}),
            _("The payment provider's refund number")};
  }
  return {filled(_("Transfer of %1 to %2"), {amount, detail.row.member_name}),
          _("The bank's transaction number")};
}

}  // namespace slipway::desk::view
