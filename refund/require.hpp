#pragma once

#include <source_location>

namespace slipway::refund {

// Stops the process, in release too, when something that we ourselves guarantee does not hold:
// carrying on with broken books is worse than stopping. Never for input.
void require(bool holds, std::source_location where = std::source_location::current());

}  // namespace slipway::refund
