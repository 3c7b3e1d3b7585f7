#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/flow/actor.hpp"
#include "kiosk/flow/decider.hpp"
#include "kiosk/flow/scene.hpp"

namespace slipway::kiosk {

// One kiosk's screen: what it shows, as a function of what happened. Pure but for the randomness
// handed in; time is an argument. One thread.
//
//   inputs ──> take() ──> effects, for devices, sync and the printer
//                 │
//                 └─────> face(), to be drawn
class Flow {
 public:
  // `kiosk`: the name under which this kiosk files.
  Flow(std::string kiosk, refund::Language standard, Randomness randomness);

  // Once, before the first input.
  [[nodiscard]] std::vector<Effect> start(Now now);
  [[nodiscard]] std::vector<Effect> take(const Input& input, Now now);

  // Everything that a window shows now.
  [[nodiscard]] Face face(Now now) const;
  // When take(TimeCame) is due even if nothing happens.
  [[nodiscard]] std::optional<std::chrono::milliseconds> wake_at(Now now) const;

  [[nodiscard]] Screen screen() const { return screen_; }
  [[nodiscard]] Attention attention() const { return attention_; }
  [[nodiscard]] const Session& session() const { return *session_; }
  [[nodiscard]] const Machine& machine() const { return machine_; }

 private:
  using Effects = std::vector<Effect>;
  void step(Event event, Now now, Effects& effects);
  void settle(Now now, Effects& effects);
  void watch_clock(Now now, Effects& effects);
  // True: the input was used up by the warning.
  [[nodiscard]] bool answer_warning(const Input& input, Now now, Effects& effects);
  [[nodiscard]] std::optional<std::chrono::milliseconds> deadline() const;
  // Whether the warning that is shown can still be answered with "keep going".
  [[nodiscard]] bool may_stay() const;

  Actor actor_;
  refund::Language standard_;
  Screen screen_ = Screen::Attract;
  Attention attention_ = Attention::Present;
  std::unique_ptr<Session> session_;
  Machine machine_;
  std::chrono::milliseconds since_{};  // steady: the screen was entered, or the last sign of life
  std::optional<std::chrono::milliseconds> held_since_;  // steady: its first answered warning
};

}  // namespace slipway::kiosk
