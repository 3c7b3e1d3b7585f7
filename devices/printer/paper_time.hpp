#pragma once

#include <chrono>

#include "devices/printer/page.hpp"
#include "devices/printer/printer_profile.hpp"

namespace slipway::devices {

// How long the paper of this page moves at most.
[[nodiscard]] inline std::chrono::milliseconds paper_time(const Page& page,
                                                          const PrinterProfile& profile) {
  constexpr long long kMicrometresPerInch = 25'400;
  const long long micrometres = kMicrometresPerInch * page.height / profile.dots_per_inch;
  return std::chrono::milliseconds(micrometres / profile.millimetres_per_second);
}

}  // namespace slipway::devices
