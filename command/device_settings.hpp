#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "devices/service/printer_settings.hpp"
#include "devices/service/reader_settings.hpp"
#include "devices/service/roster_settings.hpp"

namespace slipway::command {

// Which devices.toml a verb reads.
struct SettingsPlace {
  std::string file;  // empty: the service's own, where there is one

  void add_to(CLI::App& verb);
};

// What a technician's verbs take from the service's settings.
struct DeviceSettings {
  devices::RosterSettings roster;
  devices::ReaderSettings reader;
  devices::PrinterSettings printer;
};

// As slipway-devices would read it. A computer that is no kiosk has no such file: then all is
// standard, and so it is, told on stderr, when this user may not read it. Tells stderr why and
// throws CLI::RuntimeError(2) when a file is refused, or the one that was named is missing.
[[nodiscard]] DeviceSettings device_settings(const SettingsPlace& place);

}  // namespace slipway::command
