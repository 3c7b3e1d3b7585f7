#include "paper/clean_text.hpp"

#include <glib.h>
#include <rapidcheck.h>

#include "tests/catch.hpp"

namespace slipway::paper {

TEST_CASE("clean texts of a shop are kept as they are") {
  CHECK(clean_text("王*明  •••• 6217", 40) == "王*明 •••• 6217");
  CHECK(clean_text("Shiguang Salon · 人民路店", 40) == "Shiguang Salon · 人民路店");
  CHECK(clean_text("José Nguyễn", 40) == "José Nguyễn");
  CHECK(clean_text("", 40).empty());
}

TEST_CASE("what could command a printer or turn a line around is dropped") {
  CHECK(clean_text("A\x10\x04\x01\x1B@B", 40) == "A@B");
  CHECK(clean_text("a\u202Eb\u2066c\u200Fd\uFEFFe\u200B", 40) == "abcde");
  CHECK(clean_text("one\ntwo\t three\u2028four", 40) == "one two three four");
  CHECK(clean_text("\xC2\x9B\xEE\x80\x80\xEF\xBF\xBC", 40).empty());
  CHECK(clean_text(std::string("a\0b", 3), 40) == "ab");
}

TEST_CASE("bytes that are not UTF-8 are dropped and the rest is kept") {
  CHECK(clean_text("\xFF王\xE7\x8E", 40) == "王");
  CHECK(clean_text("\xC0\xAF\xED\xA0\x80x", 40) == "x");
}

TEST_CASE("a pile of accents is cut to two") {
  std::string pile = "a";
  for (int i = 0; i < 500; ++i)
    pile += "\u0301";
  CHECK(clean_text(pile, 40) == "a\u0301\u0301");
}

TEST_CASE("a long text ends in an ellipsis, a text of just the length does not") {
  CHECK(clean_text("abcdef", 6) == "abcdef");
  CHECK(clean_text("abcdefg", 6) == "abcde…");
  CHECK(clean_text(std::string(10'000, 'x'), 3) == "xx…");
}

TEST_CASE("any bytes become short valid UTF-8 without control characters") {
  REQUIRE(rc::check("any bytes become short valid UTF-8", [](const std::string& text) {
    const std::string cleaned = clean_text(text, 20);
    RC_ASSERT(g_utf8_validate(cleaned.data(), static_cast<gssize>(cleaned.size()), nullptr) !=
              FALSE);
    RC_ASSERT(g_utf8_strlen(cleaned.data(), static_cast<gssize>(cleaned.size())) <= 20);
    for (const char byte : cleaned)
      RC_ASSERT(static_cast<unsigned char>(byte) >= 0x20);
    RC_ASSERT(clean_text(cleaned, 20) == cleaned);
  }));
}

}  // namespace slipway::paper
