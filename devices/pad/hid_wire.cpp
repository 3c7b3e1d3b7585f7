#include "devices/pad/hid_wire.hpp"

#include <algorithm>

#include "devices/usb/wipe.hpp"

namespace slipway::devices::hid_wire {
namespace {

using std::chrono::milliseconds;

constexpr std::uint8_t kBootSubclass = 0x01;
constexpr std::uint8_t kKeyboardProtocol = 0x01;
constexpr std::uint8_t kMouseProtocol = 0x02;
constexpr milliseconds kRequestTime{1'000};
constexpr milliseconds kGlance{1};
// A pen sends on while it is near: no more than this can have been waiting.
constexpr int kMostStale = 256;

}  // namespace

const usb::Endpoint* report_endpoint(const usb::Interface& interface) {
  const auto found = std::find_if(interface.endpoints.begin(), interface.endpoints.end(),
                                  [](const usb::Endpoint& endpoint) {
                                    return endpoint.kind == usb::TransferKind::Interrupt &&
                                           endpoint.is_in() && endpoint.packet_size != 0;
                                  });
  return found == interface.endpoints.end() ? nullptr : &*found;
}

Boot boot_of(const usb::Interface& interface) {
  if (interface.device_class != kHidClass || interface.subclass != kBootSubclass) return Boot::None;
  if (interface.protocol == kKeyboardProtocol) return Boot::Keyboard;
  return interface.protocol == kMouseProtocol ? Boot::Mouse : Boot::None;
}

std::optional<usb::hid::Reports> known_reports(const usb::Interface& interface) {
  if (interface.device_class != kHidClass || interface.reports.empty()) return std::nullopt;
  auto reports = usb::hid::read_reports(interface.reports);
  if (!reports) return std::nullopt;
  return std::move(*reports);
}

Result<usb::hid::Reports> ask_reports(usb::Transport& transport) {
  const auto length = usb::hid::report_descriptor_length(transport.interface().extra);
  if (!length) return tl::unexpected(Error{Fault::Unsupported, "no HID descriptor"});
  const usb::Setup setup{0x81, 0x06, 0x2200, transport.interface().number};
  const auto bytes = transport.control_in(setup, *length, kRequestTime);
  if (!bytes) return tl::unexpected(bytes.error());
  return usb::hid::read_reports(*bytes);
}

Result<void> drain(usb::Transport& transport, const usb::Endpoint& endpoint) {
  for (int stale = 0; stale < kMostStale; ++stale) {
    auto bytes = transport.read(endpoint.address, endpoint.packet_size, kGlance);
    if (bytes) {
      wipe(bytes->data(), bytes->size());
      continue;
    }
    if (bytes.error().fault == Fault::Timeout) return {};
    return tl::unexpected(bytes.error());
  }
  return {};
}

Result<usb::Bytes> read_packet(usb::Transport& transport, const usb::Endpoint& endpoint,
                               milliseconds limit) {
  auto packet = transport.read(endpoint.address, endpoint.packet_size, limit);
  if (packet) return packet;
  const Fault fault = packet.error().fault;
  if (fault != Fault::Gone && fault != Fault::Timeout) {
    const auto cleared = transport.clear_halt(endpoint.address);
    if (!cleared) return tl::unexpected(cleared.error());
  }
  return packet;
}

}  // namespace slipway::devices::hid_wire
