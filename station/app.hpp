#pragma once

#include "program/settings.hpp"

namespace slipway::desk {

// The keys of desk.toml.
[[nodiscard]] const std::vector<program::Key>& desk_keys();

// Runs the desk until its window is closed; returns the exit status.
[[nodiscard]] int run_desk(const program::Settings& settings);

}  // namespace slipway::desk
