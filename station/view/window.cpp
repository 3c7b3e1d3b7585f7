#include "station/view/window.hpp"

#include <gdk/gdkkeysyms.h>
#include <glibmm/main.h>

#include <algorithm>
#include <utility>

namespace slipway::desk::view {
namespace {

const char* css_of(Tone tone) {
  switch (tone) {
    case Tone::Good:
      return "good";
    case Tone::Note:
      return "plain";
    case Tone::Bad:
      return "red";
  }
  return "plain";
}

bool is_down(Gdk::ModifierType state, Gdk::ModifierType modifier) {
  return (state & modifier) == modifier;
}

}  // namespace

Window::Window(Desk& desk, std::function<Tick()> now)
    : stage_{desk, std::move(now), [this] { want_redraw(); }},
      overlay_(Gtk::make_managed<Gtk::Overlay>()),
      pages_(Gtk::make_managed<Gtk::Stack>()),
      sign_in_(Gtk::make_managed<SignInPage>(stage_)),
      rail_(Gtk::make_managed<Rail>(stage_)),
      list_(Gtk::make_managed<ListPane>(stage_)),
      right_(Gtk::make_managed<Gtk::Stack>()),
      detail_(Gtk::make_managed<DetailPane>(stage_)),
      cash_(Gtk::make_managed<CashPanel>(stage_)),
      bar_(Gtk::make_managed<ActionBar>(stage_, wishes())),
      sections_(Gtk::make_managed<Gtk::Stack>()),
      kiosks_(Gtk::make_managed<KiosksPage>(stage_)),
      reach_(paragraph("", {"reach"})),
      toast_(paragraph("", {"toast"})),
      keys_(Gtk::EventControllerKey::create()) {
  set_title(_("Refund desk"));
  set_default_size(1440, 900);
  add_css_class("station");
  pages_->add(*sign_in_, "sign-in");
  pages_->add(*main_page(), "main");
  overlay_->set_child(*pages_);
  reach_->set_halign(Gtk::Align::FILL);
  toast_->set_halign(Gtk::Align::END);
  toast_->set_valign(Gtk::Align::END);
  toast_->set_max_width_chars(60);
  toast_->set_can_target(false);
  toast_->set_visible(false);
  overlay_->add_overlay(*toast_);
  set_child(*overlay_);
  // Before any widget: so a letter reaches us wherever GTK has put the focus after a row went.
  keys_->set_propagation_phase(Gtk::PropagationPhase::CAPTURE);
  keys_->signal_key_pressed().connect(sigc::mem_fun(*this, &Window::on_key), false);
  add_controller(keys_);
  show_desk();
}

Gtk::Widget* Window::main_page() {
  right_->add(*detail_, "detail");
  right_->add(*cash_, "cash");
  right_->set_vexpand(true);
  right_->set_hhomogeneous(false);
  right_->set_vhomogeneous(false);
  auto* work = row(0);
  work->append(*list_);
  auto* beside = column(0);
  beside->append(*right_);
  beside->append(*bar_);
  work->append(*beside);
  sections_->add(*work, "work");
  sections_->add(*kiosks_, "kiosks");
  sections_->set_vexpand(true);
  auto* content = column(0);
  content->append(*reach_);
  content->append(*sections_);
  content->set_hexpand(true);
  auto* all = row(0);
  all->append(*rail_);
  all->append(*content);
  return all;
}

ActionBar::Wishes Window::wishes() {
  ActionBar::Wishes wishes;
  wishes.reject = sigc::mem_fun(*this, &Window::open_reject);
  wishes.papers = [this] { act(U'q'); };
  wishes.transfer = sigc::mem_fun(*this, &Window::open_transfer);
  wishes.approve = sigc::mem_fun(*this, &Window::approve);
  wishes.undo = sigc::mem_fun(*this, &Window::undo);
  wishes.copy = [this](CopyTo to) {
    stage_.desk.copy(to, stage_.now());
    want_redraw();
  };
  wishes.paper_is_out = [this](bool is_out) {
    stage_.desk.resolve_paper(is_out, stage_.now());
    want_redraw();
  };
  return wishes;
}

// ---- showing

void Window::want_redraw() {
  if (has_redraw_asked_) return;
  has_redraw_asked_ = true;
  Glib::signal_idle().connect_once(sigc::mem_fun(*this, &Window::show_desk));
}

void Window::show_desk() {
  has_redraw_asked_ = false;
  const Desk& desk = stage_.desk;
  const bool is_signed_in = desk.is_signed_in();
  sign_in_->show_desk();
  if (was_signed_in_ != is_signed_in) {
    was_signed_in_ = is_signed_in;
    close_sheet();
    pages_->set_visible_child(is_signed_in ? "main" : "sign-in");
    if (!is_signed_in) sign_in_->begin();
  }
  show_notice();
  rail_->show_desk();
  list_->show_desk();
  detail_->show_desk();
  cash_->show_desk();
  kiosks_->show_desk();
  bar_->show_desk();
  const bool is_cash =
      desk.section() == Section::Payouts && desk.cash_desk().step != CashDesk::Step::Empty;
  right_->set_visible_child(is_cash ? "cash" : "detail");
  bar_->set_visible(!is_cash);
  sections_->set_visible_child(desk.section() == Section::Kiosks ? "kiosks" : "work");
  const std::string reach = sentence_of(desk.reach());
  reach_->set_visible(!reach.empty());
  reach_->set_text(reach);
  if (is_signed_in && get_focus() == nullptr && sheet_ == nullptr) list_->focus_list();
}

void Window::show_notice() {
  const auto& notice = stage_.desk.notice();
  if (notice == toasted_) return;
  toasted_ = notice;
  toast_->set_visible(notice.has_value());
  if (!notice) return;
  for (const char* css : {"good", "plain", "red"})
    toast_->remove_css_class(css);
  toast_->add_css_class(css_of(notice->tone));
  toast_->set_text(say(notice->text));
}

// ---- wishes

void Window::approve() {
  stage_.desk.approve(stage_.now());
  want_redraw();
}

void Window::undo() {
  stage_.desk.undo(stage_.now());
  want_redraw();
}

// One key that a person pressed.
void Window::act(char32_t key) {
  if (sheet_ != nullptr) {
    sheet_->take_key(key);
    return;
  }
  Desk& desk = stage_.desk;
  const Tick now = stage_.now();
  const bool resolves = desk.verbs().resolve_paper == Verbs::Offer::Yes;
  switch (key) {
    case U'a':
    case U'A':
      approve();
      break;
    case U'r':
    case U'R':
      open_reject();
      break;
    case U'q':
    case U'Q':
      if (desk.verbs().papers_seen == Verbs::Offer::Yes) {
        desk.papers_seen(now);
      } else {
        open_papers();
      }
      break;
    case U't':
    case U'T':
      open_transfer();
      break;
    case U'p':
    case U'P':
      desk.redeem(now);
      break;
    case U'c':
    case U'C':
      desk.copy(CopyTo::Printer, now);
      break;
    case U's':
    case U'S':
      desk.copy(CopyTo::File, now);
      break;
    case U'y':
    case U'Y':
      if (resolves) desk.resolve_paper(true, now);
      break;
    case U'n':
    case U'N':
      if (resolves) desk.resolve_paper(false, now);
      break;
    case U'j':
    case U'J':
      desk.move(1, now);
      break;
    case U'k':
    case U'K':
      desk.move(-1, now);
      break;
    case U'/':
      list_->focus_search();
      break;
    case U'?':
      open_keys();
      break;
    default:
      return;
  }
  want_redraw();
}

// ---- keys

bool Window::is_typing() const {
  const auto* focus = gtk_root_get_focus(
      GTK_ROOT(const_cast<GtkWindow*>(static_cast<const Gtk::Window*>(this)->gobj())));
  return focus != nullptr && GTK_IS_EDITABLE(focus);
}

// When the key was pressed, by the display's clock, on ours: keys that waited for us while a frame
// was drawn must not look like a scanner's.
Tick Window::key_time() {
  const Tick now = stage_.now();
  const Tick event{keys_->get_current_event_time()};
  if (event.count() == 0) return now;
  const Tick offset = now - event;
  event_offset_ = event_offset_ ? std::min(*event_offset_, offset) : offset;
  return event + *event_offset_;
}

void Window::settle_keys() {
  if (const auto key = burst_.settled(stage_.now())) act(*key);
}

bool Window::on_key(guint key, guint, Gdk::ModifierType state) {
  stage_.desk.on_input(stage_.now());
  if (!stage_.desk.is_signed_in()) return false;
  if (key == GDK_KEY_Escape) {
    if (sheet_ != nullptr) {
      close_sheet();
    } else if (is_typing()) {
      list_->focus_list();
    } else {
      stage_.desk.clear_cash_desk();
    }
    want_redraw();
    return true;
  }
  if (is_down(state, Gdk::ModifierType::CONTROL_MASK) ||
      is_down(state, Gdk::ModifierType::ALT_MASK) || key == GDK_KEY_F5) {
    return on_command(key, state);
  }
  if (is_typing()) return false;
  return on_plain_key(key);
}

bool Window::on_command(guint key, Gdk::ModifierType state) {
  Desk& desk = stage_.desk;
  const Tick now = stage_.now();
  want_redraw();
  if (key == GDK_KEY_F5) {
    desk.refresh(now);
    return true;
  }
  if (is_down(state, Gdk::ModifierType::ALT_MASK)) {
    if (key < GDK_KEY_1 || key > GDK_KEY_3) return false;
    constexpr Section kSections[] = {Section::Review, Section::Payouts, Section::Kiosks};
    close_sheet();
    desk.show(kSections[key - GDK_KEY_1], now);
    return true;
  }
  switch (key) {
    case GDK_KEY_z:
      if (is_typing()) return false;
      desk.undo(now);
      return true;
    case GDK_KEY_l:
      desk.lock(now);
      return true;
    case GDK_KEY_f:
      list_->focus_search();
      return true;
    default:
      return false;
  }
}

bool Window::on_plain_key(guint key) {
  const Tick at = key_time();
  if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter) {
    if (const auto scanned = burst_.take_enter(at)) {
      close_sheet();
      stage_.desk.scanned(*scanned, stage_.now());
      want_redraw();
      return true;
    }
    if (sheet_ == nullptr) return false;
    sheet_->confirm();
    return true;
  }
  if (sheet_ == nullptr && (key == GDK_KEY_Down || key == GDK_KEY_Up)) {
    stage_.desk.move(key == GDK_KEY_Down ? 1 : -1, stage_.now());
    want_redraw();
    return true;
  }
  const guint32 letter = gdk_keyval_to_unicode(key);
  if (letter < 0x20 || letter == 0x7f) return false;
  if (const auto earlier = burst_.settled(at)) act(*earlier);
  burst_.take(letter, at);
  Glib::signal_timeout().connect_once(sigc::mem_fun(*this, &Window::settle_keys),
                                      static_cast<unsigned>(KeyBurst::kSettle.count()) + 5);
  return true;
}

}  // namespace slipway::desk::view
