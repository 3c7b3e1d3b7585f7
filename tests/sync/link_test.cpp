#include "sync/link.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zmq.h>

#include <algorithm>
#include <map>

#include "sync/keys.hpp"
#include "sync/socket.hpp"
#include "tests/catch.hpp"

namespace slipway::sync {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using Health = Link::Health;

const Bytes kQuestion{'a', 's', 'k'};
const Bytes kAnswer{'a', 'n', 's', 'w', 'e', 'r'};

// A gate and the list of who may come in, with the clients of one test.
struct Store {
  CurvePair station = make_curve_pair();
  std::map<std::string, Peer> list;
  std::unique_ptr<Gate> gate =
      Gate::open("tcp://127.0.0.1:*", station, [this](const auto& key) {
        const auto found = list.find(key);
        return found == list.end() ? std::nullopt : std::optional(found->second);
      }).value();
  std::vector<Gate::Incoming> received;

  Link::Address address(const CurvePair& own) {
    return {gate->endpoint(), station.open, own, 50ms};
  }
  CurvePair enrolled(const std::string& name, Peer::Kind kind = Peer::Kind::Kiosk) {
    const CurvePair pair = make_curve_pair();
    list[pair.open.data()] = Peer{name, kind};
    return pair;
  }

  // Lets both ends work until it is so, or for five seconds.
  template <typename Condition>
  bool until(Link& link, Condition is_so) {
    const auto end = std::chrono::steady_clock::now() + 5s;
    while (!is_so()) {
      if (std::chrono::steady_clock::now() > end) return false;
      for (auto& one : gate->receive(1ms, 100))
        received.push_back(std::move(one));
      if (auto frame = link.receive(1ms)) answers.push_back(std::move(*frame));
    }
    return true;
  }
  // The same for a time in which nothing should happen.
  void serve(Link& link, std::chrono::milliseconds time) {
    const auto end = std::chrono::steady_clock::now() + time;
    (void)until(link, [&] { return std::chrono::steady_clock::now() > end; });
  }
  bool rises(Link& link) {
    return until(link, [&] { return link.health() == Health::Up; });
  }
  bool hears(Link& link) {
    received.clear();
    return link.send(kQuestion) && until(link, [&] { return !received.empty(); });
  }
  std::vector<Bytes> answers;
};

// A client that speaks ZeroMQ but does not use our link.
struct Stranger {
  Context context;
  Socket dealer{context, Socket::Kind::Dealer};

  explicit Stranger(Store& store, const CurvePair* own = nullptr) {
    if (own != nullptr) {
      dealer.set(ZMQ_CURVE_SERVERKEY, std::string_view(store.station.open.data(), 40));
      dealer.set(ZMQ_CURVE_PUBLICKEY, std::string_view(own->open.data(), 40));
      dealer.set(ZMQ_CURVE_SECRETKEY, std::string_view(own->secret.data(), 40));
    }
    REQUIRE(dealer.connect(store.gate->endpoint()));
  }
};

int connected(const Store& store) {
  const std::string endpoint = store.gate->endpoint();
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port =
      htons(static_cast<std::uint16_t>(std::stoi(endpoint.substr(endpoint.rfind(':') + 1))));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  return descriptor;
}

}  // namespace

TEST_CASE("a key on the list comes in, is known by name, and is answered") {
  Store store;
  const auto own = store.enrolled("desk-1", Peer::Kind::Desk);
  auto link = Link::open(store.address(own)).value();
  CHECK_FALSE(link->send(kQuestion));
  REQUIRE(store.rises(*link));
  REQUIRE(store.hears(*link));
  CHECK(store.received[0].peer.name == "desk-1");
  CHECK(store.received[0].peer.kind == Peer::Kind::Desk);
  CHECK(store.received[0].frame == kQuestion);
  CHECK(store.gate->answer(store.received[0].route, kAnswer));
  REQUIRE(store.until(*link, [&] { return !store.answers.empty(); }));
  CHECK(store.answers[0] == kAnswer);
}

TEST_CASE("a station with another key is told apart, and nothing reaches it") {
  Store store;
  auto address = store.address(store.enrolled("kiosk-1"));
  address.station = make_curve_pair().open;
  auto link = Link::open(address).value();
  REQUIRE(store.until(*link, [&] { return link->health() == Health::WrongStation; }));
  CHECK_FALSE(link->send(kQuestion));
  CHECK(store.received.empty());
}

TEST_CASE("a key that is not on the list is refused, and comes in once it is enrolled") {
  Store store;
  const auto own = make_curve_pair();
  auto link = Link::open(store.address(own)).value();
  REQUIRE(store.until(*link, [&] { return link->health() == Health::KeyRefused; }));
  CHECK_FALSE(link->send(kQuestion));
  store.serve(*link, 200ms);
  CHECK(link->health() == Health::KeyRefused);
  store.list[own.open.data()] = Peer{"kiosk-9", Peer::Kind::Kiosk};
  REQUIRE(store.rises(*link));
  REQUIRE(store.hears(*link));
  CHECK(store.received[0].peer.name == "kiosk-9");
}

TEST_CASE("without CURVE nobody comes in") {
  Store store;
  auto link = Link::open(store.address(store.enrolled("kiosk-1"))).value();
  Stranger stranger(store);
  (void)stranger.dealer.send(kQuestion);
  REQUIRE(store.rises(*link));
  store.serve(*link, 300ms);
  CHECK(store.received.empty());
}

TEST_CASE("a key that is revoked in mid-session is not heard any more") {
  Store store;
  const auto own = store.enrolled("kiosk-1");
  auto link = Link::open(store.address(own)).value();
  REQUIRE(store.rises(*link));
  REQUIRE(store.hears(*link));
  store.list.clear();
  store.received.clear();
  CHECK(link->send(kQuestion));
  store.serve(*link, 200ms);
  CHECK(store.received.empty());
}

TEST_CASE("frames over 64 KiB are not sent, and end the connection of a peer that does") {
  Store store;
  const auto own = store.enrolled("kiosk-1");
  const auto other = store.enrolled("kiosk-2");
  auto link = Link::open(store.address(own)).value();
  REQUIRE(store.rises(*link));
  CHECK_FALSE(link->send(Bytes(kMostFrame + 1, 1)));
  CHECK(link->health() == Health::Up);
  REQUIRE(link->send(Bytes(kMostFrame - 100, 1)));
  REQUIRE(store.until(*link, [&] { return !store.received.empty(); }));
  CHECK_FALSE(store.gate->answer(store.received[0].route, Bytes(kMostFrame + 1, 1)));

  Stranger stranger(store, &other);
  store.received.clear();
  REQUIRE(stranger.dealer.send(Bytes(kMostFrame + 1, 1)));
  store.serve(*link, 300ms);
  CHECK(store.received.empty());
  REQUIRE(store.hears(*link));
}

TEST_CASE("a message of several frames is dropped, and its sender still served") {
  Store store;
  const auto own = store.enrolled("kiosk-1");
  auto link = Link::open(store.address(own)).value();
  REQUIRE(store.rises(*link));
  Stranger stranger(store, &own);
  const std::array<std::span<const std::uint8_t>, 3> parts = {kQuestion, kQuestion, kQuestion};
  REQUIRE(stranger.dealer.send(parts));
  const std::vector<std::span<const std::uint8_t>> many(50, kQuestion);
  REQUIRE(stranger.dealer.send(many));
  store.serve(*link, 200ms);
  CHECK(store.received.empty());
  REQUIRE(stranger.dealer.send(kAnswer));
  REQUIRE(store.until(*link, [&] { return !store.received.empty(); }));
  CHECK(store.received[0].frame == kAnswer);
}

TEST_CASE("garbage and silent connections do not disturb the others") {
  Store store;
  std::vector<int> descriptors;
  std::array<std::uint8_t, 512> noise{};
  for (int at = 0; at < 40; ++at) {
    descriptors.push_back(connected(store));
    fill_random(noise);
    if (at % 3 == 0) noise = {0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0, 'C', 'U', 'R', 'V', 'E'};
    if (at % 4 != 3) {
      (void)::send(descriptors.back(), noise.data(), noise.size(), MSG_NOSIGNAL);
    }
  }
  auto link = Link::open(store.address(store.enrolled("kiosk-1"))).value();
  REQUIRE(store.rises(*link));
  CHECK(store.hears(*link));
  for (const int descriptor : descriptors)
    ::close(descriptor);
}

TEST_CASE("an answer to a peer that is gone is refused, not lost in silence") {
  Store store;
  const auto own = store.enrolled("kiosk-1");
  auto link = Link::open(store.address(own)).value();
  REQUIRE(store.rises(*link));
  REQUIRE(store.hears(*link));
  const Bytes route = store.received[0].route;
  CHECK_FALSE(store.gate->answer(kQuestion, kAnswer));
  link = Link::open(store.address(own)).value();
  REQUIRE(store.rises(*link));
  CHECK(store.until(*link, [&] { return !store.gate->answer(route, kAnswer); }));
}

TEST_CASE("a link goes down with its station and comes up with it again") {
  auto store = std::make_unique<Store>();
  const auto own = store->enrolled("kiosk-1");
  auto link = Link::open(store->address(own)).value();
  REQUIRE(store->rises(*link));
  const std::string endpoint = store->gate->endpoint();
  store->gate.reset();
  const auto end = std::chrono::steady_clock::now() + 5s;
  while (link->health() == Health::Up && std::chrono::steady_clock::now() < end) {
    (void)link->receive(10ms);
  }
  CHECK(link->health() == Health::Down);
  CHECK_FALSE(link->send(kQuestion));
  store->gate =
      Gate::open(endpoint, store->station, [&](const std::string& key) {
        return store->list.contains(key) ? std::optional(store->list.at(key)) : std::nullopt;
      }).value();
  REQUIRE(store->rises(*link));
  CHECK(store->hears(*link));
}

TEST_CASE("waiting for a frame ends with a byte on the other descriptor") {
  Store store;
  auto link = Link::open(store.address(store.enrolled("kiosk-1"))).value();
  REQUIRE(store.rises(*link));
  std::array<int, 2> pipe{};
  REQUIRE(::pipe(pipe.data()) == 0);
  REQUIRE(::write(pipe[1], "x", 1) == 1);
  const auto begin = std::chrono::steady_clock::now();
  CHECK_FALSE(link->receive(60s, pipe[0]));
  CHECK(std::chrono::steady_clock::now() - begin < 10s);
  ::close(pipe[0]);
  ::close(pipe[1]);
}

TEST_CASE("an address that is none is refused") {
  Store store;
  auto address = store.address(make_curve_pair());
  address.endpoint = "nonsense";
  CHECK(Link::open(address).error().fault == Fault::Malformed);
  CHECK_FALSE(Gate::open("nonsense", store.station, [](const auto&) { return std::nullopt; }));
  CHECK_FALSE(
      Gate::open(store.gate->endpoint(), store.station, [](const auto&) { return std::nullopt; }));
}

}  // namespace slipway::sync
