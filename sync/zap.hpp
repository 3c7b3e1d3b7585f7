#pragma once

#include <string_view>

#include "sync/link.hpp"
#include "sync/socket.hpp"

namespace slipway::sync {

// Answers libzmq's question, at each CURVE handshake of its context, whether this key may come in
// (ZeroMQ RFC 27). Served by the owner of the gate, between messages, so that the allow-list may
// look into a database of that thread.
class Zap {
 public:
  static constexpr std::string_view kDomain = "slipway";

  explicit Zap(const Context& context) : socket_(context, Socket::Kind::Reply) {}

  [[nodiscard]] bool bind() { return socket_.bind("inproc://zeromq.zap.01"); }
  // Answers everything that waits; never waits itself.
  void answer(const AllowList& allowed);
  [[nodiscard]] const Socket& socket() const { return socket_; }

 private:
  Socket socket_;
};

}  // namespace slipway::sync
