#include "devices/printer/printer_interface.hpp"

namespace slipway::devices {

namespace {

constexpr std::uint8_t kPrinterClass = 0x07;
constexpr std::uint8_t kVendorClass = 0xFF;
constexpr std::uint16_t kEpson = 0x04B8;

// How well an interface suits: 0 not at all. Protocols 03 and 04 (IEEE 1284.4, IPP) are not ours;
// 01 should have no way back, but some have one.
int suitability(const usb::Interface& interface, std::uint16_t vendor) {
  if (!bulk_pair_of(interface)) return 0;
  if (interface.device_class == kVendorClass && vendor == kEpson) return 1;
  if (interface.device_class != kPrinterClass || interface.subclass != 1) return 0;
  if (interface.protocol == 2) return 3;
  return interface.protocol == 1 ? 2 : 0;
}

}  // namespace

std::optional<BulkPair> bulk_pair_of(const usb::Interface& interface) {
  BulkPair pair;
  for (const usb::Endpoint& endpoint : interface.endpoints) {
    if (endpoint.kind != usb::TransferKind::Bulk) continue;
    if (endpoint.is_in() && pair.in == 0) pair.in = endpoint.address;
    if (!endpoint.is_in() && pair.out == 0) pair.out = endpoint.address;
  }
  if (pair.in == 0 || pair.out == 0) return std::nullopt;
  return pair;
}

const usb::Interface* printer_interface_of(const usb::Description& description) {
  const usb::Interface* best = nullptr;
  for (const usb::Interface& interface : description.interfaces) {
    const int suits = suitability(interface, description.vendor);
    if (suits > (best == nullptr ? 0 : suitability(*best, description.vendor))) best = &interface;
  }
  return best;
}

}  // namespace slipway::devices
