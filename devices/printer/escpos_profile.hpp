#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string_view>

#include "devices/usb/transport.hpp"

namespace slipway::devices {

// How a printer reports its state without being asked in order.
enum class StatusDialect {
  RealTime,             // DLE EOT only
  RealTimeAndAutomatic  // DLE EOT, and ASB when something changes
};

// What a driver cannot ask a printer. USB ids do not identify one (several makers share them), so
// the operator may choose a profile by name; the standard one claims little.
struct EscposProfile {
  std::string_view name;
  int width_dots = 576;
  // Answers GS ( H. Without it the evidence is an ordered query at best.
  bool confirms_jobs = false;
  StatusDialect status = StatusDialect::RealTime;
  // Understands GS ( D. Others would print it as text.
  bool forbids_real_time = false;
  // Answers GS r.
  bool answers_in_order = true;
  // The slowest that the paper moves: how long a confirmation may take.
  int millimetres_per_second = 70;
  // No progress for so long, and the job is given up.
  std::chrono::milliseconds stall_limit{10'000};
};

[[nodiscard]] std::span<const EscposProfile> escpos_profiles();
// The profile of this name, or nullptr.
[[nodiscard]] const EscposProfile* escpos_profile(std::string_view name);
// The best guess for a device: by id where it is the maker's own, else the cautious standard.
[[nodiscard]] const EscposProfile& escpos_profile_for(const usb::Description& description);

}  // namespace slipway::devices
