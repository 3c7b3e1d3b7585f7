#pragma once

#include <CLI/CLI.hpp>

namespace slipway::command {

// devices record, devices replay, devices import.
void add_recording(CLI::App& devices);

}  // namespace slipway::command
