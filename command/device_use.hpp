#pragma once

#include <memory>
#include <string>

#include "devices/service/event.hpp"
#include "devices/usb/bus.hpp"

// What the verbs that use one device have in common. Each tells stderr why and throws
// CLI::RuntimeError(2) when it cannot give what it promises.
namespace slipway::command {

// What to try next with a device of this role that could not be used.
[[noreturn]] void refuse_role(devices::Role role, const devices::Error& trouble);
[[nodiscard]] std::unique_ptr<devices::usb::Bus> bus_with(devices::usb::Bus::Watcher watcher);
// "1-2  04b8:0e28  EPSON  TM-T20III".
[[nodiscard]] std::string name_of(const devices::usb::Description& device);
// The device of this role, or of the port that is named, opened for this program alone; tells
// stdout which one it is.
[[nodiscard]] std::unique_ptr<devices::usb::Transport> opened(devices::usb::Bus& bus,
                                                              devices::Role role,
                                                              const std::string& port);

}  // namespace slipway::command
