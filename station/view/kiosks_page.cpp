#include "station/view/kiosks_page.hpp"

#include <gtkmm/scrolledwindow.h>

#include <algorithm>
#include <utility>

#include "station/view/remark.hpp"

namespace slipway::desk::view {
namespace {

using Colour = Pill::Colour;

struct Device {
  const char* icon;
  const char* name;
  DeviceRole role;
  sync::DeviceCondition condition;
};

// Of a kiosk that is offline nothing is known.
Gtk::Widget* device_row(const Device& device, bool is_known) {
  auto* box = row(12, {"row"});
  box->append(*icon(device.icon, 18));
  auto* words = column(2);
  words->append(*line(device.name, {"rowtitle"}));
  const std::string advice = is_known ? say(advice_for(device.role, device.condition)) : "";
  if (!advice.empty()) {
    auto* text = paragraph(advice, {"sub"});
    text->set_max_width_chars(34);
    words->append(*text);
  }
  words->set_hexpand(true);
  box->append(*words);
  box->append(
      *pill(is_known ? pill_of(device.condition) : Pill{Colour::Grey, {"未知", "Unknown"}}));
  return box;
}

}  // namespace

KiosksPage::KiosksPage(Stage& stage)
    : Gtk::Box(Gtk::Orientation::VERTICAL, 14),
      stage_(stage),
      clock_(column(0)),
      cards_(Gtk::make_managed<Gtk::FlowBox>()),
      empty_(paragraph(_("No kiosk has been heard of yet."), {"sub"})) {
  add_css_class("detail");
  set_hexpand(true);
  append(*line(_("Devices"), {"h1", "bold"}));
  append(*clock_);
  append(*empty_);
  cards_->set_selection_mode(Gtk::SelectionMode::NONE);
  cards_->set_column_spacing(14);
  cards_->set_row_spacing(14);
  cards_->set_min_children_per_line(1);
  cards_->set_max_children_per_line(3);
  cards_->set_homogeneous(true);
  cards_->set_valign(Gtk::Align::START);
  auto* scroll = Gtk::make_managed<Gtk::ScrolledWindow>();
  scroll->set_policy(Gtk::PolicyType::NEVER, Gtk::PolicyType::AUTOMATIC);
  scroll->set_vexpand(true);
  scroll->set_child(*cards_);
  append(*scroll);
}

Gtk::Widget* KiosksPage::kiosk_card(const sync::Inbox::Kiosk& kiosk) const {
  auto* box = column(0, {"card", "rows"});
  auto* head = row(10, {"cardhead"});
  head->append(*icon("monitor", 20));
  head->append(*line(kiosk.name, {"h2"}));
  head->append(*spacer());
  const bool calls = std::find(stage_.desk.calls().begin(), stage_.desk.calls().end(),
                               kiosk.name) != stage_.desk.calls().end();
  if (calls) head->append(*pill({Colour::Red, {"会员请求协助", "Help wanted"}}));
  if (kiosk.online) {
    head->append(*pill({Colour::Good, {"在线", "Online"}}));
  } else {
    head->append(*pill({Colour::Amber, {"离线", "Offline"}}));
  }
  box->append(*head);
  for (const Device& device :
       {Device{"printer", _("Printer"), DeviceRole::Printer, kiosk.printer},
        Device{"nfc", _("Card reader"), DeviceRole::Reader, kiosk.reader},
        Device{"signature", _("Signature pad"), DeviceRole::Pad, kiosk.pad}}) {
    box->append(*device_row(device, kiosk.online));
  }
  box->append(*fact(_("Last heard of"), refund::to_text(kiosk.seen_at)));
  return box;
}

void KiosksPage::build() {
  while (auto* child = cards_->get_child_at_index(0))
    cards_->remove(*child);
  for (const auto& kiosk : shown_)
    cards_->append(*kiosk_card(kiosk));
  // Cards are to be read, not walked through.
  for (int i = 0; auto* child = cards_->get_child_at_index(i); ++i)
    child->set_focusable(false);
  empty_->set_visible(shown_.empty());
}

void KiosksPage::show_desk() {
  const auto notice = stage_.desk.clock_notice(stage_.now());
  if (notice != clock_shown_) {
    remove_children(*clock_);
    if (notice) clock_->append(*remark(*notice));
    clock_shown_ = notice;
  }
  auto kiosks = stage_.desk.kiosks();
  // Shown to the minute: a kiosk that says hello every second must not rebuild its card as often.
  for (auto& kiosk : kiosks)
    kiosk.seen_at = std::chrono::floor<std::chrono::minutes>(kiosk.seen_at);
  if (shown_ == kiosks && calls_ == stage_.desk.calls()) return;
  shown_ = std::move(kiosks);
  calls_ = stage_.desk.calls();
  build();
}

}  // namespace slipway::desk::view
