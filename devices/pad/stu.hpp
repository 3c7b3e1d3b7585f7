#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "devices/fault.hpp"
#include "devices/pad/signature_pad.hpp"

// The reports of Wacom's STU pads in plain mode, as bytes and values: no I/O. Numbers of two bytes
// are big-endian. Whatever a pad sends is checked before it becomes a value.
namespace slipway::devices::stu {

using Bytes = std::vector<std::uint8_t>;

enum class Report : std::uint8_t {
  PenData = 0x01,
  Status = 0x03,
  Information = 0x08,
  Capability = 0x09,
  ClearScreen = 0x20,
  InkingMode = 0x21,
  OptionMode = 0x32,
  PenDataTimed = 0x34,
};

// Bytes to ask for, the report's own number included.
inline constexpr std::size_t kCapabilityLength = 17;
inline constexpr std::size_t kStatusLength = 5;

struct Capability {
  int most_x = 0;
  int most_y = 0;
  int most_pressure = 0;
  int screen_width = 0;  // pixels
  int screen_height = 0;
  int reports_a_second = 0;
  int units_an_inch = 0;
};
// Protocol when it is short or when a number that we divide by is zero.
[[nodiscard]] Result<Capability> read_capability(std::span<const std::uint8_t> bytes);
[[nodiscard]] PadSize size_of(const Capability& capability);

enum class PadState { Ready, Busy };
[[nodiscard]] Result<PadState> read_status(std::span<const std::uint8_t> bytes);

[[nodiscard]] Bytes clear_screen();
[[nodiscard]] Bytes inking(bool on);
[[nodiscard]] Bytes time_and_sequence();  // option mode 3

// One pen report. Time and sequence are there in option mode 3 only.
struct PenReport {
  bool near = false;  // the pen is in range; nothing else counts when it is not
  bool touching = false;
  int pressure = 0;
  int x = 0;
  int y = 0;
  std::optional<std::uint16_t> milliseconds;
  std::optional<std::uint16_t> sequence;
};
// Nothing for other reports and for reports that are too short.
[[nodiscard]] std::optional<PenReport> read_pen(std::span<const std::uint8_t> bytes);

// Turns reports into samples: scale, one running time, lifts and gaps. The pad's clock has 16 bits:
// a pause of more than 65 seconds is counted 65,536 ms too short for each turn. Without a clock a
// sample counts as one report interval.
class Stroke {
 public:
  explicit Stroke(const Capability& capability) : capability_(capability) {}

  void restart();
  // Nothing for a pen that hovers or is away, but for the one sample that lifts it.
  [[nodiscard]] std::optional<PenSample> take(const PenReport& report);

 private:
  [[nodiscard]] std::int64_t advance(const PenReport& report);

  Capability capability_;
  std::optional<std::uint16_t> last_milliseconds_;
  std::optional<std::uint16_t> last_sequence_;
  std::int64_t time_ = 0;  // microseconds
  bool has_begun_ = false;
  bool is_down_ = false;
  bool has_gap_ = false;
  PenSample last_;
};

}  // namespace slipway::devices::stu
