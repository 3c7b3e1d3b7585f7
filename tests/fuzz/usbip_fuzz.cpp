#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <span>

#include "devices/printer/virtual_printer.hpp"
#include "devices/simulator/usbip_port.hpp"

// What a hostile host might say to a simulated printer: every header alone, then all of it on a
// line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* first, std::size_t size) {
  namespace usbip = slipway::devices::usbip;
  const std::span<const std::uint8_t> bytes(first, size);
  for (auto rest = bytes; rest.size() >= usbip::kHeaderLength;) {
    usbip::Header header{};
    std::copy_n(rest.begin(), header.size(), header.begin());
    rest = rest.subspan(header.size());
    const auto command = usbip::read_command(header);
    if (!command) continue;
    const std::size_t following = usbip::following(*command);
    if (following > usbip::kLongestTransfer) std::abort();
    rest = rest.subspan(std::min(rest.size(), following));
  }

  int ends[2] = {-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return 0;
  slipway::devices::VirtualPrinter printer;
  std::mutex lock;
  {
    const slipway::devices::UsbipPort port(printer, lock, ends[0]);
    // It may hang up at any byte; nothing here reads its answers, which fit the socket's buffer.
    static_cast<void>(::send(ends[1], bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT));
    ::shutdown(ends[1], SHUT_WR);
    while (port.is_alive())
      ::usleep(20);
  }
  ::close(ends[1]);
  return 0;
}
