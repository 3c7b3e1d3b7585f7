// The JSON that refund/README.md describes is the JSON that goes in and comes out.
#include "tests/readme.hpp"

#include <nlohmann/json.hpp>

#include "command/quote_json.hpp"
#include "tests/command/changed_policy.hpp"
#include "tests/command/folder.hpp"
#include "tests/command/spoken.hpp"

using namespace slipway;
using Json = nlohmann::json;

namespace {

using tests::kPolicies;

// The chapter on JSON.
std::string chapter() {
  return tests::between(tests::readme("refund/README.md"), "\n## Cards and quotes as JSON\n",
                        "\n## The lifecycles\n");
}

// The rows of one of its tables, each without the bar at its beginning.
std::string table(const std::string& head) {
  return tests::between(chapter(), "| " + head + " |", "\n\n");
}

// Every key that stands anywhere in it.
std::set<std::string> keys_of(const Json& json) {
  std::set<std::string> keys;
  if (!json.is_structured()) return keys;
  for (const auto& [key, value] : json.items()) {
    if (json.is_object()) keys.insert(key);
    keys.merge(keys_of(value));
  }
  return keys;
}

// What the first cells of the rows name.
std::set<std::string> first_cells(const std::string& rows) {
  std::set<std::string> names;
  std::istringstream lines(rows);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("| ")) names.merge(tests::names_in(line.substr(0, line.find('|', 1))));
  }
  return names;
}

void check_documented(const Json& answer, const std::string& text) {
  const std::set<std::string> documented = tests::names_in(text);
  for (const std::string& key : keys_of(answer)) {
    INFO(key);
    CHECK((key == "zh" || key == "en" || documented.contains(key)));
  }
}

// The example through the verb, as the README calls it.
Json answer_to(const std::string& card, const std::vector<std::string>& more) {
  const tests::Folder folder;
  std::ofstream(folder.file("card.json")) << card;
  std::vector<std::string> words{"quote",
                                 "--account",
                                 folder.file("card.json"),
                                 "--policy",
                                 kPolicies + "beauty.toml",
                                 "--reason",
                                 "rarely",
                                 "--at",
                                 "2025-08-30 10:00",
                                 "--json"};
  words.insert(words.end(), more.begin(), more.end());
  const auto said = tests::spoken(command::add_quote, words);
  INFO(said.err);
  REQUIRE(said.status < 2);
  return Json::parse(said.out);
}

std::string example() {
  const auto blocks = tests::fenced_blocks(chapter(), "json");
  REQUIRE(blocks.size() == 1);
  return blocks.front();
}

}  // namespace

TEST_CASE("the card of the README has every key of a card, and every one is documented") {
  const auto card = command::card_from_json(example());
  if (!card) FAIL(card.error());
  const std::set<std::string> keys = keys_of(Json::parse(example()));
  CHECK(keys == first_cells(table("key of a card | since | values")));
}

TEST_CASE("the card of the README is quoted, with every key that is documented and no other") {
  const Json answer = answer_to(example(), {"--bank-card", "6222021001116245702"});
  CHECK(answer["refused"].is_null());
  CHECK(answer["version"] == 3);
  REQUIRE_FALSE(answer["legs"].empty());
  const std::string rows = table("key of a quote | values");
  check_documented(answer, rows);
  const std::set<std::string> keys = keys_of(answer);
  for (const std::string& name : first_cells(rows)) {
    INFO(name);
    CHECK(keys.contains(name));
  }
  for (const auto& [object, names] :
       {std::pair(answer["lines"][0], "kind rule clause title why amount"),
        std::pair(answer["lots"][0], "lot policy_hash decided_by share shop floors"),
        std::pair(answer["lots"][0]["shop"],
                  "terms cause exit paid earlier_refund spent adjustment stays retained gifts fee "
                  "points interest total"),
        std::pair(answer["payday"], "day by words"),
        std::pair(answer["legs"][0], "route amount arrives payment_reference words parts")}) {
    std::istringstream words{std::string(names)};
    for (std::string name; words >> name;) {
      INFO(name);
      CHECK(object.contains(name));
      CHECK(rows.find("`" + name) != std::string::npos);
    }
  }
}

TEST_CASE("a refusal has the documented keys") {
  const std::string at_kiosk = std::regex_replace(example(), std::regex("\"staff\""), "\"kiosk\"");
  const Json answer = answer_to(at_kiosk, {});
  check_documented(answer, table("key of a quote | values"));
  const Json& refused = answer["refused"];
  REQUIRE(refused.is_object());
  CHECK(keys_of(refused) == std::set<std::string>{"rule", "reason", "next_step", "options", "kind",
                                                  "words", "amount", "zh", "en"});
  CHECK(answer["legs"].is_null());
  CHECK(answer["payday"].is_null());
}

TEST_CASE("what the linter and a rehearsal write as JSON is documented") {
  const auto paragraph = [](const std::string& verb) {
    return tests::between(chapter() + "\n\n", "`slipway policy " + verb + " --json` writes",
                          "\n\n");
  };
  const tests::Folder folder;
  const std::string slow = tests::changed(folder, "pay_days = 15", "pay_days = 30");
  const auto linted = tests::spoken(command::add_policy, {"policy", "lint", slow, "--json"});
  const Json findings = Json::parse(linted.out);
  REQUIRE_FALSE(findings["findings"].empty());
  check_documented(findings, paragraph("lint"));
  std::ofstream(folder.file("cards.jsonl")) << Json::parse(example()).dump() << '\n';
  const auto rehearsed = tests::spoken(
      command::add_policy, {"policy", "rehearse", "--cards", folder.file("cards.jsonl"), "--old",
                            kPolicies + "beauty.toml", "--new", kPolicies + "fitness.toml", "--at",
                            "2025-08-30 10:00", "--reason", "rarely", "--json"});
  INFO(rehearsed.err);
  const Json differences = Json::parse(rehearsed.out);
  REQUIRE_FALSE(differences["lots"].empty());
  check_documented(differences, paragraph("rehearse"));
}
