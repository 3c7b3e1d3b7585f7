#include "devices/service/roster.hpp"

#include "devices/pad/pad_choice.hpp"
#include "devices/printer/printer_interface.hpp"
#include "devices/reader/reader_choice.hpp"

namespace slipway::devices {
namespace {

const usb::Interface* interface_for(Role role, const usb::Description& device, Chosen chosen) {
  switch (role) {
    case Role::Reader:
      return reader_interface_of(device, chosen);
    case Role::Printer:
      return printer_interface_of(device);
    case Role::Pad:
      return pad_interface_of(device, chosen);
  }
  return nullptr;
}

// Made for its role, and to be preferred over what can also play it.
bool is_made_for(Role role, const usb::Description& device, const usb::Interface& interface) {
  if (role == Role::Reader) return sees_cards(interface);
  return role != Role::Pad || is_made_for_signing(device);
}

}  // namespace

std::optional<Candidate> choose(Role role, const std::string& port,
                                const std::vector<usb::Description>& plugged) {
  const Chosen chosen = port.empty() ? Chosen::ByItself : Chosen::ByOperator;
  std::optional<Candidate> second_best;
  for (const usb::Description& device : plugged) {
    if (!port.empty() && device.port != port) continue;
    const usb::Interface* interface = interface_for(role, device, chosen);
    if (interface == nullptr) continue;
    if (is_made_for(role, device, *interface)) return Candidate{device, *interface};
    if (!second_best) second_best = Candidate{device, *interface};
  }
  return second_best;
}

}  // namespace slipway::devices
