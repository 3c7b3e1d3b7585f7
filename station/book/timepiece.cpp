#include "station/book/timepiece.hpp"

#include <algorithm>
#include <utility>

namespace slipway::book {

Timepiece::Reading Timepiece::read(Steady steady, refund::Instant clock) {
  const auto passed = anchor_ ? steady - *anchor_ : Steady::duration::zero();
  const auto expected = given_ + std::chrono::duration_cast<refund::Instant::duration>(passed);
  const auto off = clock - expected;
  const ClockChange jump{ClockChange::Kind::Believed, expected, clock};
  if (std::chrono::abs(off) <= kBound) {
    return follow(steady, std::max(clock, given_), {ClockChange::Kind::Returned, expected, clock});
  }
  if (!is_proven_ && off > off.zero()) return follow(steady, clock, jump);
  if (!doubt_ || std::chrono::abs(off - doubt_->off) > kBound) doubt_ = Doubt{steady, off};
  if (steady - doubt_->since >= kProof && clock >= books_.first) {
    is_told_ = true;  // a step is always told
    return follow(steady, clock, jump);
  }
  return hold(steady, {ClockChange::Kind::Doubted, expected, clock});
}

Timepiece::Reading Timepiece::follow(Steady steady, refund::Instant now, ClockChange change) {
  anchor_ = steady;
  given_ = now;
  is_proven_ = true;
  doubt_.reset();
  if (!std::exchange(is_told_, false)) return {now, std::nullopt};
  return {now, change};
}

Timepiece::Reading Timepiece::hold(Steady steady, const ClockChange& change) {
  anchor_ = steady;
  given_ = change.business;
  if (is_told_ || (told_at_ && steady - *told_at_ < kProof)) return {given_, std::nullopt};
  is_told_ = true;
  told_at_ = steady;
  return {given_, change};
}

}  // namespace slipway::book
