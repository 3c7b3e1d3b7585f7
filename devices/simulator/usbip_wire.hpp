#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>

#include "devices/fault.hpp"

// The messages of USB/IP as the side sees them that has the device, after the import (Linux,
// Documentation/usb/usbip_protocol.rst): a header of 48 bytes, all numbers big-endian, then the
// bytes of the transfer in the direction in which they go. Bulk and interrupt look the same.
namespace slipway::devices::usbip {

inline constexpr std::size_t kHeaderLength = 48;
// Linux splits what programs send; nobody gets to make us hold more than this for one transfer.
inline constexpr std::uint32_t kLongestTransfer = 1U << 20;

using Header = std::array<std::uint8_t, kHeaderLength>;

// USBIP_CMD_SUBMIT: one transfer begins.
struct Submit {
  std::uint32_t number = 0;             // the host's name for it
  std::uint8_t endpoint = 0;            // its address; bit 7 set: towards the host
  std::uint32_t length = 0;             // of what follows the header (OUT), or may come (IN)
  std::array<std::uint8_t, 8> setup{};  // means something at endpoint 0 only
  friend bool operator==(const Submit&, const Submit&) = default;
};

// USBIP_CMD_UNLINK: the host no longer wants the transfer `victim`.
struct Unlink {
  std::uint32_t number = 0;  // the name of this command itself
  std::uint32_t victim = 0;
  friend bool operator==(const Unlink&, const Unlink&) = default;
};

using Command = std::variant<Submit, Unlink>;

// Fault::Protocol: another command, another direction than 0 or 1, an endpoint above 15, more than
// kLongestTransfer, or an isochronous transfer. Nothing that follows can be trusted then, because
// nobody knows where the next header begins.
[[nodiscard]] Result<Command> read_command(const Header& header);

// How many bytes of the transfer follow the header of this command.
[[nodiscard]] std::size_t following(const Command& command);

// USBIP_RET_SUBMIT: the transfer `number` has ended with `status` (0 or a negative errno of Linux)
// after `actual` bytes. Towards the host exactly these bytes follow.
[[nodiscard]] Header submitted(std::uint32_t number, std::int32_t status, std::uint32_t actual);

// USBIP_RET_UNLINK: -ECONNRESET when the victim was stopped and will have no RET_SUBMIT, 0 when it
// had ended already.
[[nodiscard]] Header unlinked(std::uint32_t number, std::int32_t status);

}  // namespace slipway::devices::usbip
