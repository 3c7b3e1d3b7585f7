#pragma once

#include <optional>
#include <string>

#include "devices/pad/prompt.hpp"

namespace slipway::paper {

// What a member reads on the glass of a signature pad, in one language.
struct PadPrompt {
  std::string store;
  std::string claim;   // what is signed: "Request ¥886.50"
  std::string accept;  // the words of the three buttons
  std::string clear;
  std::string cancel;
};

// The picture for a screen of that many pixels, black on white: claim and, with room, store above,
// a line to sign on, the buttons below it, or on the right of a screen that is low. Texts are
// cleaned and cut to their place. Nothing for a screen on which the letters would not be read.
[[nodiscard]] std::optional<devices::Prompt> draw(const PadPrompt& words,
                                                  const devices::PadScreen& screen);

}  // namespace slipway::paper
