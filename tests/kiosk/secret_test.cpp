#include "kiosk/flow/secret.hpp"

#include <algorithm>

#include "tests/catch.hpp"

namespace slipway::kiosk {

TEST_CASE("a cleared secret leaves no digit in memory") {
  Secret pin;
  for (const char digit : std::string("4711"))
    pin.add(digit);
  REQUIRE(pin.view() == "4711");
  pin.drop_last();
  CHECK(pin.view() == "471");
  CHECK(pin.bytes()[3] == '\0');
  pin.clear();
  CHECK(pin.size() == 0);
  CHECK(std::all_of(pin.bytes().begin(), pin.bytes().end(), [](char c) { return c == '\0'; }));
}

TEST_CASE("a secret takes no more than its place") {
  Secret card;
  for (int i = 0; i < 100; ++i)
    card.add('7');
  CHECK(card.size() == Secret::kMost);
}

TEST_CASE("a wiped string keeps no byte of its text") {
  std::string text = "04DE5F1E04DE5F1E04DE5F1E04DE5F1E";
  const char* place = text.data();
  const std::size_t size = text.size();
  wipe(text);
  CHECK(text.empty());
  CHECK(std::all_of(place, place + size, [](char c) { return c == '\0'; }));
}

}  // namespace slipway::kiosk
