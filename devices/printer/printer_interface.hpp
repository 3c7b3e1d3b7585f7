#pragma once

#include <cstdint>
#include <optional>

#include "devices/usb/transport.hpp"

namespace slipway::devices {

// The interface of this device that a printer's driver needs, or nullptr: printer class 07/01 (or
// vendor class, Epson's other mode) with a bulk endpoint in each direction, protocol 02 preferred.
[[nodiscard]] const usb::Interface* printer_interface_of(const usb::Description& description);

// The two bulk endpoints of an interface, whatever their numbers.
struct BulkPair {
  std::uint8_t out = 0;
  std::uint8_t in = 0;
};
[[nodiscard]] std::optional<BulkPair> bulk_pair_of(const usb::Interface& interface);

}  // namespace slipway::devices
