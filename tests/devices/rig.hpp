#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "devices/service/client.hpp"

namespace slipway::devices::tests {

// The whole of a kiosk's bus without hardware: slipway-simulator with slipway-devices inside it,
// and a client as a screen has one. Real processes, real libusb, simulated usbfs.
class Rig {
 public:
  // Nothing when it cannot run here; says SKIPPED and why on stdout.
  [[nodiscard]] static std::unique_ptr<Rig> start();
  ~Rig();
  Rig(const Rig&) = delete;
  Rig& operator=(const Rig&) = delete;

  [[nodiscard]] Client& client() { return *client_; }
  // Words to the simulator; its answer.
  std::string say(const std::string& words);
  [[nodiscard]] std::filesystem::path slip(int number) const;

  // The next event of this kind that satisfies `wanted`, within `limit`. Events before it are gone.
  template <typename T>
  [[nodiscard]] std::optional<T> next(
      std::chrono::milliseconds limit,
      const std::function<bool(const T&)>& wanted = [](const T&) { return true; }) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    do {
      while (!events_.empty()) {
        const DeviceEvent event = events_.front();
        events_.erase(events_.begin());
        if (const auto* one = std::get_if<T>(&event); one != nullptr && wanted(*one)) return *one;
      }
    } while (listen_until(deadline));
    return std::nullopt;
  }
  [[nodiscard]] bool becomes(Role role, Presence presence, std::chrono::milliseconds limit);

  // SIGTERM to the simulator, which passes it on; how long both took to end, and their status.
  struct Stop {
    std::chrono::milliseconds took;
    int status;
  };
  Stop stop();
  // SIGKILL to slipway-devices alone.
  void kill_service();

 private:
  Rig() = default;
  [[nodiscard]] bool listen_until(std::chrono::steady_clock::time_point deadline);
  void launch();

  std::filesystem::path folder_;
  pid_t simulator_ = -1;
  int bell_ = -1;  // an eventfd that the client's wake rings
  std::unique_ptr<Client> client_;
  std::vector<DeviceEvent> events_;
};

}  // namespace slipway::devices::tests
