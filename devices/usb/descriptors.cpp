#include "devices/usb/descriptors.hpp"

namespace slipway::devices::usb {

namespace {

constexpr std::uint8_t kDevice = 0x01;
constexpr std::uint8_t kConfiguration = 0x02;
constexpr std::uint8_t kInterface = 0x04;
constexpr std::uint8_t kEndpoint = 0x05;
constexpr std::size_t kDeviceLength = 18;
constexpr std::size_t kConfigurationLength = 9;
constexpr std::size_t kInterfaceLength = 9;
constexpr std::size_t kEndpointLength = 7;
// More than any device of ours has; a hostile one may not make us hold more.
constexpr std::size_t kMostInterfaces = 64;
constexpr std::size_t kMostEndpoints = 30;
constexpr std::size_t kLongestString = 126;

std::uint16_t word(std::span<const std::uint8_t> bytes, std::size_t at) {
  return static_cast<std::uint16_t>(bytes[at] | bytes[at + 1] << 8);
}

void put_word(Bytes& bytes, std::size_t value) {
  bytes.push_back(static_cast<std::uint8_t>(value & 0xFF));
  bytes.push_back(static_cast<std::uint8_t>(value >> 8 & 0xFF));
}

std::string string_at(const std::vector<std::string>& strings, std::uint8_t index) {
  return index != 0 && index < strings.size() ? printable(strings[index]) : std::string{};
}

tl::unexpected<Error> malformed(const char* what) {
  return tl::make_unexpected(Error{Fault::Protocol, std::string("descriptor: ") + what});
}

std::optional<Endpoint> read_endpoint(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < kEndpointLength) return std::nullopt;
  Endpoint endpoint;
  endpoint.address = bytes[2];
  switch (bytes[3] & 0x03) {
    case 2:
      endpoint.kind = TransferKind::Bulk;
      break;
    case 3:
      endpoint.kind = TransferKind::Interrupt;
      break;
    default:
      endpoint.kind = TransferKind::Control;
      break;
  }
  endpoint.packet_size = static_cast<std::uint16_t>(word(bytes, 4) & 0x07FF);
  return endpoint;
}

Interface read_interface(std::span<const std::uint8_t> bytes) {
  Interface interface;
  interface.number = bytes[2];
  interface.alternate = bytes[3];
  interface.device_class = bytes[5];
  interface.subclass = bytes[6];
  interface.protocol = bytes[7];
  return interface;
}

// Interfaces, endpoints and class descriptors, in the order in which they stand.
Result<std::vector<Interface>> read_interfaces(std::span<const std::uint8_t> rest) {
  std::vector<Interface> interfaces;
  while (!rest.empty()) {
    if (rest.size() < 2 || rest[0] < 2 || rest[0] > rest.size()) return malformed("bad length");
    const auto one = rest.first(rest[0]);
    rest = rest.subspan(rest[0]);
    if (one[1] == kInterface) {
      if (one.size() < kInterfaceLength) return malformed("short interface");
      if (interfaces.size() == kMostInterfaces) return malformed("too many interfaces");
      interfaces.push_back(read_interface(one));
    } else if (interfaces.empty()) {
      continue;  // class descriptors of the configuration itself
    } else if (one[1] == kEndpoint) {
      const auto endpoint = read_endpoint(one);
      if (!endpoint) return malformed("short endpoint");
      auto& endpoints = interfaces.back().endpoints;
      if (endpoints.size() == kMostEndpoints) return malformed("too many endpoints");
      if (endpoint->kind != TransferKind::Control) endpoints.push_back(*endpoint);
    } else {
      auto& extra = interfaces.back().extra;
      extra.insert(extra.end(), one.begin(), one.end());
    }
  }
  return interfaces;
}

void put_interface(Bytes& bytes, const Interface& interface) {
  bytes.insert(bytes.end(), {kInterfaceLength, kInterface, interface.number, interface.alternate,
                             static_cast<std::uint8_t>(interface.endpoints.size()),
                             interface.device_class, interface.subclass, interface.protocol, 0});
  bytes.insert(bytes.end(), interface.extra.begin(), interface.extra.end());
  for (const Endpoint& endpoint : interface.endpoints) {
    const bool interrupt = endpoint.kind == TransferKind::Interrupt;
    bytes.insert(bytes.end(), {kEndpointLength, kEndpoint, endpoint.address,
                               static_cast<std::uint8_t>(interrupt ? 3 : 2)});
    put_word(bytes, endpoint.packet_size);
    bytes.push_back(interrupt ? 5 : 0);  // polled every 5 ms
  }
}

}  // namespace

std::string printable(const std::string& text) {
  std::string shown = text.substr(0, kLongestString);
  for (char& letter : shown) {
    if (letter < 0x20 || letter > 0x7E) letter = '?';
  }
  const auto first = shown.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return shown.substr(first, shown.find_last_not_of(' ') - first + 1);
}

Result<Description> describe(std::span<const std::uint8_t> bytes,
                             const std::vector<std::string>& strings) {
  if (bytes.size() < kDeviceLength || bytes[0] < kDeviceLength || bytes[0] > bytes.size() ||
      bytes[1] != kDevice) {
    return malformed("no device");
  }
  Description description;
  description.vendor = word(bytes, 8);
  description.product = word(bytes, 10);
  description.release = word(bytes, 12);
  description.maker = string_at(strings, bytes[14]);
  description.model = string_at(strings, bytes[15]);
  description.serial = string_at(strings, bytes[16]);

  auto rest = bytes.subspan(bytes[0]);
  if (rest.size() < kConfigurationLength || rest[0] < kConfigurationLength ||
      rest[0] > rest.size() || rest[1] != kConfiguration) {
    return malformed("no configuration");
  }
  const std::size_t total = word(rest, 2);
  if (total < rest[0] || total > rest.size()) return malformed("wrong total length");
  auto interfaces = read_interfaces(rest.first(total).subspan(rest[0]));
  if (!interfaces) return tl::make_unexpected(interfaces.error());
  description.interfaces = std::move(*interfaces);
  return description;
}

Bytes descriptors_of(const Description& description) {
  Bytes bytes = {kDeviceLength, kDevice, 0x00, 0x02, 0, 0, 0, 64};
  put_word(bytes, description.vendor);
  put_word(bytes, description.product);
  put_word(bytes, description.release);
  bytes.push_back(description.maker.empty() ? 0 : 1);
  bytes.push_back(description.model.empty() ? 0 : 2);
  bytes.push_back(description.serial.empty() ? 0 : 3);
  bytes.push_back(1);

  Bytes interfaces;
  std::uint8_t count = 0;
  for (const Interface& interface : description.interfaces) {
    if (interface.alternate == 0) ++count;
    put_interface(interfaces, interface);
  }
  bytes.insert(bytes.end(), {kConfigurationLength, kConfiguration});
  put_word(bytes, kConfigurationLength + interfaces.size());
  bytes.insert(bytes.end(), {count, 1, 0, 0xC0, 1});  // self-powered, 2 mA
  bytes.insert(bytes.end(), interfaces.begin(), interfaces.end());
  return bytes;
}

}  // namespace slipway::devices::usb
