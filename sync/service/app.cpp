#include "sync/service/app.hpp"

#include <signal.h>
#include <sys/signalfd.h>
#include <sys/stat.h>

#include <cstring>
#include <iostream>

#include "program/journal.hpp"
#include "program/options.hpp"
#include "program/readiness.hpp"
#include "slipway/version.hpp"
#include "sync/service/keeper.hpp"

namespace slipway::sync {

namespace {

constexpr const char* kStandardConfig = "/etc/slipway/sync.toml";

void tell_journal(Keeper::Urgency urgency, std::string_view event, const std::string& detail) {
  program::Level level = program::Level::Info;
  if (urgency == Keeper::Urgency::Alarm) level = program::Level::Error;
  if (urgency == Keeper::Urgency::Warning) level = program::Level::Warning;
  program::log(level, event, {{"detail", detail}});
}

// SIGTERM and SIGINT as a descriptor, for the keeper's one wait.
int stop_descriptor() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  // Before any other thread starts, so that all of them leave these to us.
  if (::pthread_sigmask(SIG_BLOCK, &signals, nullptr) != 0) return -1;
  return ::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

template <typename T>
bool take(const program::Result<T>& found, T& into, std::string& refusal) {
  if (found) {
    into = *found;
  } else if (refusal.empty()) {
    refusal = found.error().text;
  }
  return found.has_value();
}

template <typename T>
void take_file(const Result<T>& found, T& into, std::string& refusal) {
  if (found) {
    into = *found;
  } else if (refusal.empty()) {
    refusal = found.error().text;
  }
}

// The whole configuration, or the first thing that is wrong with it.
program::Result<Keeper::Settings> settings_from(const program::Settings& file) {
  Keeper::Settings settings;
  settings.software = kVersion;
  std::string refusal;
  std::filesystem::path station_public;
  std::filesystem::path keys;
  take(file.text("station.endpoint"), settings.station_endpoint, refusal);
  take(file.text("kiosk.name"), settings.kiosk, refusal);
  take(file.path("store.file"), settings.store, refusal);
  take(file.text("screen.endpoint"), settings.screen_endpoint, refusal);
  if (take(file.path("station.public"), station_public, refusal)) {
    take_file(read_station_public(station_public), settings.station, refusal);
  }
  if (take(file.path("kiosk.keys"), keys, refusal)) {
    take_file(read_client_keys(keys), settings.own, refusal);
  }
  if (refusal.empty() && (settings.kiosk.empty() || settings.kiosk.size() > 64)) {
    refusal = file.file().string() + ": 'kiosk.name' must have 1 to 64 bytes";
  }
  if (!refusal.empty()) return tl::unexpected(program::Refusal{refusal});
  return settings;
}

}  // namespace

const std::vector<program::Key>& sync_keys() {
  static const std::vector<program::Key> keys = {
      {"station.endpoint", "", "where the station listens, as \"tcp://192.0.2.10:7301\""},
      {"station.public", "\"/var/lib/slipway/sync/station.public\"",
       "file with the station's public keys, brought here at enrolment"},
      {"kiosk.name", "", "this kiosk's name at the station, as \"kiosk-1\""},
      {"kiosk.keys", "\"/var/lib/slipway/sync/kiosk.keys\"",
       "file with this kiosk's own keys, mode 0600"},
      {"store.file", "\"/var/lib/slipway/sync/sync.db\"",
       "SQLite file that keeps what the station has not answered yet"},
      {"screen.endpoint", "\"ipc:///run/slipway/sync.sock\"",
       "local socket for the kiosk's screen"},
  };
  return keys;
}

int run_sync(int argc, char** argv) {
  program::name_journal("slipway-sync");
  const auto options =
      program::read_options(argc, argv, "Keeps a kiosk's requests and carries them to the station.",
                            kStandardConfig, sync_keys());
  if (!options) return options.error();
  const auto file = program::Settings::open(options->config, sync_keys());
  const auto settings =
      file ? settings_from(*file) : program::Result<Keeper::Settings>(tl::unexpected(file.error()));
  if (!settings) {
    std::cerr << "slipway-sync: " << settings.error().text << '\n';
    return 2;
  }
  ::umask(0077);
  const int stop = stop_descriptor();
  auto keeper = Keeper::open(*settings, tell_journal);
  if (!keeper || stop < 0) {
    const std::string why = keeper ? std::strerror(errno) : keeper.error().text;
    program::log(program::Level::Error, "not-started", {{"why", why}});
    return keeper ? 1 : (keeper.error().fault == Fault::Malformed ? 2 : 1);
  }
  program::say_ready();
  program::log(program::Level::Notice, "started", {{"kiosk", settings->kiosk}});
  (*keeper)->run(stop);
  program::log(program::Level::Notice, "stopped");
  return 0;
}

}  // namespace slipway::sync
