#pragma once

#include <deque>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace slipway::sync {

// Values on their way from one thread to another: bounded, and the owner is woken once per batch.
// put() from any thread; take() from the owner.
template <typename T>
class Mailbox {
 public:
  Mailbox(std::size_t most, std::function<void()> wake) : most_(most), wake_(std::move(wake)) {}

  // False when it is full: the sender keeps or drops the value, as it owns it.
  [[nodiscard]] bool put(T value) {
    bool first = false;
    {
      const std::scoped_lock lock(mutex_);
      if (values_.size() >= most_) return false;
      first = values_.empty();
      values_.push_back(std::move(value));
    }
    if (first && wake_) wake_();
    return true;
  }

  [[nodiscard]] std::vector<T> take() {
    const std::scoped_lock lock(mutex_);
    std::vector<T> taken(std::make_move_iterator(values_.begin()),
                         std::make_move_iterator(values_.end()));
    values_.clear();
    return taken;
  }

 private:
  std::size_t most_;
  std::function<void()> wake_;
  std::mutex mutex_;
  std::deque<T> values_;
};

}  // namespace slipway::sync
