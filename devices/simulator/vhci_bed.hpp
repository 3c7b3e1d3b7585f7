#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "devices/fault.hpp"
#include "devices/simulator/seat.hpp"

namespace slipway::devices {

// The kernel's own USB bus, with a simulated device at a port of its virtual host controller
// (module vhci-hcd): real usbfs, real drivers, real udev, and every program sees it without
// preload. Needs root. Ports are given out in the order in which seats are first plugged in; a seat
// keeps its own, as a socket in a wall does.
//
// plug() waits until the kernel has configured the device, at most ten seconds. Fault::Busy: no
// port is free. Fault::Access: not root.
class VhciBed : public Bed {
 public:
  // The controller's folder in sysfs.
  static const std::filesystem::path kFolder;

  // Whether the controller is there and this process may use it.
  [[nodiscard]] static bool is_possible(const std::filesystem::path& folder = kFolder);
  // Fault::Absent, with what to do about it, when it is not.
  [[nodiscard]] static Result<std::unique_ptr<VhciBed>> open(
      const std::filesystem::path& folder = kFolder);
};

// The ports for full and high speed that are free, from the text of the controller's file `status`;
// lines that are not understood are left out.
[[nodiscard]] std::vector<int> free_vhci_ports(const std::string& status);

}  // namespace slipway::devices
