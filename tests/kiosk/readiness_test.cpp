#include "tests/catch.hpp"
#include "tests/kiosk/counter.hpp"

namespace slipway::kiosk::test {

namespace {

using Is = sync::DeviceCondition;

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
  CHECK(last_note(counter) == sync::NoteDevices{Is::Ready, Is::Ready, Is::Ready});

  counter.set_paper_out(true);
  CHECK(last_note(counter) == sync::NoteDevices{Is::PaperOut, Is::Ready, Is::Ready});
  counter.set_paper_out(false);
  counter.plug(devices::Role::Reader, devices::Presence::Absent);
  CHECK(last_note(counter) == sync::NoteDevices{Is::Ready, Is::Absent, Is::Ready});

  const auto told = counter.asked<sync::NoteDevices>().size();
  counter.plug(devices::Role::Reader, devices::Presence::Absent);
  CHECK(counter.asked<sync::NoteDevices>().size() == told);
  counter.lose_devices();
  CHECK(last_note(counter) == sync::NoteDevices{Is::Absent, Is::Absent, Is::Absent});
}

TEST_CASE("the desk is told what is wrong with a device, not only that something is") {
  Counter counter;
  for (const auto role : {devices::Role::Reader, devices::Role::Printer, devices::Role::Pad})
    counter.plug(role, devices::Presence::Ready);
  counter.plug(devices::Role::Reader, devices::Presence::Failed);
  counter.plug(devices::Role::Pad, devices::Presence::Strange);
  CHECK(last_note(counter) == sync::NoteDevices{Is::Ready, Is::Failed, Is::Strange});
  const auto paper = [&](auto&& change) {
    devices::PrinterChanged changed;
    change(changed.status);
    counter.give(devices::DeviceEvent(changed));
    return last_note(counter).printer;
  };
  using devices::Sensor;
  CHECK(paper([](auto& of) { of.paper_near_end = Sensor::Yes; }) == Is::PaperLow);
  CHECK(paper([](auto& of) { of.cover_open = Sensor::Yes; }) == Is::CoverOpen);
  CHECK(paper([](auto& of) { of.cutter_error = Sensor::Yes; }) == Is::Failed);
  CHECK(paper([](auto& of) { of.online = Sensor::No; }) == Is::Failed);
  CHECK(paper([](auto& of) { of.paper_out = Sensor::No; }) == Is::Ready);
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

TEST_CASE("out of service says why and what staff can try, in both languages") {
  const auto for_staff = [](const Counter& counter) {
    REQUIRE(counter.screen() == Screen::OutOfService);
    return std::get<scene::Said>(counter.face().scene).for_staff;
  };
  for (const auto& [role, zh, en] : {std::tuple{devices::Role::Reader, "读卡器", "card reader"},
                                     {devices::Role::Printer, "打印机", "printer"},
                                     {devices::Role::Pad, "签名板", "signature pad"}}) {
    Counter counter;
    counter.plug(role, devices::Presence::Strange);
    const refund::Phrase said = for_staff(counter);
    CHECK(said.zh.find(zh) != std::string::npos);
    CHECK(said.en.find(std::string("another ") + en) != std::string::npos);
    const std::string verb = std::string("slipway devices accept ") + devices::name_of(role);
    CHECK(said.zh.find(verb) != std::string::npos);
    CHECK(said.en.find(verb) != std::string::npos);
  }
  Counter two;
  two.plug(devices::Role::Reader, devices::Presence::Strange);
  two.plug(devices::Role::Pad, devices::Presence::Strange);
  CHECK(for_staff(two).en.find("accept reader") != std::string::npos);
  CHECK(for_staff(two).en.find("accept pad") != std::string::npos);
  Counter alone;
  alone.lose_sync();
  CHECK(for_staff(alone).en.find("slipway-sync") != std::string::npos);
  Counter unknown;
  unknown.link(true, true);
  CHECK(for_staff(unknown).zh.find("密钥") != std::string::npos);
  Counter sound;
  CHECK(words_for_staff(sound.flow.machine()).en.empty());
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
