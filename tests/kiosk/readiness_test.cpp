#include "tests/catch.hpp"
#include "tests/kiosk/counter.hpp"

namespace slipway::kiosk::test {

namespace {

sync::NoteDevices last_note(const Counter& counter) {
  const auto notes = counter.asked<sync::NoteDevices>();
  REQUIRE_FALSE(notes.empty());
  return notes.back();
}

}  // namespace

TEST_CASE("what works at the kiosk is told whenever it changes, and not otherwise") {
  Counter counter;
  for (const auto role : {devices::Role::Reader, devices::Role::Printer, devices::Role::Pad})
    counter.plug(role, devices::Presence::Ready);
  CHECK(last_note(counter) == sync::NoteDevices{true, true, true});

  counter.set_paper_out(true);
  CHECK(last_note(counter) == sync::NoteDevices{false, true, true});
  counter.set_paper_out(false);
  counter.plug(devices::Role::Reader, devices::Presence::Absent);
  CHECK(last_note(counter) == sync::NoteDevices{true, false, true});

  const auto told = counter.asked<sync::NoteDevices>().size();
  counter.plug(devices::Role::Reader, devices::Presence::Absent);
  CHECK(counter.asked<sync::NoteDevices>().size() == told);
  counter.lose_devices();
  CHECK(last_note(counter) == sync::NoteDevices{false, false, false});
}

TEST_CASE(
    "a device that nobody has inspected takes the kiosk out of service until it is accepted") {
  for (const auto role : {devices::Role::Reader, devices::Role::Printer, devices::Role::Pad}) {
    Counter counter;
    counter.plug(role, devices::Presence::Strange);
    CHECK(counter.screen() == Screen::OutOfService);
    counter.plug(role, devices::Presence::Opening);
    counter.plug(role, devices::Presence::Ready);
    CHECK(counter.screen() == Screen::Attract);
  }
}

TEST_CASE("a slipway-sync that comes back is told what works") {
  Counter counter;
  const auto told = counter.asked<sync::NoteDevices>().size();
  counter.link(true);
  CHECK(counter.asked<sync::NoteDevices>().size() == told + 1);
}

TEST_CASE("an amount that the reason changed is shown again with the reason for it") {
  Counter counter;
  counter.totals = {{88'650, refund::Currency::Cny}, {112'526, refund::Currency::Cny}};
  counter.quote_of = {1, 0, 0, 0, 0, 0, 0};
  counter.tap();
  counter.type(counter.right_pin);
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::Quote);
  CHECK_FALSE(counter.face().banner.has_value());
  counter.press(Button::Primary);
  counter.choose(0);
  REQUIRE(counter.screen() == Screen::Quote);
  REQUIRE(counter.face().banner.has_value());
  CHECK(counter.face().banner->text == words::kByReason);
}

}  // namespace slipway::kiosk::test
