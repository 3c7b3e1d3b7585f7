// What only devices.toml allows, on the rig: the drawer of a desk, and a queue for vouchers.
#include <algorithm>
#include <cstdlib>
#include <thread>

#include "tests/catch.hpp"
#include "tests/devices/ipp_printer.hpp"
#include "tests/devices/rig_limits.hpp"

using namespace slipway::devices;
using namespace std::chrono_literals;
using tests::all_ready;
using tests::kSoon;
using tests::outcome_of;
using tests::page_of;
using tests::Rig;

namespace {

// A rig whose service has this queue for a stand-in. The service takes only queues of this
// computer: for the time of the start the computer's server is the test's.
std::unique_ptr<Rig> start_with(const test::IppPrinter& queue) {
  const std::string uri = queue.uri();
  const auto host = uri.find("//") + 2;
  ::setenv("CUPS_SERVER", uri.substr(host, uri.find('/', host) - host).c_str(), 1);
  auto rig = Rig::start("ccid", "epson", "[printer]\nstand_in = \"office\"\n");
  ::unsetenv("CUPS_SERVER");
  return rig;
}

std::optional<DrawerMove> move_of(Rig& rig, JobId job) {
  rig.client().send(OpenDrawer{job});
  const auto moved =
      rig.next<DrawerMoved>(kSoon, [&](const DrawerMoved& one) { return one.job == job; });
  return moved ? std::optional(moved->move) : std::nullopt;
}

}  // namespace

TEST_CASE("rig: a drawer opens for one payment once, where the settings say that there is one") {
  const auto rig = Rig::start("ccid", "epson", "[printer]\ndrawer = true\n");
  if (!rig) return;
  REQUIRE(all_ready(*rig));
  const DrawerMove opened{DrawerOutcome::Opened, PrintCause::None};
  CHECK(move_of(*rig, 1) == opened);
  REQUIRE(rig->say("printer drawer close") == "ok the drawer is shut");
  CHECK(move_of(*rig, 1) == opened);  // that it did, and not again
  REQUIRE(rig->say("printer drawer stuck") == "ok the drawer is shut and does not open");
  CHECK(move_of(*rig, 2) == DrawerMove{DrawerOutcome::Told, PrintCause::None});
  REQUIRE(rig->say("printer paper out").starts_with("ok"));
  const auto waits = move_of(*rig, 3);
  REQUIRE(waits);
  CHECK(waits->outcome == DrawerOutcome::NotOpened);
}

TEST_CASE("rig: a service that was told of no drawer opens none") {
  const auto rig = Rig::start();
  if (!rig) return;
  REQUIRE(all_ready(*rig));
  CHECK(move_of(*rig, 1) == DrawerMove{DrawerOutcome::NotOpened, PrintCause::Refused});
}

TEST_CASE(
    "rig: a voucher goes to the queue when the printer is out of paper, and when it is away") {
  const test::IppPrinter queue({});
  const auto rig = start_with(queue);
  if (!rig) return;
  REQUIRE(all_ready(*rig));
  const Printed on_sheet{Outcome::Unknown, Evidence::Nothing, PrintCause::None, true};
  REQUIRE(rig->say("printer paper out").starts_with("ok"));
  rig->client().send(PrintPage{1, page_of(100), true});
  auto ended = outcome_of(*rig, 1);
  REQUIRE(ended);
  CHECK(ended->printed == on_sheet);
  rig->client().send(PrintPage{2, page_of(100), false});
  ended = outcome_of(*rig, 2);
  REQUIRE(ended);
  CHECK(ended->printed.cause == PrintCause::PaperOut);
  REQUIRE(rig->say("printer unplug") == "ok unplugged");
  const auto absent = rig->next<DeviceState>(kSoon, [](const DeviceState& state) {
    return state.role == Role::Printer && state.presence == Presence::Absent;
  });
  REQUIRE(absent);
  CHECK(absent->has_stand_in);
  rig->client().send(PrintPage{3, page_of(100), true});
  ended = outcome_of(*rig, 3);
  REQUIRE(ended);
  CHECK(ended->printed == on_sheet);
  CHECK(queue.documents().size() == 2);
}

TEST_CASE("rig: a service that waits for a queue ends in time when it is asked to") {
  test::IppScript script;
  script.job_states = {3};  // it never ends
  const test::IppPrinter queue(script);
  const auto rig = start_with(queue);
  if (!rig) return;
  REQUIRE(all_ready(*rig));
  REQUIRE(rig->say("printer paper out").starts_with("ok"));
  rig->client().send(PrintPage{1, page_of(100), true});
  const auto limit = std::chrono::steady_clock::now() + kSoon;
  while (queue.documents().empty() && std::chrono::steady_clock::now() < limit)
    std::this_thread::sleep_for(10ms);
  REQUIRE(queue.documents().size() == 1);
  const Rig::Stop stopped = rig->stop();
  CHECK(stopped.status == 0);
  CHECK(stopped.took < 2s * tests::kSlowness);
  const auto asked = queue.operations();
  CHECK(std::count(asked.begin(), asked.end(), 0x08) == 1);  // Cancel-Job
}
