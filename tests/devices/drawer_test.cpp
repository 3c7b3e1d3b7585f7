#include "devices/printer/star_printer.hpp"
#include "devices/printer/virtual_star_printer.hpp"
#include "devices/service/conversation.hpp"
#include "devices/service/printer_duty.hpp"
#include "tests/devices/printer_bench.hpp"

using namespace slipway::devices;
using namespace std::chrono_literals;
using bench::page_of;

namespace {

struct StarBench {
  VirtualStarPrinter device;
  usb::VirtualTransport* wire = nullptr;
  std::unique_ptr<StarPrinter> printer;

  StarBench() {
    auto transport = usb::VirtualTransport::open(device);
    REQUIRE(transport);
    wire = transport->get();
    auto opened =
        StarPrinter::open(std::move(*transport), *profile_named("Star TSP100IV", known_profiles()));
    REQUIRE(opened);
    printer = std::move(*opened);
  }
  void say(const std::string& words) { REQUIRE(device.obey(words)); }
};

// What must hold whatever the language.
template <typename Any>
void check_drawer(Any& one) {
  static_cast<void>(one.device.take_slips());
  CHECK(one.printer->open_drawer() == DrawerMove{DrawerOutcome::Opened, PrintCause::None});
  CHECK(one.device.drawer_pulses() == 1);
  // It stands open already: the switch has nothing to say, and the pulse is told as it is.
  CHECK(one.printer->open_drawer() == DrawerMove{DrawerOutcome::Told, PrintCause::None});
  one.say("drawer stuck");
  CHECK(one.printer->open_drawer() == DrawerMove{DrawerOutcome::Told, PrintCause::None});
  CHECK(one.device.drawer_pulses() == 3);
  // Nothing of it is on the paper, and the next slip is whole.
  CHECK(one.device.take_slips().empty());
  CHECK(one.printer->print(page_of(60), 5).outcome == Outcome::Printed);
  CHECK(one.device.take_slips().size() == 1);
  one.say("drawer close");
  one.say("paper out");
  CHECK(one.printer->open_drawer() == DrawerMove{DrawerOutcome::NotOpened, PrintCause::PaperOut});
  one.say("paper in");
  one.wire->pass(5s);
  CHECK(one.device.drawer_pulses() == 3);  // not later either
  one.wire->unplug();
  CHECK(one.printer->open_drawer() == DrawerMove{DrawerOutcome::NotOpened, PrintCause::Unplugged});
}

// A duty over a simulated printer with a drawer.
struct Desk {
  VirtualPrinter device;
  std::vector<DrawerMoved> moves;
  PrinterDuty duty;

  explicit Desk(PrinterDuty::Drawer drawer)
      : duty(
            [](std::unique_ptr<usb::Transport> transport)
                -> Result<std::unique_ptr<ReceiptPrinter>> {
              auto opened = EscposPrinter::open(std::move(transport), bench::epson());
              if (!opened) return tl::unexpected(opened.error());
              return std::unique_ptr<ReceiptPrinter>(std::move(*opened));
            },
            [this](const DeviceEvent& event) {
              if (const auto* moved = std::get_if<DrawerMoved>(&event)) moves.push_back(*moved);
            },
            drawer) {}
  void begin() {
    auto transport = usb::VirtualTransport::open(device);
    REQUIRE(transport);
    REQUIRE(duty.begin(std::move(*transport)));
  }
};

std::vector<DrawerMoved> moves_of(const std::vector<DeviceEvent>& events) {
  std::vector<DrawerMoved> found;
  for (const auto& event : events) {
    if (const auto* one = std::get_if<DrawerMoved>(&event)) found.push_back(*one);
  }
  return found;
}

}  // namespace

TEST_CASE("a drawer opens by one pulse, in order, and its switch says so: ESC/POS") {
  bench::Bench one;
  check_drawer(one);
}

TEST_CASE("a drawer opens by one pulse, in order, and its switch says so: StarPRNT") {
  StarBench one;
  check_drawer(one);
}

TEST_CASE("a printer without a socket for a drawer gets no pulse") {
  PrinterProfile plain = bench::epson();
  plain.has_drawer = false;
  bench::Bench one(plain);
  CHECK(one.printer->open_drawer() == DrawerMove{DrawerOutcome::NotOpened, PrintCause::Refused});
  CHECK(one.device.drawer_pulses() == 0);
}

TEST_CASE("a pulse that the printer may not have taken whole is not given again by itself") {
  for (std::size_t cut = 0; cut < 5; ++cut) {
    CAPTURE(cut);
    bench::Bench one;
    const std::size_t before = one.wire->bytes_written();
    CHECK(one.printer->status());
    const std::size_t questions = one.wire->bytes_written() - before;
    one.wire->lose_after_bytes(questions + cut, usb::VirtualTransport::Loss::Power);
    const DrawerMove move = one.printer->open_drawer();
    CHECK(move.cause == PrintCause::Unplugged);
    CHECK(move.outcome == DrawerOutcome::Unknown);
    CHECK(one.device.drawer_pulses() == 0);
  }
}

TEST_CASE("a kiosk's service opens no drawer, whoever asks") {
  Desk desk(PrinterDuty::Drawer::Never);
  desk.begin();
  REQUIRE(desk.duty.obey(OpenDrawer{1}));
  REQUIRE(desk.moves.size() == 1);
  CHECK(desk.moves[0].move == DrawerMove{DrawerOutcome::NotOpened, PrintCause::Refused});
  desk.duty.obey_absent(OpenDrawer{2});
  CHECK(desk.moves.back().move == DrawerMove{DrawerOutcome::NotOpened, PrintCause::Refused});
  CHECK(desk.device.drawer_pulses() == 0);
}

TEST_CASE("one payment opens the drawer once, however often it is asked") {
  Desk desk(PrinterDuty::Drawer::Obeyed);
  desk.begin();
  REQUIRE(desk.duty.obey(OpenDrawer{7}));
  REQUIRE(desk.duty.obey(OpenDrawer{7}));
  desk.duty.obey_absent(OpenDrawer{7});
  REQUIRE(desk.moves.size() == 3);
  for (const DrawerMoved& moved : desk.moves) {
    CHECK(moved.job == 7);
    CHECK(moved.move == DrawerMove{DrawerOutcome::Opened, PrintCause::None});
  }
  CHECK(desk.device.drawer_pulses() == 1);
  desk.duty.obey_absent(OpenDrawer{8});
  CHECK(desk.moves.back().move == DrawerMove{DrawerOutcome::NotOpened, PrintCause::Unplugged});
}

TEST_CASE("a pulse that has waited too long is not given") {
  Desk desk(PrinterDuty::Drawer::Obeyed);
  desk.begin();
  const auto now = std::chrono::steady_clock::now();
  REQUIRE(desk.duty.obey(OpenDrawer{1, now - 10min}));
  CHECK(desk.moves.back().move == DrawerMove{DrawerOutcome::NotOpened, PrintCause::Silent});
  CHECK(desk.device.drawer_pulses() == 0);
  REQUIRE(desk.duty.obey(OpenDrawer{2, now + 10min}));
  CHECK(desk.device.drawer_pulses() == 1);
}

TEST_CASE("a desk is told what became of its drawer, also when the service goes") {
  const wire::Conversation::Time start{};
  wire::Conversation conversation(start);
  conversation.on_letter(wire::Pong{1}, start);
  conversation.tell(OpenDrawer{3});
  // Somebody else's payment is no news of this one.
  conversation.on_letter(DeviceEvent(DrawerMoved{4, {DrawerOutcome::Opened, PrintCause::None}}),
                         start);
  CHECK(moves_of(conversation.take()).empty());
  conversation.on_letter(DeviceEvent(DrawerMoved{3, {DrawerOutcome::Opened, PrintCause::None}}),
                         start);
  CHECK(moves_of(conversation.take()).size() == 1);
  conversation.tell(OpenDrawer{5});
  conversation.on_letter(wire::Pong{2}, start + 1s);  // the service was started anew
  const auto lost = moves_of(conversation.take());
  REQUIRE(lost.size() == 1);
  CHECK(lost[0].job == 5);
  CHECK(lost[0].move == DrawerMove{DrawerOutcome::Unknown, PrintCause::Silent});
  conversation.pass(start + 10s);
  static_cast<void>(conversation.take());
  conversation.tell(OpenDrawer{6});
  const auto refused = moves_of(conversation.take());
  REQUIRE(refused.size() == 1);
  CHECK(refused[0].move == DrawerMove{DrawerOutcome::NotOpened, PrintCause::Silent});
}
