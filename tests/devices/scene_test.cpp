#include "devices/simulator/scene.hpp"

#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <sstream>
#include <thread>

#include "devices/reader/virtual_reader.hpp"
#include "devices/simulator/word_socket.hpp"
#include "tests/catch.hpp"

using namespace slipway::devices;

namespace {

// A seat without a bus.
class Chair : public Seat {
 public:
  explicit Chair(usb::VirtualDevice& device) : device_(device) {}
  [[nodiscard]] Result<void> plug() override {
    plugged_ = true;
    return {};
  }
  void unplug() override {
    plugged_ = false;
    device_.vanish();
  }
  [[nodiscard]] bool is_plugged() const override { return plugged_; }
  void with_device(const std::function<void(usb::VirtualDevice&)>& act) override { act(device_); }

 private:
  usb::VirtualDevice& device_;
  bool plugged_ = false;
};

}  // namespace

TEST_CASE("every line is answered with one line, ok or error") {
  VirtualReader reader;
  Scene scene;
  scene.add("reader", std::make_unique<Chair>(reader));
  REQUIRE(scene.plug_all());
  for (const char* line : {"reader tap 04DE5F1EACC040", "reader remove", "reader unplug",
                           "reader plug", "  reader   plug\r", "help"}) {
    CHECK(scene.obey(line).rfind("ok", 0) == 0);
  }
  for (const char* line : {"", "reader", "reader dance", "printer paper out", "reader tap xyz"}) {
    CHECK(scene.obey(line).rfind("error: ", 0) == 0);
  }
  CHECK(scene.obey("help").find("tap") != std::string::npos);
  CHECK(scene.obey("help").find('\n') == std::string::npos);
}

TEST_CASE("what leaves the bus by itself is unplugged, and comes back when it is to") {
  VirtualReader reader;
  Scene scene;
  auto chair = std::make_unique<Chair>(reader);
  const Chair& seat = *chair;
  scene.add("reader", std::move(chair));
  REQUIRE(scene.plug_all());
  const auto use = [&] {
    usb::Transfer transfer;
    transfer.kind = usb::TransferKind::Interrupt;
    transfer.endpoint = 0x81;
    transfer.buffer.resize(8);
    reader.submit(&transfer);
    reader.cancel(&transfer);
    scene.advance(std::chrono::milliseconds(1));
  };
  REQUIRE(scene.obey("reader fault reenumerate").rfind("ok", 0) == 0);
  use();
  CHECK_FALSE(seat.is_plugged());
  scene.advance(std::chrono::milliseconds(1));
  CHECK(seat.is_plugged());
  REQUIRE(scene.obey("reader fault gone").rfind("ok", 0) == 0);
  use();
  scene.advance(std::chrono::milliseconds(1));
  CHECK_FALSE(seat.is_plugged());
  CHECK(scene.obey("reader plug") == "ok plugged");
  scene.advance(std::chrono::milliseconds(1));
  CHECK(seat.is_plugged());
}

TEST_CASE("words travel over a Unix socket, and who talks too long is hung up on") {
  const auto file =
      std::filesystem::temp_directory_path() / ("slipway-words-" + std::to_string(::getpid()));
  auto socket = WordSocket::listen(file);
  REQUIRE(socket);
  bool done = false;
  Result<std::string> answer;
  Result<std::string> none;
  std::thread speaker([&] {
    answer = ask_word_socket(file, "hello there");
    none = ask_word_socket(file, std::string(5000, 'x'));
    static_cast<void>(ask_word_socket(file, "stop"));
  });
  while (!done) {
    (*socket)->serve([&](const std::string& line) {
      done = line == "stop";
      return "ok " + line;
    });
    std::this_thread::yield();
  }
  speaker.join();
  REQUIRE(answer);
  CHECK(*answer == "ok hello there");
  CHECK_FALSE(none);
  CHECK_FALSE(ask_word_socket("/nonexistent/words", "hello"));
}

TEST_CASE("the shipped configuration names every key of slipway-devices, and no other") {
  std::ifstream shipped(SLIPWAY_SOURCE "/devices/service/devices.toml");
  REQUIRE(shipped);
  std::string section;
  std::vector<std::string> keys;
  for (std::string line; std::getline(shipped, line);) {
    if (line.rfind('[', 0) == 0) section = line.substr(1, line.find(']') - 1);
    const auto equals = line.find(" = ");
    if (equals != std::string::npos && line[0] != '#') {
      keys.push_back(section + "." + line.substr(0, equals));
    }
  }
  std::FILE* help = ::popen(SLIPWAY_BIN "/slipway-devices --help", "r");
  REQUIRE(help != nullptr);
  std::string text;
  char piece[256];
  while (const std::size_t size = std::fread(piece, 1, sizeof piece, help)) {
    text.append(piece, size);
  }
  REQUIRE(::pclose(help) == 0);
  std::vector<std::string> told;
  std::istringstream lines(text.substr(text.find("Keys of the configuration file:")));
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("  ", 0) == 0 && line.rfind("   ", 0) != 0) told.push_back(line.substr(2));
  }
  CHECK(told == keys);
}
