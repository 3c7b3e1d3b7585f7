#include <zmq.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "sync/link.hpp"
#include "sync/socket.hpp"
#include "sync/zap.hpp"

namespace slipway::sync {

namespace {

// ZMQ_ZAP_ENFORCE_DOMAIN, hidden as a draft in Debian 12's header: without an answer of the
// allow-list nobody comes in (Z5).
constexpr int kEnforceDomain = 93;

class RouterGate final : public Gate {
 public:
  explicit RouterGate(AllowList allowed)
      : allowed_(std::move(allowed)), zap_(context_), router_(context_, Socket::Kind::Router) {}

  Result<void> bind(const std::string& endpoint, const CurvePair& own) {
    // Without the question at each handshake CURVE would let anyone in: it must stand first.
    if (!zap_.bind()) return tl::unexpected(Error{Fault::Unsafe, "no allow-list for the gate"});
    router_.watch_peer();
    router_.set(ZMQ_ROUTER_MANDATORY, 1);
    router_.set(ZMQ_CURVE_SERVER, 1);
    router_.set(ZMQ_CURVE_SECRETKEY, std::string_view(own.secret.data(), own.secret.size() - 1));
    router_.set(ZMQ_ZAP_DOMAIN, Zap::kDomain);
    router_.set(kEnforceDomain, 1);
    if (!router_.bind(endpoint)) {
      return tl::unexpected(
          Error{Fault::Offline, "cannot listen on " + endpoint + ": " + zmq_strerror(zmq_errno())});
    }
    return {};
  }

  std::vector<Incoming> receive(std::chrono::milliseconds limit, std::size_t most) override {
    const auto end = std::chrono::steady_clock::now() + limit;
    for (;;) {
      zap_.answer(allowed_);
      auto incoming = drain(most);
      const auto left =
          std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
      if (!incoming.empty() || left.count() <= 0) return incoming;
      const std::array<const Socket*, 2> sockets = {&router_, &zap_.socket()};
      Socket::wait(sockets, {}, left);
    }
  }

  bool answer(std::span<const std::uint8_t> route, std::span<const std::uint8_t> frame) override {
    if (frame.size() > kMostFrame) return false;
    const std::array<std::span<const std::uint8_t>, 2> parts = {route, frame};
    return router_.send(parts);
  }

  std::string endpoint() const override { return router_.last_endpoint(); }

 private:
  std::vector<Incoming> drain(std::size_t most) {
    std::vector<Incoming> all;
    while (all.size() < most) {
      auto message = router_.receive();
      if (!message) break;
      // ZAP is asked at the handshake only (Z16): a key that was revoked since is refused here.
      const auto peer = allowed_(message->user_id);
      if (!peer || message->parts.size() != 2) continue;
      all.push_back({std::move(message->parts[0]), *peer, std::move(message->parts[1])});
    }
    return all;
  }

  AllowList allowed_;
  Context context_;
  Zap zap_;
  Socket router_;
};

}  // namespace

Result<std::unique_ptr<Gate>> Gate::open(const std::string& endpoint, const CurvePair& own,
                                         AllowList allowed) {
  auto gate = std::make_unique<RouterGate>(std::move(allowed));
  if (auto bound = gate->bind(endpoint, own); !bound) return tl::unexpected(bound.error());
  return gate;
}

}  // namespace slipway::sync
