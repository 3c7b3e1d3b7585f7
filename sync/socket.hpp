#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

// The few words of ZeroMQ that Slipway speaks, with its run-time limits (security.md 8.3). Only
// link, gate and the local sockets use this. Thread-bound.
namespace slipway::sync {

using Bytes = std::vector<std::uint8_t>;
inline constexpr std::size_t kMostFrame = 64 * 1024;

class Context {
 public:
  Context();

 private:
  friend class Socket;
  std::shared_ptr<void> context_;  // each socket holds it, so that it ends after the last of them
};

// Everything that came as one message.
struct Message {
  std::vector<Bytes> parts;
  std::string user_id;  // what the ZAP answer said of the sender; empty without one
};

class Socket {
 public:
  enum class Kind { Dealer, Router, Pair, Reply };

  // With the limits that every socket has: sizes, queues, no lingering.
  Socket(const Context& context, Kind kind);

  // Handshake time and heartbeats of the sockets that cross the network.
  void watch_peer();
  void set(int option, int value);
  void set(int option, std::string_view value);
  // False when ZeroMQ refuses the address or cannot have it.
  [[nodiscard]] bool bind(const std::string& endpoint);
  [[nodiscard]] bool connect(const std::string& endpoint);
  [[nodiscard]] std::string last_endpoint() const;
  // Events of this socket as messages on the pair that is returned.
  [[nodiscard]] std::optional<Socket> monitor(const Context& context, int events);

  // Never waits. False when it cannot be taken now; then nothing of it was sent.
  [[nodiscard]] bool send(std::span<const std::span<const std::uint8_t>> parts);
  [[nodiscard]] bool send(std::span<const std::uint8_t> frame);
  // Never waits. A message of more than kMostParts is drained and comes with no parts at all.
  static constexpr std::size_t kMostParts = 8;
  [[nodiscard]] std::optional<Message> receive();

  // Readable after a new message came since receive() last gave nothing.
  [[nodiscard]] int descriptor() const;
  // Waits until one of the sockets has a message or one of the descriptors a byte.
  static void wait(std::span<const Socket* const> sockets, std::span<const int> descriptors,
                   std::chrono::milliseconds limit);

 private:
  std::shared_ptr<void> context_;
  std::shared_ptr<void> socket_;
};

}  // namespace slipway::sync
