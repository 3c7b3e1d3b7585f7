#pragma once

#include <vector>

#include "program/settings.hpp"

namespace slipway::sync {

// The keys of slipway-sync's configuration file.
[[nodiscard]] const std::vector<program::Key>& sync_keys();

// slipway-sync from command line to exit status: 0 after SIGTERM or SIGINT, 1 when the store or
// the local socket cannot be had, 2 after a mistake in options or configuration.
[[nodiscard]] int run_sync(int argc, char** argv);

}  // namespace slipway::sync
