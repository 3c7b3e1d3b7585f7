// A card that proves itself, before the screen: no PIN, and what follows when it is no longer so.
#include "tests/catch.hpp"
#include "tests/kiosk/counter.hpp"

using namespace slipway;
using namespace slipway::kiosk;
using kiosk::test::Counter;

namespace {

const devices::CardProof kProof{std::string(32, 'A'), std::string(16, 'B')};
const std::string kUid = "04DE5F1EACC040";
const std::string kPass = "P0123456789abcdef";

}  // namespace

TEST_CASE("a card that proved itself is asked no PIN, to the end of the visit") {
  Counter counter;
  counter.pass = kPass;
  counter.tap(kUid, kProof);
  CHECK(counter.screen() == Screen::Account);
  CHECK(counter.flow.session().assurance() == devices::Assurance::CardAuthenticated);
  const auto asked = counter.asked<sync::Identify>();
  REQUIRE(asked.size() == 1);
  CHECK(asked[0].proof == sync::CardProof{kProof.claim, kProof.mac});
  REQUIRE(counter.asked<sync::Unlock>().size() == 1);
  CHECK(counter.asked<sync::Unlock>()[0].pin == kPass);
  counter.press(Button::Primary);
  counter.press(Button::Primary);
  counter.choose(0);
  counter.press(Button::Primary);
  if (counter.screen() == Screen::BankCard) {
    counter.type("6222021234567890128");
    counter.press(Button::Primary);
  }
  REQUIRE(counter.screen() == Screen::Review);
  counter.sign();
  counter.press(Button::Primary);
  REQUIRE(counter.asked<sync::StoreFiling>().size() == 1);
  CHECK(counter.asked<sync::StoreFiling>()[0].filing.pin == kPass);
}

TEST_CASE("a request under way is opened by the card, and decided with the PIN") {
  for (const bool withdraws : {false, true}) {
    Counter counter;
    counter.pass = kPass;
    counter.has_open_request = true;
    counter.tap(kUid, kProof);
    REQUIRE(counter.screen() == Screen::Tracked);
    CHECK(counter.asked<sync::Track>()[0].pin == kPass);
    CHECK(std::get<scene::Tracked>(counter.face().scene).next == scene::TrackNext::AskPin);
    counter.press(withdraws ? Button::Withdraw : Button::Primary);
    REQUIRE(counter.screen() == Screen::TrackPin);
    counter.type(counter.right_pin);
    REQUIRE(counter.screen() == Screen::Tracked);
    CHECK(counter.asked<sync::Track>()[1].pin == counter.right_pin);
    counter.press(withdraws ? Button::Withdraw : Button::Primary);
    if (!withdraws) counter.sign();
    counter.press(Button::Primary);
    CHECK(counter.screen() == (withdraws ? Screen::Withdrawn : Screen::Done));
    if (withdraws) CHECK(counter.asked<sync::Withdraw>()[0].pin == counter.right_pin);
    if (!withdraws) CHECK(counter.asked<sync::Confirm>()[0].pin == counter.right_pin);
  }
}

TEST_CASE("whoever goes back from the PIN can decide nothing yet") {
  Counter counter;
  counter.pass = kPass;
  counter.has_open_request = true;
  counter.tap(kUid, kProof);
  for (const char* typed : {"", "12"}) {
    counter.press(Button::Primary);
    REQUIRE(counter.screen() == Screen::TrackPin);
    counter.type(typed);
    counter.press(Button::Secondary);
    REQUIRE(counter.screen() == Screen::Tracked);
    CHECK(std::get<scene::Tracked>(counter.face().scene).next == scene::TrackNext::AskPin);
    counter.press(Button::Withdraw);
    CHECK(counter.screen() == Screen::TrackPin);
    counter.press(Button::Secondary);
  }
}

TEST_CASE("a digit that was typed before the card proved itself is no PIN") {
  Counter counter;
  counter.has_open_request = true;
  counter.station = Counter::Station::Silent;
  counter.tap(kUid, kProof);
  counter.type("1");
  REQUIRE(counter.screen() == Screen::Verify);
  counter.station = Counter::Station::Answers;
  sync::CardFound found{refund::CardStatus::Active, "•••• 6217", "", 3, true};
  found.pass = sync::VisitPass{kPass};
  counter.pass = kPass;
  counter.give(sync::SyncEvent{sync::StationAnswer{counter.flow.session().ticket, found}});
  REQUIRE(counter.screen() == Screen::Tracked);
  counter.press(Button::Primary);
  CHECK(counter.screen() == Screen::TrackPin);
}

TEST_CASE("a station that wants the PIN before money moves is given it, without a try lost") {
  const sync::Denied ended{sync::NoEntry::PassEnded, 3, {"请输入密码", "Type your PIN"}};
  for (const bool withdraws : {false, true}) {
    Counter counter;
    counter.go_to_confirm();
    (withdraws ? counter.to_withdrawal : counter.to_confirmation) = ended;
    if (withdraws) {
      counter.press(Button::Withdraw);
    } else {
      counter.sign();
    }
    counter.press(Button::Primary);
    CHECK(counter.screen() == Screen::TrackPin);
    CHECK(counter.flow.session().notice == Notice::None);
    CHECK(counter.flow.session().pin.view().empty());
  }
}

TEST_CASE("a card without a proof, or that no key could verify, is asked its PIN") {
  for (const bool has_proof : {false, true}) {
    Counter counter;
    counter.tap(kUid, has_proof ? std::optional(kProof) : std::nullopt);
    CHECK(counter.screen() == Screen::Verify);
    CHECK(counter.flow.session().assurance() == devices::Assurance::Identifier);
    CHECK(counter.asked<sync::Identify>()[0].proof.has_value() == has_proof);
    counter.type(counter.right_pin);
    CHECK(counter.screen() == Screen::Account);
  }
}

TEST_CASE("without the station the PIN is asked, whatever the card brings") {
  Counter counter;
  counter.pass = kPass;
  counter.station = Counter::Station::Absent;
  counter.tap(kUid, kProof);
  CHECK(counter.screen() == Screen::Verify);
  counter.type(counter.right_pin);
  CHECK(counter.screen() == Screen::Offline);
  CHECK(counter.asked<sync::Unlock>()[0].pin == counter.right_pin);
}

TEST_CASE("a pass that has ended gives way to the PIN, and is not tried again") {
  Counter counter;
  counter.pass = kPass;
  counter.to_unlock = sync::Denied{sync::NoEntry::PassEnded, 3, {"请输入密码", "Type your PIN"}};
  counter.tap(kUid, kProof);
  REQUIRE(counter.screen() == Screen::Verify);
  CHECK(counter.flow.session().notice == Notice::None);  // nobody typed a wrong PIN
  CHECK(counter.flow.session().assurance() == devices::Assurance::Identifier);
  counter.type(counter.right_pin);
  CHECK(counter.screen() == Screen::Account);
  CHECK(counter.asked<sync::Unlock>()[1].pin == counter.right_pin);
}

TEST_CASE("a proof that is refused is told in the station's words") {
  Counter counter;
  counter.to_identify =
      sync::Denied{sync::NoEntry::NotProved, 3, {"请再刷一次", "Please tap it again"}};
  counter.tap(kUid, kProof);
  REQUIRE(counter.screen() == Screen::Blocked);
  CHECK(counter.flow.session().sentence.zh == "请再刷一次");
}

TEST_CASE("nothing of a proof or a pass is left for the next member") {
  Counter counter;
  counter.pass = kPass;
  counter.tap(kUid, kProof);
  counter.press(Button::Secondary);
  REQUIRE(counter.screen() == Screen::Attract);
  CHECK(counter.flow.session().pass.empty());
  CHECK_FALSE(counter.flow.session().proof.has_value());
  counter.pass.reset();
  counter.tap("04A1B2C3D4E5F6");
  CHECK(counter.screen() == Screen::Verify);
  CHECK_FALSE(counter.asked<sync::Identify>()[1].proof.has_value());
}
