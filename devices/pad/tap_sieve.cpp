#include "devices/pad/tap_sieve.hpp"

#include <cstdlib>
#include <utility>

namespace slipway::devices {
namespace {

int scaled(int pixels, int from, std::int32_t to) {
  return static_cast<int>(std::int64_t{pixels} * to / from);
}

}  // namespace

void TapSieve::forget() {
  areas_.clear();
  restart();
}

void TapSieve::watch(const Prompt& prompt, PadSize glass) {
  forget();
  if (!prompt.is_sound()) return;
  for (const auto& [news, area] : {std::pair{PadNews::Accepted, prompt.accept},
                                   {PadNews::Cleared, prompt.clear},
                                   {PadNews::Cancelled, prompt.cancel}}) {
    if (area.width <= 0 || area.height <= 0) continue;
    areas_.push_back({news,
                      {scaled(area.left, prompt.size.width, glass.width),
                       scaled(area.top, prompt.size.height, glass.height),
                       scaled(area.width, prompt.size.width, glass.width),
                       scaled(area.height, prompt.size.height, glass.height)}});
  }
}

std::optional<PadNews> TapSieve::area_at(const PenSample& sample) const {
  for (const Area& area : areas_) {
    const std::int64_t across = std::int64_t{sample.x} - area.place.left;
    const std::int64_t down = std::int64_t{sample.y} - area.place.top;
    if (across >= 0 && across < area.place.width && down >= 0 && down < area.place.height) {
      return area.news;
    }
  }
  return std::nullopt;
}

std::vector<PenSample> TapSieve::release() {
  under_.reset();
  return std::exchange(held_, {});
}

bool TapSieve::is_still_tap(const PenSample& sample) const {
  const PenSample& first = held_.front();
  return area_at(sample) == under_ && sample.time - first.time <= kLongestTap &&
         std::abs(std::int64_t{sample.x} - first.x) <= kFurthestTap &&
         std::abs(std::int64_t{sample.y} - first.y) <= kFurthestTap;
}

std::vector<PenSample> TapSieve::take(const PenSample& sample) {
  const bool goes_down = sample.touching && !is_in_stroke_;
  is_in_stroke_ = sample.touching;
  const bool is_writing = ink_at_ && sample.time - *ink_at_ < kAfterInk;
  if (goes_down && !is_writing) under_ = area_at(sample);
  if (under_) held_.push_back(sample);
  if (!under_ || !is_still_tap(sample)) {
    if (sample.touching) ink_at_ = sample.time;
    return under_ ? release() : std::vector{sample};
  }
  if (sample.touching) return {};
  news_ = under_;
  static_cast<void>(release());
  return {};
}

std::optional<PadNews> TapSieve::tapped() {
  return std::exchange(news_, std::nullopt);
}

}  // namespace slipway::devices
