#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "refund/time.hpp"
#include "sync/wire/desk_messages.hpp"

namespace slipway::book {

// Who is signed in at which desk. In memory only: a station that starts anew asks everyone again.
// One thread.
class Sessions {
 public:
  explicit Sessions(std::chrono::seconds idle) : idle_(idle) {}

  void begin(const sync::Token& token, std::string staff, std::string desk, refund::Instant now);
  void end(const sync::Token& token);
  // The person, when the session is of this desk and not idle for too long. `is_use` is false for
  // what a desk asks by itself: that keeps nobody signed in.
  [[nodiscard]] std::optional<std::string> staff(const sync::Token& token, const std::string& desk,
                                                 bool is_use, refund::Instant now);

 private:
  struct Session {
    std::string staff;
    std::string desk;
    refund::Instant used_at{};
  };
  std::chrono::seconds idle_;
  std::map<sync::Token, Session> sessions_;
};

}  // namespace slipway::book
