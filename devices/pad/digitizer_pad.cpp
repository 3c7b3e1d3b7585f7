#include "devices/pad/digitizer_pad.hpp"

#include <algorithm>
#include <utility>

#include "devices/pad/hid_wire.hpp"
#include "devices/usb/wipe.hpp"

namespace slipway::devices {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr milliseconds kRequestTime{1'000};

std::optional<digitizer::Surface> known_surface(const usb::Interface& interface) {
  auto reports = hid_wire::known_reports(interface);
  if (!reports) return std::nullopt;
  const auto layout = digitizer::read_layout(std::move(*reports));
  if (!layout) return std::nullopt;
  return layout->surface;
}

bool may_send(const usb::Interface& interface) {
  return interface.device_class == hid_wire::kHidClass &&
         hid_wire::report_endpoint(interface) != nullptr &&
         usb::hid::report_descriptor_length(interface.extra).has_value();
}

const usb::Interface* interface_by_itself(const usb::Description& description) {
  const usb::Interface* first = nullptr;
  for (const usb::Interface& interface : description.interfaces) {
    const auto surface = known_surface(interface);
    if (surface == digitizer::Surface::TouchScreen) return nullptr;
    if (surface && may_send(interface) && first == nullptr) first = &interface;
  }
  return first;
}

}  // namespace

microseconds DigitizerPad::steady_time() {
  return std::chrono::duration_cast<microseconds>(
      std::chrono::steady_clock::now().time_since_epoch());
}

const usb::Interface* DigitizerPad::interface_of(const usb::Description& description,
                                                 Chosen chosen) {
  if (chosen == Chosen::ByItself) return interface_by_itself(description);
  for (const usb::Interface& interface : description.interfaces) {
    if (may_send(interface) && known_surface(interface)) return &interface;
  }
  for (const usb::Interface& interface : description.interfaces) {
    if (may_send(interface) && interface.reports.empty() &&
        hid_wire::boot_of(interface) == hid_wire::Boot::None) {
      return &interface;
    }
  }
  return nullptr;
}

Result<std::unique_ptr<DigitizerPad>> DigitizerPad::open(std::unique_ptr<usb::Transport> transport,
                                                         Clock clock) {
  const usb::Endpoint* endpoint = hid_wire::report_endpoint(transport->interface());
  if (endpoint == nullptr) {
    return tl::unexpected(Error{Fault::Unsupported, "no endpoint for reports"});
  }
  auto reports = hid_wire::ask_reports(*transport);
  if (!reports) return tl::unexpected(reports.error());
  auto layout = digitizer::read_layout(std::move(*reports));
  if (!layout) return tl::unexpected(layout.error());
  // SET_IDLE: reports at every change only. A device that does not know it does so anyway.
  const usb::Setup idle{0x21, 0x0A, 0x0000, transport->interface().number};
  const auto idled = transport->control_out(idle, {}, kRequestTime);
  if (!idled && idled.error().fault == Fault::Gone) return tl::unexpected(idled.error());
  const usb::Endpoint chosen = *endpoint;
  return std::unique_ptr<DigitizerPad>(
      new DigitizerPad(std::move(transport), chosen, std::move(*layout), std::move(clock)));
}

DigitizerPad::DigitizerPad(std::unique_ptr<usb::Transport> transport, const usb::Endpoint& endpoint,
                           digitizer::Layout layout, Clock clock)
    : transport_(std::move(transport)),
      endpoint_(endpoint),
      trace_(std::move(layout)),
      clock_(std::move(clock)) {
  report_.reserve(usb::hid::kLongestReport + endpoint_.packet_size);
}

DigitizerPad::~DigitizerPad() {
  forget();
}

std::string DigitizerPad::said() const {
  const bool is_screen = trace_.layout().surface == digitizer::Surface::TouchScreen;
  return std::string(is_screen ? "a touch screen" : "a pen tablet") +
         (trace_.layout().is_size_known ? "" : " that does not tell its size");
}

void DigitizerPad::forget() {
  trace_.restart();
  wipe(report_.data(), report_.size());
  report_.clear();
}

Result<void> DigitizerPad::begin() {
  forget();
  return hid_wire::drain(*transport_, endpoint_);
}

Result<void> DigitizerPad::clear() {
  return begin();
}

Result<void> DigitizerPad::end() {
  forget();
  return {};
}

Result<std::vector<PenSample>> DigitizerPad::wait(milliseconds limit) {
  std::vector<PenSample> samples;
  const auto packet = hid_wire::read_packet(*transport_, endpoint_, limit);
  if (!packet) {
    report_.clear();  // the packets of one report come as fast as the bus asks
    if (packet.error().fault == Fault::Timeout) return samples;
    return tl::unexpected(packet.error());
  }
  if (const auto sample = take(*packet)) samples.push_back(*sample);
  return samples;
}

// A report ends with its last byte or with a packet that is not full.
std::optional<PenSample> DigitizerPad::take(std::span<const std::uint8_t> packet) {
  if (packet.empty()) return std::nullopt;
  const usb::hid::Reports& reports = trace_.layout().reports;
  const std::uint8_t number = !reports.are_numbered ? std::uint8_t{0}
                              : report_.empty()     ? packet[0]
                                                    : report_[0];
  const std::size_t size = reports.input_size(number);
  if (size == 0) return std::nullopt;  // a report that the device never announced
  report_.insert(report_.end(), packet.begin(), packet.end());
  if (report_.size() < size && packet.size() >= endpoint_.packet_size) return std::nullopt;
  auto sample = trace_.take(report_, clock_());
  report_.clear();
  return sample;
}

}  // namespace slipway::devices
