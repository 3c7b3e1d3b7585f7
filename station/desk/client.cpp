#include "station/desk/client.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <deque>
#include <future>
#include <utility>

#include "refund/require.hpp"
#include "station/desk/exchange.hpp"
#include "sync/keys.hpp"

namespace slipway::desk {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMostCommands = 1'000;
constexpr std::size_t kMostNews = 1'000;
constexpr int kFramesPerRound = 64;

Tick now() {
  static const auto start = std::chrono::steady_clock::now();
  return std::chrono::duration_cast<Tick>(std::chrono::steady_clock::now() - start);
}

sync::MessageId random_id() {
  sync::MessageId id{};
  sync::fill_random(id);
  return id;
}

void ring(int bell) {
  const std::uint64_t one = 1;
  // Fails only when the counter is full, and then the keeper wakes anyway.
  [[maybe_unused]] const auto written = ::write(bell, &one, sizeof one);
}

void hush(int bell) {
  std::uint64_t count = 0;
  // Fails only when nothing rang; the descriptor does not block.
  [[maybe_unused]] const auto taken = ::read(bell, &count, sizeof count);
}

}  // namespace

sync::Result<std::unique_ptr<Client>> Client::start(const sync::Link::Address& address,
                                                    std::function<void()> wake) {
  const int bell = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (bell < 0) return tl::unexpected(sync::Error{sync::Fault::Storage, "no eventfd"});
  std::unique_ptr<Client> client(new Client(bell, std::move(wake)));
  // The link belongs to the thread that opens it; only whether it opened comes back.
  std::promise<sync::Result<void>> opened;
  auto outcome = opened.get_future();
  client->keeper_ = std::thread([&keeper = *client, address, opened = std::move(opened)]() mutable {
    auto link = sync::Link::open(address);
    if (!link) {
      opened.set_value(tl::unexpected(link.error()));
      return;
    }
    opened.set_value({});
    keeper.keep(**link);
  });
  if (auto result = outcome.get(); !result) return tl::unexpected(result.error());
  return client;
}

Client::Client(int bell, std::function<void()> wake)
    : bell_(bell),
      commands_(kMostCommands, [bell] { ring(bell); }),
      news_(kMostNews, std::move(wake)) {}

Client::~Client() {
  order(Stop{});
  if (keeper_.joinable()) keeper_.join();
  ::close(bell_);
}

void Client::order(Command command) {
  // The keeper empties the inbox several times a second; a thousand commands are never waiting.
  refund::require(commands_.put(std::move(command)));
}

void Client::ask(Ticket ticket, sync::DeskQuestion question) {
  order(Ask{ticket, std::move(question)});
}

void Client::refresh() {
  order(Refresh{});
}

std::vector<News> Client::take_news() {
  return news_.take();
}

void Client::keep(sync::Link& link) {
  Exchange exchange(random_id);
  std::deque<News> unsent;
  for (;;) {
    for (Command& command : commands_.take()) {
      if (std::holds_alternative<Stop>(command)) return;
      if (auto* ask = std::get_if<Ask>(&command)) {
        exchange.ask(ask->ticket, std::move(ask->question), now());
      } else {
        exchange.refresh();
      }
    }
    exchange.take_health(link.health(), now());
    exchange.send_due(now(), [&](const sync::Bytes& frame) { return link.send(frame); });
    auto frame = link.receive(200ms, bell_);
    hush(bell_);
    for (int taken = 1; frame; ++taken) {
      exchange.take_frame(*frame, now());
      frame = taken < kFramesPerRound ? link.receive(0ms) : std::nullopt;
    }
    for (News& one : exchange.take_news())
      unsent.push_back(std::move(one));
    while (!unsent.empty() && news_.put(unsent.front()))
      unsent.pop_front();
  }
}

}  // namespace slipway::desk
