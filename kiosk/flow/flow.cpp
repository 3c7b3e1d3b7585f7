#include "kiosk/flow/flow.hpp"

#include <algorithm>

namespace slipway::kiosk {
namespace {

// How long a called member of staff has before the screen asks again.
constexpr std::chrono::seconds kStaffOnTheWay{120};

// A sign that somebody stands there.
bool is_alive(const Input& input) {
  if (const auto* event = std::get_if<devices::DeviceEvent>(&input))
    return std::holds_alternative<devices::PenMoved>(*event) ||
           std::holds_alternative<devices::PadTapped>(*event) ||
           std::holds_alternative<devices::CardArrived>(*event);
  return !std::holds_alternative<sync::SyncEvent>(input) &&
         !std::holds_alternative<PromptDrawn>(input) && !std::holds_alternative<TimeCame>(input);
}

const devices::PadTapped* pad_tap(const Input& input) {
  const auto* event = std::get_if<devices::DeviceEvent>(&input);
  return event ? std::get_if<devices::PadTapped>(event) : nullptr;
}

}  // namespace

Flow::Flow(std::string kiosk, refund::Language standard, Randomness randomness)
    : actor_(std::move(kiosk), std::move(randomness)),
      standard_(standard),
      session_(std::make_unique<Session>()) {
  session_->language = standard_;
}

std::vector<Effect> Flow::start(Now now) {
  since_ = now.steady;
  return actor_.start();
}

std::vector<Effect> Flow::take(const Input& input, Now now) {
  Effects effects;
  if (std::holds_alternative<TimeCame>(input)) {
    watch_clock(now, effects);
    return effects;
  }
  if (is_alive(input) && answer_warning(input, now, effects)) return effects;

  if (const devices::PadTapped* tapped = pad_tap(input)) {
    if (const auto pressed = meaning_of(screen_, *session_, *tapped)) {
      for (Effect& effect : take(*pressed, now))
        effects.push_back(std::move(effect));
    }
    return effects;
  }

  const Machine before = machine_;
  take_note(*session_, machine_, screen_, input);
  for (Effect& effect : actor_.attend(screen_, input, *session_, before, machine_))
    effects.push_back(std::move(effect));
  if (const auto* pressed = std::get_if<Pressed>(&input);
      pressed && pressed->button == Button::Help)
    since_ = now.steady + kStaffOnTheWay;
  if (const auto event = decide(screen_, *session_, machine_, input)) step(*event, now, effects);
  settle(now, effects);
  return effects;
}

bool Flow::answer_warning(const Input& input, Now now, Effects& effects) {
  const auto patience = patience_of(screen_, session_->access);
  const bool was_warned = attention_ == Attention::Warned;
  const auto* pressed = std::get_if<Pressed>(&input);
  const bool leaves = pressed && pressed->button == Button::Leave;
  if (was_warned && !leaves && !may_stay())
    return !std::holds_alternative<devices::DeviceEvent>(input);
  attention_ = next(attention_, Sign::Touch);
  if (patience && patience->warns) since_ = std::max(since_, now.steady);
  if (!was_warned) return false;
  since_ = now.steady;
  if (!held_since_) held_since_ = now.steady;
  if (leaves) step(Event::Leave, now, effects);
  // Whatever else was touched, it was the warning that was touched; a pen's ink still counts.
  return !std::holds_alternative<devices::DeviceEvent>(input);
}

void Flow::watch_clock(Now now, Effects& effects) {
  const auto due = deadline();
  if (!due || now.steady < *due) return;
  const auto patience = patience_of(screen_, session_->access);
  if (!patience->warns) {
    step(Event::TimePassed, now, effects);
  } else {
    attention_ = next(attention_, Sign::Silence);
    since_ = now.steady;
    if (attention_ == Attention::Gone) step(Event::Leave, now, effects);
  }
  settle(now, effects);
}

void Flow::step(Event event, Now now, Effects& effects) {
  const auto to = next(screen_, event);
  if (!to) return;
  const Screen from = screen_;
  for (Effect& effect : actor_.enter(from, event, *to, *session_, machine_, now))
    effects.push_back(std::move(effect));
  screen_ = *to;
  attention_ = Attention::Present;
  since_ = now.steady;
  held_since_.reset();
  if (screen_ == Screen::Attract) {
    session_ = std::make_unique<Session>();
    session_->language = standard_;
  }
}

void Flow::settle(Now now, Effects& effects) {
  while (const auto event = standing_event(screen_, *session_, machine_))
    step(*event, now, effects);
}

Face Flow::face(Now now) const {
  Face face;
  face.screen = screen_;
  face.language = session_->language;
  face.access = session_->access;
  face.store_name = machine_.welcome ? machine_.welcome->store_name : words::kStoreName;
  face.step = step_of(screen_);
  face.banner = banner_of(screen_, *session_, machine_);
  face.is_unfiled = session_->slip_code.empty();
  face.scene = scene_of(screen_, *session_, machine_);
  if (attention_ == Attention::Warned) {
    const auto left = std::chrono::ceil<std::chrono::seconds>(*deadline() - now.steady).count();
    face.seconds_left = static_cast<int>(std::clamp<std::int64_t>(left, 0, kWarning.count()));
    face.may_stay = may_stay();
  }
  return face;
}

std::optional<std::chrono::milliseconds> Flow::deadline() const {
  const auto patience = patience_of(screen_, session_->access);
  if (!patience) return std::nullopt;
  return since_ + (attention_ == Attention::Warned ? kWarning : patience->limit);
}

// since_ is when the warning came.
bool Flow::may_stay() const {
  return !held_since_ || since_ - *held_since_ < kLongestHold;
}

std::optional<std::chrono::milliseconds> Flow::wake_at(Now now) const {
  const auto due = deadline();
  if (!due || attention_ != Attention::Warned) return due;
  return std::min(*due, now.steady + std::chrono::milliseconds{1000});  // the ring counts seconds
}

}  // namespace slipway::kiosk
