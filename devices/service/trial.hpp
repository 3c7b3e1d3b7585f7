#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "devices/printer/receipt_printer.hpp"
#include "devices/service/event.hpp"
#include "devices/usb/scrubber.hpp"
#include "devices/usb/transport.hpp"

// One device used alone by its driver, from open to the end, in a way that can be done again on a
// recording: everything that the driver is told depends on what the device did and on `now`.
namespace slipway::devices {

struct Trial {
  Role role = Role::Reader;
  // A reader is armed, and a pad inked, for so long; a printer ends by itself.
  std::chrono::seconds limit{20};
  JobId job = 0;
  std::string profile;  // of a printer, chosen by an operator; empty: by what it says of itself
};

struct TrialEnd {
  std::vector<std::string> told;  // what happened, for a technician
  bool is_good = false;           // the device was opened and did not fail
};

// A reader tells the cards that come, a printer prints the test page, a pad takes a signature.
// `now`: from any beginning; a recorder's or a replay's.
[[nodiscard]] TrialEnd carry_out(const Trial& trial, std::unique_ptr<usb::Transport> transport,
                                 const std::function<std::chrono::milliseconds()>& now);

// What has to go before anything of such a device is written down. Nothing of a device of a kind
// without a scrubber of its own but zeros.
[[nodiscard]] std::unique_ptr<usb::Scrubber> scrubber_for(Role role,
                                                          const usb::Description& description,
                                                          const usb::Interface& claimed);

}  // namespace slipway::devices
