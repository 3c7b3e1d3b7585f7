#pragma once

#include <sys/types.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "devices/service/client.hpp"

namespace slipway::devices::tests {

// Limits are those of the product. Programs that a sanitizer watches run several times slower, and
// what they are watched for is not their speed.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
inline constexpr int kSlowness = 4;
#else
inline constexpr int kSlowness = 1;
#endif

// Whether a simulated bus is possible here; says SKIPPED and why on stdout when not.
[[nodiscard]] bool can_rig();

// The whole of a kiosk's bus without hardware: slipway-simulator with slipway-devices inside it,
// and a client as a screen has one. Real processes, real libusb, simulated usbfs.
class Rig {
 public:
  // Nothing when it cannot run here; says SKIPPED and why on stdout. `reader`, `printer`: which one
  // the simulator has. `settings`: more lines of devices.toml.
  [[nodiscard]] static std::unique_ptr<Rig> start(const std::string& reader = "ccid",
                                                  const std::string& printer = "epson",
                                                  const std::string& settings = "");
  // Ends it, and fails the test when it does not end with the status 0 (137 after a kill): a
  // sanitizer's report does that, also one of the last moment.
  ~Rig();
  Rig(const Rig&) = delete;
  Rig& operator=(const Rig&) = delete;

  [[nodiscard]] Client& client() { return *client_; }
  void close_client() { client_.reset(); }
  // Where the service keeps its files.
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  // Words to the simulator; its answer. What was printed before is kept as a slip by then.
  std::string say(const std::string& words);
  // The paper of the given number, as it lies in the tray now; nothing when there is none.
  [[nodiscard]] std::optional<Page> slip(int number);

  // The next event of this kind that satisfies `wanted`, within `limit`. Earlier ones of its kind
  // are gone; those of other kinds are kept, because kinds come in any order.
  template <typename T>
  [[nodiscard]] std::optional<T> next(
      std::chrono::milliseconds limit,
      const std::function<bool(const T&)>& wanted = [](const T&) { return true; }) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    do {
      for (auto at = events_.begin(); at != events_.end();) {
        if (!std::holds_alternative<T>(*at)) {
          ++at;
          continue;
        }
        const T one = std::get<T>(*at);
        at = events_.erase(at);
        if (wanted(one)) return one;
      }
    } while (listen_until(deadline));
    return std::nullopt;
  }
  [[nodiscard]] bool becomes(Role role, Presence presence, std::chrono::milliseconds limit);

  // Ends everything by a signal to one of both programs, the other follows; how long both took, and
  // the status: the service's, unless the simulator's own is not 0. Tells their log when it is
  // wrong.
  enum class To { Simulator, Service };
  struct Stop {
    std::chrono::milliseconds took;
    int status;
  };
  Stop stop(int signal = SIGTERM, To to = To::Simulator);
  // SIGKILL to slipway-devices alone.
  void kill_service();

 private:
  Rig() = default;
  [[nodiscard]] bool listen_until(std::chrono::steady_clock::time_point deadline);
  void launch(const std::string& reader, const std::string& printer, const std::string& settings);
  [[nodiscard]] pid_t service() const;

  std::filesystem::path folder_;
  pid_t simulator_ = -1;
  int expected_status_ = 0;
  int bell_ = -1;  // an eventfd that the client's wake rings
  std::unique_ptr<Client> client_;
  std::vector<DeviceEvent> events_;
};

}  // namespace slipway::devices::tests
