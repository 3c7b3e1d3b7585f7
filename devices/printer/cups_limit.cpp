#include "devices/printer/cups_limit.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace slipway::devices {

CupsLimit::Duplicate::Duplicate(int socket) : number(::fcntl(socket, F_DUPFD_CLOEXEC, 0)) {}

CupsLimit::Duplicate::~Duplicate() {
  ::close(number);
}

void CupsLimit::Pull::operator()() const {
  // Fails only when the peer has gone already.
  static_cast<void>(::shutdown(socket, SHUT_RDWR));
}

CupsLimit::CupsLimit(int socket, std::chrono::milliseconds time, const std::stop_token& stop)
    : socket_(socket),
      stopped_(stop, Pull{socket_.number}),
      watch_([this, time](const std::stop_token& ended) {
        std::unique_lock lock(mutex_);
        over_.wait_for(lock, ended, time, [] { return false; });
        if (!ended.stop_requested()) Pull{socket_.number}();
      }) {}

}  // namespace slipway::devices
