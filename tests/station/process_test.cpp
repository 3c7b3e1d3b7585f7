#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <memory>

#include "station/book/audit.hpp"
#include "station/book/clients.hpp"
#include "tests/station/small_shop.hpp"

// The real program, over real sockets, ended in the middle.
using namespace slipway;
using namespace slipway::test;

namespace {

constexpr auto kReady = sync::DeviceCondition::Ready;

// slipway-station on a small shop's books. Dies with this value.
class Station {
 public:
  explicit Station(const SmallShop& shop) {
    std::array<int, 2> ends{};
    REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
    const std::string program = std::string(SLIPWAY_BIN) + "/slipway-station";
    const std::string config = (shop.folder() / "station.toml").string();
    pid_ = fork();
    REQUIRE(pid_ >= 0);
    if (pid_ == 0) {
      dup2(ends[1], STDERR_FILENO);
      execl(program.c_str(), program.c_str(), "--config", config.c_str(), nullptr);
      _exit(127);
    }
    ::close(ends[1]);
    log_ = ends[0];
    const std::string ready = read_until("endpoint=");
    endpoint_ = ready.substr(ready.find("endpoint=") + 9);
    endpoint_ = endpoint_.substr(0, endpoint_.find('\n'));
  }
  Station(const Station&) = delete;
  Station& operator=(const Station&) = delete;
  ~Station() {
    if (pid_ > 0) end(SIGKILL);
    ::close(log_);
  }

  // The exit status, or minus the signal that ended it.
  int end(int signal) {
    ::kill(pid_, signal);
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }
  std::string read_until(const std::string& word) {
    std::string text;
    std::array<char, 512> piece{};
    while (text.find(word) == std::string::npos || text.back() != '\n') {
      pollfd waiting{log_, POLLIN, 0};
      if (poll(&waiting, 1, 20'000) <= 0) break;
      const auto size = ::read(log_, piece.data(), piece.size());
      if (size <= 0) break;
      text.append(piece.data(), static_cast<std::size_t>(size));
    }
    INFO(text);
    REQUIRE(text.find(word) != std::string::npos);
    return text;
  }
  [[nodiscard]] const std::string& endpoint() const { return endpoint_; }

 private:
  pid_t pid_ = -1;
  int log_ = -1;
  std::string endpoint_;
};

// A shop with its configuration file and a kiosk that is enrolled by its key.
struct Place {
  SmallShop shop;
  sync::CurvePair kiosk = sync::make_curve_pair();

  Place() {
    const auto keys = shop.terms().keys;
    REQUIRE(sync::write_station_keys(shop.folder() / "station.keys", keys));
    std::ofstream(shop.folder() / "station.toml")
        << "[station]\nendpoint = \"tcp://127.0.0.1:*\"\nkeys = \"station.keys\"\npolicy = \""
        << SLIPWAY_SOURCE << "/refund/policies/beauty.toml\"\n[books]\nfile = \"books.db\"\n"
        << "[shop]\nname_zh = \"拾光\"\nname_en = \"Shiguang\"\ntelephone = \"021\"\n";
    auto raw = shop.raw();
    REQUIRE(book::enrol(raw, {"kiosk-7", sync::Peer::Kind::Kiosk}, kiosk.open.data(), kNoon));
  }

  [[nodiscard]] std::unique_ptr<sync::Link> link(const Station& station) const {
    auto opened = sync::Link::open({station.endpoint(), shop.terms().keys.curve.open, kiosk});
    REQUIRE(opened);
    return std::move(*opened);
  }
};

// Sends until it is taken.
void send(sync::Link& link, const sync::KioskQuestion& question) {
  const auto frame = sync::encode(sync::KioskAsk{{7}, question});
  for (int time = 0; time < 200; ++time) {
    if (link.send(frame)) return;
    static_cast<void>(link.receive(std::chrono::milliseconds{50}));
  }
  FAIL("the link never came up");
}

sync::KioskAnswer answer(sync::Link& link, const sync::KioskQuestion& question) {
  for (int time = 0; time < 10; ++time) {
    send(link, question);
    const auto frame = link.receive(std::chrono::seconds{2});
    if (!frame) continue;
    const auto reply = sync::kiosk_reply_from(*frame);
    REQUIRE(reply);
    return reply->answer;
  }
  FAIL("the station never answered");
  return sync::NotFound{};
}

}  // namespace

TEST_CASE("the station serves over CURVE, and ends cleanly when it is asked to") {
  const Place place;
  Station station(place.shop);
  const auto link = place.link(station);
  const auto welcome = answer(*link, sync::Hello{"0.1.0", kReady, kReady, kReady});
  REQUIRE(std::holds_alternative<sync::Welcome>(welcome));
  CHECK(std::get<sync::Welcome>(welcome).store_name.zh == "拾光");
  CHECK(station.end(SIGTERM) == 0);
}

TEST_CASE("SIGTERM and SIGINT end the station with 0 within two seconds, always") {
  enum class Client { None, Connected, Asking };
  for (const Client client : {Client::None, Client::Connected, Client::Asking}) {
    for (const int signal : {SIGTERM, SIGINT}) {
      CAPTURE(static_cast<int>(client), signal);
      const Place place;
      Station station(place.shop);
      std::unique_ptr<sync::Link> link;
      if (client != Client::None) {
        link = place.link(station);
        REQUIRE(std::holds_alternative<sync::Welcome>(
            answer(*link, sync::Hello{"0.1.0", kReady, kReady, kReady})));
      }
      if (client == Client::Asking) send(*link, place.shop.sealed(filing(kWang, 1)));
      const auto begun = std::chrono::steady_clock::now();
      CHECK(station.end(signal) == 0);
      CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds{2});
    }
  }
}

TEST_CASE("killed between commit and answer the station has the filing, and answers the repeat") {
  const Place place;
  auto made = filing(kWang, 1);
  const auto sent = place.shop.sealed(made);
  {
    Station station(place.shop);
    const auto link = place.link(station);
    send(*link, sent);
    auto raw = place.shop.raw();
    std::int64_t rows = 0;
    for (int time = 0; time < 2'000 && rows == 0; ++time) {
      auto& query = raw.prepare("SELECT count(*) FROM request");
      REQUIRE(query.step().value());
      rows = query.number(0);
      REQUIRE_FALSE(query.step().value());
      if (rows == 0) poll(nullptr, 0, 5);
    }
    REQUIRE(rows == 1);
    CHECK(station.end(SIGKILL) == -SIGKILL);
  }
  Station again(place.shop);
  const auto link = place.link(again);
  const auto repeated = answer(*link, sent);
  REQUIRE(std::holds_alternative<sync::Filed>(repeated));
  CHECK(place.shop.count("request") == 1);
  CHECK(place.shop.count("hold WHERE live = 1") == 1);
}

TEST_CASE("killed at any moment of filing, the books are whole and the filing is there once") {
  for (const int wait : {0, 1, 3, 8, 20, 60}) {
    INFO("killed after " << wait << " ms");
    const Place place;
    const auto sent = place.shop.sealed(filing(kWang, 1));
    {
      Station station(place.shop);
      const auto link = place.link(station);
      REQUIRE(std::holds_alternative<sync::Welcome>(
          answer(*link, sync::Hello{"0", kReady, kReady, kReady})));
      send(*link, sent);
      static_cast<void>(link->receive(std::chrono::milliseconds{wait}));
      CHECK(station.end(SIGKILL) == -SIGKILL);
    }
    Station again(place.shop);
    const auto link = place.link(again);
    const auto repeated = answer(*link, sent);
    REQUIRE(std::holds_alternative<sync::Filed>(repeated));
    CHECK(place.shop.count("request") == 1);
    CHECK(place.shop.count("hold WHERE live = 1") == 1);
    auto raw = place.shop.raw();
    CHECK_FALSE(book::verify_audit(raw)->broken);
  }
}

TEST_CASE("the shipped configuration file documents exactly the keys of --help") {
  const std::string command = std::string(SLIPWAY_BIN) + "/slipway-station --help";
  FILE* help = popen(command.c_str(), "r");
  REQUIRE(help != nullptr);
  std::string text;
  std::array<char, 512> piece{};
  while (const std::size_t size = fread(piece.data(), 1, piece.size(), help)) {
    text.append(piece.data(), size);
  }
  REQUIRE(pclose(help) == 0);
  text = text.substr(text.find("Keys of"));
  std::ifstream shipped(std::string(SLIPWAY_SOURCE) + "/station/book/station.toml");
  std::string section;
  std::size_t keys = 0;
  for (std::string line; std::getline(shipped, line);) {
    if (line.starts_with("[")) section = line.substr(1, line.find(']') - 1);
    const auto equals = line.find(" = ");
    if (line.starts_with("#") || equals == std::string::npos) continue;
    ++keys;
    CHECK(text.find("\n  " + section + "." + line.substr(0, equals) + "\n") != std::string::npos);
  }
  std::size_t documented = 0;
  for (auto at = text.find("\n      "); at != std::string::npos;
       at = text.find("\n      ", at + 1)) {
    ++documented;
  }
  CHECK(keys > 0);
  CHECK(documented == keys);
}

TEST_CASE("a key that was revoked is refused in the middle of its session") {
  const Place place;
  Station station(place.shop);
  const auto link = place.link(station);
  const sync::Hello hello{"0.1.0", kReady, kReady, kReady};
  REQUIRE(std::holds_alternative<sync::Welcome>(answer(*link, hello)));
  auto raw = place.shop.raw();
  REQUIRE(book::revoke(raw, "kiosk-7", kNoon));
  send(*link, hello);
  CHECK_FALSE(link->receive(std::chrono::seconds{1}));
}
