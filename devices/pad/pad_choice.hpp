#pragma once

#include <memory>
#include <string>

#include "devices/chosen.hpp"
#include "devices/pad/digitizer_pad.hpp"
#include "devices/pad/encryption.hpp"
#include "devices/pad/signature_pad.hpp"
#include "devices/usb/transport.hpp"

// From a device on the bus to the driver of a signature pad: the one place that knows them all.
namespace slipway::devices {

// The interface through which a device would be a signature pad, whatever its kind; nullptr when it
// would not.
[[nodiscard]] const usb::Interface* pad_interface_of(const usb::Description& description,
                                                     Chosen chosen);

// Whether it is a signature pad by trade, and is to be preferred over a tablet.
[[nodiscard]] bool is_made_for_signing(const usb::Description& description);

// The driver for the claimed interface, as far as the pad is known by its numbers; otherwise the
// one whose reports it turns out to have. Unsupported, with the reason in words, when it is no pad,
// or when encryption is required and it has none. `clock`: when a report came, for what has no
// clock.
[[nodiscard]] Result<std::unique_ptr<SignaturePad>> open_pad(
    std::unique_ptr<usb::Transport> transport, Encryption wish,
    DigitizerPad::Clock clock = &DigitizerPad::steady_time);

// Why something that can point is not taken for a pad, and what to do about it; empty for what has
// nothing to do with pads. One sentence or two for the technician.
[[nodiscard]] std::string why_no_pad(const usb::Description& description);

}  // namespace slipway::devices
