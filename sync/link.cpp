#include "sync/link.hpp"

#include <zmq.h>

#include <algorithm>
#include <cstring>

#include "sync/socket.hpp"

namespace slipway::sync {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kEvents = ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_CONNECT_RETRIED |
                        ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH |
                        ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL;
// A station that dies in the middle of a handshake looks the same as one with another key, once.
constexpr int kFailuresOfWrongKey = 3;
constexpr int kMostPauseFactor = 12;

class DealerLink final : public Link {
 public:
  explicit DealerLink(const Address& address) : address_(address), pause_(address.pause) {}

  Result<void> connect() {
    monitor_.reset();
    dealer_.emplace(context_, Socket::Kind::Dealer);
    dealer_->watch_peer();
    dealer_->set(ZMQ_RECONNECT_IVL, 100);
    dealer_->set(ZMQ_RECONNECT_IVL_MAX, 5'000);
    dealer_->set(ZMQ_IMMEDIATE, 1);
    dealer_->set(ZMQ_CURVE_SERVERKEY, text_of(address_.station));
    dealer_->set(ZMQ_CURVE_PUBLICKEY, text_of(address_.own.open));
    dealer_->set(ZMQ_CURVE_SECRETKEY, text_of(address_.own.secret));
    monitor_ = dealer_->monitor(context_, kEvents);
    if (!monitor_) return tl::unexpected(Error{Fault::Offline, "no monitor for the link"});
    if (!dealer_->connect(address_.endpoint)) {
      return tl::unexpected(
          Error{Fault::Malformed, "'" + address_.endpoint + "' is no address, as tcp://host:port"});
    }
    return {};
  }

  bool send(std::span<const std::uint8_t> frame) override {
    follow_events();
    if (health_ != Health::Up || frame.size() > kMostFrame) return false;
    return dealer_->send(frame);
  }

  std::optional<Bytes> receive(std::chrono::milliseconds limit, int also) override {
    follow_events();
    if (auto frame = next_frame()) return frame;
    const std::array<const Socket*, 2> sockets = {&*dealer_, &*monitor_};
    const std::array<int, 1> descriptors = {also};
    Socket::wait(sockets, descriptors, until_rebuilt(limit));
    follow_events();
    return next_frame();
  }

  Health health() const override { return health_; }

 private:
  static std::string_view text_of(const CurveKey& key) { return {key.data(), key.size() - 1}; }

  std::optional<Bytes> next_frame() {
    while (auto message = dealer_->receive()) {
      if (message->parts.size() == 1) return std::move(message->parts.front());
    }
    return std::nullopt;
  }

  std::chrono::milliseconds until_rebuilt(std::chrono::milliseconds limit) const {
    if (!rebuild_at_) return limit;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*rebuild_at_ - Clock::now());
    return std::clamp(left, std::chrono::milliseconds(0), limit);
  }

  void follow_events() {
    while (auto event = monitor_->receive()) {
      std::uint16_t number = 0;
      if (event->parts.empty() || event->parts[0].size() < sizeof number) continue;
      std::memcpy(&number, event->parts[0].data(), sizeof number);
      on_event(number);
    }
    if (rebuild_at_ && Clock::now() >= *rebuild_at_) rebuild();
  }

  void on_event(std::uint16_t event) {
    switch (event) {
      case ZMQ_EVENT_HANDSHAKE_SUCCEEDED:
        health_ = Health::Up;
        failures_ = 0;
        pause_ = address_.pause;
        rebuild_at_.reset();
        break;
      case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH:
        health_ = Health::KeyRefused;
        rebuild_later();
        break;
      case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL:
        rebuild_later();
        [[fallthrough]];
      case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL:
        failures_ += 1;
        if (health_ == Health::Up || health_ == Health::Connecting) health_ = Health::Down;
        if (failures_ >= kFailuresOfWrongKey) health_ = Health::WrongStation;
        break;
      default:  // disconnected, or nobody there: a refusal is the better explanation
        if (health_ == Health::Up || health_ == Health::Connecting) health_ = Health::Down;
        break;
    }
  }

  // After a refusal libzmq never tries again by itself (Z3).
  void rebuild_later() {
    if (rebuild_at_) return;
    rebuild_at_ = Clock::now() + pause_;
    pause_ = std::min(pause_ * 2, address_.pause * kMostPauseFactor);
  }

  void rebuild() {
    rebuild_at_.reset();
    // The address was good when it was opened; if the system has no more sockets, try once more.
    if (!connect()) rebuild_later();
  }

  Address address_;
  Context context_;
  std::optional<Socket> dealer_;
  std::optional<Socket> monitor_;
  Health health_ = Health::Connecting;
  int failures_ = 0;
  std::chrono::milliseconds pause_;
  std::optional<Clock::time_point> rebuild_at_;
};

}  // namespace

Result<std::unique_ptr<Link>> Link::open(const Address& address) {
  auto link = std::make_unique<DealerLink>(address);
  if (auto connected = link->connect(); !connected) return tl::unexpected(connected.error());
  return link;
}

}  // namespace slipway::sync
