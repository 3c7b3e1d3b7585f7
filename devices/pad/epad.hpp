#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>

#include "devices/pad/signature_pad.hpp"
#include "devices/usb/hid.hpp"

// The report of ePadLink's ePad (04df:0012): six bytes on a vendor's page (FF00), without a number.
// Known from one public capture only; nobody here has seen the pad (confidence C). No I/O.
namespace slipway::devices::epad {

inline constexpr int kMostX = 2896;
inline constexpr int kMostY = 1370;
inline constexpr int kMostPressure = 127;
inline constexpr std::size_t kReportLength = 6;

// Nobody has published how large a unit is. 300 to the inch is the usual pitch of such pads: the
// part of the field that its pen was seen to reach, 1,098 by 569, is 93 by 48 mm then.
inline constexpr int kUnitsAnInch = 300;
[[nodiscard]] PadSize size();

// Whether these are an ePad's reports by their shape: one of six bytes, unnumbered, on page FF00.
[[nodiscard]] bool has_shape(const usb::hid::Reports& reports);

struct PenReport {
  bool touching = false;
  int x = 0;
  int y = 0;
  int pressure = 0;
};
// Nothing for a report of another length.
[[nodiscard]] std::optional<PenReport> read_pen(std::span<const std::uint8_t> bytes);

// Turns reports into samples. The pad has no clock: time is when a report came.
class Stroke {
 public:
  void restart() { *this = Stroke(); }
  // Nothing for a pen that hovers or is away, but for the one sample that lifts it.
  [[nodiscard]] std::optional<PenSample> take(const PenReport& report,
                                              std::chrono::microseconds now);

 private:
  std::optional<std::chrono::microseconds> begun_;
  PenSample last_;
};

}  // namespace slipway::devices::epad
