#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "devices/usb/capture.hpp"
#include "devices/usb/descriptors.hpp"

// A capture as anybody might hand it in: no bytes may crash, and what is accepted keeps the bounds
// of a recording.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* first, std::size_t size) {
  namespace usb = slipway::devices::usb;
  const auto capture = usb::read_capture({first, size});
  if (!capture) return 0;
  for (const usb::Captured& one : *capture) {
    if (one.transfers.empty() || one.transfers.size() > usb::kMostTransfers) std::abort();
    const auto description =
        usb::describe(usb::captured_descriptors(one), usb::captured_strings(one));
    if (!description) continue;
    for (const usb::Interface& interface : description->interfaces) {
      for (const auto& transfer : usb::seen_by(interface, one)) {
        if (transfer.bytes.size() > usb::kLongestTransfer) std::abort();
      }
    }
  }
  return 0;
}
