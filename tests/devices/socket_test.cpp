#include "devices/service/socket.hpp"

#include <unistd.h>

#include <filesystem>
#include <thread>

#include "devices/service/codec.hpp"
#include "tests/catch.hpp"

using namespace slipway::devices;
using namespace std::chrono_literals;
using wire::Bytes;
using wire::Socket;

namespace {

class Place {
 public:
  Place()
      : file_(std::filesystem::temp_directory_path() /
              ("slipway-socket-" + std::to_string(::getpid()))) {}
  ~Place() { std::filesystem::remove(file_); }
  [[nodiscard]] std::string endpoint() const { return "ipc://" + file_.string(); }

 private:
  std::filesystem::path file_;
};

// Waits until a message came, at most five seconds.
std::vector<wire::Received> hear(Socket& socket) {
  const auto deadline = std::chrono::steady_clock::now() + 5s;
  while (std::chrono::steady_clock::now() < deadline) {
    auto heard = socket.wait(50ms);
    if (!heard.empty()) return heard;
  }
  return {};
}

// Sends when the other end is there.
bool send_when_there(Socket& socket, const Bytes& bytes) {
  const auto deadline = std::chrono::steady_clock::now() + 5s;
  while (std::chrono::steady_clock::now() < deadline) {
    if (socket.send("", bytes)) return true;
    static_cast<void>(socket.wait(10ms));
  }
  return false;
}

}  // namespace

TEST_CASE("messages go both ways over the local socket, the largest letter too") {
  const Place place;
  auto service = Socket::bind(place.endpoint());
  auto client = Socket::connect(place.endpoint());
  REQUIRE(service);
  REQUIRE(client);
  REQUIRE(send_when_there(**client, {1, 2, 3}));
  auto heard = hear(**service);
  REQUIRE(heard.size() == 1);
  CHECK(heard[0].bytes == Bytes{1, 2, 3});
  const Bytes large(wire::kMostLetter, 0x5A);
  REQUIRE((*service)->send(heard[0].peer, large));
  const auto answer = hear(**client);
  REQUIRE(answer.size() == 1);
  CHECK(answer[0].bytes == large);
}

TEST_CASE("nothing is kept for a service that is not there") {
  const Place place;
  auto client = Socket::connect(place.endpoint());
  REQUIRE(client);
  const auto sent = (*client)->send("", {1});
  REQUIRE_FALSE(sent);
  CHECK(sent.error().fault == Fault::Absent);
  auto service = Socket::bind(place.endpoint());
  REQUIRE(service);
  REQUIRE(send_when_there(**client, {2}));
  const auto heard = hear(**service);
  REQUIRE(heard.size() == 1);
  CHECK(heard[0].bytes == Bytes{2});
}

TEST_CASE("a message that is too long cuts its sender off and reaches nobody") {
  const Place place;
  auto service = Socket::bind(place.endpoint());
  auto client = Socket::connect(place.endpoint());
  REQUIRE(service);
  REQUIRE(client);
  REQUIRE(send_when_there(**client, Bytes(wire::kMostLetter + 1, 0)));
  CHECK((*service)->wait(300ms).empty());
  REQUIRE(send_when_there(**client, {7}));
  const auto heard = hear(**service);
  REQUIRE(heard.size() == 1);
  CHECK(heard[0].bytes == Bytes{7});
}

TEST_CASE("news for a peer that nobody knows is refused") {
  const Place place;
  auto service = Socket::bind(place.endpoint());
  REQUIRE(service);
  CHECK_FALSE((*service)->send("nobody", {1}));
}

TEST_CASE("a wait ends when another thread wakes the socket") {
  const Place place;
  auto service = Socket::bind(place.endpoint());
  REQUIRE(service);
  const auto begun = std::chrono::steady_clock::now();
  std::thread other([&] { (*service)->wake(); });
  CHECK((*service)->wait(10s).empty());
  other.join();
  CHECK(std::chrono::steady_clock::now() - begun < 5s);
}

TEST_CASE("an endpoint that cannot be is refused") {
  CHECK_FALSE(Socket::bind("ipc:///nonexistent/folder/devices.sock"));
  CHECK_FALSE(Socket::bind("nonsense"));
}
