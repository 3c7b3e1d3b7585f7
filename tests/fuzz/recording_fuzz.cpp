#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "devices/service/trial.hpp"
#include "devices/usb/replay.hpp"

// A recording as anybody might hand it in: no text may crash, what is accepted is written as it was
// read and keeps its bounds, and no driver that it is played to waits or crashes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* first, std::size_t size) {
  using namespace slipway::devices;
  const std::string_view text(reinterpret_cast<const char*>(first), size);
  const auto recording = usb::read_recording(text);
  if (!recording) {
    if (!recording.error().text.starts_with("line ")) std::abort();
    return 0;
  }
  if (recording->transfers.size() > usb::kMostTransfers) std::abort();
  if (usb::read_recording(to_text(*recording)).has_value() == false) std::abort();
  for (const Role role : {Role::Reader, Role::Printer, Role::Pad}) {
    usb::Replay replay(*recording,
                       scrubber_for(role, recording->description, *usb::interface_of(*recording)));
    auto transport = replay.open();
    if (!transport) std::abort();
    const Trial trial{role, recording->limit, recording->job, recording->profile};
    static_cast<void>(carry_out(trial, std::move(*transport), [&replay] { return replay.now(); }));
  }
  return 0;
}
