#pragma once

#include <CLI/CLI.hpp>

namespace slipway::command {

// Adds `archive` to `slipway policy`.
void add_archive(CLI::App& policy);

}  // namespace slipway::command
