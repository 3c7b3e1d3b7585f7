#pragma once

#include <optional>

#include "kiosk/flow/input.hpp"
#include "kiosk/flow/screen.hpp"
#include "kiosk/flow/session.hpp"

namespace slipway::kiosk {

inline constexpr std::size_t kSlipCodeLength = 8;

// Writes down what an input says, in the session and about the machine. Decides nothing.
void take_note(Session& session, Machine& machine, Screen screen, const Input& input);

// What a tap on the pad's picture means: the button on the screen that has the same words. Nothing
// while no signature is under way there.
[[nodiscard]] std::optional<Pressed> meaning_of(Screen screen, const Session& session,
                                                const devices::PadTapped& tapped);

// Looks at the world, after the note was taken, and picks the event that this input means on this
// screen; nothing when it means none.
[[nodiscard]] std::optional<Event> decide(Screen screen, const Session& session,
                                          const Machine& machine, const Input& input);

// What follows from how things stand, without any input: asked after every step until it is quiet.
[[nodiscard]] std::optional<Event> standing_event(Screen screen, const Session& session,
                                                  const Machine& machine);

// Whether the request that is shown can still be taken back by who stands here: the PIN was given,
// and by what the station said last it is not confirmed yet.
[[nodiscard]] bool may_withdraw(const Session& session);

// How long a screen waits. `warns`: for the member, with the warning first; otherwise for an answer
// or for the paper to be taken, and the end of it is the event TimePassed.
struct Patience {
  std::chrono::seconds limit{};
  bool warns = false;
};
[[nodiscard]] std::optional<Patience> patience_of(Screen screen, Access access);
inline constexpr std::chrono::seconds kWarning{30};
// How long one screen can be held by answering its warnings and nothing else. The warning after it
// is the last one and only ends the visit.
inline constexpr std::chrono::minutes kLongestHold{15};

}  // namespace slipway::kiosk
