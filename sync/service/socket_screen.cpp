#include "sync/service/socket_screen.hpp"

#include <sys/stat.h>
#include <zmq.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace slipway::sync {

Result<std::unique_ptr<ScreenSocket>> ScreenSocket::open(const std::string& endpoint) {
  constexpr std::string_view kScheme = "ipc://";
  std::unique_ptr<ScreenSocket> socket(new ScreenSocket());
  socket->router_.set(ZMQ_ROUTER_MANDATORY, 1);
  if (!endpoint.starts_with(kScheme) || !socket->router_.bind(endpoint)) {
    return tl::unexpected(
        Error{Fault::Offline, "cannot listen on '" + endpoint + "': " + zmq_strerror(zmq_errno())});
  }
  const std::string file = endpoint.substr(kScheme.size());
  if (::chmod(file.c_str(), 0660) != 0) {
    return tl::unexpected(Error{Fault::Offline, file + ": " + std::strerror(errno)});
  }
  return socket;
}

std::optional<ScreenSocket::Incoming> ScreenSocket::receive() {
  while (auto message = router_.receive()) {
    if (message->parts.size() != 2) continue;
    return Incoming{std::move(message->parts[0]), local_command_from(message->parts[1])};
  }
  return std::nullopt;
}

int ScreenSocket::descriptor() const {
  return router_.descriptor();
}

bool ScreenSocket::send(const Bytes& route, const LocalEvent& event) {
  const Bytes frame = encode(event);
  if (frame.size() > kMostFrame) return false;
  const std::array<std::span<const std::uint8_t>, 2> parts = {route, frame};
  return router_.send(parts);
}

}  // namespace slipway::sync
