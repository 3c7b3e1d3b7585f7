#include "devices/simulator/usbip_port.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <memory>
#include <mutex>

#include "devices/pad/virtual_pad.hpp"
#include "devices/printer/virtual_printer.hpp"
#include "tests/catch.hpp"
#include "tests/devices/usbip_host.hpp"

// The test plays the kernel at the other end of the line: no module, no root.
using namespace slipway::devices;
using namespace std::chrono_literals;
using tests::Bytes;
using tests::Reply;
using tests::UsbipHost;

namespace {

constexpr auto kSoon = 5s;
constexpr auto kNever = 50ms;
constexpr std::uint8_t kToPrinter = 0x01;
constexpr std::uint8_t kFromPrinter = 0x82;
const Bytes kAskStatus = {0x10, 0x04, 0x01};

// A device with its lock, and what stands at both ends of its line.
template <typename Device>
struct Plugged {
  Device device;
  std::mutex lock;
  std::unique_ptr<UsbipHost> host;
  std::unique_ptr<UsbipPort> port;

  Plugged() { plug(); }
  void plug() {
    port.reset();
    int ends[2] = {-1, -1};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    host = std::make_unique<UsbipHost>(ends[1]);
    port = std::make_unique<UsbipPort>(device, lock, ends[0]);
  }
  void obey(const std::string& words) {
    const std::lock_guard held(lock);
    REQUIRE(device.obey(words));
  }
  void advance(std::chrono::milliseconds elapsed) {
    const std::lock_guard held(lock);
    device.advance(elapsed);
  }
};

// Something that a printer without paper does not get rid of.
Bytes more_than_the_buffer() {
  Bytes bytes = {0x1D, 0x76, 0x30, 0, 72, 0, 0xFF, 0x03};
  bytes.resize(bytes.size() + std::size_t{72} * 0x3FF, 0x55);
  return bytes;
}

}  // namespace

TEST_CASE("usbip: a kernel that enumerates learns what the device says, and configures it") {
  Plugged<VirtualPrinter> printer;
  CHECK_FALSE(printer.port->becomes_configured(0ms));
  const auto all = printer.host->enumerate();
  REQUIRE(all);
  CHECK(*all == printer.device.descriptors());
  CHECK(printer.port->becomes_configured(kSoon));
  const auto of_device = printer.host->ask({0x80, 0, 0, 0, 0, 0, 2, 0});
  const auto of_endpoint = printer.host->ask({0x82, 0, 0, 0, kFromPrinter, 0, 2, 0});
  REQUIRE((of_device && of_endpoint));
  CHECK(of_device->bytes == Bytes{1, 0});    // self-powered
  CHECK(of_endpoint->bytes == Bytes{0, 0});  // not halted
}

TEST_CASE("usbip: a question goes out and its answer comes back under the right number") {
  Plugged<VirtualPrinter> printer;
  const auto waiting = printer.host->begin_in(kFromPrinter, 64);
  CHECK_FALSE(printer.host->next(kNever));
  const auto question = printer.host->begin_out(kToPrinter, kAskStatus);
  std::optional<Reply> sent;
  std::optional<Reply> came;
  for (int count = 0; count < 2; ++count) {
    const auto reply = printer.host->next(kSoon);
    REQUIRE(reply);
    (reply->number == waiting ? came : sent) = reply;
  }
  REQUIRE((sent && came));
  CHECK(sent->number == question);
  CHECK((sent->status == 0 && sent->actual == kAskStatus.size()));
  CHECK(came->status == 0);
  CHECK(came->bytes.size() == 1);
}

TEST_CASE("usbip: a stopped transfer has no answer of its own, and takes none away from the next") {
  Plugged<VirtualPrinter> printer;
  const auto victim = printer.host->begin_in(kFromPrinter, 64);
  const auto unlink = printer.host->unlink(victim);
  const auto stopped = printer.host->next(kSoon);
  REQUIRE(stopped);
  CHECK(stopped->kind == Reply::Kind::Unlink);
  CHECK(stopped->number == unlink);
  CHECK(stopped->status == -ECONNRESET);
  printer.host->begin_out(kToPrinter, kAskStatus);
  REQUIRE(printer.host->next(kSoon));
  const auto second = printer.host->begin_in(kFromPrinter, 64);
  const auto came = printer.host->next(kSoon);
  REQUIRE(came);
  CHECK(came->number == second);
  CHECK(came->bytes.size() == 1);
}

TEST_CASE("usbip: stopping what has ended already, or never was, is answered with 0") {
  Plugged<VirtualPrinter> printer;
  const auto question = printer.host->begin_out(kToPrinter, kAskStatus);
  REQUIRE(printer.host->next(kSoon));
  for (const std::uint32_t victim : {question, 4711U}) {
    const auto unlink = printer.host->unlink(victim);
    const auto late = printer.host->next(kSoon);
    REQUIRE(late);
    CHECK(late->kind == Reply::Kind::Unlink);
    CHECK((late->number == unlink && late->status == 0));
  }
}

TEST_CASE("usbip: bytes that a stopped transfer had got rid of are counted") {
  Plugged<VirtualPrinter> printer;
  printer.obey("paper out");
  const Bytes strip = more_than_the_buffer();
  const auto victim = printer.host->begin_out(kToPrinter, strip);
  CHECK_FALSE(printer.host->next(kNever));
  const auto unlink = printer.host->unlink(victim);
  const auto ended = printer.host->next(kSoon);
  REQUIRE(ended);
  CHECK(ended->kind == Reply::Kind::Submit);
  CHECK((ended->number == victim && ended->status == 0));
  CHECK((ended->actual > 0 && ended->actual < strip.size()));
  const auto stopped = printer.host->next(kSoon);
  REQUIRE(stopped);
  CHECK(stopped->kind == Reply::Kind::Unlink);
  CHECK((stopped->number == unlink && stopped->status == 0));
}

TEST_CASE("usbip: an endpoint that the device has not and a request that it does not know stall") {
  Plugged<VirtualPrinter> printer;
  const auto in = printer.host->begin_in(0x8F, 8);
  const auto none = printer.host->next(kSoon);
  REQUIRE(none);
  CHECK((none->number == in && none->status == -EPIPE && none->actual == 0));
  printer.host->begin_out(0x07, {1, 2, 3});
  const auto nowhere = printer.host->next(kSoon);
  REQUIRE(nowhere);
  CHECK((nowhere->status == -EPIPE && nowhere->actual == 0));
  const auto unknown = printer.host->ask({0x80, 6, 0, 0x0F, 0, 0, 5, 0});
  REQUIRE(unknown);
  CHECK(unknown->status == -EPIPE);
  CHECK(printer.host->enumerate());  // and the line still stands
}

TEST_CASE("usbip: what happens to the device by itself reaches a transfer that waits") {
  Plugged<VirtualPad> pad;
  REQUIRE(pad.host->enumerate());
  std::uint8_t endpoint = 0;
  const auto description = VirtualPad::description();
  for (const auto& one : description.interfaces.front().endpoints) {
    if (one.is_in()) endpoint = one.address;
  }
  pad.obey("sign");
  std::size_t reports = 0;
  for (int turn = 0; turn < 20; ++turn) {
    const auto waiting = pad.host->begin_in(endpoint, 64);
    pad.advance(20ms);
    const auto came = pad.host->next(kSoon);
    REQUIRE(came);
    CHECK((came->number == waiting && came->status == 0));
    if (!came->bytes.empty()) ++reports;
  }
  CHECK(reports > 10);
}

TEST_CASE("usbip: whoever hangs up ends the line, and the device starts afresh at the next one") {
  Plugged<VirtualPrinter> printer;
  REQUIRE(printer.host->enumerate());
  printer.host->begin_out(kToPrinter, kAskStatus);  // its answer waits, and is lost with the power
  REQUIRE(printer.host->next(kSoon));
  printer.host->begin_in(kFromPrinter, 64);
  printer.host->begin_in(kFromPrinter, 64);
  printer.host->hang_up();
  for (int turn = 0; turn < 500 && printer.port->is_alive(); ++turn)
    ::poll(nullptr, 0, 10);
  CHECK_FALSE(printer.port->is_alive());
  printer.plug();
  CHECK(printer.port->is_alive());
  REQUIRE(printer.host->enumerate());
  printer.host->begin_in(kFromPrinter, 64);
  CHECK_FALSE(printer.host->next(kNever));
}

TEST_CASE("usbip: unplugging ends the line with transfers in flight") {
  Plugged<VirtualPrinter> printer;
  REQUIRE(printer.host->enumerate());
  printer.host->begin_in(kFromPrinter, 64);
  printer.port.reset();
  CHECK(printer.host->ends(kSoon));
}

TEST_CASE("usbip: who breaks the protocol or asks for too much is hung up on") {
  Plugged<VirtualPrinter> printer;
  usbip::Header nonsense{};
  nonsense[3] = 9;
  printer.host->send(nonsense);
  CHECK(printer.host->ends(kSoon));
  printer.plug();
  const usbip::Submit twice{7, kFromPrinter, 64, {}};
  printer.host->send(tests::written(twice));
  printer.host->send(tests::written(twice));
  CHECK(printer.host->ends(kSoon));
  printer.plug();
  for (std::uint32_t number = 1; number <= 33; ++number)
    printer.host->send(tests::written({number, kFromPrinter, usbip::kLongestTransfer, {}}));
  CHECK(printer.host->ends(kSoon));
  printer.plug();
  for (std::uint32_t number = 1; number <= 1025; ++number)
    printer.host->send(tests::written({number, kFromPrinter, 0, {}}));
  CHECK(printer.host->ends(kSoon));
  printer.plug();
  const std::array<std::uint8_t, 20> half{0, 0, 0, 1};
  printer.host->send(half);
  printer.port.reset();  // does not wait for the other half
  CHECK(printer.host->ends(kSoon));
}
