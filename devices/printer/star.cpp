#include "devices/printer/star.hpp"

#include <algorithm>

#include "devices/printer/strip.hpp"

namespace slipway::devices::star {

namespace {

constexpr std::uint8_t kEscape = 0x1B;
constexpr std::uint8_t kAck = 0x06;
constexpr std::size_t kStripHeader = 9;
constexpr std::size_t kShortestStatus = 6;

Bytes strip_of(std::span<const std::uint8_t> rows, std::size_t row_bytes) {
  const std::size_t count = rows.size() / row_bytes;
  Bytes bytes = {kEscape,
                 0x1D,
                 0x53,
                 0x01,
                 static_cast<std::uint8_t>(row_bytes & 0xFF),
                 static_cast<std::uint8_t>(row_bytes >> 8),
                 static_cast<std::uint8_t>(count),
                 0x00,
                 0x00};
  bytes.insert(bytes.end(), rows.begin(), rows.end());
  return bytes;
}

Sensor sensor(int bits) {
  return bits != 0 ? Sensor::Yes : Sensor::No;
}

// The length of the packet at the head: 0 when more must come, 1 when it is none.
std::size_t packet_length(std::span<const std::uint8_t> bytes) {
  if ((bytes[0] & 0x91) != 0x01) return 1;
  if (bytes.size() < 2) return 0;
  const int told = ((bytes[0] >> 2 & 0x18) | (bytes[0] >> 1 & 0x07)) + (bytes[1] >> 6 & 0x02);
  const auto length = static_cast<std::size_t>(told);
  if (length < kShortestStatus) return 1;
  const auto seen = bytes.first(std::min(length, bytes.size())).subspan(1);
  // Bits 0 and 4 tell a header from what follows it.
  const bool is_status =
      std::none_of(seen.begin(), seen.end(), [](std::uint8_t byte) { return (byte & 0x11) != 0; });
  if (!is_status) return 1;
  return length <= bytes.size() ? length : 0;
}

Status status_of(std::span<const std::uint8_t> packet) {
  Status status;
  status.printer.online = packet[2] & 0x08 ? Sensor::No : Sensor::Yes;
  status.printer.cover_open = sensor(packet[2] & 0x20);
  status.printer.cutter_error = sensor(packet[3] & 0x08);
  status.printer.failed = sensor((packet[3] & 0x24) | (packet[4] & 0x0A));
  status.printer.head_hot = sensor(packet[3] & 0x40);
  status.printer.drawer_signal = sensor(packet[2] & 0x04);
  status.printer.paper_near_end = sensor(packet[5] & 0x04);
  status.printer.paper_out = sensor(packet[5] & 0x08);
  if (packet.size() >= 8) {
    status.counter = (packet[7] >> 2 & 0x18) | (packet[7] >> 1 & 0x07);
  }
  return status;
}

}  // namespace

Bytes initialise() {
  return {kEscape, 0x40};
}

Bytes report_changes() {
  return {kEscape, 0x1E, 0x61, 0x01};
}

Bytes zero_counter() {
  return {kEscape, 0x1E, 0x45, 0x00};
}

Bytes count() {
  return {0x17};
}

Bytes feed_and_cut(Cutter cutter) {
  if (cutter == Cutter::None) return Bytes(6, 0x0A);
  return {kEscape, 0x64, static_cast<std::uint8_t>(cutter == Cutter::Full ? 0x02 : 0x03)};
}

Bytes open_drawer() {
  return {kEscape, 0x07, 20, 20, 0x07};  // times of 10 ms
}

Bytes flush() {
  return Bytes(kLongestStrip, 0x00);
}

Bytes ask_status() {
  return {kEscape, kAck, 0x01};
}

std::vector<Bytes> strips(const Page& page) {
  const auto is_pair = [](std::uint8_t last, std::uint8_t first) {
    return last == kEscape && first == kAck;
  };
  return strips_of(softened(page), {kStripHeader, kLongestStrip, is_pair, strip_of});
}

Page softened(Page page) {
  const std::size_t row_bytes = page.row_bytes();
  for (std::size_t i = 1; i < page.rows.size(); ++i) {
    const bool is_pair = page.rows[i - 1] == kEscape && page.rows[i] == kAck;
    if (is_pair && i % row_bytes != 0) page.rows[i] = kAck | 0x08;
  }
  return page;
}

bool has_real_time_sequence(std::span<const std::uint8_t> bytes) {
  constexpr std::array<std::uint8_t, 2> kBegin = {kEscape, kAck};
  return std::search(bytes.begin(), bytes.end(), kBegin.begin(), kBegin.end()) != bytes.end();
}

std::vector<Status> StatusReader::take(std::span<const std::uint8_t> bytes) {
  pending_.insert(pending_.end(), bytes.begin(), bytes.end());
  std::vector<Status> found;
  std::span<const std::uint8_t> rest(pending_);
  while (!rest.empty()) {
    const std::size_t length = packet_length(rest);
    if (length == 0) break;
    if (length > 1) found.push_back(status_of(rest.first(length)));
    rest = rest.subspan(length);
  }
  pending_ = Bytes(rest.begin(), rest.end());
  return found;
}

}  // namespace slipway::devices::star
