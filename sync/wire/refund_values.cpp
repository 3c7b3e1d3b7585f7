#include "sync/wire/codec.hpp"
#include "sync/wire/refund_fields.hpp"

namespace slipway::sync {

namespace {

constexpr std::int64_t kMostSide = 100'000;           // one metre
constexpr std::int64_t kMostPressure = 1'000;         // as PenPoint has it
constexpr std::int64_t kNoPressure = -1;              // on the wire only
constexpr std::int64_t kMostPenTime = 3'600'000'000;  // one hour
constexpr std::size_t kNumbersOfPoint = 4;

using Sample = std::array<std::int64_t, kNumbersOfPoint>;  // x, y, pressure, time

Sample sample_of(const refund::PenPoint& point) {
  return {point.x, point.y, point.pressure ? std::int64_t{*point.pressure} : kNoPressure,
          point.time};
}

bool is_within(const Sample& sample) {
  const auto& [x, y, pressure, time] = sample;
  return x >= -kMostSide && x <= kMostSide && y >= -kMostSide && y <= kMostSide &&
         pressure >= kNoPressure && pressure <= kMostPressure && time >= 0 && time <= kMostPenTime;
}

refund::PenPoint point_of(const Sample& sample) {
  const auto& [x, y, pressure, time] = sample;
  refund::PenPoint point{static_cast<std::int32_t>(x), static_cast<std::int32_t>(y), {}, time};
  if (pressure != kNoPressure) point.pressure = static_cast<std::int32_t>(pressure);
  return point;
}

// The flat differences of one stroke, added up again. Differences are bounded before they are
// added, so that no sum can overflow.
bool read_stroke(const Value& value, std::size_t most, std::vector<refund::PenPoint>& stroke) {
  const auto* numbers = value.array();
  if (numbers == nullptr || numbers->size() % kNumbersOfPoint != 0) return false;
  if (numbers->size() / kNumbersOfPoint > most) return false;
  stroke.reserve(numbers->size() / kNumbersOfPoint);
  Sample sample{};
  for (std::size_t at = 0; at < numbers->size(); at += kNumbersOfPoint) {
    for (std::size_t axis = 0; axis < kNumbersOfPoint; ++axis) {
      const std::int64_t* difference = (*numbers)[at + axis].number();
      if (difference == nullptr || *difference > kMostPenTime || *difference < -kMostPenTime) {
        return false;
      }
      sample[axis] += *difference;
    }
    if (!is_within(sample)) return false;
    stroke.push_back(point_of(sample));
  }
  return true;
}

template <typename T>
Result<T> read(const Value& value) {
  T found;
  if (const std::string mistake = get(value, found); !mistake.empty()) {
    return tl::unexpected(Error{Fault::Malformed, mistake});
  }
  return found;
}

}  // namespace

Value put(const refund::Signature& signature) {
  Value::Array strokes;
  for (const auto& stroke : signature.strokes) {
    Value::Array numbers;
    numbers.reserve(stroke.size() * kNumbersOfPoint);
    Sample before{};
    for (const refund::PenPoint& point : stroke) {
      const Sample sample = sample_of(point);
      for (std::size_t axis = 0; axis < kNumbersOfPoint; ++axis) {
        numbers.emplace_back(sample[axis] - before[axis]);
      }
      before = sample;
    }
    strokes.emplace_back(std::move(numbers));
  }
  return Value::Array{std::int64_t{signature.width}, std::int64_t{signature.height},
                      std::move(strokes)};
}

std::string get(const Value& value, refund::Signature& signature) {
  const auto* parts = value.array();
  if (parts == nullptr || parts->size() != 3) return "width, height and strokes";
  const std::int64_t* width = (*parts)[0].number();
  const std::int64_t* height = (*parts)[1].number();
  const auto* strokes = (*parts)[2].array();
  if (width == nullptr || height == nullptr || *width < 0 || *height < 0 || *width > kMostSide ||
      *height > kMostSide) {
    return "the size of a pad";
  }
  if (strokes == nullptr || strokes->size() > refund::Signature::kMostPoints) {
    return "strokes";
  }
  signature.width = static_cast<std::int32_t>(*width);
  signature.height = static_cast<std::int32_t>(*height);
  std::size_t left = refund::Signature::kMostPoints;
  for (const Value& stroke : *strokes) {
    if (!read_stroke(stroke, left, signature.strokes.emplace_back())) {
      return "strokes of points within bounds";
    }
    left -= signature.strokes.back().size();
  }
  return {};
}

Value to_cbor(const refund::Filing& filing) {
  return put(filing);
}
Result<refund::Filing> filing_from(const Value& value) {
  return read<refund::Filing>(value);
}
Value to_cbor(const refund::Quote& quote) {
  return put(quote);
}
Result<refund::Quote> quote_from(const Value& value) {
  return read<refund::Quote>(value);
}
Value to_cbor(const refund::Signature& signature) {
  return put(signature);
}
Result<refund::Signature> signature_from(const Value& value) {
  return read<refund::Signature>(value);
}

}  // namespace slipway::sync
