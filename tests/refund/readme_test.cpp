// refund/README.md is true: its examples are read, its keys are all and the only ones, its manifest
// is that of the shipped policy.
#include "tests/readme.hpp"

#include <map>
#include <sstream>

#include "refund/sodium.hpp"
#include "tests/matchers.hpp"
#include "tests/refund/policy_keys.hpp"
#include "tests/refund/policy_texts.hpp"

using namespace slipway::refund;
using namespace slipway::tests;

namespace {

std::string rules() {
  return readme("refund/README.md");
}

// The chapter on the policy file.
std::string chapter() {
  return between(rules(), "\n## The policy file\n", "\n## Cards and quotes as JSON\n");
}

// A whole policy around an example: what the example does not say stands as in the salon's.
std::string policy_around(const std::string& example) {
  std::map<std::string, std::string> pieces = pieces_of(shipped_policy("beauty"));
  for (const auto& [name, text] : pieces_of(example))
    pieces[name] = text;
  std::string top;
  std::string tables;
  for (const auto& [name, text] : pieces)
    (name.starts_with("[") ? tables : top) += text;
  return top + tables;
}

bool is_table_of_rates(const std::string& example) {
  return example.find("[[rate]]") != std::string::npos;
}

// The parts of a policy in the order of their names, found in the texts by their words alone.
std::set<std::string> quoted_in(const std::string& text, const std::regex& place) {
  std::set<std::string> names;
  const std::regex name("\"([^\"]+)\"");
  for (std::sregex_iterator one(text.begin(), text.end(), place), end; one != end; ++one) {
    const std::string found = (*one)[1];
    for (std::sregex_iterator part(found.begin(), found.end(), name); part != end; ++part)
      names.insert((*part)[1]);
  }
  return names;
}

// The manifest by the README's words: a line for the policy and one for each part that was used,
// packs before tables, in the order of their names.
std::string manifest_by_hand(const std::string& text) {
  const std::regex floors("\nfloor = (.*)");
  const std::regex tables("\n(?:table|holidays) = (.*)");
  const std::set<std::string> packs = quoted_in(text, floors);
  std::set<std::string> used = quoted_in(text, tables);
  for (const std::string& pack : packs)
    used.merge(quoted_in(shipped_parts().packs.at(pack), tables));
  std::string lines = "slipway policy 1\npolicy " + to_hex(digest_of(text)) + "\n";
  for (const std::string& pack : packs)
    lines += "pack " + pack + " " + to_hex(digest_of(shipped_parts().packs.at(pack))) + "\n";
  for (const std::string& table : used)
    lines += "table " + table + " " + to_hex(digest_of(shipped_parts().tables.at(table))) + "\n";
  return lines;
}

}  // namespace

TEST_CASE("every example of a policy in the README is read") {
  const std::vector<std::string> examples = fenced_blocks(chapter(), "toml");
  // One for each of the sixteen parameters or for two neighbours, and a table of rates.
  REQUIRE(examples.size() >= 14);
  for (const std::string& example : examples) {
    if (is_table_of_rates(example)) continue;
    INFO(example);
    const auto policy = read_policy(policy_around(example), shipped_parts());
    if (!policy) FAIL_CHECK(policy.error().key << ": " << policy.error().text);
  }
}

TEST_CASE("the table of rates in the README is read") {
  const std::vector<std::string> examples = fenced_blocks(chapter(), "toml");
  const auto rates = std::find_if(examples.begin(), examples.end(), is_table_of_rates);
  REQUIRE(rates != examples.end());
  PolicyParts parts = shipped_parts();
  parts.tables["lpr1y"] = *rates;
  const auto policy = read_policy(shipped_policy("beauty"), parts);
  REQUIRE(policy);
  CHECK(policy->rates.at("lpr1y").rates.size() == 1);
  CHECK(policy->rates.at("lpr1y").rates[0].basis_points == 300);
}

TEST_CASE("every key that a policy can have stands in the README") {
  const std::set<std::string> documented = names_in(without_blocks(chapter()));
  for (const char* header : kHeaders) {
    INFO(header);
    for (const std::string& key : keys_allowed_in(header)) {
      INFO(key);
      CHECK(documented.contains(key));
    }
  }
}

TEST_CASE("the hash of every shipped policy is that of the manifest that the README describes") {
  for (const auto& [name, text] : texts_in("policies")) {
    INFO(name);
    CHECK(manifest_of(text, shipped_parts()).value() == manifest_by_hand(text));
    CHECK(read_shipped(name).hash == to_hex(digest_of(manifest_by_hand(text))));
  }
}

TEST_CASE("the manifest in the README is the salon's") {
  const std::string section = between(rules(), "\n### The manifest\n", "\n## ");
  const std::vector<std::string> blocks = fenced_blocks(section, "");
  REQUIRE(blocks.size() == 1);
  CHECK(blocks[0] == manifest_by_hand(shipped_policy("beauty")));
}
