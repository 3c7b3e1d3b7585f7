#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// What can go wrong between a host and a device that keeps to its protocol otherwise. Every
// simulated device can be told to do it.
namespace slipway::devices::usb {

enum class BusFault {
  Stall,       // the transfer is refused
  Short,       // half of it: the rest never comes, or is refused
  Babble,      // more than was asked for
  Silence,     // nothing happens until the host gives up
  Gone,        // the device leaves the bus
  Elsewhere,   // what the host waits for comes from another endpoint, or is lost
  Repeat,      // what came comes once more
  Reorder,     // what comes next comes before it, or else it comes late
  Slow,        // it takes 400 ms longer
  Empty,       // a packet without bytes comes first
  Reenumerate  // the device leaves the bus and comes back under a new address
};
inline constexpr std::size_t kBusFaults = 11;

[[nodiscard]] const char* name_of(BusFault fault);

struct PlannedFault {
  BusFault fault = BusFault::Stall;
  std::size_t transfer = 1;  // the first, the second ... of those that are to come
};
// "fault stall 3": the third transfer from now. "fault stall" is the next one. Nothing for other
// words, for other names and for numbers beyond 1,000,000.
[[nodiscard]] std::optional<PlannedFault> planned_fault(std::string_view words);
// The words, for whoever asks for help.
[[nodiscard]] std::string help_on_faults();

}  // namespace slipway::devices::usb
