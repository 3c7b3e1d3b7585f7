#include "program/readiness.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "program/journal.hpp"

namespace slipway::program {

void say_ready() {
  const char* place = std::getenv("NOTIFY_SOCKET");
  if (place == nullptr) return;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::size_t length = std::strlen(place);
  if (length == 0 || length >= sizeof address.sun_path) return;
  std::memcpy(address.sun_path, place, length);
  if (address.sun_path[0] == '@') address.sun_path[0] = '\0';  // an abstract socket
  const int bell = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (bell < 0) return;
  constexpr std::string_view kReady = "READY=1";
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length);
  if (::sendto(bell, kReady.data(), kReady.size(), MSG_NOSIGNAL,
               reinterpret_cast<const sockaddr*>(&address), size) < 0) {
    log(Level::Warning, "nobody_heard_ready", {{"why", std::strerror(errno)}});
  }
  ::close(bell);
}

}  // namespace slipway::program
