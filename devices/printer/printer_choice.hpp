#pragma once

#include <memory>
#include <span>

#include "devices/printer/device_id.hpp"
#include "devices/printer/printer_profile.hpp"
#include "devices/printer/receipt_printer.hpp"
#include "devices/usb/transport.hpp"

// From a device on the bus to a driver: by interface and endpoints, by what the device says of
// itself, and by the operator's word. A USB id alone never decides: unrelated makers share them.
namespace slipway::devices {

// The profile whose maker and model the device names, in its device id or else in its descriptors,
// and whose ids do not rule it out; otherwise the cautious one of its language.
[[nodiscard]] const PrinterProfile& profile_for(const usb::Description& description,
                                                const DeviceId& id,
                                                std::span<const PrinterProfile> profiles);

// Asks the device who it is and opens it with the driver of its language; `wanted` is the
// operator's choice, or nullptr. Unsupported when the interface has no way back: paper could never
// be proven.
[[nodiscard]] Result<std::unique_ptr<ReceiptPrinter>> open_printer(
    std::unique_ptr<usb::Transport> transport, const PrinterProfile* wanted);

}  // namespace slipway::devices
