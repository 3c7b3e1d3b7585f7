#include "kiosk/app.hpp"

#include <glib-unix.h>
#include <gtkmm.h>
#include <sys/random.h>

#include <csignal>
#include <iostream>
#include <memory>

#include "devices/service/client.hpp"
#include "kiosk/flow/flow.hpp"
#include "kiosk/view/gallery.hpp"
#include "kiosk/view/picture.hpp"
#include "kiosk/view/window.hpp"
#include "program/journal.hpp"
#include "program/readiness.hpp"
#include "program/translation.hpp"
#include "refund/require.hpp"

namespace slipway::kiosk {
namespace {

using program::Level;

void fill_with_randomness(std::span<std::uint8_t> bytes) {
  refund::require(getrandom(bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()));
}

Now now() {
  using std::chrono::floor;
  using std::chrono::milliseconds;
  return {floor<milliseconds>(std::chrono::steady_clock::now().time_since_epoch()),
          floor<milliseconds>(std::chrono::system_clock::now())};
}

// Joins the flow with its window, the devices and sync. Main thread.
class Counter {
 public:
  explicit Counter(const Setup& setup)
      : flow_(setup.name, setup.language, fill_with_randomness),
        window_(setup.width, setup.height, [this](const Input& input) { take(input); }) {
    devices_news_.connect(sigc::mem_fun(*this, &Counter::on_devices));
    sync_news_.connect(sigc::mem_fun(*this, &Counter::on_sync));
    if (setup.is_fullscreen) window_.fullscreen();
  }

  // False, with the reason told, when a client cannot be made at all.
  [[nodiscard]] bool connect(const Setup& setup) {
    auto devices = devices::Client::open(setup.devices_endpoint, [this] { devices_news_.emit(); });
    if (!devices) {
      program::log(Level::Error, "devices endpoint", {{"reason", devices.error().text}});
      return false;
    }
    devices_ = std::move(*devices);
    auto sync = sync::Client::open(setup.sync_endpoint, [this] { sync_news_.emit(); });
    if (!sync) {
      program::log(Level::Error, "sync endpoint", {{"reason", sync.error().text}});
      return false;
    }
    sync_ = std::move(*sync);
    return true;
  }

  void start() {
    carry_out(flow_.start(now()));
    draw();
    window_.signal_map().connect([] { program::say_ready(); });
    window_.present();
    // Fonts are read now, behind the first screen, and not before a member who waits.
    Glib::signal_timeout().connect_once([] { paper::warm_up(); }, 300);
  }

  [[nodiscard]] view::Window& window() { return window_; }

 private:
  void on_devices() {
    for (devices::DeviceEvent& event : devices_->take())
      take(std::move(event));
  }
  void on_sync() {
    for (sync::SyncEvent& event : sync_->take())
      take(std::move(event));
  }

  void take(const Input& input) {
    const Screen before = flow_.screen();
    carry_out(flow_.take(input, now()));
    if (flow_.screen() != before)
      program::log(Level::Info, "screen", {{"name", std::string(name_of(flow_.screen()))}});
    draw();
  }

  void draw() {
    window_.show(flow_.face(now()));
    timer_.disconnect();
    const Now at = now();
    const auto due = flow_.wake_at(at);
    if (!due) return;
    const auto left = std::max<std::int64_t>(0, (*due - at.steady).count());
    timer_ = Glib::signal_timeout().connect(
        [this] {
          take(TimeCame{});
          return false;
        },
        static_cast<unsigned>(std::min<std::int64_t>(left, 3'600'000)));
  }

  void carry_out(const std::vector<Effect>& effects) {
    for (const Effect& effect : effects) {
      if (const auto* command = std::get_if<devices::Command>(&effect)) devices_->send(*command);
      if (const auto* command = std::get_if<sync::SyncCommand>(&effect)) sync_->send(*command);
      if (const auto* slip = std::get_if<PrintSlip>(&effect)) print(*slip);
    }
  }

  // Typesetting takes a fifth of a second: the screen that says "printing" is drawn first.
  void print(const PrintSlip& wanted) {
    Glib::signal_timeout().connect_once(
        [this, wanted] {
          devices::PrintPage page;
          page.job = wanted.job;
          page.page =
              std::visit([&](const auto& slip) { return paper::typeset(slip, wanted.width_dots); },
                         wanted.slip);
          devices_->send(std::move(page));
        },
        60);
  }

  Glib::Dispatcher devices_news_;
  Glib::Dispatcher sync_news_;
  std::unique_ptr<devices::Client> devices_;
  std::unique_ptr<sync::Client> sync_;
  Flow flow_;
  view::Window window_;
  sigc::connection timer_;
};

struct Size {
  int width;
  int height;
};
constexpr Size kSizes[] = {{1080, 1920}, {1280, 800}, {1024, 600}};

// One picture after the other, each after its frames were drawn.
class Gallery {
 public:
  Gallery(std::filesystem::path folder, std::function<void()> end)
      : folder_(std::move(folder)), end_(std::move(end)), samples_(view::samples()) {
    for (const Size size : kSizes)
      for (const Access access : {Access::Normal, Access::LargeContrast})
        for (const auto language : {refund::Language::Chinese, refund::Language::English})
          for (const view::Sample& sample : samples_)
            cases_.push_back({size, access, language, &sample});
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
      window_ =
          std::make_unique<view::Window>(one.size.width, one.size.height, [](const Input&) {});
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

  struct Case {
    Size size;
    Access access;
    refund::Language language;
    const view::Sample* sample;
  };

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
    const std::string name =
        std::to_string(one.size.width) + "x" + std::to_string(one.size.height) +
        (one.language == refund::Language::Chinese ? "-zh" : "-en") +
        (one.access == Access::Normal ? "" : "-access") + "-" + one.sample->name + ".png";
    const bool fits =
        window_->get_width() == one.size.width && window_->get_height() == one.size.height;
    const bool is_saved = view::save_picture(*window_, folder_ / name);
    if (!is_saved && ++tries_ < kTries) {
      wait_for_frames();
      return;
    }
    if (!fits)
      std::cout << name << ": grew to " << window_->get_width() << "x" << window_->get_height()
                << '\n';
    if (!is_saved) std::cout << name << ": was not saved\n";
    if (fits && is_saved) ++passed_;
    if (!fits) window_.reset();
    ++place_;
    next();
  }

  std::filesystem::path folder_;
  std::function<void()> end_;
  std::vector<view::Sample> samples_;
  std::vector<Case> cases_;
  std::size_t place_ = 0;
  std::size_t passed_ = 0;
  int frames_ = 0;
  int tries_ = 0;
  std::unique_ptr<view::Window> window_;
};

Glib::RefPtr<Gtk::Application> make_application() {
  program::use_translations("slipway-kiosk");
  return Gtk::Application::create("shop.slipway.Kiosk", Gio::Application::Flags::NON_UNIQUE);
}

}  // namespace

const std::vector<program::Key>& setup_keys() {
  static const std::vector<program::Key> keys = {
      {"kiosk.name", "\"kiosk-1\"",
       "The name under which this kiosk files; the same as in sync.toml."},
      {"sync.endpoint", "\"ipc:///run/slipway/sync.sock\"", "Where slipway-sync listens."},
      {"devices.endpoint", "\"ipc:///run/slipway/devices.sock\"", "Where slipway-devices listens."},
      {"screen.width", "1080", "Width of the screen in pixels."},
      {"screen.height", "1920", "Height of the screen in pixels."},
      {"screen.fullscreen", "true", "Whether the window covers the screen."},
      {"screen.language", "\"zh\"", "Language of the first screen: \"zh\" or \"en\"."},
  };
  return keys;
}

program::Result<Setup> read_setup(const program::Settings& settings) {
  const auto name = settings.text("kiosk.name");
  if (!name) return tl::unexpected(name.error());
  const auto sync_endpoint = settings.text("sync.endpoint");
  if (!sync_endpoint) return tl::unexpected(sync_endpoint.error());
  const auto devices_endpoint = settings.text("devices.endpoint");
  if (!devices_endpoint) return tl::unexpected(devices_endpoint.error());
  const auto width = settings.number("screen.width", 1024, 7680);
  if (!width) return tl::unexpected(width.error());
  const auto height = settings.number("screen.height", 600, 7680);
  if (!height) return tl::unexpected(height.error());
  const auto is_fullscreen = settings.yes_or_no("screen.fullscreen");
  if (!is_fullscreen) return tl::unexpected(is_fullscreen.error());
  const auto language = settings.text("screen.language");
  if (!language) return tl::unexpected(language.error());
  const bool is_chinese = *language == "zh" || *language == "zh_CN";
  if (!is_chinese && *language != "en")
    return tl::unexpected(program::Refusal{settings.file().string() + ": screen.language is \"" +
                                           *language + "\"; \"zh\" or \"en\" is expected"});
  return Setup{*name,
               *sync_endpoint,
               *devices_endpoint,
               static_cast<int>(*width),
               static_cast<int>(*height),
               *is_fullscreen,
               is_chinese ? refund::Language::Chinese : refund::Language::English};
}

int run(const Setup& setup) {
  const auto application = make_application();
  std::unique_ptr<Counter> counter;
  int status = 0;
  application->signal_activate().connect([&] {
    view::use_styles();
    counter = std::make_unique<Counter>(setup);
    if (!counter->connect(setup)) {
      status = 1;
      application->quit();
      return;
    }
    application->add_window(counter->window());
    counter->start();
    program::log(Level::Notice, "started", {{"kiosk", setup.name}});
  });
  const auto end = [](gpointer place) -> gboolean {
    static_cast<Gtk::Application*>(place)->quit();
    return G_SOURCE_REMOVE;
  };
  g_unix_signal_add(SIGTERM, end, application.get());
  g_unix_signal_add(SIGINT, end, application.get());
  application->run();
  counter.reset();
  program::log(Level::Notice, "ended");
  return status;
}

int draw_gallery(const std::filesystem::path& folder) {
  std::error_code trouble;
  std::filesystem::create_directories(folder, trouble);
  if (trouble) {
    std::cerr << folder.string() << ": " << trouble.message() << '\n';
    return 2;
  }
  const auto application = make_application();
  std::unique_ptr<Gallery> gallery;
  application->signal_activate().connect([&] {
    view::use_styles();
    application->hold();
    gallery = std::make_unique<Gallery>(folder, [&] { application->quit(); });
    gallery->next();
  });
  application->run();
  if (!gallery) return 2;
  gallery->close();
  return gallery->has_failed() ? 1 : 0;
}

}  // namespace slipway::kiosk
