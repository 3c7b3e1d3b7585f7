#include "station/view/rail.hpp"

#include <string_view>
#include <utility>

namespace slipway::desk::view {
namespace {

// "拾光美发 · 人民路店" as shop and branch; the whole when there is no branch.
std::pair<std::string, std::string> parts_of(const std::string& name) {
  for (const std::string_view mark : {" · ", ", "}) {
    const auto at = name.find(mark);
    if (at != std::string::npos) return {name.substr(0, at), name.substr(at + mark.size())};
  }
  return {name, ""};
}

// A limit is a round amount; its ".00" only takes room.
std::string whole(const std::string& amount) {
  return amount.ends_with(".00") ? amount.substr(0, amount.size() - 3) : amount;
}

}  // namespace

Rail::Rail(Stage& stage)
    : Gtk::Box(Gtk::Orientation::VERTICAL, 4),
      stage_(stage),
      store_(line("", {"brand", "bold"})),
      branch_(line("", {"sub"})),
      entries_{entry(Section::Review, "inbox", _("To review")),
               entry(Section::Payouts, "banknote", _("To pay out")),
               entry(Section::Kiosks, "monitor", _("Devices"))},
      person_(line("", {"bold"})),
      limit_(line("", {"sub"})) {
  add_css_class("rail");
  set_size_request(208, -1);
  set_hexpand(false);
  auto* head = row(10, {"railhead"});
  auto* mark = row(0, {"brandmark"});
  mark->append(*icon("store", 18));
  head->append(*mark);
  auto* names = column(0);
  names->set_valign(Gtk::Align::CENTER);
  store_->set_max_width_chars(12);
  names->append(*store_);
  branch_->set_max_width_chars(18);
  names->append(*branch_);
  head->append(*names);
  append(*head);
  for (const Entry& one : entries_)
    append(*one.button);
  auto* gap = column(0);
  gap->set_vexpand(true);
  append(*gap);
  auto* who = row(10, {"who"});
  who->append(*icon("user-check", 18));
  auto* lines = column(1);
  person_->set_max_width_chars(10);
  limit_->set_ellipsize(Pango::EllipsizeMode::NONE);  // an amount is never cut
  lines->append(*person_);
  lines->append(*limit_);
  lines->set_hexpand(true);
  who->append(*lines);
  auto* lock = Gtk::make_managed<Gtk::Button>();
  lock->set_child(*icon("lock", 16));
  lock->add_css_class("plain");
  lock->set_tooltip_text(std::string(_("Lock")) + " (Ctrl+L)");
  lock->set_valign(Gtk::Align::CENTER);
  lock->set_focus_on_click(false);
  name_widget(*lock, _("Lock"));
  lock->signal_clicked().connect([this] {
    stage_.desk.lock(stage_.now());
    stage_.changed();
  });
  who->append(*lock);
  append(*who);
}

Rail::Entry Rail::entry(Section section, const std::string& icon_name, const std::string& text) {
  auto* button = Gtk::make_managed<Gtk::Button>();
  button->add_css_class("nav");
  auto* inside = row(10);
  inside->append(*icon(icon_name, 18));
  inside->append(*line(text));
  inside->append(*spacer());
  auto* badge = Gtk::make_managed<Gtk::Label>();
  badge->add_css_class("badge");
  inside->append(*badge);
  button->set_child(*inside);
  button->set_focus_on_click(false);
  name_widget(*button, text);
  button->signal_clicked().connect([this, section] {
    stage_.desk.show(section, stage_.now());
    stage_.changed();
  });
  return {section, button, badge};
}

void Rail::show_badge(const Entry& entry, int count, bool is_warning) {
  entry.badge->set_visible(count > 0);
  entry.badge->set_text(std::to_string(count));
  const bool is_shown = stage_.desk.section() == entry.section;
  entry.badge->remove_css_class("hot");
  entry.badge->remove_css_class("warn");
  if (is_warning) {
    entry.badge->add_css_class("warn");
  } else if (is_shown) {
    entry.badge->add_css_class("hot");
  }
  if (is_shown) {
    entry.button->add_css_class("on");
  } else {
    entry.button->remove_css_class("on");
  }
}

void Rail::show_desk() {
  const Desk& desk = stage_.desk;
  const auto [store, branch] = parts_of(say(desk.store_name()));
  store_->set_text(store);
  store_->set_tooltip_text(say(desk.store_name()));
  branch_->set_text(branch.empty() ? std::string(_("Refund review")) : branch);
  show_badge(entries_[0], desk.review().count(Filter::All), false);
  show_badge(entries_[1], desk.payouts().count(Filter::All), false);
  const int wrong_clock = desk.clock_notice(stage_.now()) ? 1 : 0;
  show_badge(entries_[2],
             desk.kiosks_in_trouble() + static_cast<int>(desk.calls().size()) + wrong_clock, true);
  if (!desk.staff()) return;
  person_->set_text(desk.staff()->name);
  const bool may_approve = refund::has(*desk.staff(), refund::Capability::Approve);
  limit_->set_visible(may_approve);
  limit_->set_text(filled(_("Limit %1"), {whole(refund::to_text(desk.alone_up_to()))}));
}

}  // namespace slipway::desk::view
