#pragma once

#include <map>
#include <string>
#include <vector>

#include "refund/time.hpp"
#include "sync/wire/desk_messages.hpp"
#include "sync/wire/kiosk_messages.hpp"

namespace slipway::book {

// Which kiosks are there and who called for help. In memory: the next Hello tells it again. One
// thread. Names are those of enrolled kiosks, so there are as many as were enrolled.
class Presence {
 public:
  void greet(const std::string& kiosk, const sync::Hello& hello, refund::Instant now);
  void call(const std::string& kiosk, refund::Instant now);

  [[nodiscard]] std::vector<sync::Inbox::Kiosk> kiosks(refund::Instant now) const;
  // Kiosks where help was asked for in the last 3 minutes.
  [[nodiscard]] std::vector<std::string> calls(refund::Instant now) const;

 private:
  std::map<std::string, sync::Inbox::Kiosk> kiosks_;
  std::map<std::string, refund::Instant> calls_;
};

}  // namespace slipway::book
