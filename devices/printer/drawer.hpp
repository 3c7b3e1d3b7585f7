#pragma once

#include <functional>

#include "devices/printer/printer_profile.hpp"
#include "devices/printer/receipt_printer.hpp"

namespace slipway::devices {

// What opening a drawer asks of a driver, whatever its language.
struct DrawerSteps {
  std::function<PrintCause()> settle;  // None: online, with nothing under way
  std::function<PrintCause()> pulse;   // the one command; None: all of it was taken
  std::function<PrintCause()> look;    // a tenth of a second; notes what the switch says
  std::function<Sensor()> signal;      // of the drawer's switch, as last noted
};

// See ReceiptPrinter::open_drawer. Refused when the profile has no socket for a drawer.
[[nodiscard]] DrawerMove open_drawer(const PrinterProfile& profile, const DrawerSteps& steps);

}  // namespace slipway::devices
