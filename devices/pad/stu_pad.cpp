#include "devices/pad/stu_pad.hpp"

#include <algorithm>
#include <array>

namespace slipway::devices {

using std::chrono::milliseconds;

namespace {

constexpr std::uint16_t kWacom = 0x056A;
// 300, 430, 500, 520A, 530, 430V, 540, 541.
constexpr std::array<std::uint16_t, 8> kProducts = {0x00A2, 0x00A4, 0x00A1, 0x00A3,
                                                    0x00A5, 0x00A6, 0x00A8, 0x00A9};
constexpr std::uint8_t kHidClass = 0x03;
constexpr std::uint16_t kFeature = 0x0300;
constexpr milliseconds kRequestTime{1'000};
constexpr milliseconds kGlance{1};
// A pad clears its glass within a second: asked 25 times, 50 ms apart.
constexpr int kMostPolls = 25;
constexpr milliseconds kPollTime{50};
constexpr int kMostStale = 100;

const usb::Endpoint* pen_endpoint(const usb::Interface& interface) {
  const auto found = std::find_if(interface.endpoints.begin(), interface.endpoints.end(),
                                  [](const usb::Endpoint& endpoint) {
                                    return endpoint.kind == usb::TransferKind::Interrupt &&
                                           endpoint.is_in() && endpoint.packet_size != 0;
                                  });
  return found == interface.endpoints.end() ? nullptr : &*found;
}

usb::Setup get_feature(stu::Report report, std::uint8_t interface) {
  return {0xA1, 0x01, static_cast<std::uint16_t>(kFeature | static_cast<std::uint8_t>(report)),
          interface};
}

}  // namespace

const usb::Interface* StuPad::interface_of(const usb::Description& description) {
  if (description.vendor != kWacom) return nullptr;
  if (std::find(kProducts.begin(), kProducts.end(), description.product) == kProducts.end()) {
    return nullptr;
  }
  for (const usb::Interface& interface : description.interfaces) {
    if (interface.device_class == kHidClass && pen_endpoint(interface) != nullptr) {
      return &interface;
    }
  }
  return nullptr;
}

Result<std::unique_ptr<StuPad>> StuPad::open(std::unique_ptr<usb::Transport> transport) {
  const usb::Endpoint* pen = pen_endpoint(transport->interface());
  if (pen == nullptr) {
    return tl::make_unexpected(Error{Fault::Unsupported, "no pen endpoint"});
  }
  const auto bytes =
      transport->control_in(get_feature(stu::Report::Capability, transport->interface().number),
                            stu::kCapabilityLength, kRequestTime);
  if (!bytes) return tl::make_unexpected(bytes.error());
  const auto capability = stu::read_capability(*bytes);
  if (!capability) return tl::make_unexpected(capability.error());
  const usb::Endpoint endpoint = *pen;
  std::unique_ptr<StuPad> pad(new StuPad(std::move(transport), endpoint, *capability));
  // A program that died may have left a signature on the glass.
  const auto blank = pad->end();
  if (!blank) return tl::make_unexpected(blank.error());
  return pad;
}

StuPad::StuPad(std::unique_ptr<usb::Transport> transport, const usb::Endpoint& pen,
               const stu::Capability& capability)
    : transport_(std::move(transport)), pen_(pen), capability_(capability), stroke_(capability) {}

Result<void> StuPad::begin() {
  // Pads without this mode refuse it; their samples are spaced by the report rate then.
  auto timed = set(stu::time_and_sequence());
  if (!timed && timed.error().fault == Fault::Gone) return timed;
  if (auto cleared = clear(); !cleared) return cleared;
  return set(stu::inking(true));
}

Result<std::vector<PenSample>> StuPad::wait(milliseconds limit) {
  std::vector<PenSample> samples;
  const auto bytes = transport_->read(pen_.address, pen_.packet_size, limit);
  if (!bytes) {
    if (bytes.error().fault == Fault::Timeout) return samples;
    if (bytes.error().fault == Fault::Protocol) {
      const auto cleared = transport_->clear_halt(pen_.address);
      if (!cleared) return tl::make_unexpected(cleared.error());
    }
    return tl::make_unexpected(bytes.error());
  }
  const auto report = stu::read_pen(*bytes);
  if (!report) return samples;
  if (const auto sample = stroke_.take(*report)) samples.push_back(*sample);
  return samples;
}

Result<void> StuPad::clear() {
  if (auto cleared = set(stu::clear_screen()); !cleared) return cleared;
  if (auto ready = await_ready(); !ready) return ready;
  stroke_.restart();
  return drain();
}

// Both, whatever becomes of the first; each is tried twice, because what stays on the glass is
// somebody's signature.
Result<void> StuPad::end() {
  Result<void> worst;
  for (const stu::Bytes& report : {stu::inking(false), stu::clear_screen()}) {
    auto done = set(report);
    if (!done && done.error().fault != Fault::Gone) done = set(report);
    if (!done) worst = done;
  }
  stroke_.restart();
  if (!worst) return worst;
  return await_ready();
}

Result<void> StuPad::set(const stu::Bytes& report) {
  const usb::Setup setup{0x21, 0x09, static_cast<std::uint16_t>(kFeature | report.front()),
                         transport_->interface().number};
  return transport_->control_out(setup, report, kRequestTime);
}

Result<void> StuPad::await_ready() {
  for (int polls = 0; polls < kMostPolls; ++polls) {
    const auto bytes =
        transport_->control_in(get_feature(stu::Report::Status, transport_->interface().number),
                               stu::kStatusLength, kRequestTime);
    if (!bytes) return tl::make_unexpected(bytes.error());
    const auto state = stu::read_status(*bytes);
    if (!state) return tl::make_unexpected(state.error());
    if (*state == stu::PadState::Ready) return {};
    // What the pen does meanwhile is not wanted, so its endpoint serves as the clock.
    const auto unwanted = transport_->read(pen_.address, pen_.packet_size, kPollTime);
    if (!unwanted && unwanted.error().fault == Fault::Gone) {
      return tl::make_unexpected(unwanted.error());
    }
  }
  return tl::make_unexpected(Error{Fault::Timeout, "the pad does not become ready"});
}

// Throws away what the pen did before.
Result<void> StuPad::drain() {
  for (int reports = 0; reports < kMostStale; ++reports) {
    const auto bytes = transport_->read(pen_.address, pen_.packet_size, kGlance);
    if (bytes) continue;
    if (bytes.error().fault == Fault::Timeout) return {};
    return tl::make_unexpected(bytes.error());
  }
  return {};
}

}  // namespace slipway::devices
