#pragma once

#include <CLI/CLI.hpp>

namespace slipway::command {

// `policy rehearse`: the cards of a shop under a new policy beside the old one.
void add_rehearsal(CLI::App& policy);

}  // namespace slipway::command
