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

// Replaces the file with this text, whole or not at all, also when the power fails. Any user may
// read it. Access: it cannot be written; the old one stands.
[[nodiscard]] Result<void> keep(const std::filesystem::path& file, const std::string& text);

}  // namespace slipway::devices
