#include "station/book/throttle.hpp"

#include <algorithm>

namespace slipway::book {

bool Throttle::admit(const std::string& peer, refund::Instant now) {
  auto& bucket = buckets_.try_emplace(peer, Bucket{burst_, now}).first->second;
  const std::chrono::duration<double> passed = now - bucket.filled_at;
  // A clock that was set back fills nothing.
  bucket.tokens = std::min(burst_, bucket.tokens + std::max(0.0, passed.count()) * per_second_);
  bucket.filled_at = std::max(bucket.filled_at, now);
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

}  // namespace slipway::book
