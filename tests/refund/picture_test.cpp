// The pictures of the lifecycles in refund/README.md are drawn from the tables.
#include <fstream>
#include <sstream>

#include "refund/lifecycle.hpp"
#include "tests/catch.hpp"

using namespace slipway::refund;

namespace {

template <typename Table>
std::string picture_of(const Table& table) {
  std::string text = "```mermaid\nstateDiagram-v2\n  [*] --> ";
  text += name_of(table.front().from);
  text += '\n';
  for (const auto& row : table) {
    text += "  ";
    text += name_of(row.from);
    text += " --> ";
    text += name_of(row.to);
    text += " : ";
    text += name_of(row.event);
    text += '\n';
  }
  return text + "```\n";
}

// What stands in the README under a heading, up to the next one.
std::string section(const std::string& heading) {
  std::ifstream stream(SLIPWAY_SOURCE "/refund/README.md");
  std::stringstream text;
  text << stream.rdbuf();
  const std::string readme = text.str();
  const auto start = readme.find("### " + heading + "\n\n");
  REQUIRE(start != std::string::npos);
  const auto content = readme.find("\n\n", start) + 2;
  return readme.substr(content, readme.find("\n#", content) - content);
}

}  // namespace

TEST_CASE("the picture of a request is that of its table") {
  CHECK(section("Request") == picture_of(request_table()));
}

TEST_CASE("the picture of a voucher is that of its table") {
  CHECK(section("Voucher") == picture_of(voucher_table()));
}

TEST_CASE("the picture of a print job is that of its table") {
  CHECK(section("Print job") == picture_of(job_table()));
}
