#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "devices/usb/transport.hpp"

namespace slipway::devices::usb {

// One thing that happened on the bus.
struct Change {
  enum class Kind { Arrived, Left };
  Kind kind = Kind::Arrived;
  Description device;  // without strings
};

// What is plugged in, and the way to a device. Any thread.
class Bus {
 public:
  // Called from the bus' own thread at every change (also for what is there at the start); must
  // only hand the value on.
  using Watcher = std::function<void(const Change&)>;

  virtual ~Bus() = default;

  // Everything that is plugged in now, in the order of arrival. Strings are left out: a device has
  // to be opened to be asked for them.
  [[nodiscard]] virtual std::vector<Description> devices() = 0;

  // Opens the device that stands at this port under this address and claims the interface; a
  // kernel driver is taken off it and put back at the end. Absent: it left meanwhile. Busy: another
  // program holds it. Access: the udev rule is missing. Close every transport before the bus.
  [[nodiscard]] virtual Result<std::unique_ptr<Transport>> open(const Description& device,
                                                                const Interface& interface) = 0;
};

}  // namespace slipway::devices::usb
