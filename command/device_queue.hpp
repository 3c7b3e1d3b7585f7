#pragma once

#include <CLI/CLI.hpp>

namespace slipway::command {

// `slipway devices test queue`.
void add_queue_test(CLI::App& test);

}  // namespace slipway::command
