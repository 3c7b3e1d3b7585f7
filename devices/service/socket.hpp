#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "devices/fault.hpp"

// The local socket between slipway-devices and its client: whole messages, nothing known of their
// content. Used by one thread, except wake(), which any thread may call.
namespace slipway::devices::wire {

using Bytes = std::vector<std::uint8_t>;

// One message, and who sent it (empty at the client: there is one service).
struct Received {
  std::string peer;
  Bytes bytes;
};

class Socket {
 public:
  // The service's end. Access: the place is taken or forbidden.
  [[nodiscard]] static Result<std::unique_ptr<Socket>> bind(const std::string& endpoint);
  // The client's end. Connects when the service is there, and again whenever it comes back; what
  // is sent while it is not there is refused, never kept for later.
  [[nodiscard]] static Result<std::unique_ptr<Socket>> connect(const std::string& endpoint);
  virtual ~Socket() = default;

  // Another descriptor whose readiness for reading ends a wait().
  virtual void watch(int descriptor) = 0;
  // Waits until something came, wake() was called or the time passed; gives at most 64 messages.
  // Longer ones than the limit of a letter never arrive: their sender is cut off.
  [[nodiscard]] virtual std::vector<Received> wait(std::chrono::milliseconds limit) = 0;
  // Never blocks. Absent: nobody is there, or does not take what was sent before.
  [[nodiscard]] virtual Result<void> send(const std::string& peer, const Bytes& bytes) = 0;
  virtual void wake() = 0;
};

}  // namespace slipway::devices::wire
