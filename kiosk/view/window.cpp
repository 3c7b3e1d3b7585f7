#include "kiosk/view/window.hpp"

#include "kiosk/view/signature_area.hpp"
#include "paper/style.hpp"
#include "program/translation.hpp"

extern "C" GResource* slipway_kiosk_view_get_resource(void);

namespace slipway::kiosk::view {
namespace {

Glib::RefPtr<Gtk::CssProvider> theme;

// Letters as high as the design's for each screen, twice: ordinary, and large with capitals of
// 4.8 mm on the screens that the design names (15.6, 10.1 and 7 inches).
double scale_of(Shape shape, int width, int height, Access access) {
  const bool is_large = access != Access::Normal;
  switch (shape) {
    case Shape::Portrait:
      return width / 1080.0 * (is_large ? 1.43 : 1.10);
    case Shape::Landscape:
      return std::min(width / 1280.0, height / 800.0) * (is_large ? 1.4 : 0.85);
    case Shape::Compact:
      break;
  }
  return std::min(width / 1024.0, height / 600.0) * (is_large ? 1.6 : 0.78);
}

const scene::Signing* signing_of(const Face& face) {
  if (const auto* review = std::get_if<scene::Review>(&face.scene)) return &review->signing;
  if (const auto* confirm = std::get_if<scene::Confirm>(&face.scene)) return &confirm->signing;
  return nullptr;
}

void put(const Glib::RefPtr<Gtk::CssProvider>& provider, guint priority) {
  gtk_style_context_add_provider_for_display(Gdk::Display::get_default()->gobj(),
                                             GTK_STYLE_PROVIDER(provider->gobj()), priority);
}

}  // namespace

Shape shape_of(int width, int height) {
  if (height > width) return Shape::Portrait;
  return height <= 620 ? Shape::Compact : Shape::Landscape;
}

void use_styles() {
  paper::register_resources();
  g_resources_register(slipway_kiosk_view_get_resource());
  theme = Gtk::CssProvider::create();
  theme->load_from_resource(paper::kTokensLight);
  put(theme, GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  auto sheet = Gtk::CssProvider::create();
  sheet->load_from_resource("/slipway/kiosk/kiosk.css");
  put(sheet, GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  const auto settings = Gtk::Settings::get_default();
  settings->property_gtk_font_name() = "Inter 12";
}

Window::Window(int width, int height, std::function<void(Input)> tell)
    : width_(width), height_(height) {
  set_title("Slipway");
  set_decorated(false);
  set_default_size(width, height);
  add_css_class("kiosk");
  stage_.shape = shape_of(width, height);
  // The widget that was touched must outlive its own signal.
  stage_.tell = [tell = std::move(tell)](Input input) {
    Glib::signal_idle().connect_once([tell, input = std::move(input)] { tell(input); });
  };
  stack_.set_hhomogeneous(false);
  stack_.set_vhomogeneous(false);
  stack_.property_transition_running().signal_changed().connect([this] {
    if (!stack_.get_transition_running())
      Glib::signal_idle().connect_once(sigc::mem_fun(*this, &Window::drop_old_screens));
  });
  overlay_.set_child(stack_);
  set_child(overlay_);
  auto keys = Gtk::EventControllerKey::create();
  keys->set_propagation_phase(Gtk::PropagationPhase::CAPTURE);
  keys->signal_key_pressed().connect(sigc::mem_fun(*this, &Window::on_key), false);
  add_controller(keys);
  auto touches = Gtk::GestureClick::create();
  touches->set_propagation_phase(Gtk::PropagationPhase::CAPTURE);
  touches->signal_pressed().connect([this](int, double, double) {
    // A sign of life only: a touch on a button tells more itself.
    stage_.tell(Pressed{Button::Anywhere});
  });
  add_controller(touches);
}

// A scanner types into whatever has the focus and ends with Enter, which would press the focused
// button: its keys are gathered here and go no further.
bool Window::on_key(guint key, guint, Gdk::ModifierType) {
  constexpr std::int64_t kBurst = 300'000;  // microseconds between two keys of one scan
  const std::int64_t now = g_get_monotonic_time();
  if (now - last_key_ > kBurst) typed_.clear();
  last_key_ = now;
  if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter) {
    const bool is_scan = typed_.size() >= 4;
    if (is_scan) stage_.tell(Scanned{typed_});
    typed_.clear();
    return is_scan;
  }
  const guint32 letter = gdk_keyval_to_unicode(key);
  if (letter > 32 && letter < 127) {
    if (typed_.size() < 64) typed_ += static_cast<char>(letter);
    return true;
  }
  return false;
}

void Window::scale_to(Access access) {
  const double scale = scale_of(stage_.shape, width_, height_, access);
  const auto settings = Gtk::Settings::get_default();
  settings->property_gtk_xft_dpi() = static_cast<int>(96 * 1024 * scale);
  settings->property_gtk_enable_animations() = moves_ && access == Access::Normal;
  theme->load_from_resource(access == Access::LargeContrast ? paper::kTokensHighContrast
                                                            : paper::kTokensLight);
  for (const char* name : {"land", "compact", "hc", "large"})
    remove_css_class(name);
  if (stage_.is_wide()) add_css_class("land");
  if (stage_.is_compact()) add_css_class("compact");
  if (access == Access::LargeContrast) add_css_class("hc");
  if (access != Access::Normal) add_css_class("large");
}

bool Window::is_moved_only(const Face& face) const {
  if (!shown_ || shown_->screen != face.screen || shown_->language != face.language ||
      shown_->access != face.access || shown_->may_stay != face.may_stay ||
      shown_->seconds_left.has_value() != face.seconds_left.has_value())
    return false;
  if (shown_->banner.has_value() != face.banner.has_value()) return false;
  if (face.banner && face.banner->text != shown_->banner->text) return false;
  if (face.seconds_left || drawing_.refresh) return true;
  const scene::Signing* signing = signing_of(face);
  return signing != nullptr && signing->sheet == signing_of(*shown_)->sheet;
}

void Window::show(const Face& face) {
  if (is_moved_only(face)) {
    if (face.seconds_left) ring_->show_seconds(*face.seconds_left);
    if (drawing_.refresh) drawing_.refresh(face.scene);
    if (const scene::Signing* signing = signing_of(face)) {
      drawing_.signature->show_signing(*signing);
      drawing_.primary->set_sensitive(signing->is_enough);
    }
  } else {
    rebuild(face);
  }
  shown_ = face;
}

// A screen that slides out must stay until it is gone from sight; then nobody may find it any more.
void Window::drop_old_screens() {
  for (Gtk::Widget* child = stack_.get_first_child(); child != nullptr;) {
    Gtk::Widget* following = child->get_next_sibling();
    if (child != stack_.get_visible_child()) stack_.remove(*child);
    child = following;
  }
}

void Window::rebuild(const Face& face) {
  if (!shown_ || shown_->access != face.access) scale_to(face.access);
  stage_.language = face.language;
  stage_.access = face.access;
  stage_.news = stage_.is_paged() ? face.banner : std::nullopt;
  if (!shown_ || shown_->screen != face.screen || shown_->access != face.access)
    stage_.page = std::make_shared<std::size_t>(0);
  program::speak(face.language == refund::Language::Chinese ? "zh_CN" : "en");

  drawing_ = std::visit([this](const auto& shown) { return draw(stage_, shown); }, face.scene);
  auto* fresh = framed(stage_, face, drawing_);
  auto* old = stack_.get_visible_child();
  const bool slides = moves_ && old != nullptr && shown_ && shown_->screen != face.screen &&
                      face.access == Access::Normal;
  const bool goes_back = shown_ && face.step != 0 && face.step < shown_->step;
  const std::string name = std::to_string(++built_);
  stack_.add(*fresh, name);
  stack_.set_transition_duration(220);
  stack_.set_visible_child(name, !slides     ? Gtk::StackTransitionType::NONE
                                 : goes_back ? Gtk::StackTransitionType::SLIDE_RIGHT
                                             : Gtk::StackTransitionType::SLIDE_LEFT);
  if (!stack_.get_transition_running()) drop_old_screens();
  if (warning_ != nullptr) overlay_.remove_overlay(*warning_);
  warning_ = nullptr;
  ring_ = nullptr;
  if (face.seconds_left) {
    warning_ = warning(stage_, face, &ring_);
    overlay_.add_overlay(*warning_);
  }
}

}  // namespace slipway::kiosk::view
