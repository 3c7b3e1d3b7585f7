#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "devices/fault.hpp"

namespace slipway::devices::usb {

using Bytes = std::vector<std::uint8_t>;

enum class TransferKind { Control, Bulk, Interrupt };

struct Endpoint {
  std::uint8_t address = 0;  // bit 7 set: towards the host
  TransferKind kind = TransferKind::Bulk;
  std::uint16_t packet_size = 0;
  [[nodiscard]] bool is_in() const { return (address & 0x80) != 0; }
};

struct Interface {
  std::uint8_t number = 0;
  std::uint8_t alternate = 0;
  std::uint8_t device_class = 0;
  std::uint8_t subclass = 0;
  std::uint8_t protocol = 0;
  std::vector<Endpoint> endpoints;
  Bytes extra;      // class-specific descriptors, as they stand (CCID, HID)
  Bytes reports{};  // HID: its report descriptor, where the system knows it without opening
};

// What a device says of itself when it is plugged in. Hostile until a driver has checked it.
struct Description {
  std::uint16_t vendor = 0;
  std::uint16_t product = 0;
  std::uint16_t release = 0x0100;  // bcdDevice: 0x0314 is 3.14, by which makers count firmware
  std::string serial;              // empty when it has none; printable ASCII only
  std::string maker;
  std::string model;
  std::string port;          // "1-2.3": bus and chain of ports; stays the same over a replug
  std::uint8_t address = 0;  // new at every plug
  std::vector<Interface> interfaces;
};

struct Setup {
  std::uint8_t request_type = 0;
  std::uint8_t request = 0;
  std::uint16_t value = 0;
  std::uint16_t index = 0;
};

// One opened device with one claimed interface: the seam below every driver. A driver cannot tell
// libusb from a recording or from a virtual device. One thread at a time may call the transfers;
// interrupt() may be called from any thread.
//
// Every call is bounded by `timeout`. Fault::Timeout leaves the bytes that were taken counted in
// `Written`; they must never be sent again. Fault::Gone is final: open the device anew.
class Transport {
 public:
  virtual ~Transport() = default;

  [[nodiscard]] virtual const Description& description() const = 0;
  [[nodiscard]] virtual const Interface& interface() const = 0;

  // Device to host; returns what came, at most `most` bytes.
  [[nodiscard]] virtual Result<Bytes> control_in(const Setup& setup, std::size_t most,
                                                 std::chrono::milliseconds timeout) = 0;
  [[nodiscard]] virtual Result<void> control_out(const Setup& setup,
                                                 std::span<const std::uint8_t> bytes,
                                                 std::chrono::milliseconds timeout) = 0;

  struct Written {
    std::size_t taken = 0;       // bytes that the device accepted
    std::optional<Error> error;  // nothing when all were taken
  };
  [[nodiscard]] virtual Written write(std::uint8_t endpoint, std::span<const std::uint8_t> bytes,
                                      std::chrono::milliseconds timeout) = 0;

  // One transfer from a bulk or interrupt endpoint; an empty packet is a result, not an error.
  // Fault::Timeout means nothing came.
  [[nodiscard]] virtual Result<Bytes> read(std::uint8_t endpoint, std::size_t most,
                                           std::chrono::milliseconds timeout) = 0;

  [[nodiscard]] virtual Result<void> clear_halt(std::uint8_t endpoint) = 0;

  // Makes a read or write that is under way in another thread return with Fault::Timeout at once.
  virtual void interrupt() = 0;
};

}  // namespace slipway::devices::usb
