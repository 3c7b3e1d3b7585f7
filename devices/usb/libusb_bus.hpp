#pragma once

#include <memory>

#include "devices/usb/bus.hpp"

namespace slipway::devices::usb {

// The computer's own USB, through libusb: one context and one thread for its events and for
// hot-plug. The watcher may be called from before open_libusb_bus() returns until the bus is gone.
[[nodiscard]] Result<std::unique_ptr<Bus>> open_libusb_bus(Bus::Watcher watcher);

}  // namespace slipway::devices::usb
