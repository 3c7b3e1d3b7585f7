#include "devices/service/client.hpp"

#include <mutex>
#include <thread>

#include "devices/service/conversation.hpp"
#include "devices/service/socket.hpp"

namespace slipway::devices {
namespace {

constexpr std::chrono::milliseconds kTurn(200);

class SocketClient : public Client {
 public:
  SocketClient(std::unique_ptr<wire::Socket> socket, std::function<void()> wake)
      : socket_(std::move(socket)), wake_(std::move(wake)), thread_([this] { run(); }) {}
  ~SocketClient() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    socket_->wake();
    thread_.join();
  }
  SocketClient(const SocketClient&) = delete;
  SocketClient& operator=(const SocketClient&) = delete;

  void send(Command command) override {
    {
      const std::lock_guard lock(mutex_);
      commands_.push_back(std::move(command));
    }
    socket_->wake();
  }

  [[nodiscard]] std::vector<DeviceEvent> take() override {
    const std::lock_guard lock(mutex_);
    return std::exchange(events_, {});
  }

 private:
  void run();
  [[nodiscard]] bool take_commands(std::vector<Command>& commands) {
    const std::lock_guard lock(mutex_);
    commands = std::exchange(commands_, {});
    return !stopping_;
  }
  void report(std::vector<DeviceEvent> events);

  std::unique_ptr<wire::Socket> socket_;
  std::function<void()> wake_;
  std::mutex mutex_;
  std::vector<Command> commands_;
  std::vector<DeviceEvent> events_;
  bool stopping_ = false;
  std::thread thread_;  // last: it uses all of the above
};

void SocketClient::run() {
  wire::Conversation conversation(wire::Conversation::Clock::now());
  std::vector<Command> commands;
  // Silence is judged by a moment before which everything has been heard: a machine that was busy
  // for seconds has not made the service silent.
  auto looked = wire::Conversation::Clock::now();
  while (take_commands(commands)) {
    for (Command& command : commands)
      conversation.tell(std::move(command));
    conversation.pass(looked);
    for (const wire::ToService& letter : conversation.outgoing()) {
      const auto sent = socket_->send("", wire::encode(letter));
      if (!sent) conversation.on_unsent(letter);
    }
    report(conversation.take());
    looked = wire::Conversation::Clock::now();
    for (const wire::Received& one : socket_->wait(kTurn)) {
      // The service is our own program; what it says wrongly is not said.
      if (auto letter = wire::decode_to_client(one.bytes)) {
        conversation.on_letter(std::move(*letter), wire::Conversation::Clock::now());
      }
    }
    report(conversation.take());
  }
}

void SocketClient::report(std::vector<DeviceEvent> events) {
  if (events.empty()) return;
  {
    const std::lock_guard lock(mutex_);
    events_.insert(events_.end(), std::make_move_iterator(events.begin()),
                   std::make_move_iterator(events.end()));
  }
  if (wake_) wake_();
}

}  // namespace

Result<std::unique_ptr<Client>> Client::open(const std::string& endpoint,
                                             std::function<void()> wake) {
  auto socket = wire::Socket::connect(endpoint);
  if (!socket) return tl::unexpected(socket.error());
  return std::make_unique<SocketClient>(std::move(*socket), std::move(wake));
}

}  // namespace slipway::devices
