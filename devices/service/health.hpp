#pragma once

#include <array>
#include <chrono>
#include <string>

#include "devices/service/event.hpp"

namespace slipway::devices {

// What became of the three devices since the service started, for the technician who asks later.
// Never a card's number, never a signature. No I/O.
class Health {
 public:
  using Clock = std::chrono::system_clock;

  explicit Health(Clock::time_point started);

  // True when the page says something else now.
  [[nodiscard]] bool note(const DeviceEvent& event, Clock::time_point now);
  // The page, in English as all that is told to technicians.
  [[nodiscard]] std::string page(Clock::time_point now) const;

 private:
  struct Record {
    DeviceState state;
    Clock::time_point since;
    int readied = 0;  // how often it became ready
    int failed = 0;   // how often it was in trouble
    std::string last_trouble;
    Clock::time_point troubled_at;
  };

  [[nodiscard]] bool note_state(const DeviceState& state, Clock::time_point now);
  [[nodiscard]] std::string record_text(const Record& record) const;
  [[nodiscard]] std::string work_text(Role role) const;

  Clock::time_point started_;
  std::array<Record, 3> records_;
  int cards_ = 0;
  int unreadable_ = 0;
  int signatures_ = 0;
  int lost_ = 0;
  std::string pad_said_;
  std::array<int, 3> pages_{};  // by outcome
  Printed last_page_;
  PrinterStatus sensors_;
  Clock::time_point sensed_at_;
};

}  // namespace slipway::devices
