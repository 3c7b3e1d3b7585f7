#include "kiosk/typesetter.hpp"

#include "refund/require.hpp"

namespace slipway::kiosk {
namespace {

devices::PrintPage typeset(const PrintSlip& wanted) {
  return {wanted.job,
          std::visit([&](const auto& slip) { return paper::typeset(slip, wanted.width_dots); },
                     wanted.slip)};
}

}  // namespace

Typesetter::Typesetter(std::function<void()> wake)
    // Pages that nobody took yet, and the one under way.
    : pages_(4 * kMostWaiting, std::move(wake)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

Typesetter::~Typesetter() {
  thread_.request_stop();
}

bool Typesetter::add(PrintSlip slip) {
  {
    const std::scoped_lock lock(mutex_);
    if (slips_.size() >= kMostWaiting) return false;
    slips_.push_back(std::move(slip));
  }
  has_slip_.notify_one();
  return true;
}

void Typesetter::run(const std::stop_token& stop) {
  paper::warm_up();
  while (!stop.stop_requested()) {
    std::unique_lock lock(mutex_);
    if (!has_slip_.wait(lock, stop, [this] { return !slips_.empty(); })) return;
    const PrintSlip wanted = std::move(slips_.front());
    slips_.pop_front();
    lock.unlock();
    refund::require(pages_.put(typeset(wanted)));
  }
}

}  // namespace slipway::kiosk
