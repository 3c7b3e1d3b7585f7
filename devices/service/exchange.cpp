#include "devices/service/exchange.hpp"

#include <utility>

namespace slipway::devices::wire {

void Exchange::on_letter(const std::string& peer, ToService letter, Time now) {
  if (std::holds_alternative<Ping>(letter)) {
    // A screen that was started anew knows nothing of what the one before it had asked for.
    if (screen_ && *screen_ != peer) part();
    screen_ = peer;
    heard_ = now;
    outgoing_.push_back({peer, Pong{life_}});
    return;
  }
  if (screen_ != peer) return;  // whoever does not ping is not the screen
  heard_ = now;
  commands_.push_back(std::move(std::get<Command>(letter)));
}

void Exchange::on_event(DeviceEvent event) {
  if (screen_) outgoing_.push_back({*screen_, std::move(event)});
}

void Exchange::pass(Time now) {
  if (!screen_ || now - heard_ < kSilence) return;
  part();
}

// Its news are nobody's from here on, and it may be back without knowing: only a new life tells it.
void Exchange::part() {
  screen_.reset();
  ++life_;
  commands_.push_back(DisarmReader{});
  commands_.push_back(EndSignature{});
}

std::vector<Command> Exchange::commands() {
  return std::exchange(commands_, {});
}

std::vector<Exchange::Outgoing> Exchange::outgoing() {
  return std::exchange(outgoing_, {});
}

}  // namespace slipway::devices::wire
