#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "devices/service/event.hpp"
#include "devices/usb/transport.hpp"

namespace slipway::devices {

// What one role does with its device, without threads or the bus: a worker opens the device, hands
// it over and calls. An error returned by any call means that the device has to be opened anew.
//
//   absent -> begin -> (obey | turn)... -> end -> absent
class Duty {
 public:
  // News for the screen.
  using Report = std::function<void(DeviceEvent)>;

  virtual ~Duty() = default;
  [[nodiscard]] virtual Role role() const = 0;
  // Whether something else can do a part of this role's work while its device cannot.
  [[nodiscard]] virtual bool has_stand_in() const { return false; }

  [[nodiscard]] virtual Result<void> begin(std::unique_ptr<usb::Transport> transport) = 0;
  [[nodiscard]] virtual Result<void> obey(const Command& command) = 0;
  // Looks at the device, for at most a tenth of a second.
  [[nodiscard]] virtual Result<void> turn() = 0;
  // How long the next turn may wait while nobody commands.
  [[nodiscard]] virtual std::chrono::milliseconds rest() const = 0;
  // The device is gone or is about to be closed; leaves it fit to be seen by the next member.
  virtual void end() = 0;

  // A command while there is no device: answered, or remembered for when there is one.
  virtual void obey_absent(const Command& command) = 0;
};

}  // namespace slipway::devices
