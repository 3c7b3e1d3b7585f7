#pragma once

#include "devices/pad/prompt.hpp"

namespace slipway::command {

// A line to sign on and three boxes below it: a cross (cancel), a bar (clear) and a tick (accept).
[[nodiscard]] devices::Prompt pad_prompt(const devices::PadScreen& screen);

}  // namespace slipway::command
