#include "devices/simulator/vhci_bed.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <sstream>
#include <thread>

#include "devices/printer/virtual_printer.hpp"
#include "devices/reader/virtual_reader.hpp"
#include "tests/catch.hpp"
#include "tests/devices/usbip_host.hpp"

using namespace slipway::devices;
using namespace std::chrono_literals;
using tests::UsbipHost;

namespace {

const char* const kStatus =
    "hub port sta spd dev      sockfd local_busid\n"
    "hs  0000 006 002 00010001 000003 1-1\n"
    "hs  0001 004 000 00000000 000000 0-0\n"
    "hs  0002 005 000 00010003 000004 0-0\n"
    "hs  0003 004 000 00000000 000000 0-0\n"
    "ss  0008 004 000 00000000 000000 0-0\n";

// A folder that looks like the controller's, whose `attach` is a pipe to the test.
class Controller {
 public:
  Controller() {
    std::string pattern = (std::filesystem::temp_directory_path() / "slipway-vhci-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    folder_ = pattern;
    std::ofstream(folder_ / "status") << kStatus;
    REQUIRE(::mkfifo((folder_ / "attach").c_str(), 0600) == 0);
    attached_ = ::open((folder_ / "attach").c_str(), O_RDWR | O_CLOEXEC);
    REQUIRE(attached_ >= 0);
  }
  ~Controller() {
    ::close(attached_);
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Controller(const Controller&) = delete;
  Controller& operator=(const Controller&) = delete;

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

  struct Attached {
    int port = -1;
    int device = 0;
    int speed = 0;
    std::unique_ptr<UsbipHost> host;
    bool configured = false;
  };
  // Does what the kernel does with the next device that is attached.
  [[nodiscard]] Attached take_in() const {
    Attached attached;
    pollfd one{attached_, POLLIN, 0};
    if (::poll(&one, 1, 5000) != 1) return attached;
    std::array<char, 100> text{};
    if (::read(attached_, text.data(), text.size() - 1) <= 0) return attached;
    int socket = -1;
    std::istringstream(text.data()) >> attached.port >> socket >> attached.device >> attached.speed;
    attached.host = std::make_unique<UsbipHost>(::dup(socket));
    attached.configured = attached.host->enumerate().has_value();
    return attached;
  }

 private:
  std::filesystem::path folder_;
  int attached_ = -1;
};

}  // namespace

TEST_CASE("vhci: the free ports for full speed are found, and nonsense is none") {
  CHECK(free_vhci_ports(kStatus) == std::vector{1, 3});
  CHECK(free_vhci_ports("").empty());
  CHECK(free_vhci_ports("hs 1\nhs one 004\nhs -1 004\nhs 99999999999999 004\n\n").empty());
}

TEST_CASE("vhci: without a controller it says what to do") {
  const std::filesystem::path nowhere("/nonexistent");
  CHECK_FALSE(VhciBed::is_possible(nowhere));
  const auto bed = VhciBed::open(nowhere);
  REQUIRE_FALSE(bed);
  CHECK(bed.error().fault == Fault::Absent);
  CHECK(bed.error().text.find("modprobe vhci-hcd") != std::string::npos);
}

TEST_CASE("vhci: each seat has a free port of its own, and keeps it over a replug") {
  const Controller controller;
  REQUIRE(VhciBed::is_possible(controller.folder()));
  const auto bed = VhciBed::open(controller.folder());
  REQUIRE(bed);
  VirtualReader reader;
  VirtualPrinter printer;
  const auto plug = [&](Seat& seat) {
    Controller::Attached attached;
    std::thread kernel([&] { attached = controller.take_in(); });
    const auto plugged = seat.plug();
    kernel.join();
    CHECK(plugged);
    CHECK(attached.configured);
    CHECK(attached.speed == 2);
    CHECK(attached.device != 0);
    CHECK(seat.is_plugged());
    return attached;
  };
  const auto first = (*bed)->seat("1-1", reader);
  const auto second = (*bed)->seat("1-2", printer);
  CHECK_FALSE(first->is_plugged());
  const auto reader_line = plug(*first);
  CHECK(reader_line.port == 1);
  CHECK(plug(*second).port == 3);  // the host's end closes here: unplugged by the kernel
  for (int turn = 0; turn < 500 && second->is_plugged(); ++turn)
    ::poll(nullptr, 0, 10);
  CHECK_FALSE(second->is_plugged());
  first->unplug();
  CHECK(reader_line.host->ends(5s));
  CHECK_FALSE(first->is_plugged());
  CHECK(plug(*first).port == 1);
  CHECK(plug(*second).port == 3);
}

TEST_CASE("vhci: a third device finds no port, and a refusal leaves nothing plugged in") {
  const Controller controller;
  std::ofstream(controller.folder() / "status") << "hs  0000 006 002 00010001 000003 1-1\n";
  const auto bed = VhciBed::open(controller.folder());
  REQUIRE(bed);
  VirtualReader reader;
  const auto seat = (*bed)->seat("1-1", reader);
  const auto full = seat->plug();
  REQUIRE_FALSE(full);
  CHECK(full.error().fault == Fault::Busy);
  CHECK_FALSE(seat->is_plugged());
  std::ofstream(controller.folder() / "status") << kStatus;
  std::filesystem::remove(controller.folder() / "attach");
  const auto refused = seat->plug();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().fault == Fault::Access);
  CHECK_FALSE(seat->is_plugged());
}
