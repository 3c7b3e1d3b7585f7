#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "devices/service/codec.hpp"

namespace slipway::devices::wire {

// What the client makes of a service that comes and goes, without socket or clock: time is an
// argument. It keeps three promises: a page is never printed late (a command that the service
// cannot take now is answered or dropped, not kept), a page is never printed twice (a service that
// was started anew has forgotten its jobs, so a repeated one is Unknown), and every page is
// answered.
class Conversation {
 public:
  using Clock = std::chrono::steady_clock;
  using Time = Clock::time_point;

  static constexpr std::chrono::seconds kSilence{3};
  static constexpr std::chrono::milliseconds kPing{1000};
  static constexpr std::chrono::milliseconds kCall{200};  // between pings while nobody answers

  explicit Conversation(Time now) : heard_(now), pinged_(now - kPing) {}

  void tell(Command command);
  void on_letter(ToClient letter, Time now);
  // The letter could not be sent: the service is not there.
  void on_unsent(const ToService& letter);
  void pass(Time now);

  [[nodiscard]] std::vector<ToService> outgoing();
  [[nodiscard]] std::vector<DeviceEvent> take();

 private:
  enum class Service { Awaited, Present, Lost };
  struct Job {
    std::uint64_t life = 0;  // of the service that was given it
    bool answered = false;
    int given = 0;  // how often it was handed to the socket
  };

  void print(PrintPage page);
  void carry(Command command);
  void on_pong(const Pong& pong);
  void on_event(DeviceEvent event);
  void give_up();
  void end_jobs();
  void refuse(const Command& command);
  void end_signature();

  Service service_ = Service::Awaited;
  std::uint64_t life_ = 0;
  Time heard_;
  Time pinged_;
  bool armed_ = false;
  bool signing_ = false;
  std::optional<JobId> drawer_;  // that is to open; not yet answered
  std::vector<Command> early_;   // told before the service was heard for the first time
  std::map<JobId, Job> jobs_;
  std::vector<ToService> outgoing_;
  std::vector<DeviceEvent> events_;
};

}  // namespace slipway::devices::wire
