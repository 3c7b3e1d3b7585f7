#pragma once

#include <array>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "devices/service/roster.hpp"

// Which device of each role a technician has looked at. Another one, however like it, is not used
// until somebody has looked at it too: what stands on a counter may have been swapped.
namespace slipway::devices {

// By what a device of a role is known again, beside the numbers of maker and product.
enum class Identity {
  // Its serial number, wherever it is plugged in; by its port when it has none.
  Serial,
  // Its port: for one that makes up a serial number at each plug, or shares it with others.
  Port,
};
using Identities = std::array<Identity, kRoles.size()>;
// Where a role's device is plugged in, as an operator has said; empty: anywhere.
using Ports = std::array<std::string, kRoles.size()>;

// A device as it was when it was inspected.
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
[[nodiscard]] bool is_same(const Inspected& inspected, const usb::Description& device,
                           Identity identity = Identity::Serial);

// The file of them, one line each: "printer 04b8:0e28 1-2 SERIAL". Any thread; several programs.
class Inspection {
 public:
  // In an empty folder's name nothing is kept, and every device is admitted.
  explicit Inspection(const std::filesystem::path& folder, const Identities& identities = {});

  // The one of this role; nothing when there was none yet. Protocol, with the line, when the file
  // is not as it was written; Access when it cannot be read.
  [[nodiscard]] Result<std::optional<Inspected>> of(Role role) const;
  // Which of the plugged devices plays this role: one with the numbers of the inspected one
  // before others, at its port before other ports; otherwise as the roster chooses. Of several
  // alike that have moved it may be another: admit() tells, and whoever asks leaves it out then.
  [[nodiscard]] std::optional<Candidate> choose(Role role, const std::string& port,
                                                const std::vector<usb::Description>& plugged) const;
  // Strange when another was inspected; nothing wrong when none was.
  [[nodiscard]] Result<void> check(Role role, const usb::Description& device) const;
  // Whether this device may play this role. The first one of a role is the inspected one: it stands
  // there when the kiosk is set up.
  [[nodiscard]] Result<void> admit(Role role, const usb::Description& device);
  // From now on this is the one. A damaged file is written anew, without what it said; one that
  // cannot be read is left alone.
  [[nodiscard]] Result<void> accept(Role role, const usb::Description& device);

 private:
  [[nodiscard]] Result<std::vector<Inspected>> read() const;

  std::filesystem::path file_;
  Identities identities_;
  std::mutex mutex_;  // one change at a time
};

}  // namespace slipway::devices
