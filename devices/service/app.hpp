#pragma once

#include <string>
#include <vector>

#include "program/settings.hpp"

namespace slipway::devices {

// The keys of /etc/slipway/devices.toml.
[[nodiscard]] std::vector<program::Key> service_keys();

// Serves until SIGTERM or SIGINT; the exit status.
[[nodiscard]] int run_service(const program::Settings& settings);

}  // namespace slipway::devices
