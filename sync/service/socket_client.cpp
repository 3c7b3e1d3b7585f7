#include <sys/eventfd.h>
#include <unistd.h>
#include <zmq.h>

#include <array>
#include <map>
#include <thread>

#include "sync/keys.hpp"
#include "sync/mailbox.hpp"
#include "sync/service/local_codec.hpp"
#include "sync/socket.hpp"

namespace slipway::sync {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono_literals::operator""s;

constexpr std::size_t kMostWaiting = 1'000;
constexpr std::chrono::milliseconds kTurn{100};
constexpr auto kGreetEvery = 1s;
constexpr auto kRepeatEvery = 1s;
constexpr auto kLostAfter = 3s;
// slipway-sync gives the station 8 s; beyond, it is slipway-sync that does not answer.
constexpr auto kAnswerWithin = 10s;

MessageId fresh_id() {
  MessageId id{};
  fill_random(id);
  return id;
}

bool is_repeated(const SyncCommand& command) {
  return std::holds_alternative<StoreFiling>(command) ||
         std::holds_alternative<NoteVoucher>(command) || std::holds_alternative<NotePaper>(command);
}

// What the screen hears of a command that cannot even be taken.
std::optional<SyncEvent> refusal_of(const SyncCommand& command) {
  if (const auto* ask = std::get_if<AskStation>(&command)) return StationAbsent{ask->ticket};
  if (const auto* store = std::get_if<StoreFiling>(&command)) return NotStored{store->filing.id};
  if (const auto* note = std::get_if<NoteVoucher>(&command)) {
    return VoucherNoted{note->voucher.id, note->voucher.voucher_number, note->job, false};
  }
  return std::nullopt;
}

class SocketClient final : public Client {
 public:
  SocketClient(std::function<void()> wake, int bell)
      : bell_(bell),
        commands_(kMostWaiting, [this] { ring(); }),
        events_(kMostWaiting, std::move(wake)) {}
  SocketClient(const SocketClient&) = delete;
  SocketClient& operator=(const SocketClient&) = delete;
  ~SocketClient() override {
    thread_.request_stop();
    ring();
    if (thread_.joinable()) thread_.join();
    ::close(bell_);
  }

  Result<void> begin(const std::string& endpoint) {
    dealer_.set(ZMQ_IMMEDIATE, 1);  // a question that waits for a restart is asked too late
    dealer_.set(ZMQ_RECONNECT_IVL, 100);
    if (!dealer_.connect(endpoint)) {
      return tl::unexpected(
          Error{Fault::Malformed, "'" + endpoint + "' is no address, as ipc:///path"});
    }
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
    return {};
  }

  void send(SyncCommand command) override {
    // Full when slipway-sync takes nothing for long: the screen must hear of it, not wait.
    const auto refusal = refusal_of(command);
    if (!commands_.put(std::move(command)) && refusal) tell(*refusal);
  }
  std::vector<SyncEvent> take() override { return events_.take(); }

 private:
  struct Pending {
    SyncCommand command;
    Bytes frame;
    Clock::time_point again;
    Clock::time_point until;  // of a question
  };

  void ring() const {
    const std::uint64_t one = 1;
    // Full means that it rings already.
    [[maybe_unused]] const ssize_t wrote = ::write(bell_, &one, sizeof one);
  }
  void quieten() const {
    std::uint64_t count = 0;
    [[maybe_unused]] const ssize_t got = ::read(bell_, &count, sizeof count);
  }

  void run(const std::stop_token& stop) {
    heard_at_ = Clock::now();
    while (!stop.stop_requested()) {
      const auto now = Clock::now();
      for (SyncCommand& command : commands_.take())
        on_command(std::move(command), now);
      on_time(now);
      const std::array<const Socket*, 1> sockets = {&dealer_};
      const std::array<int, 1> descriptors = {bell_};
      Socket::wait(sockets, descriptors, kTurn);
      quieten();
      while (auto message = dealer_.receive()) {
        if (message->parts.size() == 1) on_frame(message->parts[0]);
      }
    }
  }

  void on_command(SyncCommand command, Clock::time_point now) {
    if (auto* devices = std::get_if<NoteDevices>(&command)) {
      devices_ = *devices;
      greet_at_ = now;
      return;
    }
    const MessageId id = fresh_id();
    Bytes frame = encode(LocalCommand{session_, id, command});
    const bool is_sent = !is_lost_ && dealer_.send(frame);
    const auto* ask = std::get_if<AskStation>(&command);
    if (ask != nullptr && !is_sent) return tell(StationAbsent{ask->ticket});
    pending_.emplace(
        id, Pending{std::move(command), std::move(frame), now + kRepeatEvery, now + kAnswerWithin});
  }

  void on_time(Clock::time_point now) {
    if (now >= greet_at_) {
      const bool is_sent = dealer_.send(encode(LocalCommand{session_, fresh_id(), devices_}));
      greet_at_ = is_sent ? now + kGreetEvery : now;  // in the next turn, when it is there
    }
    if (!is_lost_ && now - heard_at_ > kLostAfter) {
      is_lost_ = true;
      last_state_.clear();
      tell(SyncLost{});
    }
    for (auto& [id, one] : pending_) {
      if (!is_repeated(one.command) || now < one.again) continue;
      one.again = now + kRepeatEvery;
      send_once(one.frame);
    }
    std::erase_if(pending_, [&](const auto& entry) {
      const auto* ask = std::get_if<AskStation>(&entry.second.command);
      if (ask == nullptr || (!is_lost_ && now < entry.second.until)) return false;
      tell(StationAbsent{ask->ticket});
      return true;
    });
  }

  void on_frame(const Bytes& frame) {
    auto local = local_event_from(frame);
    if (!local) return;  // not from our slipway-sync: what it should have been is asked again
    heard_at_ = Clock::now();
    is_lost_ = false;
    const bool is_answer = pending_.erase(local->id) > 0;
    if (auto* state = std::get_if<LinkChanged>(&local->event)) return on_state(std::move(*state));
    // The second answer to a command that was repeated is no news.
    if (!is_answer && local->id != MessageId{}) return;
    tell(std::move(local->event));
  }

  // Comes every second; only what changed is an event, the station's clock not counted.
  void on_state(LinkChanged state) {
    LinkChanged without_clock = state;
    if (without_clock.welcome) without_clock.welcome->now = {};
    Bytes bytes = encode(LocalEvent{{}, std::move(without_clock)});
    if (bytes == last_state_) return;
    last_state_ = std::move(bytes);
    tell(std::move(state));
  }

  void send_once(std::span<const std::uint8_t> frame) {
    [[maybe_unused]] const bool is_taken = dealer_.send(frame);  // it is repeated anyway
  }

  // The owner takes its events whenever it is woken; one that never does has stopped.
  void tell(SyncEvent event) {
    [[maybe_unused]] const bool is_taken = events_.put(std::move(event));
  }

  int bell_;
  Mailbox<SyncCommand> commands_;
  Mailbox<SyncEvent> events_;

  // Of the thread alone, once it runs.
  Context context_;
  Socket dealer_{context_, Socket::Kind::Dealer};
  MessageId session_ = fresh_id();
  NoteDevices devices_;
  std::map<MessageId, Pending> pending_;
  Clock::time_point greet_at_{};
  Clock::time_point heard_at_{};
  bool is_lost_ = false;
  Bytes last_state_;

  std::jthread thread_;
};

}  // namespace

Result<std::unique_ptr<Client>> Client::open(const std::string& endpoint,
                                             std::function<void()> wake) {
  const int bell = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (bell < 0) return tl::unexpected(Error{Fault::Storage, "no eventfd"});
  auto client = std::make_unique<SocketClient>(std::move(wake), bell);
  if (auto begun = client->begin(endpoint); !begun) return tl::unexpected(begun.error());
  return client;
}

}  // namespace slipway::sync
