#pragma once

#include <CLI/CLI.hpp>

namespace slipway::command {

// `slipway voucher copy`: below `slipway voucher`.
void add_voucher_copy(CLI::App& voucher);

}  // namespace slipway::command
