#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "devices/service/codec.hpp"

namespace slipway::devices::wire {

// Who speaks with the service, and who gets its news, without socket or clock. There is one screen:
// whoever pinged last for the first time. When it falls silent the devices are put to rest, so that
// no card is read and no signature stays on the glass for a screen that has died. A screen that was
// only slow hears a new life at its next ping, asks for everything anew and gives up what it waited
// for.
class Exchange {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::seconds kSilence{5};

  struct Outgoing {
    std::string peer;
    ToClient letter;
  };

  explicit Exchange(std::uint64_t life) : life_(life) {}

  void on_letter(const std::string& peer, ToService letter, Time now);
  void on_event(DeviceEvent event);
  void pass(Time now);

  // For the devices, in order.
  [[nodiscard]] std::vector<Command> commands();
  // For the screens, in order.
  [[nodiscard]] std::vector<Outgoing> outgoing();

 private:
  void part();

  std::uint64_t life_;
  std::optional<std::string> screen_;
  Time heard_;
  std::vector<Command> commands_;
  std::vector<Outgoing> outgoing_;
};

}  // namespace slipway::devices::wire
