#include "devices/service/socket.hpp"

#include <sys/eventfd.h>
#include <unistd.h>
#include <zmq.h>

#include <cerrno>
#include <cstring>

#include "devices/service/codec.hpp"

namespace slipway::devices::wire {
namespace {

constexpr int kMostMessages = 64;
constexpr int kMostWaiting = 512;  // messages towards a peer that does not read

Error error_of(int code, const std::string& what) {
  const Fault fault = code == EADDRINUSE || code == EACCES     ? Fault::Access
                      : code == EAGAIN || code == EHOSTUNREACH ? Fault::Absent
                                                               : Fault::Protocol;
  return {fault, what + ": " + zmq_strerror(code)};
}

class Message {
 public:
  Message() { zmq_msg_init(&message_); }
  ~Message() { zmq_msg_close(&message_); }
  Message(const Message&) = delete;
  Message& operator=(const Message&) = delete;
  [[nodiscard]] bool receive(void* socket) {
    return zmq_msg_recv(&message_, socket, ZMQ_DONTWAIT) >= 0;
  }
  [[nodiscard]] bool has_more() const { return zmq_msg_more(&message_) != 0; }
  [[nodiscard]] Bytes bytes() {
    const auto* start = static_cast<const std::uint8_t*>(zmq_msg_data(&message_));
    return Bytes(start, start + zmq_msg_size(&message_));
  }

 private:
  zmq_msg_t message_;
};

class ZmqSocket : public Socket {
 public:
  explicit ZmqSocket(int kind)
      : router_(kind == ZMQ_ROUTER),
        context_(zmq_ctx_new()),
        socket_(zmq_socket(context_, kind)),
        waker_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    watched_ = {{socket_, 0, ZMQ_POLLIN, 0}, {nullptr, waker_, ZMQ_POLLIN, 0}};
    set(ZMQ_LINGER, 0);
    set(ZMQ_SNDHWM, kMostWaiting);
    set(ZMQ_RCVHWM, kMostWaiting);
    const auto most = static_cast<std::int64_t>(kMostLetter);
    zmq_setsockopt(socket_, ZMQ_MAXMSGSIZE, &most, sizeof most);
    set(router_ ? ZMQ_ROUTER_MANDATORY : ZMQ_IMMEDIATE, 1);
  }
  ~ZmqSocket() override {
    zmq_close(socket_);
    zmq_ctx_term(context_);
    ::close(waker_);
  }
  ZmqSocket(const ZmqSocket&) = delete;
  ZmqSocket& operator=(const ZmqSocket&) = delete;

  [[nodiscard]] Result<void> attach(const std::string& endpoint) {
    const int code =
        router_ ? zmq_bind(socket_, endpoint.c_str()) : zmq_connect(socket_, endpoint.c_str());
    if (code == 0) return {};
    return tl::unexpected(error_of(zmq_errno(), endpoint));
  }

  void watch(int descriptor) override { watched_.push_back({nullptr, descriptor, ZMQ_POLLIN, 0}); }

  [[nodiscard]] std::vector<Received> wait(std::chrono::milliseconds limit) override {
    static_cast<void>(zmq_poll(watched_.data(), static_cast<int>(watched_.size()), limit.count()));
    eventfd_t count = 0;
    eventfd_read(waker_, &count);
    std::vector<Received> all;
    for (int taken = 0; taken < kMostMessages; ++taken) {
      std::vector<Bytes> frames;
      if (!receive(frames)) break;
      const std::size_t expected = router_ ? 2 : 1;
      if (frames.size() != expected) continue;  // not one of ours
      all.push_back({router_ ? std::string(frames[0].begin(), frames[0].end()) : std::string(),
                     std::move(frames.back())});
    }
    return all;
  }

  [[nodiscard]] Result<void> send(const std::string& peer, const Bytes& bytes) override {
    if (router_ && zmq_send(socket_, peer.data(), peer.size(), ZMQ_SNDMORE | ZMQ_DONTWAIT) < 0) {
      return tl::unexpected(error_of(zmq_errno(), "sending"));
    }
    if (zmq_send(socket_, bytes.data(), bytes.size(), ZMQ_DONTWAIT) >= 0) return {};
    return tl::unexpected(error_of(zmq_errno(), "sending"));
  }

  void wake() override { eventfd_write(waker_, 1); }

 private:
  void set(int option, int value) { zmq_setsockopt(socket_, option, &value, sizeof value); }

  // One message with all its frames; false when none is there. More frames than a letter has are
  // read and dropped, so that they cannot fill the memory.
  [[nodiscard]] bool receive(std::vector<Bytes>& frames) {
    for (bool more = true; more;) {
      Message message;
      if (!message.receive(socket_)) return false;
      more = message.has_more();
      if (frames.size() < 3) frames.push_back(message.bytes());
    }
    return true;
  }

  bool router_;
  void* context_;
  void* socket_;
  int waker_;
  std::vector<zmq_pollitem_t> watched_;
};

Result<std::unique_ptr<Socket>> open(int kind, const std::string& endpoint) {
  auto socket = std::make_unique<ZmqSocket>(kind);
  if (const auto attached = socket->attach(endpoint); !attached) {
    return tl::unexpected(attached.error());
  }
  return socket;
}

}  // namespace

Result<std::unique_ptr<Socket>> Socket::bind(const std::string& endpoint) {
  return open(ZMQ_ROUTER, endpoint);
}

Result<std::unique_ptr<Socket>> Socket::connect(const std::string& endpoint) {
  return open(ZMQ_DEALER, endpoint);
}

}  // namespace slipway::devices::wire
