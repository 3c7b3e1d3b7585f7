#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "devices/usb/recording.hpp"

// What the kernel's usbmon saw of a bus, from a file of tcpdump or Wireshark: pcap (and pcapng)
// with the link types USB_LINUX (189) and USB_LINUX_MMAPPED (220). Layouts after the kernel's
// Documentation/usb/usbmon.rst and the drafts of the IETF's opsawg on both files. Read here and not
// by libpcap, because that would let a hostile file choose how much memory is taken (its longest
// USB packet has 128 MiB), and what we need of it is two headers.
namespace slipway::devices::usb {

struct BusAddress {
  std::uint16_t bus = 0;
  std::uint8_t device = 0;
  friend bool operator==(const BusAddress&, const BusAddress&) = default;
  friend bool operator<(const BusAddress& a, const BusAddress& b) {
    return a.bus != b.bus ? a.bus < b.bus : a.device < b.device;
  }
};

// One device's transfers, each made of a submission and its completion, in the order of completion.
struct Captured {
  BusAddress address;
  std::vector<RecordedTransfer> transfers;
};

// Every device that something was completed with, by address. Transfers without a completion, or
// longer than was captured, are left out. Protocol when it is no such file or is malformed; the
// bounds are those of a recording.
[[nodiscard]] Result<std::vector<Captured>> read_capture(std::span<const std::uint8_t> file);

// What the device said of itself in what was captured: its descriptors, in the form of describe().
// Empty when the capture began after it was plugged in.
[[nodiscard]] Bytes captured_descriptors(const Captured& captured);
// Its strings by index, as far as they were asked for.
[[nodiscard]] std::vector<std::string> captured_strings(const Captured& captured);

// Only what a Transport would have seen of one interface: its endpoints, requests of class and
// vendor, report descriptors, and lifted halts; not what the kernel and libusb ask for themselves.
[[nodiscard]] std::vector<RecordedTransfer> seen_by(const Interface& claimed,
                                                    const Captured& captured);

}  // namespace slipway::devices::usb
