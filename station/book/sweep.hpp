#pragma once

#include <chrono>
#include <optional>

#include "refund/time.hpp"

namespace slipway::book {

// When requests may lapse: every ten minutes, and only when the clock went on as steadily as the
// machine since the sweep before. A clock that has just jumped ends nobody's request; it is
// believed when it has kept its word for ten minutes.
class Sweep {
 public:
  using Steady = std::chrono::steady_clock::time_point;
  [[nodiscard]] bool is_due(Steady steady, refund::Instant clock);

 private:
  struct Moment {
    Steady steady;
    refund::Instant clock;
  };
  std::optional<Moment> last_;
};

}  // namespace slipway::book
