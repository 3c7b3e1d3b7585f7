#pragma once

#include <memory>
#include <string>

#include "devices/fault.hpp"
#include "devices/simulator/seat.hpp"

namespace slipway::devices {

// A USB bus without hardware: umockdev's test bed, whose sysfs, hot-plug messages and usbfs nodes
// an unmodified libusb takes for the kernel's. Programs that are to see it run with
// LD_PRELOAD=libumockdev-preload.so.0 and UMOCKDEV_DIR=folder().
//
// This process must itself run under that preload library: see preload_umockdev().
class UmockdevBed : public Bed {
 public:
  [[nodiscard]] static Result<std::unique_ptr<UmockdevBed>> open();
  [[nodiscard]] virtual std::string folder() const = 0;
};

// Starts the running program anew under the preload library unless it is there already. Returns
// only when that is so, or with the reason why it cannot be.
[[nodiscard]] Result<void> preload_umockdev(char** argv);

}  // namespace slipway::devices
