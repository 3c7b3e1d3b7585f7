#include "devices/printer/drawer.hpp"

namespace slipway::devices {
namespace {

// A lid has moved by then, or nobody hears of it.
constexpr int kLooks = 8;

bool is_known(Sensor signal) {
  return signal == Sensor::Yes || signal == Sensor::No;
}

}  // namespace

DrawerMove open_drawer(const PrinterProfile& profile, const DrawerSteps& steps) {
  if (!profile.has_drawer) return {DrawerOutcome::NotOpened, PrintCause::Refused};
  if (const auto cause = steps.settle(); cause != PrintCause::None) {
    return {DrawerOutcome::NotOpened, cause};
  }
  const Sensor before = steps.signal();
  if (const auto cause = steps.pulse(); cause != PrintCause::None) {
    return {DrawerOutcome::Unknown, cause};
  }
  for (int looked = 0; looked < kLooks; ++looked) {
    if (const auto cause = steps.look(); cause != PrintCause::None) {
      return {DrawerOutcome::Told, cause};
    }
    // Which level means open depends on the drawer; that it changes does not.
    const Sensor after = steps.signal();
    if (is_known(before) && is_known(after) && before != after) {
      return {DrawerOutcome::Opened, PrintCause::None};
    }
  }
  return {DrawerOutcome::Told, PrintCause::None};
}

}  // namespace slipway::devices
