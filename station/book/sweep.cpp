#include "station/book/sweep.hpp"

namespace slipway::book {
namespace {

constexpr std::chrono::minutes kEvery{10};
constexpr std::chrono::minutes kMostDrift{30};

}  // namespace

bool Sweep::is_due(Steady steady, refund::Instant clock) {
  if (!last_) {
    last_ = {steady, clock};
    return false;
  }
  const auto passed = steady - last_->steady;
  if (passed < kEvery) return false;
  const auto drift = std::chrono::abs((clock - last_->clock) - passed);
  last_ = {steady, clock};
  return drift <= kMostDrift;
}

}  // namespace slipway::book
