#pragma once

#include <optional>
#include <vector>

#include "devices/pad/signature_pad.hpp"

namespace slipway::devices {

// Sorts taps on a prompt's areas from ink. A tap goes down and up within one area, for at most
// kLongestTap, moves no further than kFurthestTap and does not follow upon ink at once, as the dot
// of an i does; its samples are held back and dropped. Any other stroke was ink all along: nothing
// of it is lost.
class TapSieve {
 public:
  static constexpr std::int64_t kLongestTap = 1'500'000;  // microseconds
  static constexpr std::int64_t kAfterInk = 400'000;
  static constexpr std::int32_t kFurthestTap = 250;  // hundredths of a millimetre, each way

  // Nothing is held back while there is no prompt.
  void forget();
  void watch(const Prompt& prompt, PadSize glass);
  void restart() {
    held_.clear();
    under_.reset();
    is_in_stroke_ = false;
    ink_at_.reset();
    news_.reset();
  }

  // What of this is ink, with what was held back before it.
  [[nodiscard]] std::vector<PenSample> take(const PenSample& sample);
  // The last tap; asked once.
  [[nodiscard]] std::optional<PadNews> tapped();

 private:
  [[nodiscard]] std::optional<PadNews> area_at(const PenSample& sample) const;
  [[nodiscard]] bool is_still_tap(const PenSample& sample) const;
  [[nodiscard]] std::vector<PenSample> release();

  struct Area {
    PadNews news;
    PadArea place;  // in hundredths of a millimetre
  };

  std::vector<Area> areas_;
  std::vector<PenSample> held_;
  std::optional<PadNews> under_;  // the area in which the pen went down
  bool is_in_stroke_ = false;
  std::optional<std::int64_t> ink_at_;  // the last of it
  std::optional<PadNews> news_;
};

}  // namespace slipway::devices
