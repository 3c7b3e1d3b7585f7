#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "devices/service/event.hpp"
#include "refund/request.hpp"

namespace slipway::kiosk {

// A signature while it is being drawn, from a pad or from the screen. Whatever is drawn, it stays
// within Signature::kMostPoints: when it fills up, every second point goes and the ends of strokes
// stay, so that a long signature gets coarser and never loses its last letters.
class Ink {
 public:
  // An empty sheet of this size, hundredths of a millimetre.
  void begin(devices::PadSize size);
  void clear();
  // Ink is on the sheet after this; samples outside the sheet are drawn at its edge.
  void draw(std::span<const devices::PenSample> samples);

  [[nodiscard]] const refund::Signature& signature() const { return signature_; }
  [[nodiscard]] bool is_enough() const;

 private:
  void thin();

  refund::Signature signature_;
  std::size_t points_ = 0;
  bool is_touching_ = false;
  std::int64_t last_time_ = 0;
};

}  // namespace slipway::kiosk
