#include "refund/base45.hpp"

#include <rapidcheck.h>

#include "tests/catch.hpp"

using namespace slipway::refund;

namespace {

std::vector<std::uint8_t> bytes_of(std::string_view text) {
  return {text.begin(), text.end()};
}

}  // namespace

TEST_CASE("the examples of RFC 9285") {
  CHECK(to_base45(bytes_of("AB")) == "BB8");
  CHECK(to_base45(bytes_of("Hello!!")) == "%69 VD92EX0");
  CHECK(to_base45(bytes_of("base-45")) == "UJCLQE7W581");
  CHECK(from_base45("QED8WEX0") == bytes_of("ietf!"));
  CHECK(from_base45("") == bytes_of(""));
}

TEST_CASE("what is no base45 is refused") {
  for (const auto* wrong : {"B", "BB8B", "bb8", "BB_", "GGW", ":::", "::", "V5", "BB8\n"}) {
    INFO(wrong);
    CHECK_FALSE(from_base45(wrong));
  }
  CHECK(from_base45("FGW") == std::vector<std::uint8_t>{0xFF, 0xFF});
  CHECK(from_base45("U5") == std::vector<std::uint8_t>{0xFF});
}

TEST_CASE("bytes come back from their text") {
  REQUIRE(rc::check("from_base45 after to_base45", [](const std::vector<std::uint8_t>& bytes) {
    RC_ASSERT(from_base45(to_base45(bytes)) == bytes);
  }));
}

TEST_CASE("no two texts mean the same bytes") {
  REQUIRE(rc::check("to_base45 after from_base45", [] {
    const auto text = *rc::gen::container<std::string>(
        rc::gen::elementOf(std::string("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")));
    const auto bytes = from_base45(text);
    if (bytes) RC_ASSERT(to_base45(*bytes) == text);
  }));
}
