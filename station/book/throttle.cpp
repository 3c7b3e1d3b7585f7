#include "station/book/throttle.hpp"

#include <algorithm>

namespace slipway::book {

bool Throttle::admit(const std::string& peer, Steady now) {
  auto& bucket = buckets_.try_emplace(peer, Bucket{burst_, now}).first->second;
  const std::chrono::duration<double> passed = now - bucket.filled_at;
  bucket.tokens = std::min(burst_, bucket.tokens + passed.count() * per_second_);
  bucket.filled_at = now;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

}  // namespace slipway::book
