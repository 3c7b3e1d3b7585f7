#include "program/journal.hpp"

#include "tests/catch.hpp"

TEST_CASE("a log value can neither end its line nor turn the text around") {
  using slipway::program::escaped;
  CHECK(escaped("plain") == "plain");
  CHECK(escaped("two words") == "\"two words\"");
  CHECK(escaped("a\nlevel=3") == "\"a\\x0alevel=3\"");
  CHECK(escaped("\x1B[2J") == "\\x1b[2J");
  CHECK(escaped("a\xE2\x80\xAE"
                "b")
            .find('\xE2') == std::string::npos);
  CHECK(escaped("say \"no\"") == "\"say \\x22no\\x22\"");
  CHECK(escaped("") == "\"\"");
  CHECK(escaped("王小明") == "王小明");
}
