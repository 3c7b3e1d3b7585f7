#include "station/view/list_pane.hpp"

#include <glibmm/main.h>

#include <algorithm>

#include "station/view/colour.hpp"

namespace slipway::desk::view {

// One line as GTK's list wants it.
class LineObject : public Glib::Object {
 public:
  static Glib::RefPtr<LineObject> create(const Line& line) {
    return Glib::make_refptr_for_instance<LineObject>(new LineObject(line));
  }
  const Line line;

 private:
  explicit LineObject(const Line& shown) : line(shown) {}
};

ListPane::ListPane(Stage& stage)
    : Gtk::Box(Gtk::Orientation::VERTICAL),
      stage_(stage),
      title_(line("", {"h1", "bold"})),
      total_(line("", {"sub", "num"})),
      search_(Gtk::make_managed<Gtk::Entry>()),
      chip_row_(row(6)),
      chips_{chip(Filter::All, _("All")), chip(Filter::Risky, _("At risk")),
             chip(Filter::Large, _("Large")), chip(Filter::Late, _("Over 2 h"))},
      empty_(paragraph("", {"sub", "empty"})),
      scroll_(Gtk::make_managed<Gtk::ScrolledWindow>()),
      store_(Gio::ListStore<LineObject>::create()),
      selection_(Gtk::SingleSelection::create(store_)),
      list_(Gtk::make_managed<Gtk::ListView>()) {
  add_css_class("list");
  set_size_request(380, -1);
  set_hexpand(false);
  auto* head = column(10, {"listhead"});
  auto* top = row(8);
  top->append(*title_);
  top->append(*spacer());
  total_->set_valign(Gtk::Align::CENTER);
  top->append(*total_);
  head->append(*top);
  search_->set_max_length(512);
  search_->set_icon_from_icon_name("system-search-symbolic", Gtk::Entry::IconPosition::PRIMARY);
  head->append(*search_);
  for (const Chip& one : chips_)
    chip_row_->append(*one.button);
  head->append(*chip_row_);
  append(*head);
  selection_->set_autoselect(false);
  selection_->set_can_unselect(true);
  auto factory = Gtk::SignalListItemFactory::create();
  factory->signal_setup().connect(sigc::mem_fun(*this, &ListPane::set_up_row));
  factory->signal_bind().connect(sigc::mem_fun(*this, &ListPane::bind_row));
  list_->set_model(selection_);
  list_->set_factory(factory);
  name_widget(*list_, _("Requests"));
  scroll_->set_policy(Gtk::PolicyType::NEVER, Gtk::PolicyType::AUTOMATIC);
  scroll_->set_child(*list_);
  scroll_->set_vexpand(true);
  empty_->set_margin(24);
  append(*empty_);
  append(*scroll_);
  selection_->property_selected().signal_changed().connect(
      sigc::mem_fun(*this, &ListPane::on_selected));
  search_->signal_changed().connect([this] {
    if (!follows_ || section_ == Section::Payouts) return;
    stage_.desk.set_search(search_->get_text().raw(), stage_.now());
    stage_.changed();
  });
  search_->signal_activate().connect(sigc::mem_fun(*this, &ListPane::on_search_entered));
}

ListPane::Chip ListPane::chip(Filter filter, const std::string& text) {
  auto* button = Gtk::make_managed<Gtk::Button>();
  button->add_css_class("fchip");
  auto* inside = row(4);
  inside->append(*Gtk::make_managed<Gtk::Label>(text));
  auto* count = Gtk::make_managed<Gtk::Label>();
  count->add_css_class("num");
  inside->append(*count);
  button->set_child(*inside);
  button->set_focus_on_click(false);
  name_widget(*button, text);
  button->signal_clicked().connect([this, filter] {
    stage_.desk.set_filter(filter, stage_.now());
    stage_.changed();
  });
  return {filter, button, count};
}

void ListPane::set_up_row(const Glib::RefPtr<Gtk::ListItem>& item) {
  auto* box = column(3, {"qrow"});
  item->set_child(*box);
}

void ListPane::bind_row(const Glib::RefPtr<Gtk::ListItem>& item) {
  const auto object = std::dynamic_pointer_cast<LineObject>(item->get_item());
  auto* box = dynamic_cast<Gtk::Box*>(item->get_child());
  if (!object || box == nullptr) return;
  const Line& shown = object->line;
  remove_children(*box);
  if (shown.has_left) {
    box->add_css_class("gone");
  } else {
    box->remove_css_class("gone");
  }
  auto* top = row(8);
  auto* name = line(shown.name, {"qname"});
  top->append(*name);
  if (shown.pill) top->append(*pill(*shown.pill));
  if (shown.is_fresh) {
    auto* dot = row(0, {"dot"});
    dot->set_valign(Gtk::Align::CENTER);
    top->append(*dot);
  }
  top->append(*spacer());
  top->append(*Gtk::make_managed<Gtk::Label>(shown.amount));
  top->get_last_child()->add_css_class("qamt");
  auto* below = row(8);
  auto* about = line(say(shown.about), {"sub"});
  about->set_hexpand(true);
  below->append(*about);
  auto* waiting = Gtk::make_managed<Gtk::Label>(say(shown.waiting));
  waiting->add_css_class(shown.urgency == Urgency::Past   ? "redtext"
                         : shown.urgency == Urgency::Soon ? "ambertext"
                                                          : "sub");
  below->append(*waiting);
  box->append(*top);
  box->append(*below);
  name_widget(*box, shown.name + " " + shown.amount);
}

// Replaces only the stretch between the first and the last line that differ.
void ListPane::put_lines(const std::vector<Line>& lines) {
  if (lines == shown_) return;
  const std::size_t least = std::min(lines.size(), shown_.size());
  std::size_t same_head = 0;
  while (same_head < least && lines[same_head] == shown_[same_head])
    ++same_head;
  std::size_t same_tail = 0;
  while (same_tail < least - same_head &&
         lines[lines.size() - 1 - same_tail] == shown_[shown_.size() - 1 - same_tail]) {
    ++same_tail;
  }
  std::vector<Glib::RefPtr<LineObject>> fresh;
  for (std::size_t i = same_head; i < lines.size() - same_tail; ++i) {
    fresh.push_back(LineObject::create(lines[i]));
  }
  const bool had_focus =
      gtk_widget_get_focus_child(GTK_WIDGET(list_->gobj())) != nullptr || list_->has_focus();
  // GTK moves the focus elsewhere when a row goes: hold it before and after.
  if (had_focus) list_->grab_focus();
  store_->splice(static_cast<guint>(same_head),
                 static_cast<guint>(shown_.size() - same_tail - same_head), fresh);
  shown_ = lines;
  if (had_focus) list_->grab_focus();
}

void ListPane::put_selection() {
  const auto id = stage_.desk.queue().selected();
  guint at = GTK_INVALID_LIST_POSITION;
  for (std::size_t i = 0; id && i < shown_.size(); ++i) {
    if (shown_[i].id == *id) at = static_cast<guint>(i);
  }
  if (selection_->get_selected() == at) return;
  selection_->set_selected(at);
  if (at == GTK_INVALID_LIST_POSITION) return;
  // Once the rows have their places.
  Glib::signal_idle().connect_once(sigc::mem_fun(*this, &ListPane::scroll_to_selected));
}

void ListPane::scroll_to_selected() {
  const auto at = selection_->get_selected();
  if (at == GTK_INVALID_LIST_POSITION) return;
  list_->activate_action("list.scroll-to-item", Glib::Variant<guint>::create(at));
}

void ListPane::on_selected() {
  if (!follows_) return;
  const auto at = selection_->get_selected();
  if (at == GTK_INVALID_LIST_POSITION || at >= shown_.size()) return;
  stage_.desk.select(shown_[at].id, stage_.now());
  stage_.desk.clear_cash_desk();
  stage_.changed();
}

void ListPane::on_search_entered() {
  const std::string text = search_->get_text().raw();
  if (section_ == Section::Payouts) {
    stage_.desk.look_up(text, stage_.now());
    search_->set_text("");
  } else if (!std::holds_alternative<std::monostate>(scanned_from(text))) {
    search_->set_text("");
    stage_.desk.scanned(text, stage_.now());
  }
  focus_list();
  stage_.changed();
}

void ListPane::focus_search() {
  search_->grab_focus();
}

void ListPane::focus_list() {
  list_->grab_focus();
}

void ListPane::show_head() {
  const bool is_payouts = section_ == Section::Payouts;
  title_->set_text(is_payouts ? _("To pay out") : _("To review"));
  const std::string hint = is_payouts ? _("Scan a voucher, or type its code")
                                      : _("Name, request number, or scan a slip");
  if (search_->get_placeholder_text().raw() != hint) {
    search_->set_placeholder_text(hint);
    name_widget(*search_, hint);
  }
  chip_row_->set_visible(!is_payouts);
  const Queue& queue = stage_.desk.queue();
  if (!is_payouts && search_->get_text().raw() != queue.search()) search_->set_text(queue.search());
  total_->set_text(filled(_("Total %1"), {refund::to_text(queue.total())}));
  for (const Chip& one : chips_) {
    one.count->set_text(std::to_string(queue.count(one.filter)));
    if (queue.filter() == one.filter) {
      one.button->add_css_class("on");
    } else {
      one.button->remove_css_class("on");
    }
  }
}

void ListPane::show_desk() {
  if (stage_.desk.section() == Section::Kiosks) return;
  follows_ = false;
  if (section_ != stage_.desk.section()) {
    section_ = stage_.desk.section();
    search_->set_text("");
  }
  show_head();
  put_lines(lines_of(stage_.desk.queue(), stage_.desk.clock(stage_.now())));
  put_selection();
  empty_->set_visible(shown_.empty());
  const bool is_search = !stage_.desk.queue().search().empty();
  empty_->set_text(is_search                      ? _("Nothing was found.")
                   : section_ == Section::Payouts ? _("Nothing waits to be paid out.")
                                                  : _("Nothing waits for a decision."));
  scroll_->set_visible(!shown_.empty());
  follows_ = true;
}

}  // namespace slipway::desk::view
