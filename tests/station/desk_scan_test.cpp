#include "station/desk/scan.hpp"

#include "refund/request.hpp"
#include "tests/catch.hpp"
#include "tests/station/desk_fixture.hpp"

using namespace slipway;
using namespace slipway::desk;
using namespace slipway::desk::test;

TEST_CASE("a single key acts when nothing follows it") {
  KeyBurst keys;
  keys.take('a', 1'000ms);
  CHECK_FALSE(keys.settled(1'050ms));
  CHECK(keys.settled(1'070ms) == U'a');
  CHECK_FALSE(keys.settled(1'090ms));
}

TEST_CASE("a scanner's letters never act, its Enter gives the text") {
  KeyBurst keys;
  Tick now = 1'000ms;
  for (const char c : std::string_view("RV1:AQ J")) {
    CHECK_FALSE(keys.settled(now));
    keys.take(static_cast<char32_t>(c), now);
    now += 4ms;
  }
  CHECK_FALSE(keys.settled(now + 200ms));
  CHECK(keys.take_enter(now) == "RV1:AQ J");
  CHECK_FALSE(keys.take_enter(now));
}

TEST_CASE("a burst that never ends is forgotten and does nothing") {
  KeyBurst keys;
  keys.take('a', 1'000ms);
  keys.take('r', 1'010ms);
  CHECK_FALSE(keys.settled(1'500ms));
  CHECK_FALSE(keys.take_enter(1'500ms));
  keys.take('q', 2'000ms);
  CHECK(keys.settled(2'100ms) == U'q');
}

TEST_CASE("keys that a person types are no burst") {
  KeyBurst keys;
  keys.take('a', 1'000ms);
  CHECK(keys.settled(1'120ms) == U'a');
  keys.take('j', 1'120ms);
  CHECK(keys.settled(1'240ms) == U'j');
  CHECK_FALSE(keys.take_enter(1'250ms));
}

TEST_CASE("what was scanned is told apart") {
  const auto voucher = [](std::string_view text) {
    const auto what = scanned_from(text);
    const auto* one = std::get_if<VoucherScanned>(&what);
    return one == nullptr ? std::string() : one->text;
  };
  CHECK(voucher("RV1:AB C ") == "RV1:AB C ");
  CHECK(voucher(" V1-000042 ") == "V1-000042");
  CHECK(voucher("K8M2-7TQ4-X9D3") == "K8M2-7TQ4-X9D3");
  CHECK(voucher("hello").empty());
  CHECK(voucher(std::string(600, 'A')).empty());
  const std::string code = refund::slip_code(id_of(7));
  const auto slip = scanned_from("HTTPS://R.EXAMPLE.CN/" + code);
  REQUIRE(std::holds_alternative<SlipScanned>(slip));
  CHECK(std::get<SlipScanned>(slip).code == code);
}

TEST_CASE("scanning a slip jumps to its request from anywhere") {
  BusyFixture f;
  f.desk.show(Section::Kiosks, f.now);
  f.desk.scanned(refund::slip_code(id_of(3)), f.now);
  CHECK(f.desk.section() == Section::Review);
  CHECK(f.selected() == "赵一鸣");
  f.desk.scanned("nonsense", f.now);
  CHECK(f.desk.notice()->tone == Tone::Bad);
  CHECK(f.selected() == "赵一鸣");
}
