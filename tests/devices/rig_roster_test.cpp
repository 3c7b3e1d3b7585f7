// Devices that come, go, come back and are swapped, on the rig.
#include <fstream>
#include <sstream>

#include "devices/service/inspection.hpp"
#include "tests/catch.hpp"
#include "tests/devices/rig_limits.hpp"

using namespace slipway::devices;
using namespace std::chrono_literals;
using tests::all_ready;
using tests::kReplug;
using tests::kSoon;
using tests::outcome_of;
using tests::page_of;
using tests::Rig;

TEST_CASE("rig: a printer that was swapped is strange until it is accepted") {
  const auto rig = Rig::start();
  if (!rig) return;
  REQUIRE(all_ready(*rig));
  Inspection technician(rig->folder());
  const auto right = technician.of(Role::Printer);
  REQUIRE((right && right->has_value()));
  CHECK((*right)->serial == "SIMT20III");

  usb::Description other;
  other.vendor = (*right)->vendor;
  other.product = (*right)->product;
  other.port = (*right)->port;
  other.serial = "THE ONE BEFORE";
  REQUIRE(technician.accept(Role::Printer, other));
  REQUIRE(rig->say("printer unplug") == "ok unplugged");
  CHECK(rig->becomes(Role::Printer, Presence::Absent, kSoon));
  REQUIRE(rig->say("printer plug") == "ok plugged");
  CHECK(rig->becomes(Role::Printer, Presence::Strange, kReplug));
  rig->client().send(PrintPage{7, page_of(40)});
  const auto ended = outcome_of(*rig, 7);
  REQUIRE(ended);
  CHECK(ended->printed.outcome == Outcome::NotPrinted);

  other.serial = (*right)->serial;
  REQUIRE(technician.accept(Role::Printer, other));
  CHECK(rig->becomes(Role::Printer, Presence::Ready, kReplug + 4s));
}

TEST_CASE("rig: the page on health says what became of each device, and no card's number") {
  const auto rig = Rig::start();
  if (!rig) return;
  REQUIRE(all_ready(*rig));
  rig->client().send(ArmReader{});
  rig->say("reader tap 04DE5F1EACC040");
  REQUIRE(rig->next<CardArrived>(kSoon));
  rig->client().send(PrintPage{9, page_of(40)});
  REQUIRE(outcome_of(*rig, 9));
  rig->say("pad unplug");
  REQUIRE(rig->becomes(Role::Pad, Presence::Absent, kSoon));
  // Written before the screen was told.
  std::stringstream page;
  page << std::ifstream(rig->folder() / "health").rdbuf();
  INFO(page.str());
  CHECK(page.str().find("reader: ready since") != std::string::npos);
  CHECK(page.str().find("firmware      1.00") != std::string::npos);
  CHECK(page.str().find("serial        SIMT20III") != std::string::npos);
  CHECK(page.str().find("cards         1 read, 0 unreadable") != std::string::npos);
  CHECK(page.str().find("1 printed, 0 not, 0 nobody knows") != std::string::npos);
  CHECK(page.str().find("pad: absent since") != std::string::npos);
  CHECK(page.str().find("ACC040") == std::string::npos);
}

TEST_CASE("rig: every device comes back after it was unplugged") {
  const auto rig = Rig::start();
  if (!rig) return;
  REQUIRE(all_ready(*rig));
  rig->client().send(ArmReader{});
  for (const Role role : {Role::Reader, Role::Printer, Role::Pad}) {
    for (int times = 0; times < 3; ++times) {
      rig->say(std::string(name_of(role)) + " unplug");
      CHECK(rig->becomes(role, Presence::Absent, kReplug));
      rig->say(std::string(name_of(role)) + " plug");
      CHECK(rig->becomes(role, Presence::Ready, kReplug));
    }
  }
  rig->say("reader tap 04DE5F1EACC040");
  CHECK(rig->next<CardArrived>(kSoon));  // still armed
}

TEST_CASE("rig: a reader that leaves the bus by itself comes back under a new address") {
  const auto rig = Rig::start();
  if (!rig) return;
  REQUIRE(all_ready(*rig));
  rig->client().send(ArmReader{});
  REQUIRE(rig->say("reader fault reenumerate").rfind("ok", 0) == 0);
  CHECK(rig->becomes(Role::Reader, Presence::Absent, kSoon));
  CHECK(rig->becomes(Role::Reader, Presence::Ready, kSoon));
  REQUIRE(rig->say("reader tap 04DE5F1EACC040").rfind("ok", 0) == 0);
  CHECK(rig->next<CardArrived>(kSoon));
}

TEST_CASE("rig: a reader that is unplugged in the middle of a reading comes back") {
  const auto rig = Rig::start();
  if (!rig) return;
  REQUIRE(all_ready(*rig));
  rig->client().send(ArmReader{});
  REQUIRE(rig->say("reader silence").rfind("ok", 0) == 0);
  rig->say("reader tap 04DE5F1EACC040");
  rig->say("reader unplug");
  CHECK(rig->becomes(Role::Reader, Presence::Absent, kReplug));
  rig->say("reader remove");
  rig->say("reader plug");
  REQUIRE(rig->becomes(Role::Reader, Presence::Ready, kReplug));
  rig->say("reader tap 0411223344AABB");
  const auto arrived = rig->next<CardArrived>(kSoon);
  REQUIRE(arrived);
  CHECK(arrived->card.uid == "0411223344AABB");
}
