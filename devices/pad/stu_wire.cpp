#include "devices/pad/stu_wire.hpp"

namespace slipway::devices::stu {
namespace {

using std::chrono::milliseconds;

constexpr std::uint16_t kFeature = 0x0300;
constexpr milliseconds kRequestTime{1'000};
constexpr milliseconds kGlance{1};
// A pad clears its glass within a second: asked 25 times, 50 ms apart.
constexpr int kMostPolls = 25;
constexpr milliseconds kPollTime{50};
constexpr int kMostStale = 256;

}  // namespace

Result<void> Wire::set(const Bytes& report) {
  const usb::Setup setup{0x21, 0x09, static_cast<std::uint16_t>(kFeature | report.front()),
                         transport_->interface().number};
  return transport_->control_out(setup, report, kRequestTime);
}

Result<usb::Bytes> Wire::get(Report report, std::size_t length) {
  const usb::Setup setup{0xA1, 0x01,
                         static_cast<std::uint16_t>(kFeature | static_cast<std::uint8_t>(report)),
                         transport_->interface().number};
  return transport_->control_in(setup, length, kRequestTime);
}

Result<Status> Wire::status() {
  const auto bytes = get(Report::Status, kStatusLength);
  if (!bytes) return tl::make_unexpected(bytes.error());
  return read_status(*bytes);
}

Result<std::uint8_t> Wire::await(PadState state) {
  for (int polls = 0; polls < kMostPolls; ++polls) {
    const auto now = status();
    if (!now) return tl::make_unexpected(now.error());
    if (now->state == state) return now->result;
    if (auto rested = rest(kPollTime); !rested) return tl::make_unexpected(rested.error());
  }
  return tl::make_unexpected(Error{Fault::Timeout, "the pad does not become ready"});
}

// A pen that is near counts for a report's time with each of its reports.
Result<void> Wire::rest(milliseconds time) {
  for (milliseconds left = time; left > milliseconds(0);) {
    const auto unwanted = transport_->read(pen_.address, pen_.packet_size, left);
    if (!unwanted && unwanted.error().fault == Fault::Gone) {
      return tl::make_unexpected(unwanted.error());
    }
    left -= unwanted ? milliseconds(1'000 / reports_a_second_) : left;
  }
  return {};
}

Result<usb::Bytes> Wire::read(milliseconds limit) {
  auto bytes = transport_->read(pen_.address, pen_.packet_size, limit);
  if (!bytes && bytes.error().fault == Fault::Protocol) {
    const auto cleared = transport_->clear_halt(pen_.address);
    if (!cleared) return tl::make_unexpected(cleared.error());
  }
  return bytes;
}

Result<void> Wire::drain() {
  for (int reports = 0; reports < kMostStale; ++reports) {
    const auto bytes = transport_->read(pen_.address, pen_.packet_size, kGlance);
    if (bytes) continue;
    if (bytes.error().fault == Fault::Timeout) return {};
    return tl::make_unexpected(bytes.error());
  }
  return {};
}

}  // namespace slipway::devices::stu
