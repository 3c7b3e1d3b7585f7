#include "station/app.hpp"

#include <glibmm/dispatcher.h>
#include <glibmm/main.h>
#include <gtkmm/application.h>

#include <chrono>
#include <iostream>
#include <memory>
#include <string>

#include "devices/service/client.hpp"
#include "program/journal.hpp"
#include "program/readiness.hpp"
#include "program/translation.hpp"
#include "station/desk/client.hpp"
#include "station/desk/copy_room.hpp"
#include "station/desk/desk.hpp"
#include "station/view/theme.hpp"
#include "station/view/window.hpp"
#include "sync/keys.hpp"

namespace slipway::desk {
namespace {

using namespace std::chrono_literals;

constexpr Tick kTickEvery = 200ms;
constexpr Tick kClosingWaits = 3s;

Tick now() {
  static const auto start = std::chrono::steady_clock::now();
  return std::chrono::duration_cast<Tick>(std::chrono::steady_clock::now() - start);
}

Desk::RedeemKey random_key() {
  Desk::RedeemKey key{};
  sync::fill_random(key);
  return key;
}

struct Wanted {
  sync::Link::Address address;
  std::string name;
  CopyRoom::Place paper;
  std::string devices;  // where the drawer's printer is; empty: no drawer
  refund::Language language = refund::Language::Chinese;
  view::Theme theme = view::Theme::Light;
};

template <typename T>
program::Result<T> opened(sync::Result<T> result, const std::string& key) {
  if (result) return std::move(*result);
  return tl::unexpected(program::Refusal{"'" + key + "': " + result.error().text});
}

// Where copies of vouchers go.
program::Result<CopyRoom::Place> read_paper(const program::Settings& settings) {
  CopyRoom::Place place;
  const auto queue = settings.text("paper.queue");
  if (!queue) return tl::unexpected(queue.error());
  const auto folder = settings.text("paper.folder");
  if (!folder) return tl::unexpected(folder.error());
  if (!queue->empty()) {
    place.queue = devices::cups_address_from(*queue);
    if (!place.queue) {
      return tl::unexpected(
          program::Refusal{settings.file().string() +
                           ": 'paper.queue' must be a queue's name as \"office\" or an "
                           "address as \"ipp://server:631/printers/office\""});
    }
  }
  if (!folder->empty()) {
    place.folder = *folder;
  } else if (const char* documents = g_get_user_special_dir(G_USER_DIRECTORY_DOCUMENTS)) {
    place.folder = documents;
  } else {
    place.folder = g_get_home_dir();
  }
  return place;
}

program::Result<Wanted> read(const program::Settings& settings) {
  Wanted wanted;
  const auto endpoint = settings.text("station.endpoint");
  if (!endpoint) return tl::unexpected(endpoint.error());
  const auto station_file = settings.path("station.public");
  if (!station_file) return tl::unexpected(station_file.error());
  const auto keys_file = settings.path("desk.keys");
  if (!keys_file) return tl::unexpected(keys_file.error());
  const auto name = settings.text("desk.name");
  if (!name) return tl::unexpected(name.error());
  const auto language = settings.text("screen.language");
  if (!language) return tl::unexpected(language.error());
  const auto theme = settings.text("screen.theme");
  if (!theme) return tl::unexpected(theme.error());
  auto devices = settings.text("drawer.devices");
  if (!devices) return tl::unexpected(devices.error());
  auto paper = read_paper(settings);
  if (!paper) return tl::unexpected(paper.error());
  const auto station = opened(sync::read_station_public(*station_file), "station.public");
  if (!station) return tl::unexpected(station.error());
  const auto own = opened(sync::read_client_keys(*keys_file), "desk.keys");
  if (!own) return tl::unexpected(own.error());
  const std::string file = settings.file().string();
  if (*language != "zh" && *language != "en") {
    return tl::unexpected(program::Refusal{file + ": 'screen.language' must be \"zh\" or \"en\""});
  }
  if (*theme != "light" && *theme != "dark") {
    return tl::unexpected(
        program::Refusal{file + ": 'screen.theme' must be \"light\" or \"dark\""});
  }
  wanted.address = {*endpoint, station->curve, *own};
  wanted.name = *name;
  wanted.paper = std::move(*paper);
  wanted.devices = std::move(*devices);
  wanted.language = *language == "zh" ? refund::Language::Chinese : refund::Language::English;
  wanted.theme = *theme == "dark" ? view::Theme::Dark : view::Theme::Light;
  return wanted;
}

// The desk, its client and its window, tied together on the main thread.
class App {
 public:
  App(Gtk::Application& app, const Wanted& wanted) : app_(app), wanted_(wanted) {}

  // False when the link could not be opened at all.
  [[nodiscard]] bool open() {
    dispatcher_.connect(sigc::mem_fun(*this, &App::on_wake));
    auto client = Client::start(wanted_.address, [this] { dispatcher_.emit(); });
    if (!client) {
      program::log(program::Level::Error, "link", {{"error", client.error().text}});
      return false;
    }
    client_ = std::move(*client);
    desk_ = std::make_unique<Desk>(*client_, random_key);
    desk_->set_printer(wanted_.paper.queue.has_value());
    copies_ = std::make_unique<CopyRoom>(wanted_.paper, [this] { dispatcher_.emit(); });
    if (!wanted_.devices.empty() && !open_devices()) return false;
    view::use_language(wanted_.language);
    view::use_theme(wanted_.theme);
    window_ = std::make_unique<view::Window>(*desk_, now);
    window_->set_title(window_->get_title() + " · " + wanted_.name);
    app_.add_window(*window_);
    window_->signal_close_request().connect(sigc::mem_fun(*this, &App::on_close), false);
    Glib::signal_timeout().connect(sigc::mem_fun(*this, &App::on_tick),
                                   static_cast<unsigned>(kTickEvery.count()));
    window_->signal_map().connect([] { program::say_ready(); });
    window_->present();
    return true;
  }

 private:
  [[nodiscard]] bool open_devices() {
    auto opened = devices::Client::open(wanted_.devices, [this] { dispatcher_.emit(); });
    if (!opened) {
      program::log(program::Level::Error, "devices", {{"error", opened.error().text}});
      return false;
    }
    devices_ = std::move(*opened);
    desk_->set_drawer(true);
    return true;
  }
  void mind_drawer() {
    if (!devices_) return;
    for (const devices::DeviceEvent& event : devices_->take()) {
      if (const auto* moved = std::get_if<devices::DrawerMoved>(&event)) desk_->on_drawer(*moved);
    }
    if (const auto job = desk_->take_drawer()) devices_->send(devices::OpenDrawer{*job});
  }
  void on_wake() {
    for (const News& news : client_->take_news())
      desk_->on_news(news, now());
    for (const CopyNews& news : copies_->take_news())
      desk_->on_copy(news, now());
    if (auto order = desk_->take_copy()) copies_->make(std::move(*order));
    mind_drawer();
    window_->show_desk();
  }
  bool on_tick() {
    desk_->on_tick(now());
    window_->show_desk();
    const bool is_over =
        closing_since_ && (desk_->finish(now()) || now() - *closing_since_ >= kClosingWaits);
    if (is_over) app_.quit();
    return !is_over;
  }
  // What waits is sent first; the window goes when it is answered, or after three seconds.
  bool on_close() {
    if (desk_->finish(now())) {
      app_.quit();
    } else if (!closing_since_) {
      closing_since_ = now();
    }
    return true;
  }

  Gtk::Application& app_;
  Wanted wanted_;
  Glib::Dispatcher dispatcher_;  // before the client: it must be there when the keeper wakes us
  std::unique_ptr<Client> client_;
  std::unique_ptr<Desk> desk_;
  std::unique_ptr<CopyRoom> copies_;
  std::unique_ptr<devices::Client> devices_;
  std::unique_ptr<view::Window> window_;
  std::optional<Tick> closing_since_;
};

}  // namespace

const std::vector<program::Key>& desk_keys() {
  static const std::vector<program::Key> keys = {
      {"station.endpoint", "\"tcp://127.0.0.1:7301\"", "where the station listens"},
      {"station.public", "", "the station's public file, from enrolment"},
      {"desk.keys", "", "this desk's own key file (mode 0600), from enrolment"},
      {"desk.name", "\"desk-1\"", "what this desk is called, in the window's title"},
      {"paper.queue", "\"\"",
       "queue that prints copies of vouchers on A4: a name or an ipp:// address; empty: none"},
      {"paper.folder", "\"\"", "where copies are saved as PDF; empty: this person's documents"},
      {"drawer.devices", "\"\"",
       "where slipway-devices of this machine is, on whose printer the cash drawer hangs "
       "(\"ipc:///run/slipway/devices.sock\"); empty: no drawer"},
      {"screen.language", "\"zh\"", "language of the windows: \"zh\" or \"en\""},
      {"screen.theme", "\"light\"", "colours of the windows: \"light\" or \"dark\""},
  };
  return keys;
}

int run_desk(const program::Settings& settings) {
  const auto wanted = read(settings);
  if (!wanted) {
    std::cerr << "slipway-desk: " << wanted.error().text << "\n";
    return 2;
  }
  program::speak(wanted->language == refund::Language::Chinese ? "zh_CN" : "en");
  auto app = Gtk::Application::create("", Gio::Application::Flags::NON_UNIQUE);
  std::unique_ptr<App> desk;
  bool is_open = true;
  app->signal_activate().connect([&] {
    desk = std::make_unique<App>(*app, *wanted);
    is_open = desk->open();
    if (!is_open) app->quit();
  });
  const int status = app->run();
  return is_open ? status : 1;
}

}  // namespace slipway::desk
