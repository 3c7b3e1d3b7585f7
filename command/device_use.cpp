#include "command/device_use.hpp"

#include <array>
#include <cstdio>
#include <iostream>

#include "command/books.hpp"
#include "devices/service/roster.hpp"
#include "devices/service/survey.hpp"
#include "devices/usb/libusb_bus.hpp"

namespace slipway::command {

using devices::Role;

void refuse_role(Role role, const devices::Error& trouble) {
  refuse(std::string(devices::name_of(role)) + ": " + devices::advice_for(trouble));
}

std::unique_ptr<devices::usb::Bus> bus_with(devices::usb::Bus::Watcher watcher) {
  auto bus = devices::usb::open_libusb_bus(std::move(watcher));
  if (!bus) refuse("USB cannot be used: " + bus.error().text);
  return std::move(*bus);
}

std::string name_of(const devices::usb::Description& device) {
  std::array<char, 16> ids{};
  std::snprintf(ids.data(), ids.size(), "%04x:%04x", device.vendor, device.product);
  std::string name = (device.port.empty() ? "" : device.port + "  ") + ids.data();
  for (const std::string* word : {&device.maker, &device.model}) {
    if (!word->empty()) name += "  " + *word;
  }
  if (!device.serial.empty()) name += "  serial " + device.serial;
  return name;
}

std::unique_ptr<devices::usb::Transport> opened(devices::usb::Bus& bus, Role role,
                                                const std::string& port) {
  const auto chosen = devices::choose(role, port, bus.devices());
  if (!chosen && !port.empty()) {
    refuse("no " + std::string(devices::name_of(role)) + " at port " + port +
           "; `slipway devices list` says what is where");
  }
  if (!chosen) refuse(devices::advice_without(role));
  auto transport = bus.open(chosen->device, chosen->interface);
  if (!transport) refuse_role(role, transport.error());
  std::cout << name_of((*transport)->description()) << std::endl;
  return std::move(*transport);
}

}  // namespace slipway::command
