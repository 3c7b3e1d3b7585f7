// The sheets that come up over the window, and what they lead to.
#include <glibmm/main.h>

#include <utility>

#include "station/view/window.hpp"

namespace slipway::desk::view {

void Window::open(Sheet& sheet) {
  close_sheet();
  sheet_ = &sheet;
  overlay_->add_overlay(sheet);
  sheet.begin();
}

void Window::close_sheet() {
  if (sheet_ == nullptr) return;
  overlay_->remove_overlay(*std::exchange(sheet_, nullptr));
  list_->focus_list();
}

const sync::Detail* Window::decidable(Verbs::Offer offer) {
  const auto* detail = stage_.desk.decidable(offer, stage_.now());
  if (detail == nullptr) want_redraw();  // a notice says why not
  return detail;
}

void Window::open_reject() {
  const auto* detail = decidable(stage_.desk.verbs().reject);
  if (detail == nullptr) return;
  open(*Gtk::make_managed<RejectSheet>(
      detail->row.member_name,
      [this](const std::string& code, const std::string& note) {
        stage_.desk.reject(code, note, stage_.now());
        Glib::signal_idle().connect_once(sigc::mem_fun(*this, &Window::close_sheet));
        want_redraw();
      },
      [this] { Glib::signal_idle().connect_once(sigc::mem_fun(*this, &Window::close_sheet)); }));
}

void Window::open_papers() {
  const auto* detail = decidable(stage_.desk.verbs().ask_papers);
  if (detail == nullptr) return;
  open(*Gtk::make_managed<NoteSheet>(
      filled(_("What should %1 bring?"), {detail->row.member_name}),
      _("For example: identity card, top-up receipt"), _("Ask for papers"),
      [this](const std::string& note) {
        stage_.desk.ask_papers(note, stage_.now());
        Glib::signal_idle().connect_once(sigc::mem_fun(*this, &Window::close_sheet));
        want_redraw();
      },
      [this] { Glib::signal_idle().connect_once(sigc::mem_fun(*this, &Window::close_sheet)); }));
}

void Window::open_transfer() {
  const auto* detail = decidable(stage_.desk.verbs().mark_transferred);
  if (detail == nullptr) return;
  const TransferWords words = transfer_words(*detail);
  open(*Gtk::make_managed<NoteSheet>(
      words.title, words.hint, _("Mark as paid"),
      [this](const std::string& reference) {
        stage_.desk.mark_transferred(reference, stage_.now());
        Glib::signal_idle().connect_once(sigc::mem_fun(*this, &Window::close_sheet));
        want_redraw();
      },
      [this] { Glib::signal_idle().connect_once(sigc::mem_fun(*this, &Window::close_sheet)); }));
}

void Window::press_in_sheet(char32_t key) {
  if (sheet_ != nullptr) sheet_->take_key(key);
}

void Window::open_keys() {
  open(*Gtk::make_managed<KeysSheet>(
      [this] { Glib::signal_idle().connect_once(sigc::mem_fun(*this, &Window::close_sheet)); }));
}

}  // namespace slipway::desk::view
