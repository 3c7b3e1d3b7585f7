#pragma once

#include <string>
#include <tl/expected.hpp>

namespace slipway::devices {

// What can be wrong with a device, by what the caller does about it.
enum class Fault {
  Absent,       // no such device on the bus: ask to plug it in, go on when it arrives
  Busy,         // another program holds it: name it to the technician
  Access,       // no right to open it: the udev rule is missing
  Gone,         // it was unplugged while in use: wait for it to come back
  Timeout,      // no answer in time; for paper this means unknown, never try again by itself
  Protocol,     // it answered nonsense: reset it once, then give up
  Unsupported,  // it cannot do this: choose another way
  Media,        // paper or card is the trouble: a person has to look
  Strange,      // not the device that was inspected: a technician looks at it and accepts it
};

struct Error {
  Fault fault = Fault::Protocol;
  std::string text;  // for the technician, English, never shown to a member
};

template <typename T>
using Result = tl::expected<T, Error>;

[[nodiscard]] const char* name_of(Fault fault);

}  // namespace slipway::devices
