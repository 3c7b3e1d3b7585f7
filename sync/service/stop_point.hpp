#pragma once

#include <string_view>

namespace slipway::sync {

// A named place at which a test lets the power fail: the process ends as by kill -9 when the
// environment's SLIPWAY_STOP_AT names it. Nothing at all in a build that ships (NDEBUG).
void stop_point(std::string_view name);

// Whether this build has them.
[[nodiscard]] bool has_stop_points();

}  // namespace slipway::sync
