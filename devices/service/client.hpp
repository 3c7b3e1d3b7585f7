#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "devices/fault.hpp"
#include "devices/service/event.hpp"

namespace slipway::devices {

// How a kiosk sees slipway-devices: values in both directions over a local socket. One thread of
// its own; `wake` is called from that thread, once per batch, and must only wake the owner (a
// Glib::Dispatcher's emit). send() and take() may be called from one other thread.
//
// The service may come and go: the client says ServiceLost after three seconds of silence, and
// when it is back every DeviceState is reported anew.
class Client {
 public:
  // `endpoint` as "ipc:///run/slipway/devices.sock".
  [[nodiscard]] static Result<std::unique_ptr<Client>> open(const std::string& endpoint,
                                                            std::function<void()> wake);
  virtual ~Client() = default;
  virtual void send(Command command) = 0;
  // All that happened since the last call, in order.
  [[nodiscard]] virtual std::vector<DeviceEvent> take() = 0;
};

}  // namespace slipway::devices
