#pragma once

#include <functional>
#include <memory>
#include <string>

#include "devices/fault.hpp"
#include "devices/usb/virtual_device.hpp"

namespace slipway::devices {

// The place on the bus where one simulated device can be plugged in, and the lock around it.
class Seat {
 public:
  virtual ~Seat() = default;
  // Both are without effect when it is so already.
  [[nodiscard]] virtual Result<void> plug() = 0;
  virtual void unplug() = 0;
  [[nodiscard]] virtual bool is_plugged() const = 0;
  // Lets `act` touch the device while nobody else does.
  virtual void with_device(const std::function<void(usb::VirtualDevice&)>& act) = 0;
};

// A bus with seats.
class Bed {
 public:
  virtual ~Bed() = default;
  // An empty seat, at this port ("1-2": bus 1, port 2) where the bus lets one choose. Seat and
  // device must not outlive the bed and the seat's user; the device is told about time only through
  // the seat.
  [[nodiscard]] virtual std::unique_ptr<Seat> seat(const std::string& port,
                                                   usb::VirtualDevice& device) = 0;
};

}  // namespace slipway::devices
