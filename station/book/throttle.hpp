#pragma once

#include <chrono>
#include <map>
#include <string>

namespace slipway::book {

// A token bucket per peer, so that one that floods the station cannot starve the others
// (security.md 4 row 25). Peers are enrolled ones, so there are as many as were enrolled. One
// thread.
class Throttle {
 public:
  using Steady = std::chrono::steady_clock::time_point;
  Throttle(double per_second, double burst) : per_second_(per_second), burst_(burst) {}

  // True when this message may be answered now.
  [[nodiscard]] bool admit(const std::string& peer, Steady now);

 private:
  struct Bucket {
    double tokens = 0;
    Steady filled_at;
  };
  double per_second_;
  double burst_;
  std::map<std::string, Bucket> buckets_;
};

}  // namespace slipway::book
