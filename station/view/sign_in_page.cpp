#include "station/view/sign_in_page.hpp"

namespace slipway::desk::view {

std::string sentence_of(Reach reach) {
  switch (reach) {
    case Reach::Up:
      return "";
    case Reach::Connecting:
      return _("Connecting to the station…");
    case Reach::Absent:
      return _(
          "The station does not answer. Trying again; what you see is the last that was known.");
    case Reach::KeyRefused:
      return _("The station does not know this desk. It must be enrolled again.");
    case Reach::WrongStation:
      return _("Another station answers at this address. Check the desk's settings.");
  }
  return "";
}

SignInPage::SignInPage(Stage& stage)
    : Gtk::Box(Gtk::Orientation::VERTICAL),
      stage_(stage),
      number_(Gtk::make_managed<Gtk::Entry>()),
      pin_(Gtk::make_managed<Gtk::Entry>()),
      button_(Gtk::make_managed<KeyButton>("log-in", _("Sign in"), "Enter", Classes{"primary"})),
      notice_(paragraph("", {"note", "red"})),
      reach_(paragraph("", {"sub"})) {
  set_halign(Gtk::Align::CENTER);
  set_valign(Gtk::Align::CENTER);
  auto* frame = column(14, {"card", "signin"});
  auto* mark = row(0, {"brandmark"});
  mark->append(*icon("store", 26));
  mark->set_halign(Gtk::Align::START);
  frame->append(*mark);
  frame->append(*line(_("Refund desk"), {"h1", "bold"}));
  frame->append(*line(_("Sign in with your staff number and PIN."), {"sub"}));
  number_->set_placeholder_text(_("Staff number"));
  number_->set_max_length(64);
  name_widget(*number_, _("Staff number"));
  pin_->set_placeholder_text(_("PIN"));
  pin_->set_visibility(false);
  pin_->set_input_purpose(Gtk::InputPurpose::PIN);
  pin_->set_max_length(64);
  name_widget(*pin_, _("PIN"));
  frame->append(*number_);
  frame->append(*pin_);
  frame->append(*notice_);
  frame->append(*button_);
  notice_->set_halign(Gtk::Align::FILL);
  reach_->set_max_width_chars(36);
  notice_->set_max_width_chars(36);
  frame->append(*reach_);
  append(*frame);
  number_->signal_activate().connect([this] { pin_->grab_focus(); });
  pin_->signal_activate().connect(sigc::mem_fun(*this, &SignInPage::send));
  button_->signal_clicked().connect(sigc::mem_fun(*this, &SignInPage::send));
}

void SignInPage::begin() {
  pin_->set_text("");
  number_->set_text(stage_.desk.last_staff_id());
  (number_->get_text().empty() ? number_ : pin_)->grab_focus();
}

void SignInPage::send() {
  stage_.desk.sign_in(number_->get_text().raw(), pin_->get_text().raw(), stage_.now());
  pin_->set_text("");
  pin_->grab_focus();
  stage_.changed();
}

void SignInPage::show_desk() {
  const auto& notice = stage_.desk.sign_in_notice();
  notice_->set_visible(notice.has_value());
  notice_->set_text(notice ? say(notice->text) : "");
  button_->set_sensitive(!stage_.desk.is_signing_in());
  const std::string reach = sentence_of(stage_.desk.reach());
  reach_->set_visible(!reach.empty());
  reach_->set_text(reach);
}

}  // namespace slipway::desk::view
