#pragma once

#include <map>
#include <string>

#include "refund/time.hpp"

namespace slipway::book {

// A token bucket per peer, so that one that floods the station cannot starve the others
// (security.md 4 row 25). Peers are enrolled ones, so there are as many as were enrolled. One
// thread.
class Throttle {
 public:
  Throttle(double per_second, double burst) : per_second_(per_second), burst_(burst) {}

  // True when this message may be answered now.
  [[nodiscard]] bool admit(const std::string& peer, refund::Instant now);

 private:
  struct Bucket {
    double tokens = 0;
    refund::Instant filled_at{};
  };
  double per_second_;
  double burst_;
  std::map<std::string, Bucket> buckets_;
};

}  // namespace slipway::book
