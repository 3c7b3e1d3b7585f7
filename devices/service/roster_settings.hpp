#pragma once

#include <array>
#include <filesystem>
#include <string>

#include "devices/pad/encryption.hpp"
#include "devices/service/inspection.hpp"
#include "program/settings.hpp"

namespace slipway::devices {

// What devices.toml says of which device plays which role, and how it is spoken to; the service and
// `slipway devices` read it alike.
struct RosterSettings {
  Ports ports;
  Identities identities;
  Encryption pad_encryption = Encryption::Prefer;
  std::filesystem::path folder;  // empty: the one that systemd gives
};

// Refuses an identity that is neither "serial" nor "port", and a wish for encryption that is none.
// The settings have the service's keys.
[[nodiscard]] program::Result<RosterSettings> roster_settings(const program::Settings& settings);

}  // namespace slipway::devices
