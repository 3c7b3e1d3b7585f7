// How long each screen waits for a member, under virtual time.
#include "tests/catch.hpp"
#include "tests/kiosk/counter.hpp"

namespace slipway::kiosk {
namespace {

using namespace std::chrono_literals;
using test::Counter;

struct Wait {
  Screen screen;
  std::chrono::seconds limit;
  void (*go)(Counter&);
};

// From the first screen to one that asks something.
const Wait kWaits[] = {
    {Screen::TapCard, 60s, [](Counter& c) { c.press(Button::TapCard); }},
    {Screen::Verify, 60s, [](Counter& c) { c.tap(); }},
    {Screen::Account, 60s,
     [](Counter& c) {
       c.tap();
       c.type("1234");
     }},
    {Screen::Quote, 60s,
     [](Counter& c) {
       c.tap();
       c.type("1234");
       c.press(Button::Primary);
     }},
    {Screen::Reason, 60s,
     [](Counter& c) {
       c.tap();
       c.type("1234");
       c.press(Button::Primary);
       c.press(Button::Primary);
     }},
    {Screen::Payout, 60s,
     [](Counter& c) {
       c.tap();
       c.type("1234");
       c.press(Button::Primary);
       c.press(Button::Primary);
       c.choose(0);
     }},
    {Screen::BankCard, 60s,
     [](Counter& c) {
       c.tap();
       c.type("1234");
       c.press(Button::Primary);
       c.press(Button::Primary);
       c.choose(0);
       c.press(Button::Primary);
     }},
    {Screen::Review, 120s, [](Counter& c) { c.go_to_review(); }},
    {Screen::TrackEntry, 60s, [](Counter& c) { c.press(Button::Track); }},
    {Screen::Tracked, 60s,
     [](Counter& c) {
       c.press(Button::Track);
       c.type("7F4K29QD");
     }},
    {Screen::TrackPin, 60s,
     [](Counter& c) {
       c.press(Button::Track);
       c.type("7F4K29QD");
       c.press(Button::Primary);
     }},
    {Screen::Confirm, 120s, [](Counter& c) { c.go_to_confirm(); }},
    {Screen::Withdraw, 60s,
     [](Counter& c) {
       c.go_to_tracked();
       c.press(Button::Withdraw);
     }},
};

constexpr std::chrono::seconds kRing{30};

}  // namespace

TEST_CASE("each screen warns after its own silence, and ends half a minute later") {
  for (const Wait& wait : kWaits)
    for (const Access access : {Access::Normal, Access::Large, Access::LargeContrast}) {
      CAPTURE(name_of(wait.screen), static_cast<int>(access));
      Counter counter;
      wait.go(counter);
      REQUIRE(counter.screen() == wait.screen);
      for (int i = 0; i < static_cast<int>(access); ++i)
        counter.press(Button::LargerText);
      const auto limit = access == Access::Normal ? wait.limit : 2 * wait.limit;
      counter.wait(limit - 1s);
      CHECK_FALSE(counter.face().seconds_left);
      counter.wait(1s);
      REQUIRE(counter.face().seconds_left);
      CHECK(*counter.face().seconds_left == kRing.count());
      CHECK(counter.face().may_stay);
      counter.wait(kRing - 1s);
      CHECK(counter.screen() == wait.screen);
      counter.wait(1s);
      CHECK(counter.screen() == Screen::Attract);
    }
}

TEST_CASE("one screen is held by answered warnings for a quarter of an hour, not longer") {
  Counter counter;
  counter.tap();
  counter.type("1234");
  counter.wait(60s);
  REQUIRE(counter.face().seconds_left);
  auto held = 0s;
  while (counter.face().may_stay) {
    counter.press(Button::Stay);
    REQUIRE_FALSE(counter.face().seconds_left);
    counter.wait(60s);
    held += 60s;
    REQUIRE(counter.screen() == Screen::Account);
    REQUIRE(counter.face().seconds_left);
    REQUIRE(held <= 15min);
  }
  CHECK(held == 15min);
  // The last warning: a touch changes nothing any more, and the end comes with its ring.
  counter.press(Button::Stay);
  counter.press(Button::Primary);
  REQUIRE(counter.face().seconds_left);
  counter.wait(kRing);
  CHECK(counter.screen() == Screen::Attract);
  CHECK(counter.flow.session().card_uid.empty());
}

TEST_CASE("the last warning can be left at once") {
  Counter counter;
  counter.tap();
  counter.type("1234");
  counter.wait(60s);
  while (counter.face().may_stay) {
    counter.press(Button::Stay);
    counter.wait(60s);
    REQUIRE(counter.screen() == Screen::Account);
  }
  REQUIRE(counter.face().seconds_left);
  REQUIRE_FALSE(counter.face().may_stay);
  counter.press(Button::Leave);
  CHECK(counter.screen() == Screen::Attract);
}

TEST_CASE("who goes on to another screen is not counted as holding one") {
  Counter counter;
  counter.tap();
  counter.type("1234");
  for (int i = 0; i < 14; ++i) {
    counter.wait(60s);
    counter.press(Button::Stay);
  }
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::Quote);
  for (int i = 0; i < 10; ++i) {
    counter.wait(60s);
    REQUIRE(counter.face().may_stay);
    counter.press(Button::Stay);
  }
  CHECK(counter.screen() == Screen::Quote);
}

TEST_CASE("help holds the visit for three minutes") {
  Counter counter;
  counter.tap();
  counter.type("1234");
  counter.press(Button::Help);
  counter.wait(179s);
  CHECK_FALSE(counter.face().seconds_left);
  counter.wait(1s);
  CHECK(counter.face().seconds_left);
}

}  // namespace slipway::kiosk
