#include "devices/pad/stu.hpp"

#include <algorithm>
#include <utility>

namespace slipway::devices::stu {

namespace {

constexpr std::size_t kPenLength = 7;
constexpr std::size_t kTimedLength = 11;
constexpr std::int64_t kHundredthsAnInch = 2540;

int word(std::span<const std::uint8_t> bytes, std::size_t at) {
  return bytes[at] << 8 | bytes[at + 1];
}

std::int32_t hundredths(int units, int units_an_inch) {
  return static_cast<std::int32_t>(units * kHundredthsAnInch / units_an_inch);
}

tl::unexpected<Error> nonsense(const char* text) {
  return tl::make_unexpected(Error{Fault::Protocol, text});
}

}  // namespace

Result<Capability> read_capability(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < 14 || bytes[0] != static_cast<std::uint8_t>(Report::Capability)) {
    return nonsense("malformed capability report");
  }
  Capability capability;
  capability.most_x = word(bytes, 1);
  capability.most_y = word(bytes, 3);
  capability.most_pressure = word(bytes, 5);
  capability.screen_width = word(bytes, 7);
  capability.screen_height = word(bytes, 9);
  capability.reports_a_second = bytes[11];
  capability.units_an_inch = word(bytes, 12);
  if (capability.most_x == 0 || capability.most_y == 0 || capability.units_an_inch == 0 ||
      capability.reports_a_second == 0) {
    return nonsense("capability report without a scale");
  }
  return capability;
}

PadSize size_of(const Capability& capability) {
  return {hundredths(capability.most_x, capability.units_an_inch),
          hundredths(capability.most_y, capability.units_an_inch)};
}

Result<PadState> read_status(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < 3 || bytes[0] != static_cast<std::uint8_t>(Report::Status)) {
    return nonsense("malformed status report");
  }
  return bytes[1] == 0 ? PadState::Ready : PadState::Busy;
}

Bytes clear_screen() {
  return {static_cast<std::uint8_t>(Report::ClearScreen), 0};
}

Bytes inking(bool on) {
  return {static_cast<std::uint8_t>(Report::InkingMode), static_cast<std::uint8_t>(on ? 1 : 0)};
}

Bytes time_and_sequence() {
  return {static_cast<std::uint8_t>(Report::OptionMode), 3};
}

std::optional<PenReport> read_pen(std::span<const std::uint8_t> bytes) {
  if (bytes.empty()) return std::nullopt;
  const bool is_timed = bytes[0] == static_cast<std::uint8_t>(Report::PenDataTimed);
  if (!is_timed && bytes[0] != static_cast<std::uint8_t>(Report::PenData)) return std::nullopt;
  if (bytes.size() < (is_timed ? kTimedLength : kPenLength)) return std::nullopt;
  PenReport report;
  report.near = (bytes[1] & 0x80) != 0;
  report.touching = report.near && (bytes[1] & 0x70) != 0;
  report.pressure = (bytes[1] & 0x0F) << 8 | bytes[2];
  report.x = word(bytes, 3);
  report.y = word(bytes, 5);
  if (is_timed) {
    report.milliseconds = static_cast<std::uint16_t>(word(bytes, 7));
    report.sequence = static_cast<std::uint16_t>(word(bytes, 9));
  }
  return report;
}

void Stroke::restart() {
  last_milliseconds_.reset();
  last_sequence_.reset();
  time_ = 0;
  has_begun_ = is_down_ = has_gap_ = false;
}

// Time begins with the first sample that is drawn.
std::int64_t Stroke::advance(const PenReport& report) {
  std::int64_t passed = 1'000'000 / capability_.reports_a_second;
  if (report.milliseconds && last_milliseconds_) {
    passed = 1'000 *
             std::int64_t{static_cast<std::uint16_t>(*report.milliseconds - *last_milliseconds_)};
  }
  if (report.milliseconds) last_milliseconds_ = report.milliseconds;
  if (report.sequence) {
    const bool follows =
        !last_sequence_ || *report.sequence == static_cast<std::uint16_t>(*last_sequence_ + 1);
    has_gap_ = has_gap_ || !follows;
    last_sequence_ = report.sequence;
  }
  return has_begun_ ? passed : 0;
}

std::optional<PenSample> Stroke::take(const PenReport& report) {
  time_ += advance(report);
  if (!report.touching && !is_down_) return std::nullopt;
  PenSample sample;
  sample.time = time_;
  sample.touching = report.touching;
  if (report.near) {
    sample.x = hundredths(std::min(report.x, capability_.most_x), capability_.units_an_inch);
    sample.y = hundredths(std::min(report.y, capability_.most_y), capability_.units_an_inch);
  } else {
    sample.x = last_.x;
    sample.y = last_.y;
  }
  if (capability_.most_pressure > 0) {
    const int pressure = report.touching ? report.pressure : 0;
    sample.pressure = std::min(1000, pressure * 1000 / capability_.most_pressure);
  }
  sample.after_gap = std::exchange(has_gap_, false);
  has_begun_ = true;
  is_down_ = report.touching;
  last_ = sample;
  return sample;
}

}  // namespace slipway::devices::stu
