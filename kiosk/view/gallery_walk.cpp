#include "kiosk/view/gallery_walk.hpp"

#include <iostream>
#include <memory>
#include <vector>

#include "kiosk/view/gallery.hpp"
#include "kiosk/view/picture.hpp"
#include "kiosk/view/window.hpp"

namespace slipway::kiosk::view {
namespace {

struct Size {
  int width;
  int height;
};
constexpr Size kSizes[] = {{1080, 1920}, {1280, 800}, {1024, 600}};

struct Case {
  Size size;
  Access access;
  refund::Language language;
  const Sample* sample;
};

std::string name_of(const Case& one) {
  constexpr const char* kModes[] = {"", "-large", "-contrast"};
  return std::to_string(one.size.width) + "x" + std::to_string(one.size.height) +
         (one.language == refund::Language::Chinese ? "-zh" : "-en") +
         kModes[static_cast<std::size_t>(one.access)] + "-" + one.sample->name;
}

// What GTK and the views complained of since the last picture; whoever writes, one thread reads.
std::string complaints;

GLogWriterOutput note_complaint(GLogLevelFlags level, const GLogField* fields, gsize count,
                                gpointer) {
  constexpr int kBad = G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING;
  if ((level & kBad) != 0)
    for (gsize i = 0; i < count; ++i)
      if (std::string_view(fields[i].key) == "MESSAGE")
        complaints += std::string("  ") + static_cast<const char*>(fields[i].value) + "\n";
  return g_log_writer_default(level, fields, count, nullptr);
}

// Words that lie outside the window and that no list brings back by scrolling.
void look_for_cut_words(Gtk::Widget& widget, Gtk::Window& window) {
  if (!widget.get_mapped() || dynamic_cast<Gtk::ScrolledWindow*>(&widget) != nullptr) return;
  graphene_rect_t at = GRAPHENE_RECT_INIT(0, 0, 0, 0);
  const auto* label = dynamic_cast<Gtk::Label*>(&widget);
  if (label != nullptr &&
      gtk_widget_compute_bounds(widget.gobj(), GTK_WIDGET(window.gobj()), &at)) {
    constexpr float kSlack = 2;  // of rounding
    const bool is_inside =
        at.origin.x >= -kSlack && at.origin.y >= -kSlack &&
        at.origin.x + at.size.width <= static_cast<float>(window.get_width()) + kSlack &&
        at.origin.y + at.size.height <= static_cast<float>(window.get_height()) + kSlack;
    if (!is_inside) complaints += "  outside the screen: " + label->get_text().raw() + "\n";
  }
  for (Gtk::Widget* child = widget.get_first_child(); child != nullptr;
       child = child->get_next_sibling())
    look_for_cut_words(*child, window);
}

bool is_read(const Gtk::Widget& widget, const std::string& words) {
  if (!widget.get_mapped()) return false;
  const auto* label = dynamic_cast<const Gtk::Label*>(&widget);
  if (label != nullptr && label->get_text().raw() == words) return true;
  for (const Gtk::Widget* child = widget.get_first_child(); child != nullptr;
       child = child->get_next_sibling())
    if (is_read(*child, words)) return true;
  return false;
}

// One picture after the other, each after its frames were drawn.
class Walk {
 public:
  Walk(std::filesystem::path folder, const std::string& only, std::function<void()> end)
      : folder_(std::move(folder)), end_(std::move(end)), samples_(samples()) {
    for (const Size size : kSizes)
      for (const Access access : {Access::Normal, Access::Large, Access::LargeContrast})
        for (const auto language : {refund::Language::Chinese, refund::Language::English})
          for (const Sample& sample : samples_) {
            const Case one{size, access, language, &sample};
            if (name_of(one).find(only) != std::string::npos) cases_.push_back(one);
          }
  }

  void next() {
    if (place_ == cases_.size()) {
      std::cout << passed_ << " passed, " << cases_.size() - passed_ << " failed\n";
      end_();
      return;
    }
    const Case& one = cases_[place_];
    const bool fits = window_ && place_ > 0 && cases_[place_ - 1].size.width == one.size.width &&
                      window_->get_height() == one.size.height;
    if (!fits) {
      window_ = std::make_unique<Window>(one.size.width, one.size.height, [](const Input&) {});
      window_->hold_still();
    }
    Face face = one.sample->face;
    face.language = one.language;
    face.access = one.access;
    window_->show(face);
    window_->present();
    tries_ = 0;
    wait_for_frames();
  }

  [[nodiscard]] bool has_failed() const { return passed_ != cases_.size(); }
  void close() { window_.reset(); }

 private:
  static constexpr int kFrames = 4;  // until a new window has its size and its first picture
  static constexpr int kTries = 5;   // a screen that moves may be caught between two pictures

  void wait_for_frames() {
    frames_ = 0;
    window_->add_tick_callback([this](const Glib::RefPtr<Gdk::FrameClock>&) {
      if (++frames_ < kFrames) return true;
      Glib::signal_idle().connect_once([this] { judge(); });
      return false;
    });
  }

  void judge() {
    const Case& one = cases_[place_];
    const std::string name = name_of(one) + ".png";
    const bool fits =
        window_->get_width() == one.size.width && window_->get_height() == one.size.height;
    const bool is_saved = save_picture(*window_, folder_ / name);
    if (!is_saved && ++tries_ < kTries) {
      wait_for_frames();
      return;
    }
    if (!fits)
      std::cout << name << ": grew to " << window_->get_width() << "x" << window_->get_height()
                << '\n';
    if (!is_saved) std::cout << name << ": was not saved\n";
    look_for_cut_words(*window_, *window_);
    if (one.sample->at_once && !is_read(*window_, one.sample->at_once()))
      complaints += "  not to be seen at once: " + one.sample->at_once() + "\n";
    if (!complaints.empty()) std::cout << name << ": complaints\n" << complaints;
    if (fits && is_saved && complaints.empty()) ++passed_;
    complaints.clear();
    if (!fits) window_.reset();
    ++place_;
    next();
  }

  std::filesystem::path folder_;
  std::function<void()> end_;
  std::vector<Sample> samples_;
  std::vector<Case> cases_;
  std::size_t place_ = 0;
  std::size_t passed_ = 0;
  int frames_ = 0;
  int tries_ = 0;
  std::unique_ptr<Window> window_;
};

}  // namespace

int draw_gallery(Gtk::Application& application, const std::filesystem::path& folder,
                 const std::string& only) {
  std::error_code trouble;
  std::filesystem::create_directories(folder, trouble);
  if (trouble) {
    std::cerr << folder.string() << ": " << trouble.message() << '\n';
    return 2;
  }
  g_log_set_writer_func(note_complaint, nullptr, nullptr);
  std::unique_ptr<Walk> walk;
  application.signal_activate().connect([&] {
    use_styles();
    application.hold();
    walk = std::make_unique<Walk>(folder, only, [&] { application.quit(); });
    walk->next();
  });
  application.run();
  if (!walk) return 2;
  walk->close();
  return walk->has_failed() ? 1 : 0;
}

}  // namespace slipway::kiosk::view
