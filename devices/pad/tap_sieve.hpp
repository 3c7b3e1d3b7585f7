#pragma once

#include <optional>
#include <vector>

#include "devices/pad/signature_pad.hpp"

namespace slipway::devices {

// Sorts taps on a prompt's areas from ink. A tap goes down and up within one area, for at most
// kLongestTap; its samples are held back and dropped. A stroke that leaves its area, or stays
// longer, was ink all along: nothing of it is lost.
class TapSieve {
 public:
  static constexpr std::int64_t kLongestTap = 1'500'000;  // microseconds

  // Nothing is held back while there is no prompt.
  void forget();
  void watch(const Prompt& prompt, PadSize glass);
  void restart() {
    held_.clear();
    under_.reset();
    is_in_stroke_ = false;
    news_.reset();
  }

  // What of this is ink, with what was held back before it.
  [[nodiscard]] std::vector<PenSample> take(const PenSample& sample);
  // The last tap; asked once.
  [[nodiscard]] std::optional<PadNews> tapped();

 private:
  [[nodiscard]] std::optional<PadNews> area_at(const PenSample& sample) const;
  [[nodiscard]] std::vector<PenSample> release();

  struct Area {
    PadNews news;
    PadArea place;  // in hundredths of a millimetre
  };

  std::vector<Area> areas_;
  std::vector<PenSample> held_;
  std::optional<PadNews> under_;  // the area in which the pen went down
  bool is_in_stroke_ = false;
  std::optional<PadNews> news_;
};

}  // namespace slipway::devices
