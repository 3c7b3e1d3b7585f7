#include "devices/usb/capture.hpp"

#include <algorithm>
#include <cerrno>
#include <map>
#include <optional>
#include <utility>

namespace slipway::devices::usb {
namespace {

using std::chrono::milliseconds;
using Kind = RecordedTransfer::Kind;
using View = std::span<const std::uint8_t>;

constexpr std::uint32_t kMicroseconds = 0xA1B2C3D4;
constexpr std::uint32_t kNanoseconds = 0xA1B23C4D;
constexpr std::uint32_t kSection = 0x0A0D0D0A;
constexpr std::uint32_t kOrder = 0x1A2B3C4D;
constexpr std::uint32_t kInterfaceBlock = 1;
constexpr std::uint32_t kPacketBlock = 6;
constexpr std::uint32_t kShortHeader = 189;
constexpr std::uint32_t kLongHeader = 220;
constexpr std::size_t kMostInFlight = 4096;
constexpr std::size_t kMostLinks = 64;

tl::unexpected<Error> malformed(const std::string& what) {
  return tl::unexpected(Error{Fault::Protocol, "capture: " + what});
}

// Numbers in the order of bytes that the capturing machine had.
class Numbers {
 public:
  explicit Numbers(bool is_big = false) : is_big_(is_big) {}
  [[nodiscard]] std::uint64_t at(View bytes, std::size_t place, std::size_t size) const {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < size; ++i)
      number = number << 8 | bytes[place + (is_big_ ? i : size - 1 - i)];
    return number;
  }
  [[nodiscard]] std::uint32_t word(View bytes, std::size_t place) const {
    return static_cast<std::uint32_t>(at(bytes, place, 4));
  }

 private:
  bool is_big_;
};

std::size_t header_of(std::uint32_t link) {
  return link == kShortHeader ? 48 : link == kLongHeader ? 64 : 0;
}

// What became of a transfer, by its status, a negative errno. libusb cancels what takes too long.
std::optional<Fault> fault_of(std::int32_t status) {
  switch (status) {
    case 0:
      return std::nullopt;
    case -ENOENT:
    case -ECONNRESET:
      return Fault::Timeout;
    case -ESHUTDOWN:
    case -ENODEV:
      return Fault::Gone;
    default:
      return Fault::Protocol;
  }
}

// Pairs submissions with completions.
class Pairs {
 public:
  [[nodiscard]] Result<void> take(View packet, std::size_t header, const Numbers& numbers);
  [[nodiscard]] std::vector<Captured> all() &&;

 private:
  struct Submitted {
    RecordedTransfer transfer;
    BusAddress address;
    bool is_whole = true;
  };
  [[nodiscard]] Result<void> complete(Submitted begun, View packet, View data,
                                      const Numbers& numbers);

  std::map<std::uint64_t, Submitted> flying_;
  std::map<BusAddress, Captured> devices_;
  std::optional<std::int64_t> began_;
  std::size_t count_ = 0;
  std::size_t bytes_ = 0;
};

Result<void> Pairs::take(View packet, std::size_t header, const Numbers& numbers) {
  if (packet.size() < header) return malformed("a packet shorter than its header");
  const std::uint64_t id = numbers.at(packet, 0, 8);
  const std::uint8_t endpoint = packet[10];
  const std::size_t kept = numbers.word(packet, 36);
  const View data = packet.subspan(header, std::min(kept, packet.size() - header));
  const BusAddress address{static_cast<std::uint16_t>(numbers.at(packet, 12, 2)), packet[11]};
  if (packet[8] != 'S') {
    auto begun = flying_.extract(id);
    if (begun.empty() || packet[8] != 'C') return {};
    return complete(std::move(begun.mapped()), packet, data, numbers);
  }
  if (packet[9] == 0 || packet[9] > 3) return {};  // isochronous: nothing of ours
  if (flying_.size() == kMostInFlight) return malformed("too many transfers at once");
  Submitted begun;
  begun.address = address;
  RecordedTransfer& one = begun.transfer;
  bool is_in = (endpoint & 0x80) != 0;
  if (packet[9] == 2) {
    if (packet[14] != 0) return {};  // the request was not captured
    const View setup = packet.subspan(40, 8);
    is_in = (setup[0] & 0x80) != 0;
    // On the wire these are little-endian, whoever captured them.
    const Numbers little;
    one.setup = {setup[0], setup[1], static_cast<std::uint16_t>(little.at(setup, 2, 2)),
                 static_cast<std::uint16_t>(little.at(setup, 4, 2))};
    one.kind = is_in ? Kind::ControlIn : Kind::ControlOut;
  } else {
    one.endpoint = endpoint;
    one.kind = is_in ? Kind::Read : Kind::Write;
  }
  if (!is_in) {
    one.offered = one.kind == Kind::Write ? numbers.word(packet, 32) : 0;
    begun.is_whole = data.size() == numbers.word(packet, 32);
    one.bytes.assign(data.begin(), data.end());
  }
  flying_.insert_or_assign(id, std::move(begun));
  return {};
}

Result<void> Pairs::complete(Submitted begun, View packet, View data, const Numbers& numbers) {
  RecordedTransfer one = std::move(begun.transfer);
  const std::size_t length = numbers.word(packet, 32);
  one.fault = fault_of(static_cast<std::int32_t>(numbers.word(packet, 28)));
  if (one.kind == Kind::ControlIn || one.kind == Kind::Read) {
    begun.is_whole = data.size() == length;
    one.bytes.assign(data.begin(), data.end());
    // What came before it was cancelled has come.
    if (one.fault == Fault::Timeout && !one.bytes.empty()) one.fault.reset();
    if (one.fault) one.bytes.clear();
  } else if (one.kind == Kind::Write) {
    if (length > one.bytes.size() || (!one.fault && length != one.offered)) return {};
    one.bytes.resize(length);
  }
  const auto seconds = static_cast<std::int64_t>(numbers.at(packet, 16, 8));
  constexpr std::int64_t kFarFuture = 1'000'000'000'000;
  if (seconds < 0 || seconds > kFarFuture) return malformed("a time that cannot be");
  const std::int64_t now = seconds * 1000 + numbers.word(packet, 24) / 1000;
  if (!began_) began_ = now;
  one.at = milliseconds(std::clamp<std::int64_t>(now - *began_, 0, 86'400'000));
  if (!begun.is_whole || one.bytes.size() > kLongestTransfer) return {};
  bytes_ += one.bytes.size();
  if (++count_ > kMostTransfers || bytes_ > kMostRecordedBytes) {
    return malformed("more than a recording may hold");
  }
  Captured& device = devices_[begun.address];
  device.address = begun.address;
  device.transfers.push_back(std::move(one));
  return {};
}

std::vector<Captured> Pairs::all() && {
  std::vector<Captured> all;
  for (auto& [address, one] : devices_)
    all.push_back(std::move(one));
  return all;
}

Result<std::vector<Captured>> read_pcap(View file, const Numbers& numbers) {
  constexpr std::size_t kFileHeader = 24;
  constexpr std::size_t kRecordHeader = 16;
  if (file.size() < kFileHeader) return malformed("it ends in its header");
  const std::size_t header = header_of(numbers.word(file, 20) & 0x0FFFFFFF);
  if (header == 0) return malformed("not of usbmon: link type 189 or 220 is expected");
  Pairs pairs;
  for (auto rest = file.subspan(kFileHeader); !rest.empty();) {
    if (rest.size() < kRecordHeader) return malformed("it ends in a packet");
    const std::size_t length = numbers.word(rest, 8);
    if (length > rest.size() - kRecordHeader) return malformed("it ends in a packet");
    const auto taken = pairs.take(rest.subspan(kRecordHeader, length), header, numbers);
    if (!taken) return tl::unexpected(taken.error());
    rest = rest.subspan(kRecordHeader + length);
  }
  return std::move(pairs).all();
}

Result<std::vector<Captured>> read_pcapng(View file) {
  Numbers numbers;
  std::vector<std::size_t> headers;  // of the interfaces of this section
  Pairs pairs;
  for (auto rest = file; !rest.empty();) {
    if (rest.size() < 12) return malformed("it ends in a block");
    const bool is_section = Numbers().word(rest, 0) == kSection;
    if (is_section) {
      numbers = Numbers(Numbers(true).word(rest, 8) == kOrder);
      if (numbers.word(rest, 8) != kOrder) return malformed("no order of bytes");
      headers.clear();
    }
    const std::size_t length = numbers.word(rest, 4);
    if (length < 12 || length % 4 != 0 || length > rest.size()) return malformed("a bad block");
    const std::uint32_t type = numbers.word(rest, 0);
    const View body = rest.subspan(8, length - 12);
    rest = rest.subspan(length);
    if (type == kInterfaceBlock) {
      if (body.size() < 8 || headers.size() == kMostLinks) return malformed("a bad interface");
      headers.push_back(header_of(static_cast<std::uint32_t>(numbers.at(body, 0, 2))));
    }
    if (type != kPacketBlock) continue;
    if (body.size() < 20) return malformed("a bad packet");
    const std::size_t link = numbers.word(body, 0);
    const std::size_t captured = numbers.word(body, 12);
    if (link >= headers.size() || captured > body.size() - 20) return malformed("a bad packet");
    if (headers[link] == 0) continue;  // another network
    const auto taken = pairs.take(body.subspan(20, captured), headers[link], numbers);
    if (!taken) return tl::unexpected(taken.error());
  }
  return std::move(pairs).all();
}

// The longest answer to GET_DESCRIPTOR of this type and index.
Bytes descriptor(const Captured& captured, std::uint8_t type, std::uint8_t index) {
  Bytes longest;
  for (const RecordedTransfer& one : captured.transfers) {
    const bool is_it = one.kind == Kind::ControlIn && one.setup.request_type == 0x80 &&
                       one.setup.request == 0x06 && one.setup.value == (type << 8 | index);
    if (is_it && one.bytes.size() > longest.size()) longest = one.bytes;
  }
  return longest;
}

}  // namespace

Result<std::vector<Captured>> read_capture(View file) {
  if (file.size() < 4) return malformed("empty");
  for (const bool is_big : {false, true}) {
    const Numbers numbers(is_big);
    const std::uint32_t magic = numbers.word(file, 0);
    if (magic == kMicroseconds || magic == kNanoseconds) return read_pcap(file, numbers);
  }
  if (Numbers().word(file, 0) == kSection) return read_pcapng(file);
  return malformed("neither pcap nor pcapng");
}

Bytes captured_descriptors(const Captured& captured) {
  Bytes all = descriptor(captured, 1, 0);
  const Bytes configuration = descriptor(captured, 2, 0);
  if (all.empty() || configuration.empty()) return {};
  all.insert(all.end(), configuration.begin(), configuration.end());
  return all;
}

std::vector<std::string> captured_strings(const Captured& captured) {
  std::vector<std::string> strings;
  for (int index = 0; index < 256; ++index) {
    const Bytes bytes = descriptor(captured, 3, static_cast<std::uint8_t>(index));
    std::string text;
    for (std::size_t at = 2; index > 0 && at + 1 < bytes.size(); at += 2)
      text += bytes[at + 1] == 0 ? static_cast<char>(bytes[at]) : '?';
    strings.push_back(std::move(text));
  }
  return strings;
}

std::vector<RecordedTransfer> seen_by(const Interface& claimed, const Captured& captured) {
  const auto is_ours = [&](std::uint8_t endpoint) {
    return std::any_of(claimed.endpoints.begin(), claimed.endpoints.end(),
                       [&](const Endpoint& one) { return one.address == endpoint; });
  };
  std::vector<RecordedTransfer> seen;
  for (RecordedTransfer one : captured.transfers) {
    if (is_control(one.kind)) {
      const Setup& setup = one.setup;
      const auto place = static_cast<std::uint8_t>(setup.index & 0xFF);
      const bool is_halt = setup.request_type == 0x02 && setup.request == 0x01 && is_ours(place);
      const bool is_report =
          setup.request_type == 0x81 && setup.request == 0x06 && place == claimed.number;
      const bool is_standard = (setup.request_type & 0x60) == 0;
      if (is_halt) {
        one.kind = Kind::ClearHalt;
        one.setup = {};
        one.endpoint = place;
        one.bytes.clear();
      } else if (is_standard && !is_report) {
        continue;
      }
    } else if (!is_ours(one.endpoint)) {
      continue;
    }
    seen.push_back(std::move(one));
  }
  return seen;
}

}  // namespace slipway::devices::usb
