#include "refund/toml_text.hpp"

#include "refund/policy_file.hpp"
#include "tests/catch.hpp"

using slipway::refund::ascii_toml;
using slipway::refund::read_policy;

TEST_CASE("a text reaches the TOML reader in ASCII, whatever it means by quotes") {
  CHECK(ascii_toml("name = \"美\" # 店\n") == "name = \"\\U00007F8E\" # ?\n");
  CHECK(ascii_toml("a = \"x\\\\\" # 中\n") == "a = \"x\\\\\" # ?\n");
  CHECK(ascii_toml("a = \"\\\"中\"") == "a = \"\\\"\\U00004E2D\"");
  CHECK(ascii_toml("a = '中\"\\'") == "a = \"\\U00004E2D\\\"\\\\\"");
  CHECK(ascii_toml("\xEF\xBB\xBF"
                   "a = 1\n") == "a = 1\n");
}

TEST_CASE("a character that may not stand where it stands is told with its line") {
  const auto line = [](std::string_view toml) {
    const auto ascii = ascii_toml(toml);
    REQUIRE_FALSE(ascii.has_value());
    CHECK_FALSE(ascii.error().text.empty());
    return ascii.error().line;
  };
  CHECK(line("a = 1\nb = 中\n") == 2);
  CHECK(line("a = 1\n\nb = \"\"\"c\"\"\"\n") == 3);
  CHECK(line("a = 1 \"b\"\n") == 1);
  CHECK(line("a = 1\nb = \"\xEF\xB9\"") == 2);
  CHECK(line("a = \"\xEF\"\nb = 2\n") == 1);
  CHECK(line(std::string_view("\0", 1)) == 1);
  CHECK(line("a = 1 # \xC4\xE3\nb = 2\n") == 1);
}

TEST_CASE("quotes that TOML does not take for quotes are a mistake and no undefined behaviour") {
  // Found by the policy fuzzer: toml++ 3.3 reads on through the quotes after a broken number.
  using namespace std::string_view_literals;
  CHECK_FALSE(read_policy("j=-==\"=\xEF\xB9\xBF\0\0"sv).has_value());
}

TEST_CASE("blanks, ends of lines of other systems and a last comment are no stray characters") {
  CHECK(ascii_toml("a\t=\t1\r\nb = 'x\\'\r\n# the end"));
  CHECK_FALSE(ascii_toml("a = 1\x7F"));
  CHECK(ascii_toml("a = '\\'\n") == "a = \"\\\\\"\n");
  CHECK(ascii_toml("a = 'open\n") == "a = \"open\n");
}
