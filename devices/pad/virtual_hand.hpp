#pragma once

#include <cstddef>
#include <vector>

namespace slipway::devices {

// Where a simulated hand holds the pen: 0 to 1 from the left and from the top, pressure 0 to 1 (0:
// above the glass).
struct HandPosition {
  double x = 0;
  double y = 0;
  double pressure = 0;
};

// A name in five movements, one position for every five milliseconds of a person's time; the last
// ones are above the glass. `Part`: two movements, and the pen comes to rest in the middle of the
// second.
enum class Signing { Whole, Part };
[[nodiscard]] std::vector<HandPosition> sign_name(Signing how);
// Down and up again at one place.
[[nodiscard]] std::vector<HandPosition> tap_at(double x, double y);

}  // namespace slipway::devices
