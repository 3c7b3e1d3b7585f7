#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "devices/simulator/usbip_wire.hpp"

namespace slipway::devices::tests {

using Bytes = std::vector<std::uint8_t>;

// The other side of USB/IP, as Linux' vhci_hcd writes and reads it: 48 bytes, big-endian.
[[nodiscard]] usbip::Header written(const usbip::Submit& submit);
[[nodiscard]] usbip::Header written(const usbip::Unlink& unlink);

// What comes back.
struct Reply {
  enum class Kind { Submit = 3, Unlink = 4 };
  Kind kind = Kind::Submit;
  std::uint32_t number = 0;
  std::int32_t status = 0;
  std::uint32_t actual = 0;  // Submit only
  Bytes bytes;               // towards the host only
};
[[nodiscard]] std::optional<Reply> read_reply(const usbip::Header& header);

// Plays the kernel on one end of a line. Owns the socket.
class UsbipHost {
 public:
  explicit UsbipHost(int socket) : socket_(socket) {}
  ~UsbipHost();
  UsbipHost(const UsbipHost&) = delete;
  UsbipHost& operator=(const UsbipHost&) = delete;

  void hang_up();
  void send(std::span<const std::uint8_t> bytes) const;
  // Begins a transfer; its number.
  std::uint32_t begin_in(std::uint8_t endpoint, std::uint32_t length);
  std::uint32_t begin_out(std::uint8_t endpoint, const Bytes& bytes);
  std::uint32_t unlink(std::uint32_t victim);
  // A control transfer towards the host, whole.
  [[nodiscard]] std::optional<Reply> ask(const std::array<std::uint8_t, 8>& setup);
  // The next reply; nothing when none comes within `limit`, or the line has ended.
  [[nodiscard]] std::optional<Reply> next(std::chrono::milliseconds limit);
  // True when the other side ends the line within `limit`.
  [[nodiscard]] bool ends(std::chrono::milliseconds limit) const;
  // What Linux asks of a device that has arrived: descriptors, strings, the configuration; the
  // device descriptor and the configuration one after the other.
  [[nodiscard]] std::optional<Bytes> enumerate();

 private:
  std::uint32_t begin(usbip::Submit submit, const Bytes& sent = {});

  int socket_;
  std::uint32_t number_ = 0;
  std::vector<std::uint32_t> towards_host_;
};

}  // namespace slipway::devices::tests
