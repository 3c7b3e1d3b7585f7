#pragma once

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "devices/service/event.hpp"
#include "devices/usb/transport.hpp"

// Which device of each role a technician has looked at. Another one, however like it, is not used
// until somebody has looked at it too: what stands on a counter may have been swapped.
namespace slipway::devices {

// A device as it is known again: by maker, product and serial number wherever it is plugged in, or
// by its port when it has no serial number.
struct Inspected {
  Role role = Role::Reader;
  std::uint16_t vendor = 0;
  std::uint16_t product = 0;
  std::string port;
  std::string serial;
  friend bool operator==(const Inspected&, const Inspected&) = default;
};
[[nodiscard]] Inspected inspected_as(Role role, const usb::Description& device);
[[nodiscard]] bool has_numbers_of(const Inspected& inspected, const usb::Description& device);
// `device` with its strings, as an opened one has them.
[[nodiscard]] bool is_same(const Inspected& inspected, const usb::Description& device);

// The file of them, one line each: "printer 04b8:0e28 1-2 SERIAL". Any thread; several programs.
class Inspection {
 public:
  // In an empty folder's name nothing is kept, and every device is admitted.
  explicit Inspection(const std::filesystem::path& folder);

  // The one of this role; nothing when there was none yet. Protocol, with the line, when the file
  // is not as it was written; Access when it cannot be read.
  [[nodiscard]] Result<std::optional<Inspected>> of(Role role) const;
  // Whether this device may play this role. The first one of a role is the inspected one: it stands
  // there when the kiosk is set up. Strange when another was inspected.
  [[nodiscard]] Result<void> admit(Role role, const usb::Description& device);
  // From now on this is the one. A damaged file is written anew, without what it said.
  [[nodiscard]] Result<void> accept(Role role, const usb::Description& device);

 private:
  [[nodiscard]] Result<std::vector<Inspected>> read() const;

  std::filesystem::path file_;
  std::mutex mutex_;  // one change at a time
};

}  // namespace slipway::devices
