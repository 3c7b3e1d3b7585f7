#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "tests/devices/rig.hpp"

// How long things may take on the rig, and what most of its tests wait for.
namespace slipway::devices::tests {

using namespace std::chrono_literals;

inline constexpr std::chrono::milliseconds kReady =
    5s * kSlowness;  // every device opened after a start
inline constexpr std::chrono::milliseconds kReplug =
    5s * kSlowness;  // (un)plugged until it is known
inline constexpr std::chrono::milliseconds kSoon =
    2s * kSlowness;  // news after a word or a command
// The longest page that is waited for has 700 rows, and giving one up takes a printer's patience.
inline constexpr std::chrono::milliseconds kPrint = 5s * kSlowness;

inline Page page_of(int height) {
  Page page{576, height, {}};
  page.rows.resize(page.row_bytes() * static_cast<std::size_t>(height));
  for (std::size_t at = 0; at < page.rows.size(); ++at) {
    page.rows[at] = static_cast<std::uint8_t>((at * 131) ^ (at / 72));
  }
  return page;
}

inline bool all_ready(Rig& rig) {
  bool ready[3] = {};
  return rig
      .next<DeviceState>(kReady,
                         [&](const DeviceState& state) {
                           ready[static_cast<int>(state.role)] = state.presence == Presence::Ready;
                           return ready[0] && ready[1] && ready[2];
                         })
      .has_value();
}

// A card read at a reader that has just been armed: what it was told before it was armed it
// forgets, so the words are said again until a card arrives. On a slow machine those said too often
// arrive late; they are waited for, lest they be taken for what comes next.
inline std::optional<CardArrived> card_after(Rig& rig, const std::string& words) {
  constexpr std::chrono::milliseconds kPatience = 500ms * kSlowness;
  std::optional<CardArrived> card;
  for (int tries = 0; tries < 20 && !card; ++tries) {
    if (rig.say(words).rfind("ok", 0) != 0) return std::nullopt;
    card = rig.next<CardArrived>(kPatience);
    if (card && tries > 0) {
      while (rig.next<CardArrived>(kPatience))
        continue;
    }
  }
  return card;
}

inline std::optional<PrintEnded> outcome_of(Rig& rig, JobId job) {
  return rig.next<PrintEnded>(kPrint, [&](const PrintEnded& ended) { return ended.job == job; });
}

}  // namespace slipway::devices::tests
