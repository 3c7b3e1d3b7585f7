#pragma once

#include <optional>
#include <string>
#include <vector>

#include "devices/service/event.hpp"
#include "devices/usb/transport.hpp"

namespace slipway::devices {

// A device that can play a role, and the interface through which it does.
struct Candidate {
  usb::Description device;
  usb::Interface interface;
};

// Which of the plugged devices plays this role: each driver says by the descriptors whether a
// device is one of its kind, never by its maker alone (ids are shared between unrelated makers).
// The first that arrived wins, among readers the first that sees cards themselves, among pads the
// first that is made for signing; with a `port` ("1-2.3") only the one there, and then a HID device
// that nobody knows may be a reader, and a touch screen a pad: the operator says so.
[[nodiscard]] std::optional<Candidate> choose(Role role, const std::string& port,
                                              const std::vector<usb::Description>& plugged);

}  // namespace slipway::devices
