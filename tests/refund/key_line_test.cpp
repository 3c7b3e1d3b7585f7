#include "refund/key_line.hpp"

#include "tests/catch.hpp"

using slipway::refund::line_of_key;

TEST_CASE("a key is found on its line, an absent one where its table stands") {
  const char* const text =
      "clause = \"a\"\n"
      "[shop]\n"
      "name = \"b\"\n"
      "[shop.fee.member]\n"
      "least = \"5.00\"\n"
      "[[payout]]\n"
      "route = \"bank\"\n"
      "[[payout]]\n"
      "route = \"cash\"\n"
      "most = \"100.00\"\n";
  CHECK(line_of_key(text, "clause") == 1);
  CHECK(line_of_key(text, "shop.name") == 3);
  CHECK(line_of_key(text, "shop.fee.member.least") == 5);
  CHECK(line_of_key(text, "shop.fee.member.most") == 4);
  CHECK(line_of_key(text, "shop.exit.member") == 2);
  CHECK(line_of_key(text, "payout.most") == 10);
  CHECK(line_of_key(text, "payout.same_name") == line_of_key(text, "payout"));
  CHECK(line_of_key(text, "tier") == 0);
  CHECK(line_of_key(text, "clause.part") == 1);
}

TEST_CASE("a key of a table that has no line of its own is found all the same") {
  CHECK(line_of_key("[shop.fee.member]\nleast = \"5.00\"\n", "shop.fee.member.least") == 2);
  CHECK(line_of_key("[shop.fee.member]\nleast = \"5.00\"\n", "shop.exit") == 1);
  CHECK(line_of_key("shop.name = \"b\"\n", "shop.name") == 1);
  CHECK(line_of_key("a = 1\n", "") == 0);
  CHECK(line_of_key("a = 1\n", "a.") == 1);
}

TEST_CASE("a text that is no TOML has no lines of keys") {
  CHECK(line_of_key("[[[", "shop") == 0);
}
