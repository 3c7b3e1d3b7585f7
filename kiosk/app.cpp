#include "kiosk/app.hpp"

#include <glib-unix.h>
#include <gtkmm.h>
#include <sys/random.h>

#include <csignal>
#include <memory>

#include "devices/service/client.hpp"
#include "kiosk/flow/flow.hpp"
#include "kiosk/typesetter.hpp"
#include "kiosk/view/gallery_walk.hpp"
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
    drawn_ready_.connect(sigc::mem_fun(*this, &Counter::on_drawn));
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

  void on_drawn() {
    for (Typesetter::Drawn& drawn : typesetter_.take()) {
      if (auto* page = std::get_if<devices::PrintPage>(&drawn)) devices_->send(std::move(*page));
      if (auto* prompt = std::get_if<PromptDrawn>(&drawn)) take(std::move(*prompt));
    }
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
      if (const auto* slip = std::get_if<PrintSlip>(&effect); slip && !typesetter_.add(*slip))
        say_unprinted(slip->job);
      if (const auto* prompt = std::get_if<DrawPrompt>(&effect);
          prompt && !typesetter_.add(*prompt))
        say_undrawn(prompt->ticket);
    }
  }

  // Told as an event of its own, after the effects that stand behind it.
  void say_unprinted(devices::JobId job) {
    Glib::signal_idle().connect_once([this, job] {
      take(devices::DeviceEvent{
          devices::PrintEnded{job,
                              {devices::Outcome::NotPrinted, devices::Evidence::Nothing,
                               devices::PrintCause::Offline}}});
    });
  }

  // The member signs without a picture then.
  void say_undrawn(std::uint64_t ticket) {
    Glib::signal_idle().connect_once([this, ticket] { take(PromptDrawn{ticket, std::nullopt}); });
  }

  Glib::Dispatcher devices_news_;
  Glib::Dispatcher sync_news_;
  Glib::Dispatcher drawn_ready_;
  std::unique_ptr<devices::Client> devices_;
  std::unique_ptr<sync::Client> sync_;
  Flow flow_;
  view::Window window_;
  sigc::connection timer_;
  Typesetter typesetter_{[this] { drawn_ready_.emit(); }};  // last: its thread ends first
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

int draw_gallery(const std::filesystem::path& folder, const std::string& only) {
  const auto application = make_application();
  return view::draw_gallery(*application, folder, only);
}

}  // namespace slipway::kiosk
