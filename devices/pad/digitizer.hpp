#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "devices/pad/signature_pad.hpp"
#include "devices/usb/hid.hpp"

// Pen tablets and touch screens as their report descriptors tell them (HID Usage Tables, page 0Dh):
// fields are found by usage, never by maker. No I/O.
namespace slipway::devices::digitizer {

using Bytes = std::vector<std::uint8_t>;

// What can be written on: a tablet that lies beside the screen, or a screen.
enum class Surface { PenTablet, TouchScreen };

// One value of a report.
struct Place {
  usb::hid::Field field;
  std::size_t index = 0;
};

// One pen, or one of the fingers that a report tells of. Whether a pen is in range is not asked:
// one that hovers writes nothing, and there are pens that leave their range while they touch.
struct Contact {
  std::uint8_t report = 0;
  Place x;
  Place y;
  Place tip;
  std::optional<Place> pressure;
  std::optional<Place> confidence;  // not: a palm
  std::optional<Place> number;      // tells fingers apart
  std::optional<Place> invert;      // the pen is upside down: nothing is written
  std::optional<Place> eraser;
  std::optional<Place> scan_time;  // of the whole report, in 100 us
  std::optional<Place> count;      // how many of the report's contacts are told of
};

struct Layout {
  usb::hid::Reports reports;
  std::vector<Contact> contacts;  // at most 64
  Surface surface = Surface::PenTablet;
  PadSize size;
  bool is_size_known = false;  // false: the one of kUnknownWidth
};

// The glass' width where the descriptor gives none, or none that a glass may have (5 mm to 2 m);
// its height is in proportion to what X and Y may be. Where both have the same range makers have
// made the numbers independent of the size, and the height is that of 16:10.
inline constexpr std::int32_t kUnknownWidth = 10'000;

// Unsupported, with the reason in words, for everything that is no digitizer, pen or touch screen
// (0D:01, 02, 04) with a tip and with X and Y that are absolute.
[[nodiscard]] Result<Layout> read_layout(usb::hid::Reports reports);

// Turns whole reports into samples of one contact: the first that touches, until it is lifted.
// Time is the device's where it has a clock (it wraps: a pause is counted too short by whole
// turns), otherwise when the report came. A gap is told where the device's clock says that a tenth
// of a second is missing in which the pen moved two millimetres. A finger that a whole frame does
// not tell of is lifted, and so is one that was not told of for a second in which others were.
class Trace {
 public:
  explicit Trace(Layout layout) : layout_(std::move(layout)) {}

  [[nodiscard]] const Layout& layout() const { return layout_; }
  void restart();
  // Nothing for a pen that hovers, for palms and for other fingers.
  [[nodiscard]] std::optional<PenSample> take(std::span<const std::uint8_t> report,
                                              std::chrono::microseconds now);

 private:
  struct Followed {
    std::uint8_t report = 0;
    std::int64_t number = 0;
  };

  [[nodiscard]] std::optional<std::int64_t> value(const Place& place,
                                                  std::span<const std::uint8_t> report) const;
  [[nodiscard]] bool is_set(const std::optional<Place>& place,
                            std::span<const std::uint8_t> report) const;
  [[nodiscard]] bool touches(const Contact& contact, std::span<const std::uint8_t> report) const;
  [[nodiscard]] std::vector<const Contact*> told_of(std::uint8_t number,
                                                    std::span<const std::uint8_t> report);
  [[nodiscard]] const Contact* choose(const std::vector<const Contact*>& contacts,
                                      std::span<const std::uint8_t> report);
  void advance(const Contact& contact, std::span<const std::uint8_t> report,
               std::chrono::microseconds now);
  [[nodiscard]] std::optional<PenSample> lift_if_lost();
  [[nodiscard]] PenSample sample_of(const Contact& contact, std::span<const std::uint8_t> report);

  Layout layout_;
  std::optional<Followed> followed_;
  std::int64_t still_told_ = 0;  // contacts of a frame that come in its next reports
  bool is_frame_told_ = false;   // the frame ends with this report, and all of its contacts came
  bool was_followed_ = false;    // in this frame
  std::optional<std::int64_t> last_scan_;
  std::optional<std::chrono::microseconds> last_now_;
  std::int64_t time_ = 0;  // microseconds
  std::int64_t since_sample_ = 0;
  bool has_begun_ = false;
  PenSample last_;
};

}  // namespace slipway::devices::digitizer
