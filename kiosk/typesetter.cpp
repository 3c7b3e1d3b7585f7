#include "kiosk/typesetter.hpp"

#include "refund/require.hpp"

namespace slipway::kiosk {
namespace {

devices::PrintPage draw(const PrintSlip& wanted) {
  return {wanted.job,
          std::visit([&](const auto& slip) { return paper::typeset(slip, wanted.width_dots); },
                     wanted.slip),
          wanted.may_stand_in};
}

PromptDrawn draw(const DrawPrompt& wanted) {
  return {wanted.ticket, paper::draw(wanted.words, wanted.screen)};
}

}  // namespace

Typesetter::Typesetter(std::function<void()> wake)
    // What nobody took yet, and the one under way.
    : drawn_(4 * kMostWaiting, std::move(wake)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

Typesetter::~Typesetter() {
  thread_.request_stop();
}

bool Typesetter::add(Wanted wanted) {
  {
    const std::scoped_lock lock(mutex_);
    if (wanted_.size() >= kMostWaiting) return false;
    wanted_.push_back(std::move(wanted));
  }
  has_wanted_.notify_one();
  return true;
}

void Typesetter::run(const std::stop_token& stop) {
  paper::warm_up();
  while (!stop.stop_requested()) {
    std::unique_lock lock(mutex_);
    if (!has_wanted_.wait(lock, stop, [this] { return !wanted_.empty(); })) return;
    const Wanted wanted = std::move(wanted_.front());
    wanted_.pop_front();
    lock.unlock();
    refund::require(
        drawn_.put(std::visit([](const auto& one) { return Drawn(draw(one)); }, wanted)));
  }
}

}  // namespace slipway::kiosk
