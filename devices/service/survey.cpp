#include "devices/service/survey.hpp"

#include <algorithm>

#include "devices/pad/pad_choice.hpp"
#include "devices/reader/reader_choice.hpp"
#include "devices/service/roster.hpp"

namespace slipway::devices {
namespace {

constexpr std::uint8_t kPrinterClass = 0x07;
constexpr std::uint8_t kHubClass = 0x09;

bool has_class(const usb::Description& device, std::uint8_t wanted) {
  return std::any_of(
      device.interfaces.begin(), device.interfaces.end(),
      [&](const usb::Interface& interface) { return interface.device_class == wanted; });
}

// Only for a moment: asks for its strings and whether it may be had.
void open_shortly(usb::Bus& bus, const usb::Interface& interface, Found& found) {
  const auto opened = bus.open(found.device, interface);
  if (opened) {
    found.device = (*opened)->description();
  } else {
    found.trouble = opened.error();
  }
}

// The role for which an operator has named its port, if it can play it, or else the first that it
// can play by itself; and as what.
std::optional<std::pair<Role, Candidate>> part_of(const usb::Description& device,
                                                  const Ports& ports) {
  for (const Role role : kRoles) {
    if (of(role, ports).empty()) continue;
    if (auto pinned = choose(role, of(role, ports), {device})) return std::pair(role, *pinned);
  }
  for (const Role role : kRoles) {
    if (auto own = choose(role, "", {device})) return std::pair(role, *own);
  }
  return std::nullopt;
}

// Of several alike that have moved, the service takes the one that was inspected; when it holds one
// of them, that one. At a port that is named it looks for no other.
void check_first(Role role, bool is_pinned, const Inspection& inspection, std::vector<Found>& all) {
  const auto is_known = [&](const Found& one) {
    return one.role == role && !one.trouble && inspection.check(role, one.device).has_value();
  };
  const auto first = std::find_if(
      all.begin(), all.end(), [&](const Found& one) { return one.role == role && one.is_first; });
  if (first == all.end() || first->trouble || is_known(*first)) return;
  const auto is_held = [&](const Found& one) {
    return one.role == role && one.trouble && one.trouble->fault == Fault::Busy;
  };
  const auto other = std::find_if(all.begin(), all.end(), [&](const Found& one) {
    const bool is_alike =
        one.device.vendor == first->device.vendor && one.device.product == first->device.product;
    return !is_pinned && is_alike && (is_known(one) || is_held(one));
  });
  if (other != all.end()) {
    first->is_first = false;
    other->is_first = true;
    return;
  }
  first->trouble = inspection.check(role, first->device).error();
}

std::string advice_without_role(const usb::Description& device) {
  if (auto why = why_no_pad(device); !why.empty()) return why;
  if (reader_interface_of(device, Chosen::ByOperator) != nullptr) {
    return "Not known. If it is a card reader or a scanner, name its port in devices.toml: "
           "[reader] port = \"" +
           device.port + "\".";
  }
  if (has_class(device, kPrinterClass)) {
    return "A printer that cannot answer, so that nobody would know whether a voucher is on paper. "
           "Take a model whose USB interface is bidirectional.";
  }
  return "Not for Slipway.";
}

}  // namespace

std::optional<Role> role_of(const usb::Description& device) {
  const auto part = part_of(device, {});
  return part ? std::optional(part->first) : std::nullopt;
}

bool is_hub(const usb::Description& device) {
  return !device.interfaces.empty() &&
         std::all_of(
             device.interfaces.begin(), device.interfaces.end(),
             [](const usb::Interface& interface) { return interface.device_class == kHubClass; });
}

std::vector<Found> survey(usb::Bus& bus, const Inspection& inspection, const Ports& ports) {
  const std::vector<usb::Description> plugged = bus.devices();
  std::vector<Found> all;
  for (const usb::Description& device : plugged) {
    if (is_hub(device)) continue;
    Found found;
    found.device = device;
    if (const auto part = part_of(device, ports)) {
      found.role = part->first;
      const auto first = inspection.choose(*found.role, of(*found.role, ports), plugged);
      found.is_first = first && first->device.port == device.port;
      open_shortly(bus, part->second.interface, found);
    }
    all.push_back(std::move(found));
  }
  for (const Role role : kRoles)
    check_first(role, !of(role, ports).empty(), inspection, all);
  return all;
}

std::string advice_for(const Found& found) {
  if (!found.role) return advice_without_role(found.device);
  if (found.trouble) return advice_for(*found.trouble);
  if (found.is_first) return "Ready.";
  const std::string role = name_of(*found.role);
  return "One too many: the service takes another. To take this one, name its port in "
         "devices.toml: [" +
         role + "] port = \"" + found.device.port + "\".";
}

std::string advice_without(Role role, const std::string& port) {
  if (!port.empty()) {
    return "devices.toml has [" + std::string(name_of(role)) + "] port = \"" + port +
           "\", and nothing there can play it. Plug it in there, or name the port at which it is.";
  }
  const std::string rest =
      " Plug it in anew and see with `slipway devices watch` whether it arrives; if not, try "
      "another cable and another port, without a hub.";
  switch (role) {
    case Role::Printer:
      return "No printer. Is it switched on, and set to USB?" + rest;
    case Role::Pad:
      return "No signature pad that is known; members sign on the glass until there is one." + rest;
    case Role::Reader:
      break;
  }
  return "No card reader." + rest;
}

std::string advice_for(const Error& trouble) {
  switch (trouble.fault) {
    case Fault::Busy:
      return "Another program holds it. That is right while slipway-devices runs; otherwise end "
             "pcscd, or the queue of CUPS that prints to it.";
    case Fault::Access:
      return "No right to open it. Call this as root, or put systemd/70-slipway.rules in place and "
             "plug it in anew.";
    case Fault::Absent:
    case Fault::Gone:
      return "It left while it was looked at: a loose plug, or too little power. Try another cable "
             "and another port, without a hub.";
    case Fault::Timeout:
      return "It does not answer. Switch it off and on, then try another cable.";
    case Fault::Protocol:
      return "What it answers makes no sense (" + trouble.text +
             "). Switch it off and on; if that does not help, it is not the device that it says "
             "it is.";
    case Fault::Unsupported:
      return "It is not supported: " + trouble.text + ".";
    case Fault::Strange:
      return "It is " + trouble.text +
             ". Look at it and its cable; if it is meant to be there, call `slipway devices "
             "accept` with its role.";
    case Fault::Media:
      break;
  }
  return "Look at its paper or its card: " + trouble.text + ".";
}

std::string advice_for(const Printed& printed) {
  if (printed.outcome == Outcome::Printed) return "The page is on paper.";
  const std::string known = printed.outcome == Outcome::NotPrinted
                                ? "Nothing was printed. "
                                : "Nobody knows what is on the paper: look. ";
  switch (printed.cause) {
    case PrintCause::PaperOut:
      return known + "Put in a new roll.";
    case PrintCause::CoverOpen:
      return known + "Close the cover.";
    case PrintCause::Offline:
      return known + "Press its feed button; is its light red?";
    case PrintCause::Cutter:
      return known + "Switch it off and free the cutter.";
    case PrintCause::Unplugged:
      return known + "It was unplugged: try another cable.";
    case PrintCause::Silent:
      return known + "It stopped answering: switch it off and on.";
    case PrintCause::Refused:
      return known + "It did not take the page: is its profile the right one (printer.profile)?";
    case PrintCause::None:
      break;
  }
  return known + "It did not say whether it printed: this model may not be able to.";
}

}  // namespace slipway::devices
