#include "sync/zap.hpp"

#include <zmq.h>

#include <algorithm>
#include <array>

namespace slipway::sync {

namespace {

std::string text_of(const Bytes& bytes) {
  return {bytes.begin(), bytes.end()};
}

std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// The key that a well-formed question of our domain asks about; empty for anything else.
std::string key_of(const Message& question) {
  // version, request id, domain, address, identity, mechanism, credentials
  constexpr std::size_t kParts = 7;
  constexpr std::size_t kKeyBytes = 32;
  const auto& parts = question.parts;
  if (parts.size() != kParts || text_of(parts[0]) != "1.0" || text_of(parts[2]) != Zap::kDomain ||
      text_of(parts[5]) != "CURVE" || parts[6].size() != kKeyBytes) {
    return {};
  }
  CurveKey text{};
  return zmq_z85_encode(text.data(), parts[6].data(), kKeyBytes) == nullptr ? "" : text.data();
}

}  // namespace

void Zap::answer(const AllowList& allowed) {
  while (const auto question = socket_.receive()) {
    const std::string key = key_of(*question);
    const bool may_enter = !key.empty() && allowed(key).has_value();
    const Bytes id = question->parts.size() > 1 ? question->parts[1] : Bytes{};
    const std::array<std::span<const std::uint8_t>, 6> reply = {
        bytes_of("1.0"),
        id,
        bytes_of(may_enter ? "200" : "400"),
        bytes_of(may_enter ? "OK" : "not on the list"),
        bytes_of(may_enter ? key : std::string_view()),
        bytes_of(""),
    };
    // Without an answer the handshake runs into its time limit and the peer comes again.
    [[maybe_unused]] const bool is_taken = socket_.send(reply);
  }
}

}  // namespace slipway::sync
