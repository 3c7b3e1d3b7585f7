#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "devices/printer/device_id.hpp"
#include "devices/printer/printer_choice.hpp"

// A text of profiles from anybody, and a device id from any printer: no bytes may crash, and what
// is taken keeps its bounds.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* first, std::size_t size) {
  namespace devices = slipway::devices;
  const std::string_view text(reinterpret_cast<const char*>(first), size);
  const auto read = devices::read_profiles("fuzz", text, {});
  if (read) {
    for (const devices::PrinterProfile& one : *read) {
      if (one.width_dots % 8 != 0 || one.width_dots < 192 || one.width_dots > 1024) std::abort();
      if (one.models.size() > 8 || one.usb.size() > 8 || one.millimetres_per_second < 10) {
        std::abort();
      }
    }
  } else if (read.error().text.rfind("fuzz:", 0) != 0) {
    std::abort();
  }
  const devices::DeviceId id = devices::read_device_id({first, size});
  if (id.maker.size() > 126 || id.model.size() > 126 || id.commands.size() > 126) std::abort();
  static_cast<void>(devices::profile_for({}, id, devices::known_profiles()));
  return 0;
}
