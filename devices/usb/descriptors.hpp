#pragma once

#include <span>
#include <string>
#include <vector>

#include "devices/usb/transport.hpp"

// The descriptors of USB 2.0 chapter 9.6, read and written. Reading trusts nothing: every length is
// checked, a descriptor that does not fit ends the reading with Fault::Protocol.
namespace slipway::devices::usb {

// `bytes`: the device descriptor, then the whole configuration descriptor. `strings` by index (the
// first is not used); what is not printable ASCII becomes "?". Port and address stay empty.
[[nodiscard]] Result<Description> describe(std::span<const std::uint8_t> bytes,
                                           const std::vector<std::string>& strings);

// The same bytes for a full-speed, self-powered device with one configuration whose strings are
// 1 the maker, 2 the model and 3 the serial (0 where empty).
[[nodiscard]] Bytes descriptors_of(const Description& description);

// One of the words a maker writes into a descriptor, made safe to show: printable ASCII, at most
// 126 characters (the longest string that a descriptor holds), no blanks at the ends.
[[nodiscard]] std::string printable(const std::string& text);

}  // namespace slipway::devices::usb
