#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "devices/service/event.hpp"
#include "refund/time.hpp"
#include "sync/service/client.hpp"

// Everything that can happen to a kiosk's screen, and everything that it can ask for, as values.
namespace slipway::kiosk {

// When it happens. `steady` never jumps and measures patience; `wall` is what gets printed.
struct Now {
  std::chrono::milliseconds steady{};
  refund::Instant wall{};
};

// ---- what the member does

enum class Button {
  Anywhere,  // touched, but no button: a sign of life
  TapCard,
  Track,
  Primary,    // the screen's one primary button
  Secondary,  // its other one: back, or a second choice
  Leave,
  Withdraw,  // the quiet choice beside them: the member takes the request back
  Clear,     // empties what was typed, or the ink
  Erase,     // the last digit
  Help,
  Language,
  LargerText,
  Stay,  // on the warning: "Continue"
};
struct Pressed {
  Button button = Button::Anywhere;
};
struct Typed {  // a key of the on-screen pad
  char key = '0';
};
// The n-th card of a list: reasons, payout methods, kinds of history rows.
struct Chosen {
  int index = 0;
};
// Drawn on the screen, in hundredths of a millimetre of a sheet that is `size` large.
struct Drawn {
  devices::PadSize size;
  std::vector<devices::PenSample> samples;
};
// A burst from a scanner that types.
struct Scanned {
  std::string text;
};
// What DrawPrompt of this ticket asked for; nothing when the screen is too small for it.
struct PromptDrawn {
  std::uint64_t ticket = 0;
  std::optional<devices::Prompt> prompt;
};
// The moment that wake_at() named has come.
struct TimeCame {};

using Input = std::variant<Pressed, Typed, Chosen, Drawn, Scanned, PromptDrawn, TimeCame,
                           devices::DeviceEvent, sync::SyncEvent>;

}  // namespace slipway::kiosk
