#include "kiosk/flow/ink.hpp"

#include <algorithm>

namespace slipway::kiosk {
namespace {

// Closer than a fifth of a millimetre a new point says nothing about the line.
constexpr std::int32_t kNear = 20;

bool is_near(const refund::PenPoint& a, const refund::PenPoint& b) {
  return std::abs(a.x - b.x) < kNear && std::abs(a.y - b.y) < kNear;
}

}  // namespace

void Ink::begin(devices::PadSize size) {
  signature_.width = std::clamp(size.width, 1, 100'000);
  signature_.height = std::clamp(size.height, 1, 100'000);
  clear();
}

void Ink::clear() {
  signature_.strokes.clear();
  points_ = 0;
  is_touching_ = false;
  last_time_ = 0;
}

void Ink::draw(std::span<const devices::PenSample> samples) {
  if (signature_.width <= 0) return;
  for (const devices::PenSample& sample : samples) {
    if (!sample.touching) {
      is_touching_ = false;
      continue;
    }
    refund::PenPoint point;
    point.x = std::clamp(sample.x, 0, signature_.width);
    point.y = std::clamp(sample.y, 0, signature_.height);
    if (sample.pressure) point.pressure = std::clamp(*sample.pressure, 0, 1000);
    last_time_ = std::max(last_time_, sample.time);
    point.time = last_time_;
    if (!is_touching_ || sample.after_gap) {
      signature_.strokes.emplace_back();
      is_touching_ = true;
    } else if (is_near(signature_.strokes.back().back(), point)) {
      continue;
    }
    signature_.strokes.back().push_back(point);
    if (++points_ > refund::Signature::kMostPoints) thin();
  }
}

bool Ink::is_enough() const {
  return refund::is_signed(signature_);
}

void Ink::thin() {
  // A sheet of dots does not get coarser: after a thousand of them the oldest make room.
  if (signature_.strokes.size() > refund::Signature::kMostPoints / 2)
    signature_.strokes.erase(signature_.strokes.begin(), signature_.strokes.begin() + 100);
  points_ = 0;
  for (auto& stroke : signature_.strokes) {
    std::vector<refund::PenPoint> kept;
    for (std::size_t i = 0; i < stroke.size(); ++i)
      if (i % 2 == 0 || i + 1 == stroke.size()) kept.push_back(stroke[i]);
    stroke = std::move(kept);
    points_ += stroke.size();
  }
}

}  // namespace slipway::kiosk
