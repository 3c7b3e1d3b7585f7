#pragma once

#include <memory>
#include <optional>
#include <string>

#include "sync/service/local_codec.hpp"
#include "sync/socket.hpp"

namespace slipway::sync {

// slipway-sync's end of the local socket. Thread-bound.
class ScreenSocket {
 public:
  struct Incoming {
    Bytes route;                   // give it back to send()
    Result<LocalCommand> command;  // or why its bytes are none
  };

  // Makes the socket's file usable for the group that it belongs to, and nobody else.
  [[nodiscard]] static Result<std::unique_ptr<ScreenSocket>> open(const std::string& endpoint);

  // Never waits. Call it until it gives nothing, and then nothing else before waiting for
  // descriptor(): it tells of new messages only, not of those that wait already.
  [[nodiscard]] std::optional<Incoming> receive();
  [[nodiscard]] int descriptor() const;
  // False when that screen is gone, or the event too large for a frame.
  [[nodiscard]] bool send(const Bytes& route, const LocalEvent& event);

 private:
  ScreenSocket() : router_(context_, Socket::Kind::Router) {}

  Context context_;
  Socket router_;
};

}  // namespace slipway::sync
