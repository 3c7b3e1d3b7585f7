#pragma once

#include <filesystem>
#include <string>

#include "devices/fault.hpp"

namespace slipway::devices {

// The folder in which slipway-devices keeps files on a kiosk: systemd's state directory for it.
inline constexpr const char* kKeptFolder = "/var/lib/slipway/devices";
// In there: which devices were inspected, and what became of them.
inline constexpr const char* kInspectedFile = "inspected";
inline constexpr const char* kHealthFile = "health";

// What a failing power may do to it: nothing, which waits for the disk, or leave it empty.
enum class Safe { FromPowerLoss, FromReaders };

// Replaces the file with this text; who reads it sees the old one or the new one. Any user may read
// it. Access: it cannot be written; the old one stands.
[[nodiscard]] Result<void> keep(const std::filesystem::path& file, const std::string& text,
                                Safe safe);

}  // namespace slipway::devices
