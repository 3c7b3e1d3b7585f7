#include "sync/socket.hpp"

#include <zmq.h>

#include <algorithm>
#include <array>
#include <atomic>

#include "refund/require.hpp"

namespace slipway::sync {

namespace {

int type_of(Socket::Kind kind) {
  switch (kind) {
    case Socket::Kind::Dealer:
      return ZMQ_DEALER;
    case Socket::Kind::Router:
      return ZMQ_ROUTER;
    case Socket::Kind::Pair:
      return ZMQ_PAIR;
    case Socket::Kind::Reply:
      return ZMQ_REP;
  }
  return -1;
}

// One frame while libzmq owns its bytes.
class Frame {
 public:
  Frame() { zmq_msg_init(&message_); }
  Frame(const Frame&) = delete;
  Frame& operator=(const Frame&) = delete;
  ~Frame() { zmq_msg_close(&message_); }

  [[nodiscard]] bool receive(void* socket) {
    return zmq_msg_recv(&message_, socket, ZMQ_DONTWAIT) >= 0;
  }
  [[nodiscard]] bool has_more() const { return zmq_msg_more(&message_) != 0; }
  [[nodiscard]] Bytes bytes() {
    const auto* first = static_cast<const std::uint8_t*>(zmq_msg_data(&message_));
    return {first, first + zmq_msg_size(&message_)};
  }
  [[nodiscard]] std::string user_id() const {
    const char* found = zmq_msg_gets(&message_, "User-Id");
    return found == nullptr ? "" : found;
  }

 private:
  zmq_msg_t message_{};
};

}  // namespace

Context::Context() : context_(zmq_ctx_new(), [](void* context) { zmq_ctx_term(context); }) {
  refund::require(context_ != nullptr);
}

Socket::Socket(const Context& context, Kind kind)
    : context_(context.context_),
      socket_(zmq_socket(context.context_.get(), type_of(kind)),
              [](void* socket) { zmq_close(socket); }) {
  refund::require(socket_ != nullptr);
  constexpr int kHighWater = 100;
  set(ZMQ_LINGER, 0);  // what matters lies in an outbox
  set(ZMQ_SNDHWM, kHighWater);
  set(ZMQ_RCVHWM, kHighWater);
  // Unlimited by default, and before authentication too (Z6).
  refund::require([&] {
    const std::int64_t most = kMostFrame;
    return zmq_setsockopt(socket_.get(), ZMQ_MAXMSGSIZE, &most, sizeof most) == 0;
  }());
}

void Socket::watch_peer() {
  set(ZMQ_HANDSHAKE_IVL, 2'000);
  set(ZMQ_HEARTBEAT_IVL, 1'000);
  set(ZMQ_HEARTBEAT_TIMEOUT, 3'000);
  set(ZMQ_HEARTBEAT_TTL, 10'000);
}

void Socket::set(int option, int value) {
  refund::require(zmq_setsockopt(socket_.get(), option, &value, sizeof value) == 0);
}

void Socket::set(int option, std::string_view value) {
  refund::require(zmq_setsockopt(socket_.get(), option, value.data(), value.size()) == 0);
}

bool Socket::bind(const std::string& endpoint) {
  return zmq_bind(socket_.get(), endpoint.c_str()) == 0;
}

bool Socket::connect(const std::string& endpoint) {
  return zmq_connect(socket_.get(), endpoint.c_str()) == 0;
}

std::string Socket::last_endpoint() const {
  std::array<char, 256> text{};
  std::size_t size = text.size();
  if (zmq_getsockopt(socket_.get(), ZMQ_LAST_ENDPOINT, text.data(), &size) != 0) return {};
  return text.data();
}

std::optional<Socket> Socket::monitor(const Context& context, int events) {
  static std::atomic<unsigned> number = 0;  // names are unique within the process
  const std::string endpoint = "inproc://monitor-" + std::to_string(number++);
  if (zmq_socket_monitor(socket_.get(), endpoint.c_str(), events) != 0) return std::nullopt;
  Socket pair(context, Kind::Pair);
  if (!pair.connect(endpoint)) return std::nullopt;
  return pair;
}

bool Socket::send(std::span<const std::span<const std::uint8_t>> parts) {
  for (std::size_t at = 0; at < parts.size(); ++at) {
    const int more = at + 1 < parts.size() ? ZMQ_SNDMORE : 0;
    const int sent =
        zmq_send(socket_.get(), parts[at].data(), parts[at].size(), ZMQ_DONTWAIT | more);
    // libzmq takes the later parts of a message whose first part it took.
    if (sent < 0) return false;
  }
  return true;
}

bool Socket::send(std::span<const std::uint8_t> frame) {
  return send(std::span<const std::span<const std::uint8_t>>(&frame, 1));
}

std::optional<Message> Socket::receive() {
  Message message;
  bool is_too_long = false;
  for (bool more = true; more;) {
    Frame frame;
    if (!frame.receive(socket_.get())) return std::nullopt;
    more = frame.has_more();
    is_too_long = is_too_long || message.parts.size() == kMostParts;
    if (is_too_long) continue;
    message.parts.push_back(frame.bytes());
    if (!more) message.user_id = frame.user_id();
  }
  if (is_too_long) message.parts.clear();
  return message;
}

int Socket::descriptor() const {
  int found = -1;
  std::size_t size = sizeof found;
  refund::require(zmq_getsockopt(socket_.get(), ZMQ_FD, &found, &size) == 0);
  return found;
}

void Socket::wait(std::span<const Socket* const> sockets, std::span<const int> descriptors,
                  std::chrono::milliseconds limit) {
  std::vector<zmq_pollitem_t> items;
  for (const Socket* socket : sockets)
    items.push_back({socket->socket_.get(), 0, ZMQ_POLLIN, 0});
  for (const int descriptor : descriptors) {
    if (descriptor >= 0) items.push_back({nullptr, descriptor, ZMQ_POLLIN, 0});
  }
  // Whatever ends the wait (a signal too), the caller looks at everything again.
  zmq_poll(items.data(), static_cast<int>(items.size()),
           std::max<long>(0, static_cast<long>(limit.count())));
}

}  // namespace slipway::sync
