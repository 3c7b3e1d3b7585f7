#include "devices/pad/epad_pad.hpp"

#include "devices/pad/hid_wire.hpp"

namespace slipway::devices {
namespace {

constexpr std::uint16_t kEpadLink = 0x04DF;
constexpr std::uint16_t kEpad = 0x0012;

}  // namespace

const usb::Interface* EpadPad::interface_of(const usb::Description& description, Chosen chosen) {
  const bool is_named = description.vendor == kEpadLink && description.product == kEpad;
  if (!is_named && chosen == Chosen::ByItself) return nullptr;
  for (const usb::Interface& interface : description.interfaces) {
    if (interface.device_class != hid_wire::kHidClass) continue;
    if (hid_wire::report_endpoint(interface) == nullptr) continue;
    const auto reports = hid_wire::known_reports(interface);
    if (reports ? epad::has_shape(*reports) : is_named) return &interface;
  }
  return nullptr;
}

Result<std::unique_ptr<EpadPad>> EpadPad::open(std::unique_ptr<usb::Transport> transport,
                                               Clock clock) {
  const usb::Endpoint* endpoint = hid_wire::report_endpoint(transport->interface());
  if (endpoint == nullptr) {
    return tl::unexpected(Error{Fault::Unsupported, "no endpoint for reports"});
  }
  const auto reports = hid_wire::ask_reports(*transport);
  if (!reports) return tl::unexpected(reports.error());
  if (!epad::has_shape(*reports)) {
    return tl::unexpected(Error{Fault::Unsupported, "its reports are not those of an ePad"});
  }
  const usb::Endpoint chosen = *endpoint;
  return std::unique_ptr<EpadPad>(new EpadPad(std::move(transport), chosen, std::move(clock)));
}

Result<void> EpadPad::begin() {
  stroke_.restart();
  return hid_wire::drain(*transport_, endpoint_);
}

Result<void> EpadPad::clear() {
  return begin();
}

Result<void> EpadPad::end() {
  stroke_.restart();
  return {};
}

Result<std::vector<PenSample>> EpadPad::wait(std::chrono::milliseconds limit) {
  std::vector<PenSample> samples;
  const auto packet = hid_wire::read_packet(*transport_, endpoint_, limit);
  if (!packet) {
    if (packet.error().fault == Fault::Timeout) return samples;
    return tl::unexpected(packet.error());
  }
  const auto report = epad::read_pen(*packet);
  if (!report) return samples;
  if (const auto sample = stroke_.take(*report, clock_())) samples.push_back(*sample);
  return samples;
}

}  // namespace slipway::devices
