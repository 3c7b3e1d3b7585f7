#pragma once

#include <array>
#include <filesystem>
#include <string>

#include "devices/service/inspection.hpp"
#include "program/settings.hpp"

namespace slipway::devices {

// What devices.toml says of which device plays which role; the service and `slipway devices` read
// it alike.
struct RosterSettings {
  Ports ports;
  Identities identities;
  std::filesystem::path folder;  // empty: the one that systemd gives
};

// Refuses an identity that is neither "serial" nor "port". The settings have the service's keys.
[[nodiscard]] program::Result<RosterSettings> roster_settings(const program::Settings& settings);

}  // namespace slipway::devices
