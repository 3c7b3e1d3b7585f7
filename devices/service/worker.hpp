#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "devices/service/duty.hpp"
#include "devices/service/inspection.hpp"
#include "devices/service/roster.hpp"
#include "devices/usb/bus.hpp"

namespace slipway::devices {

// The thread of one role: finds its device on the bus, opens it, does its duty, and looks again
// when it has gone. It alone retries: at once when something was plugged in, otherwise after one
// second, then two, four and at most eight while opening fails.
class Worker {
 public:
  // Blanking a pad takes a few milliseconds; a device that has not answered by then will not.
  static constexpr std::chrono::milliseconds kRest{500};

  // `port` empty: any. `inspection` outlives it. `report` is called from the worker's thread.
  // `rest`: how long a device may take to come to rest when the program ends.
  Worker(std::unique_ptr<Duty> duty, usb::Bus& bus, Inspection& inspection, std::string port,
         Duty::Report report, std::chrono::milliseconds rest = kRest);
  // Waits for the thread; call ask_to_stop() for all workers first.
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // Any thread.
  void tell(Command command);
  void on_bus_change();
  // Ends the transfer that is under way and lets none begin, except those that bring the device to
  // rest, for a while; asked again until has_ended().
  void ask_to_stop();
  [[nodiscard]] bool has_ended();

 private:
  using Clock = std::chrono::steady_clock;
  class Line;
  class LineEnd;

  void run();
  void seek();
  // Opens the chosen device, if it is the inspected one.
  [[nodiscard]] Result<std::unique_ptr<usb::Transport>> open_admitted();
  // After `why`: of several alike that have moved, the inspected one may be another.
  [[nodiscard]] Result<std::unique_ptr<usb::Transport>> open_alike(
      std::vector<usb::Description> plugged, const Error& why);
  void serve();
  void close(const Error& why);
  void give_up(const Error& why);
  void pause();
  void come_to_rest();
  [[nodiscard]] Result<void> carry_out(const Command& command);
  [[nodiscard]] bool is_still_plugged();
  [[nodiscard]] std::vector<Command> take(std::chrono::milliseconds limit);
  [[nodiscard]] bool is_stopping();
  void set_state(Presence presence, const std::string& trouble = {});
  void tell_state();

  const std::unique_ptr<Duty> duty_;
  usb::Bus& bus_;
  Inspection& inspection_;
  const std::string port_;
  const Duty::Report report_;
  const std::chrono::milliseconds rest_;

  // The worker's own.
  Candidate device_;
  bool open_ = false;
  DeviceState state_;
  std::chrono::milliseconds pause_;

  std::mutex mutex_;  // guards what follows
  std::condition_variable news_;
  std::vector<Command> commands_;
  bool bus_changed_ = false;
  bool stopping_ = false;
  bool ended_ = false;
  std::shared_ptr<Line> line_;  // only to cut it
  Clock::time_point rests_until_;

  std::thread thread_;  // last: it uses all of the above
};

}  // namespace slipway::devices
