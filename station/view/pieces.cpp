#include "station/view/pieces.hpp"

#include <utility>

#include "paper/icon.hpp"
#include "station/view/colour.hpp"

namespace slipway::desk::view {
namespace {

refund::Language& chosen() {
  static refund::Language language = refund::Language::Chinese;
  return language;
}

void add_classes(Gtk::Widget& widget, Classes classes) {
  for (const char* one : classes)
    widget.add_css_class(one);
}

const char* css_of(Pill::Colour colour) {
  switch (colour) {
    case Pill::Colour::Grey:
      return "grey";
    case Pill::Colour::Good:
      return "good";
    case Pill::Colour::Blue:
      return "blue";
    case Pill::Colour::Amber:
      return "amber";
    case Pill::Colour::Red:
      return "red";
  }
  return "grey";
}

}  // namespace

void use_language(refund::Language language) {
  chosen() = language;
}
refund::Language language() {
  return chosen();
}
const std::string& say(const refund::Phrase& phrase) {
  return phrase.in(chosen());
}

std::string filled(const std::string& pattern, std::initializer_list<std::string> texts) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool is_place = pattern[i] == '%' && i + 1 < pattern.size() && pattern[i + 1] >= '1' &&
                          pattern[i + 1] < '1' + static_cast<int>(texts.size());
    if (is_place) {
      out += texts.begin()[pattern[++i] - '1'];
    } else {
      out += pattern[i];
    }
  }
  return out;
}

Gtk::Box* column(int spacing, Classes classes) {
  auto* box = Gtk::make_managed<Gtk::Box>(Gtk::Orientation::VERTICAL, spacing);
  add_classes(*box, classes);
  return box;
}

Gtk::Box* row(int spacing, Classes classes) {
  auto* box = Gtk::make_managed<Gtk::Box>(Gtk::Orientation::HORIZONTAL, spacing);
  add_classes(*box, classes);
  return box;
}

Gtk::Label* line(const std::string& text, Classes classes) {
  auto* label = Gtk::make_managed<Gtk::Label>(text, Gtk::Align::START);
  label->set_xalign(0);
  label->set_ellipsize(Pango::EllipsizeMode::END);
  add_classes(*label, classes);
  return label;
}

Gtk::Label* paragraph(const std::string& text, Classes classes) {
  auto* label = Gtk::make_managed<Gtk::Label>(text, Gtk::Align::START);
  label->set_xalign(0);
  label->set_wrap(true);
  label->set_wrap_mode(Pango::WrapMode::WORD_CHAR);
  add_classes(*label, classes);
  return label;
}

Gtk::Label* pill(const Pill& pill) {
  auto* label = Gtk::make_managed<Gtk::Label>(say(pill.text));
  label->set_valign(Gtk::Align::CENTER);
  add_classes(*label, {"pill", css_of(pill.colour)});
  return label;
}

Gtk::Label* key_cap(const std::string& key) {
  auto* label = Gtk::make_managed<Gtk::Label>(key);
  label->set_valign(Gtk::Align::CENTER);
  label->add_css_class("kbd");
  return label;
}

Gtk::Box* spacer() {
  auto* box = row(0);
  box->set_hexpand(true);
  return box;
}

void name_widget(Gtk::Widget& widget, const std::string& name) {
  gtk_accessible_update_property(GTK_ACCESSIBLE(widget.gobj()), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 name.c_str(), -1);
}

Icon::Icon(std::string name, int size) : name_(std::move(name)) {
  set_content_width(size);
  set_content_height(size);
  set_valign(Gtk::Align::CENTER);
  set_halign(Gtk::Align::CENTER);
  set_draw_func(sigc::mem_fun(*this, &Icon::draw));
}

void Icon::show_icon(const std::string& name) {
  name_ = name;
  queue_draw();
}

void Icon::draw(const Cairo::RefPtr<Cairo::Context>& context, int width, int height) {
  // Names are ours; a missing one draws nothing, and the test of the icons names it.
  (void)paper::draw_icon(context, name_, std::min(width, height), text_colour(*this));
}

Icon* icon(const std::string& name, int size) {
  return Gtk::make_managed<Icon>(name, size);
}

KeyButton::KeyButton(const std::string& icon_name, const std::string& text, const std::string& key,
                     Classes classes)
    : text_(Gtk::make_managed<Gtk::Label>(text)) {
  add_css_class("sb");
  add_classes(*this, classes);
  auto* inside = row(8);
  inside->set_halign(Gtk::Align::CENTER);
  if (!icon_name.empty()) inside->append(*icon(icon_name));
  inside->append(*text_);
  if (!key.empty()) inside->append(*key_cap(key));
  set_child(*inside);
  name_widget(*this, text);
}

void KeyButton::set_text(const std::string& text) {
  text_->set_text(text);
  name_widget(*this, text);
}

Gtk::Box* card(const std::string& title) {
  auto* box = column(0, {"card"});
  box->append(*line(title, {"caps"}));
  return box;
}

Gtk::Box* fact(const std::string& title, const std::string& value, Classes value_classes) {
  auto* box = row(12, {"row"});
  box->append(*line(title, {"rowtitle"}));
  auto* right = line(value, {"num"});
  add_classes(*right, value_classes);
  right->set_hexpand(true);
  right->set_halign(Gtk::Align::END);
  right->set_xalign(1);
  right->set_tooltip_text(value);
  box->append(*right);
  return box;
}

void remove_children(Gtk::Box& box) {
  while (auto* child = box.get_first_child())
    box.remove(*child);
}

}  // namespace slipway::desk::view
