#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <variant>
#include <vector>

#include "devices/service/event.hpp"
#include "kiosk/flow/effect.hpp"
#include "kiosk/flow/input.hpp"
#include "sync/mailbox.hpp"

namespace slipway::kiosk {

// Typesets slips and the pad's pictures on a thread of its own, so that the screen never waits for
// letters: a complete slip goes in, its page comes out under the same job, in the order in which
// they were added.
//
//   add(slip) ──> worker ──> wake() ──> take()
//
// The fonts are read when the worker starts. add() and take() from the owner's thread; `wake` is
// called from the worker, once per batch, and must only wake the owner (a Glib::Dispatcher's emit).
class Typesetter {
 public:
  static constexpr std::size_t kMostWaiting = 8;  // a visit has one paper under way

  explicit Typesetter(std::function<void()> wake);
  // Waits for the slip under way; those behind it are not typeset.
  ~Typesetter();
  Typesetter(const Typesetter&) = delete;
  Typesetter& operator=(const Typesetter&) = delete;

  using Wanted = std::variant<PrintSlip, DrawPrompt>;
  using Drawn = std::variant<devices::PrintPage, PromptDrawn>;

  // False when too many wait: this slip will have no page, and so no paper.
  [[nodiscard]] bool add(Wanted wanted);
  [[nodiscard]] std::vector<Drawn> take() { return drawn_.take(); }

 private:
  void run(const std::stop_token& stop);

  sync::Mailbox<Drawn> drawn_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable_any has_wanted_;
  std::deque<Wanted> wanted_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace slipway::kiosk
