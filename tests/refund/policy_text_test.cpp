#include "refund/policy_text.hpp"

#include "refund/policy.hpp"
#include "tests/catch.hpp"

using slipway::refund::in_ascii;
using slipway::refund::read_policy;

TEST_CASE("a policy text reaches the TOML reader in ASCII, whatever it means by quotes") {
  CHECK(in_ascii("name = \"美\" # 店\n") == "name = \"\\U00007F8E\" # ?\n");
  CHECK(in_ascii("a = \"x\\\\\" # 中\n") == "a = \"x\\\\\" # ?\n");
  CHECK(in_ascii("a = \"\\\"中\"") == "a = \"\\\"\\U00004E2D\"");
  CHECK(in_ascii("a = '中\"\\'") == "a = \"\\U00004E2D\\\"\\\\\"");
  CHECK_FALSE(in_ascii("a = \"\xEF\xB9\"").has_value());
}

TEST_CASE("quotes that TOML does not take for quotes are a mistake and no undefined behaviour") {
  // Found by the policy fuzzer: toml++ 3.3 reads on through the quotes after a broken number.
  using namespace std::string_view_literals;
  CHECK_FALSE(read_policy("j=-==\"=\xEF\xB9\xBF\0\0"sv).has_value());
}
