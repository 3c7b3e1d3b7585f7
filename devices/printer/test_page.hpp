#pragma once

#include "devices/printer/page.hpp"

namespace slipway::devices {

// A page that shows at a glance what a printer does wrong: a frame that is cut where the paper is
// narrower than thought, a ruler in centimetres (203 dpi), every dot of the head alone, and a
// checkered field where a weak head turns grey into stripes.
[[nodiscard]] Page test_page(int width_dots);

}  // namespace slipway::devices
