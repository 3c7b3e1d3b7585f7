#pragma once

#include <vector>

#include "program/options.hpp"
#include "program/result.hpp"
#include "program/settings.hpp"

namespace slipway::book {

// Every key of the station's configuration file; station/book/station.toml documents the same.
[[nodiscard]] std::vector<program::Key> station_keys();

// Serves kiosks and desks until SIGTERM or SIGINT, then closes the books.
[[nodiscard]] program::Result<void> serve(const program::Options& options);

}  // namespace slipway::book
