#include "devices/pad/epad.hpp"

#include <algorithm>

namespace slipway::devices::epad {
namespace {

constexpr std::int64_t kHundredthsAnInch = 2540;
constexpr std::uint8_t kTouching = 0x20;
constexpr std::uint32_t kVendorPage = 0xFF00;

std::int32_t hundredths(int units) {
  return static_cast<std::int32_t>(units * kHundredthsAnInch / kUnitsAnInch);
}

}  // namespace

PadSize size() {
  return {hundredths(kMostX), hundredths(kMostY)};
}

bool has_shape(const usb::hid::Reports& reports) {
  return !reports.are_numbered && reports.input_size(0) == kReportLength &&
         std::all_of(
             reports.fields.begin(), reports.fields.end(), [](const usb::hid::Field& field) {
               return field.kind != usb::hid::Kind::Input || field.application >> 16 == kVendorPage;
             });
}

std::optional<PenReport> read_pen(std::span<const std::uint8_t> bytes) {
  if (bytes.size() != kReportLength) return std::nullopt;
  PenReport report;
  report.touching = (bytes[0] & kTouching) != 0;
  report.x = std::min(bytes[1] | bytes[2] << 8, kMostX);
  report.y = std::min(bytes[3] | bytes[4] << 8, kMostY);
  report.pressure = std::min<int>(bytes[5], kMostPressure);
  return report;
}

std::optional<PenSample> Stroke::take(const PenReport& report, std::chrono::microseconds now) {
  if (!report.touching && !last_.touching) return std::nullopt;
  if (!begun_) begun_ = now;
  if (report.touching) {
    last_.x = hundredths(report.x);
    last_.y = hundredths(report.y);
  }
  last_.touching = report.touching;
  last_.pressure = report.touching ? report.pressure * 1000 / kMostPressure : 0;
  last_.time = std::max(last_.time, (now - *begun_).count());
  return last_;
}

}  // namespace slipway::devices::epad
