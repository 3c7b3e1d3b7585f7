#include "devices/printer/escpos_profile.hpp"

#include <algorithm>
#include <array>

namespace slipway::devices {

namespace {

using enum StatusDialect;
using std::chrono::milliseconds;

// Name, width, GS ( H, status, GS ( D, GS r, mm/s, stall limit. From the makers' manuals for Epson;
// clones are described by what none of them was seen to lack.
constexpr std::array<EscposProfile, 6> kProfiles = {{
    {"generic 80 mm", 576, false, RealTime, false, true, 70, milliseconds{10'000}},
    {"generic 58 mm", 384, false, RealTime, false, true, 50, milliseconds{10'000}},
    {"Epson 80 mm", 576, true, RealTimeAndAutomatic, true, true, 150, milliseconds{10'000}},
    {"Epson 80 mm, 180 dpi", 512, true, RealTimeAndAutomatic, true, true, 150,
     milliseconds{10'000}},
    {"Epson 58 mm", 416, true, RealTimeAndAutomatic, true, true, 100, milliseconds{10'000}},
    {"Gprinter 58 mm", 384, false, RealTime, false, true, 70, milliseconds{10'000}},
}};

struct Known {
  std::uint16_t vendor;
  std::uint16_t product;
  std::string_view profile;
};
// Only ids that their maker uses alone (many clones share theirs).
constexpr std::array<Known, 5> kKnown = {{{0x04B8, 0x0E03, "Epson 80 mm"},
                                          {0x04B8, 0x0E15, "Epson 80 mm"},
                                          {0x04B8, 0x0E27, "Epson 80 mm"},
                                          {0x04B8, 0x0E28, "Epson 80 mm"},
                                          {0x6868, 0x0200, "Gprinter 58 mm"}}};

}  // namespace

std::span<const EscposProfile> escpos_profiles() {
  return kProfiles;
}

const EscposProfile* escpos_profile(std::string_view name) {
  const auto* found =
      std::find_if(kProfiles.begin(), kProfiles.end(),
                   [&](const EscposProfile& profile) { return profile.name == name; });
  return found == kProfiles.end() ? nullptr : found;
}

const EscposProfile& escpos_profile_for(const usb::Description& description) {
  for (const Known& known : kKnown) {
    if (known.vendor != description.vendor || known.product != description.product) continue;
    if (const EscposProfile* profile = escpos_profile(known.profile)) return *profile;
  }
  return kProfiles.front();
}

}  // namespace slipway::devices
