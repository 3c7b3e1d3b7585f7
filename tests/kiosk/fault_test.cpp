// Everything that can go wrong around a visit: each has a screen, a sentence, and loses nothing.
#include "tests/kiosk/fault_screen.hpp"

namespace slipway::kiosk {

using namespace std::chrono_literals;
using namespace test;

TEST_CASE("an unknown card goes to staff with the station's sentence") {
  Counter counter;
  counter.is_known_card = false;
  counter.tap();
  REQUIRE(counter.screen() == Screen::Blocked);
  CHECK(said(counter).message.sentence.zh == "不认识这张卡，请到前台。");
}

TEST_CASE("three wrong PINs end at staff") {
  Counter counter;
  counter.tap();
  counter.type("0000");
  REQUIRE(counter.screen() == Screen::Verify);
  auto pin = std::get<scene::Pin>(counter.face().scene);
  CHECK(pin.is_wrong);
  CHECK(pin.tries_left == 2);
  CHECK(pin.typed == 0);
  counter.type("0000");
  CHECK(std::get<scene::Pin>(counter.face().scene).tries_left == 1);
  counter.type("0000");
  REQUIRE(counter.screen() == Screen::Blocked);
  said(counter);
  CHECK(counter.asked<sync::Unlock>().size() == 3);
}

TEST_CASE("wrong PINs while tracking end at staff too") {
  Counter counter;
  counter.press(Button::Track);
  counter.type("7F4K29QD");
  counter.press(Button::Primary);
  counter.type("0000");
  CHECK(counter.screen() == Screen::TrackPin);
  counter.type("0000");
  counter.type("0000");
  CHECK(counter.screen() == Screen::Blocked);
}

TEST_CASE("a lost or frozen card needs staff and nothing personal is shown") {
  for (const auto status : {refund::CardStatus::Lost, refund::CardStatus::Frozen,
                            refund::CardStatus::Refunded, refund::CardStatus::Closed}) {
    Counter counter;
    counter.card_status = status;
    counter.tap();
    REQUIRE(counter.screen() == Screen::Blocked);
    said(counter);
    counter.wait(70s);
    CHECK(counter.screen() == Screen::Attract);
  }
}

TEST_CASE("a code that nobody knows is asked again") {
  Counter counter;
  counter.is_known_code = false;
  counter.press(Button::Track);
  counter.type("7F4K29QD");
  REQUIRE(counter.screen() == Screen::TrackEntry);
  REQUIRE(counter.face().banner);
  CHECK(counter.face().banner->text == phrase_of(Notice::NoSuchCode));
  CHECK(std::get<scene::TrackEntry>(counter.face().scene).typed.empty());
}

TEST_CASE("a reader that is unplugged while reading is told, and is listened to when it returns") {
  Counter counter;
  counter.press(Button::TapCard);
  REQUIRE(counter.screen() == Screen::TapCard);
  counter.give(devices::DeviceEvent{devices::CardUnreadable{}});
  CHECK(counter.face().banner->text == phrase_of(Notice::CardUnreadable));
  counter.plug(devices::Role::Reader, devices::Presence::Absent);
  counter.press(Button::Anywhere);
  REQUIRE(counter.face().banner);
  CHECK(counter.face().banner->text == words::kReaderAway);
  const auto armed = counter.told<devices::ArmReader>().size();
  counter.plug(devices::Role::Reader, devices::Presence::Ready);
  CHECK(counter.told<devices::ArmReader>().size() == armed + 1);
  CHECK_FALSE(counter.face().banner);
  counter.tap();
  CHECK(counter.screen() == Screen::Verify);
}

TEST_CASE("the reader going away after the tap does not end the visit") {
  Counter counter;
  counter.tap();
  counter.plug(devices::Role::Reader, devices::Presence::Absent);
  counter.type("1234");
  CHECK(counter.screen() == Screen::Account);
}

TEST_CASE("a pad that is unplugged while signing voids the ink and the screen takes over") {
  Counter counter;
  counter.go_to_review();
  REQUIRE(counter.screen() == Screen::Review);
  CHECK(counter.flow.session().sheet == Sheet::Pad);
  counter.sign();
  counter.unplug_pad();
  REQUIRE(counter.screen() == Screen::Review);
  CHECK(counter.face().banner->text == phrase_of(Notice::PadLost));
  CHECK_FALSE(std::get<scene::Review>(counter.face().scene).signing.is_enough);
  CHECK(counter.flow.session().sheet == Sheet::Glass);
  counter.press(Button::Primary);
  CHECK(counter.screen() == Screen::Review);
  counter.sign();
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::Submitted);
  CHECK(counter.asked<sync::StoreFiling>()[0].filing.signature.width == 12'000);
}

TEST_CASE("without a pad the member signs on the screen, and may sign again") {
  Counter counter;
  counter.plug(devices::Role::Pad, devices::Presence::Absent);
  counter.go_to_review();
  counter.sign();
  counter.press(Button::Clear);
  CHECK_FALSE(std::get<scene::Review>(counter.face().scene).signing.is_enough);
  counter.sign();
  counter.press(Button::Primary);
  CHECK(counter.screen() == Screen::Submitted);
  CHECK(counter.told<devices::BeginSignature>().empty());
}

TEST_CASE("no paper before filing: the member decides, and the signature stands") {
  Counter counter;
  counter.go_to_review();
  counter.sign();
  counter.set_paper_out(true);
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::PaperWarning);
  said(counter);
  CHECK(counter.asked<sync::StoreFiling>().empty());
  counter.press(Button::Secondary);
  REQUIRE(counter.screen() == Screen::Review);
  CHECK(std::get<scene::Review>(counter.face().scene).signing.is_enough);
  counter.press(Button::Primary);
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::Unprinted);
  CHECK(said(counter).code == refund::grouped(counter.flow.session().slip_code));
  CHECK(counter.asked<sync::StoreFiling>().size() == 1);
  CHECK(counter.printed().empty());
}

TEST_CASE("paper that runs out during the slip: the request stands and the code is shown") {
  for (const auto& outcome : {kNoPaper, kUnknown}) {
    Counter counter;
    counter.paper = outcome;
    counter.go_to_review();
    counter.sign();
    counter.press(Button::Primary);
    REQUIRE(counter.screen() == Screen::Unprinted);
    CHECK(said(counter).code.size() == 9);
    CHECK(counter.asked<sync::StoreFiling>().size() == 1);
    CHECK(counter.printed().size() == 1);
  }
}

TEST_CASE("the station absent while filing: no quote is shown, the request waits in the outbox") {
  Counter counter;
  counter.station = Counter::Station::Absent;
  counter.tap();
  counter.type("1234");
  REQUIRE(counter.screen() == Screen::Offline);
  said(counter);
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::Reason);
  counter.choose(6);
  REQUIRE(counter.screen() == Screen::Payout);
  CHECK_FALSE(std::get<scene::Payout>(counter.face().scene).amount);
  counter.choose(1);
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::Review);
  counter.sign();
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::Submitted);
  const auto filed = counter.asked<sync::StoreFiling>();
  CHECK_FALSE(filed[0].filing.quoted);
  CHECK(filed[0].filing.pin == "1234");
  const auto slip = std::get<paper::RequestSlip>(counter.printed()[0].slip);
  CHECK_FALSE(slip.amount);
}

TEST_CASE("a station that never answers is given up after the limit") {
  Counter counter;
  counter.station = Counter::Station::Silent;
  counter.tap();
  counter.type("1234");
  REQUIRE(counter.screen() == Screen::Unlocking);
  counter.wait(20s);
  CHECK(counter.screen() == Screen::Offline);
  counter.press(Button::Secondary);
  counter.press(Button::Track);
  counter.type("7F4K29QD");
  counter.wait(20s);
  REQUIRE(counter.screen() == Screen::TrackAbsent);
  said(counter);
  counter.station = Counter::Station::Answers;
  counter.press(Button::Primary);
  CHECK(counter.screen() == Screen::Tracked);
}

TEST_CASE("an answer that comes late, to a question given up, changes nothing") {
  Counter counter;
  counter.station = Counter::Station::Silent;
  counter.tap();
  counter.type("1234");
  counter.wait(20s);
  counter.press(Button::Secondary);
  REQUIRE(counter.screen() == Screen::Attract);
  counter.give(sync::SyncEvent{sync::StationAnswer{2, test::sample_account(counter.totals, {})}});
  CHECK(counter.screen() == Screen::Attract);
  CHECK_FALSE(counter.flow.session().account);
}

TEST_CASE("a full disk: nothing was filed, and the screen says so") {
  Counter counter;
  counter.disk = Counter::Disk::Full;
  counter.go_to_review();
  counter.sign();
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::NotFiled);
  said(counter);
  CHECK(counter.printed().empty());
}

TEST_CASE("sync lost while filing: unsaved is not called filed, and a late answer completes it") {
  Counter counter;
  counter.disk = Counter::Disk::Silent;
  counter.go_to_review();
  counter.sign();
  counter.press(Button::Primary);
  counter.lose_sync();
  counter.wait(20s);
  REQUIRE(counter.screen() == Screen::Unsaved);
  CHECK(said(counter).code.size() == 9);
  const auto id = counter.asked<sync::StoreFiling>().at(0).filing.id;
  counter.give(sync::SyncEvent{sync::Stored{id, refund::slip_code(id)}});
  CHECK(counter.screen() == Screen::Submitted);
  CHECK(counter.asked<sync::StoreFiling>().size() == 1);
}

TEST_CASE("sync lost or the key refused puts the machine out of service until it is back") {
  Counter counter;
  counter.lose_sync();
  REQUIRE(counter.screen() == Screen::OutOfService);
  said(counter);
  counter.tap();
  CHECK(counter.screen() == Screen::OutOfService);
  counter.link(true);
  CHECK(counter.screen() == Screen::Attract);
  counter.link(true, true);
  CHECK(counter.screen() == Screen::OutOfService);
  counter.link(true);
  CHECK(counter.screen() == Screen::Attract);
}

TEST_CASE("sync lost in the middle of a visit does not throw the member out") {
  Counter counter;
  counter.tap();
  counter.type("1234");
  counter.lose_sync();
  REQUIRE(counter.screen() == Screen::Account);
  counter.press(Button::Leave);
  counter.press(Button::Secondary);
  CHECK(counter.screen() == Screen::OutOfService);
}

TEST_CASE("devices lost while the slip prints: the same job is asked again, not a new one") {
  Counter counter;
  counter.paper.reset();
  counter.go_to_review();
  counter.sign();
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::Submitted);
  counter.lose_devices();
  counter.plug(devices::Role::Printer, devices::Presence::Ready);
  const auto slips = counter.printed();
  REQUIRE(slips.size() == 2);
  CHECK(slips[0].job == slips[1].job);
  counter.give(devices::DeviceEvent{devices::PrintEnded{slips[0].job, kUnknown}});
  CHECK(counter.screen() == Screen::Unprinted);
}

TEST_CASE("silence is warned of, a touch goes on, and going leaves nothing behind") {
  Counter counter;
  counter.tap();
  counter.type("1234");
  counter.wait(61s);
  REQUIRE(counter.face().seconds_left);
  CHECK(counter.face().is_unfiled);
  CHECK(*counter.face().seconds_left <= 30);
  CHECK(*counter.face().seconds_left >= 20);
  counter.press(Button::Primary);  // touches the warning, not what lies under it
  CHECK(counter.screen() == Screen::Account);
  CHECK_FALSE(counter.face().seconds_left);
  counter.wait(91s);
  REQUIRE(counter.screen() == Screen::Attract);
  CHECK(counter.flow.session().card_uid.empty());
  CHECK(counter.flow.session().pin.size() == 0);
  CHECK_FALSE(counter.flow.session().account);
  CHECK(counter.flow.session().ink.signature().strokes.empty());
}

TEST_CASE("leaving from the warning ends the visit at once") {
  Counter counter;
  counter.go_to_review();
  counter.wait(121s);
  REQUIRE(counter.face().seconds_left);
  counter.press(Button::Leave);
  CHECK(counter.screen() == Screen::Attract);
  CHECK(counter.told<devices::EndSignature>().size() == 1);
}

TEST_CASE("larger text doubles the patience") {
  Counter counter;
  counter.tap();
  counter.press(Button::LargerText);
  counter.wait(100s);
  CHECK_FALSE(counter.face().seconds_left);
  counter.wait(25s);
  CHECK(counter.face().seconds_left);
}

TEST_CASE("a card that is tapped in the middle of a visit is not the visitor's") {
  Counter counter;
  counter.tap();
  counter.type("1234");
  counter.tap("11111111");
  CHECK(counter.screen() == Screen::Account);
  CHECK(counter.flow.session().card_uid == "04DE5F1E");
}

}  // namespace slipway::kiosk
