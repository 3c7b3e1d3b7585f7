#pragma once

#include <optional>
#include <string>

#include "devices/printer/cups_queue.hpp"
#include "program/settings.hpp"

namespace slipway::devices {

// What devices.toml says of the receipt printer and of what stands in for it; the service and
// `slipway devices` read it alike.
struct PrinterSettings {
  std::string profile;  // a known one's name; empty: by what the device says of itself
  bool has_drawer = false;
  std::optional<CupsAddress> stand_in;
};

// Refuses a profile that nobody knows, with the list of those that are known, and a stand-in that
// is no queue of this computer. The settings have the service's keys.
[[nodiscard]] program::Result<PrinterSettings> printer_settings(const program::Settings& settings);

}  // namespace slipway::devices
