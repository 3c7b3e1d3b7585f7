#pragma once

#include <chrono>
#include <optional>

#include "devices/usb/hid.hpp"
#include "devices/usb/transport.hpp"

// What every pad that sends HID reports needs of its interface.
namespace slipway::devices::hid_wire {

inline constexpr std::uint8_t kHidClass = 0x03;

// The interrupt endpoint towards the host; nullptr: none that could send.
[[nodiscard]] const usb::Endpoint* report_endpoint(const usb::Interface& interface);
// A keyboard or a mouse for BIOSes, by its interface alone.
enum class Boot { None, Keyboard, Mouse };
[[nodiscard]] Boot boot_of(const usb::Interface& interface);

// Its report descriptor: as the system knows it, nothing when it does not.
[[nodiscard]] std::optional<usb::hid::Reports> known_reports(const usb::Interface& interface);
// The same from the device. Unsupported when it is no HID device, Protocol when it makes no sense.
[[nodiscard]] Result<usb::hid::Reports> ask_reports(usb::Transport& transport);

// Throws away what was sent before.
[[nodiscard]] Result<void> drain(usb::Transport& transport, const usb::Endpoint& endpoint);
// One packet; Timeout when none came. A halt is cleared and told.
[[nodiscard]] Result<usb::Bytes> read_packet(usb::Transport& transport,
                                             const usb::Endpoint& endpoint,
                                             std::chrono::milliseconds limit);

}  // namespace slipway::devices::hid_wire
