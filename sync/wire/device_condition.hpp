#pragma once

namespace slipway::sync {

// How a kiosk finds one of its devices, for the staff at the desk.
enum class DeviceCondition {
  Ready,
  Absent,
  Failed,
  Strange,   // another than the one that was inspected: the kiosk is out of service
  PaperLow,  // it prints, but not for long
  PaperOut,
  CoverOpen
};

[[nodiscard]] constexpr bool is_usable(DeviceCondition condition) {
  return condition == DeviceCondition::Ready || condition == DeviceCondition::PaperLow;
}

}  // namespace slipway::sync
