#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "devices/fault.hpp"
#include "devices/pad/prompt.hpp"

namespace slipway::devices {

// One sample of the pen: hundredths of a millimetre from the pad's top left corner, pressure 0 to
// 1000 or nothing, microseconds since the signature began. `touching` false: the pen was lifted.
struct PenSample {
  std::int32_t x = 0;
  std::int32_t y = 0;
  std::optional<std::int32_t> pressure;
  std::int64_t time = 0;
  bool touching = false;
  bool after_gap = false;  // samples before this one were lost
  friend bool operator==(const PenSample&, const PenSample&) = default;
};

// The pad's writing area in hundredths of a millimetre.
struct PadSize {
  std::int32_t width = 0;
  std::int32_t height = 0;
};

// A signature pad. Used by one thread; interrupt() of the transport ends a wait.
//
//   open -> (show) -> begin -> (wait | tapped | clear)... -> end -> ...
class SignaturePad {
 public:
  virtual ~SignaturePad() = default;
  [[nodiscard]] virtual PadSize size() const = 0;
  // What it says of itself, model and firmware; empty when it says nothing.
  [[nodiscard]] virtual std::string said() const { return {}; }

  // Pixels of the pad's own screen; nothing when it has none, or none that takes a Prompt.
  [[nodiscard]] virtual std::optional<PadScreen> screen() const { return std::nullopt; }
  // What the next begin() puts on the glass, until end(). Unsupported when the picture does not fit
  // the screen; a pad without one ignores it.
  [[nodiscard]] virtual Result<void> show(const Prompt& prompt) {
    static_cast<void>(prompt);
    return {};
  }

  // Clears the glass and lets ink flow; time starts at zero.
  [[nodiscard]] virtual Result<void> begin() = 0;
  // The samples that came, in order; empty when the time passed.
  [[nodiscard]] virtual Result<std::vector<PenSample>> wait(std::chrono::milliseconds limit) = 0;
  // Which area of the prompt was tapped since this was last asked; the tap is no ink.
  [[nodiscard]] virtual std::optional<PadNews> tapped() { return std::nullopt; }
  // Clears the glass, keeps going: the member wants to sign again.
  [[nodiscard]] virtual Result<void> clear() = 0;
  // Stops ink and blanks the glass, always, also after a fault: nobody sees the last signature.
  [[nodiscard]] virtual Result<void> end() = 0;
};

}  // namespace slipway::devices
