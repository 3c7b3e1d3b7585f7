// A stripe that its reader encrypted, before the screen: the station says which card it is, and the
// PIN is asked all the same.
#include "tests/catch.hpp"
#include "tests/kiosk/counter.hpp"

using namespace slipway;
using namespace slipway::kiosk;
using kiosk::test::Counter;

namespace {

devices::Card sealed_card() {
  devices::Card card;
  card.assurance = devices::Assurance::ReaderEncrypted;
  card.stripe = devices::SealedStripe{
      "FFFF9876543210E00008", {"", std::string(32, 'A'), ""}, devices::NumberFormat::Hex};
  return card;
}

void swipe(Counter& counter) {
  counter.give(devices::DeviceEvent{devices::CardArrived{sealed_card()}});
}

}  // namespace

TEST_CASE("a sealed card is known by the station's word, and asked its PIN") {
  Counter counter;
  swipe(counter);
  REQUIRE(counter.screen() == Screen::Verify);
  const auto asked = counter.asked<sync::Identify>();
  REQUIRE(asked.size() == 1);
  CHECK(asked[0].card_uid.empty());
  CHECK(asked[0].stripe ==
        sync::SealedStripe{"FFFF9876543210E00008", "", std::string(32, 'A'), "", "hex"});
  CHECK(counter.flow.session().assurance() == devices::Assurance::ReaderEncrypted);
  CHECK(counter.flow.session().card_uid == "00006001234567");
  counter.type(counter.right_pin);
  CHECK(counter.screen() == Screen::Account);
  REQUIRE(counter.asked<sync::Unlock>().size() == 1);
  CHECK(counter.asked<sync::Unlock>()[0].card_uid == "00006001234567");
  CHECK(counter.asked<sync::Unlock>()[0].pin == counter.right_pin);
}

TEST_CASE("a PIN typed before the station knows the card waits for it") {
  Counter counter;
  counter.station = Counter::Station::Silent;
  swipe(counter);
  REQUIRE(counter.screen() == Screen::Verify);
  CHECK(counter.flow.session().assurance() == devices::Assurance::Identifier);
  counter.type(counter.right_pin);
  CHECK(counter.screen() == Screen::Verify);
  CHECK(counter.asked<sync::Unlock>().empty());
  sync::CardFound found;
  found.card_uid = "00006001234567";
  const auto ticket = counter.flow.session().ticket;
  counter.station = Counter::Station::Answers;
  counter.give(sync::SyncEvent{sync::StationAnswer{ticket, found}});
  CHECK(counter.screen() == Screen::Account);
  REQUIRE(counter.asked<sync::Unlock>().size() == 1);
  CHECK(counter.asked<sync::Unlock>()[0].card_uid == "00006001234567");
}

TEST_CASE("without the station a sealed card is nobody's: the member is told, nothing is filed") {
  Counter counter;
  counter.station = Counter::Station::Absent;
  swipe(counter);
  REQUIRE(counter.screen() == Screen::Blocked);
  CHECK(counter.flow.session().sentence.zh.find("找店员") != std::string::npos);
  CHECK(counter.flow.session().sentence.en.find("staff") != std::string::npos);
  CHECK(counter.asked<sync::Unlock>().empty());
}

TEST_CASE("a sealed card that the station cannot open, or does not name, is told to ask staff") {
  for (const bool is_denied : {true, false}) {
    Counter counter;
    counter.is_known_card = !is_denied;
    counter.sealed_uid.clear();
    swipe(counter);
    CHECK(counter.screen() == Screen::Blocked);
    CHECK(counter.asked<sync::Unlock>().empty());
  }
}

TEST_CASE("a wrong PIN after a sealed card is typed again without another swipe") {
  Counter counter;
  swipe(counter);
  counter.type("9999");
  REQUIRE(counter.screen() == Screen::Verify);
  counter.type(counter.right_pin);
  CHECK(counter.screen() == Screen::Account);
  CHECK(counter.asked<sync::Identify>().size() == 1);
}

TEST_CASE("nothing of a sealed card is left for the next member, and a plain one is as ever") {
  Counter counter;
  swipe(counter);
  counter.press(Button::Leave);
  REQUIRE(counter.screen() == Screen::Attract);
  CHECK_FALSE(counter.flow.session().stripe.has_value());
  counter.tap("04A1B2C3D4E5F6");
  CHECK_FALSE(counter.asked<sync::Identify>()[1].stripe.has_value());
  CHECK(counter.flow.session().card_uid == "04A1B2C3D4E5F6");
  CHECK(counter.flow.session().assurance() == devices::Assurance::Identifier);
}

TEST_CASE("a reader whose keys are used up is told in words, not as a card to hold still") {
  Counter counter;
  counter.give(devices::DeviceEvent{devices::CardUnreadable{devices::ReadTrouble::KeysUsedUp}});
  CHECK(counter.flow.session().notice == Notice::ReaderWithoutKeys);
  counter.give(devices::DeviceEvent{devices::CardUnreadable{}});
  CHECK(counter.flow.session().notice == Notice::CardUnreadable);
}
