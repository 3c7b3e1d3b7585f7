#include "kiosk/view/parts.hpp"

#include <algorithm>

#include "paper/icon.hpp"

namespace slipway::kiosk::view {
namespace {

void add_classes(Gtk::Widget& widget, Classes classes) {
  for (const char* name : classes)
    widget.add_css_class(name);
}

void draw(Gtk::Widget& widget, const std::string& name,
          const Cairo::RefPtr<Cairo::Context>& context, int width, int height) {
  const double size = std::min(width, height);
  context->translate((width - size) / 2, (height - size) / 2);
  const Gdk::RGBA colour = colour_of(widget);
  const bool is_known = paper::draw_icon(
      context, name, size,
      {colour.get_red(), colour.get_green(), colour.get_blue(), colour.get_alpha()});
  if (!is_known) g_warning("no icon of the name %s", name.c_str());
}

}  // namespace

// Debian 13's gtkmm has the colour on the widget and deprecates the style context.
Gdk::RGBA colour_of(Gtk::Widget& widget) {
#if GTKMM_CHECK_VERSION(4, 10, 0)
  return widget.get_color();
#else
  return widget.get_style_context()->get_color();
#endif
}

Gtk::Label* text(const std::string& words, Classes classes, float align) {
  auto* label = Gtk::make_managed<Gtk::Label>(words);
  label->set_wrap(true);
  label->set_wrap_mode(Pango::WrapMode::WORD_CHAR);
  label->set_natural_wrap_mode(Gtk::NaturalWrapMode::NONE);
  label->set_xalign(align);
  label->set_justify(align > 0.9F   ? Gtk::Justification::RIGHT
                     : align > 0.4F ? Gtk::Justification::CENTER
                                    : Gtk::Justification::LEFT);
  add_classes(*label, classes);
  return label;
}

Gtk::Widget* icon(const std::string& name, Classes classes) {
  auto* area = Gtk::make_managed<Gtk::DrawingArea>();
  area->add_css_class("ic");
  add_classes(*area, classes);
  area->set_halign(Gtk::Align::CENTER);
  area->set_valign(Gtk::Align::CENTER);
  area->set_draw_func([area, name](const Cairo::RefPtr<Cairo::Context>& context, int width,
                                   int height) { draw(*area, name, context, width, height); });
  return area;
}

Gtk::Widget* tile(const std::string& name, Classes classes) {
  auto* box = row(0, {"rowicon"});
  add_classes(*box, classes);
  box->set_valign(Gtk::Align::CENTER);
  box->append(*icon(name));
  return box;
}

Gtk::Box* row(int spacing, Classes classes) {
  auto* box = Gtk::make_managed<Gtk::Box>(Gtk::Orientation::HORIZONTAL, spacing);
  add_classes(*box, classes);
  return box;
}

Gtk::Box* column(int spacing, Classes classes) {
  auto* box = Gtk::make_managed<Gtk::Box>(Gtk::Orientation::VERTICAL, spacing);
  add_classes(*box, classes);
  return box;
}

Gtk::Widget* filler() {
  auto* box = Gtk::make_managed<Gtk::Box>();
  box->set_hexpand(true);
  box->set_vexpand(true);
  return box;
}

void name_widget(Gtk::Widget& widget, const std::string& name) {
  gtk_accessible_update_property(GTK_ACCESSIBLE(widget.gobj()), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 name.c_str(), -1);
}

Gtk::Button* button(const std::string& words, const std::string& icon_name, Classes classes,
                    const std::function<void()>& pressed, IconSide side) {
  auto* content = row(12);
  content->set_halign(Gtk::Align::CENTER);
  if (!icon_name.empty() && side == IconSide::Left) content->append(*icon(icon_name, {"s"}));
  if (!words.empty()) {
    auto* label = text(words, {}, 0.5F);
    // Only the wide buttons below a page have sentences on them.
    label->set_wrap(std::any_of(classes.begin(), classes.end(),
                                [](const std::string& name) { return name == "kb"; }));
    content->append(*label);
  }
  if (!icon_name.empty() && side == IconSide::Right) content->append(*icon(icon_name, {"s"}));
  return card_button(*content, words, classes, pressed);
}

Gtk::Button* card_button(Gtk::Widget& content, const std::string& name, Classes classes,
                         const std::function<void()>& pressed) {
  auto* made = Gtk::make_managed<Gtk::Button>();
  made->set_child(content);
  add_classes(*made, classes);
  name_widget(*made, name);
  made->signal_clicked().connect(pressed);
  return made;
}

Gtk::Widget* withdraw_choice(const Stage& stage) {
  auto* quiet =
      button(_("Withdraw request"), "undo-2", {"chip"}, [stage] { stage.press(Button::Withdraw); });
  quiet->set_halign(Gtk::Align::START);
  quiet->set_valign(Gtk::Align::START);
  return quiet;
}

Gtk::Widget* note(const std::string& icon_name, const std::string& words, Classes classes) {
  auto* box = row(16, {"note"});
  add_classes(*box, classes);
  box->append(*icon(icon_name, {"s"}));
  auto* label = text(words);
  label->set_hexpand(true);
  box->append(*label);
  return box;
}

Gtk::Widget* news_line(const Stage& stage, const Banner& news) {
  const bool is_good = news.tone == Tone::Good || news.tone == Tone::Calm;
  const bool is_bad = news.tone == Tone::Trouble;
  return note(is_good ? "circle-check" : "circle-alert", stage.say(news.text),
              {is_good  ? "good"
               : is_bad ? "red"
                        : "amber"});
}

Gtk::Widget* scrolled(Gtk::Widget& content) {
  auto* scroll = Gtk::make_managed<Gtk::ScrolledWindow>();
  scroll->set_policy(Gtk::PolicyType::NEVER, Gtk::PolicyType::AUTOMATIC);
  scroll->set_child(content);
  scroll->set_vexpand(true);
  return scroll;
}

Gtk::Widget* fact(const std::string& what, const std::string& which, Classes classes) {
  auto* line = row(24, {"row", "fact"});
  auto* left = text(what, {"muted"});
  line->append(*left);
  auto* right = text(which, {"strong", "num"}, 1.0F);
  add_classes(*right, classes);
  right->set_hexpand(true);
  line->append(*right);
  return line;
}

Gtk::Widget* panes(const Stage& stage, Gtk::Widget& left, Gtk::Widget& right) {
  auto* box = stage.is_wide() ? row(stage.is_compact() ? 24 : 32) : column(28);
  if (stage.is_wide()) box->set_homogeneous(true);
  left.set_hexpand(true);
  right.set_hexpand(true);
  box->append(left);
  box->append(right);
  return box;
}

Gtk::Widget* page(Gtk::Widget& child) {
  auto* box = column(0, {"page"});
  child.set_vexpand(true);
  box->append(child);
  box->set_vexpand(true);
  return box;
}

Gtk::Widget* actions(const Stage& stage, const Actions& wanted, Gtk::Button** primary) {
  auto* bar = row(0, {"actions"});
  if (!wanted.secondary.empty())
    bar->append(*button(wanted.secondary, wanted.secondary_icon, {"kb", "secondary"},
                        [stage, press = wanted.secondary_press] { stage.press(press); }));
  if (!wanted.primary.empty()) {
    const auto side = wanted.primary_icon == "arrow-right" ? IconSide::Right : IconSide::Left;
    auto* forward = button(
        wanted.primary, wanted.primary_icon, {"kb", "primary"},
        [stage] { stage.press(Button::Primary); }, side);
    forward->set_hexpand(true);
    forward->set_sensitive(wanted.may_go_on);
    if (primary != nullptr) *primary = forward;
    bar->append(*forward);
  }
  return bar;
}

std::string filled(const std::string& sentence, std::initializer_list<std::string> values) {
  std::string made = sentence;
  std::size_t number = 1;
  for (const std::string& value : values) {
    const std::string mark = "%" + std::to_string(number++);
    if (const auto at = made.find(mark); at != std::string::npos)
      made.replace(at, mark.size(), value);
  }
  return made;
}

}  // namespace slipway::kiosk::view
