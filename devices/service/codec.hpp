#pragma once

#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "devices/fault.hpp"
#include "devices/service/event.hpp"

// The letters between slipway-devices and its client. One letter is one ZeroMQ message:
//
//   'S' 'D'  version  kind  length of the body (u32)  body
//
// Numbers are little-endian, texts and lists carry their length in front. Both ends are built from
// the same tree, so there is one version and anything else is refused.
namespace slipway::devices::wire {

using Bytes = std::vector<std::uint8_t>;

// Client to service once a second: I am alive.
struct Ping {
  friend bool operator==(const Ping&, const Ping&) = default;
};
// Service to client: so am I. `life` is new at every start of the service, and when it had given
// this client up as silent: both tell the client that nothing of what it asked for will be
// answered.
struct Pong {
  std::uint64_t life = 0;
  friend bool operator==(const Pong&, const Pong&) = default;
};

using ToService = std::variant<Ping, Command>;
using ToClient = std::variant<Pong, DeviceEvent>;

// The largest page that is sound (1024 by 16384 dots) and the largest prompt (4096 by 4096) fit
// with their heads; nothing larger is taken in.
inline constexpr std::size_t kMostLetter = (2u << 20) + 64;

[[nodiscard]] Bytes encode(const ToService& letter);
// ServiceLost never travels: it is encoded as a letter that every decoder refuses.
[[nodiscard]] Bytes encode(const ToClient& letter);

// Strict: Fault::Protocol for a wrong version, an unknown kind or value, a length that does not
// fit, bytes left over, a text of more than 512 bytes, more than 4096 samples, an unsound page,
// prompt or card.
[[nodiscard]] Result<ToService> decode_to_service(std::span<const std::uint8_t> bytes);
[[nodiscard]] Result<ToClient> decode_to_client(std::span<const std::uint8_t> bytes);

}  // namespace slipway::devices::wire
