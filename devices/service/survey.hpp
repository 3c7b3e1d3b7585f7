#pragma once

#include <optional>
#include <string>
#include <vector>

#include "devices/service/inspection.hpp"
#include "devices/usb/bus.hpp"

// The bus as a technician looks at it: which device would play which role, by the same rules as the
// service has, and what to try next with one that does not.
namespace slipway::devices {

struct Found {
  usb::Description device;       // with its strings where it could be opened
  std::optional<Role> role;      // that it could play
  bool is_first = false;         // of its role: the one that the service takes
  std::optional<Error> trouble;  // of opening it, or that another was inspected
};

// Every device but the hubs, in the order of arrival. Opens those that could play a role for a
// moment and sends them nothing.
// `ports` as the service has them: a device at the port that is named for a role plays it.
[[nodiscard]] std::vector<Found> survey(usb::Bus& bus, const Inspection& inspection,
                                        const Ports& ports = {});
// What this device is for Slipway, without opening it.
[[nodiscard]] std::optional<Role> role_of(const usb::Description& device);
// Only hubs in it: nothing that anybody looks for.
[[nodiscard]] bool is_hub(const usb::Description& device);

// What is so, and what to try next when something is wrong: one sentence or two, in English as all
// that is told to technicians.
[[nodiscard]] std::string advice_for(const Found& found);
// Of a role that nothing plays; `port`: only one plugged in there may.
[[nodiscard]] std::string advice_without(Role role, const std::string& port = {});
// Of a device that could not be opened.
[[nodiscard]] std::string advice_for(const Error& trouble);
// Of a page that is not, or perhaps not, on paper.
[[nodiscard]] std::string advice_for(const Printed& printed);

}  // namespace slipway::devices
