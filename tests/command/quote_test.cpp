#include "refund/quote.hpp"

#include <fstream>
#include <nlohmann/json.hpp>

#include "command/quote_json.hpp"
#include "command/verb.hpp"
#include "tests/catch.hpp"
#include "tests/command/folder.hpp"
#include "tests/command/spoken.hpp"
#include "tests/matchers.hpp"

using namespace slipway;
using slipway::tests::containing;

namespace {

const std::string kCard = R"({
  "version": 1, "currency": "CNY", "status": "active",
  "lots": [
    {"kind": "stored_value", "sold_at": "2025-06-01 10:00", "name": "充3000送1000",
     "paid": "3000.00", "bonus": "1000.00",
     "uses": [{"at": "2025-07-01 10:00", "item": "护理", "list_price": "1000.00",
               "charged": "1000.00"}]},
    {"kind": "sessions", "sold_at": "2025-06-01 10:00", "paid": "2400.00", "units": 10,
     "bonus_units": 2, "uses": [{"at": "2025-07-01 10:00", "list_price": "280.00", "units": 1}]},
    {"kind": "time", "sold_at": "2025-06-01 10:00", "paid": "365.00", "starts": "2025-06-01",
     "ends": "2026-05-31"}
  ]
})";
const std::string kPolicy = SLIPWAY_SOURCE "/refund/policies/beauty.toml";

tests::Spoken quoted(const tests::Folder& folder, const std::string& card,
                     std::vector<std::string> more = {}) {
  std::ofstream(folder.file("card.json")) << card;
  std::vector<std::string> words{"quote",    "--account", folder.file("card.json"),
                                 "--policy", kPolicy,     "--reason",
                                 "health",   "--at",      "2025-08-30 10:00"};
  words.insert(words.end(), more.begin(), more.end());
  return tests::spoken(command::add_quote, words);
}

std::string changed(const std::string& what, const std::string& by) {
  std::string text = kCard;
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), by);
}

}  // namespace

TEST_CASE("a card on file is quoted line by line") {
  const tests::Folder folder;
  const auto said = quoted(folder, kCard);
  CHECK(said.status == 0);
  // 2,250.00 of the bonus card, 2,200.00 of the sessions, 275.00 of the year.
  CHECK_THAT(said.out, containing("Refundable  ¥4,725.00"));
  CHECK_THAT(said.out, containing("已消费本金") && containing("已用次数"));
  CHECK_THAT(said.out, containing("已过天数") && containing("−¥90.00"));
}

TEST_CASE("the JSON of a quote has the same figures") {
  const tests::Folder folder;
  const auto said = quoted(folder, kCard, {"--json"});
  CHECK(said.status == 0);
  const auto json = nlohmann::json::parse(said.out);
  CHECK(json["version"] == 1);
  CHECK(json["total"] == "4725.00");
  CHECK(json["cause"] == "neutral");
  CHECK(json["refused"].is_null());
  CHECK(json["lines"][0]["kind"] == "paid");
  CHECK(json["lines"][0]["amount"] == "5765.00");
  CHECK(json["lines"][1]["amount"] == "-750.00");
  CHECK_FALSE(json["lines"][1]["why"]["en"].get<std::string>().empty());
}

TEST_CASE("a refusal is exit status 1 and says why and what next") {
  const tests::Folder folder;
  const auto said = quoted(folder, changed("\"active\"", "\"lost\""), {"--json"});
  CHECK(said.status == 1);
  const auto json = nlohmann::json::parse(said.out);
  CHECK(json["total"] == "0.00");
  CHECK(json["refused"]["rule"] == "F24");
  CHECK_THAT(quoted(folder, changed("\"active\"", "\"lost\"")).out, containing("补卡"));
}

TEST_CASE("every mistake in a card names its place, what stands there and what is expected") {
  struct Mistake {
    std::string what;
    std::string by;
    std::string says;
  };
  const std::vector<Mistake> mistakes = {
      {"\"version\": 1", "\"version\": 2", "version: 2 stands here; expected a whole number"},
      {"\"version\": 1,", "", "version: nothing stands here"},
      {"\"CNY\"", "\"JPY\"", "currency: \"JPY\" stands here; expected one of \"CNY\""},
      {"\"active\"", "true", "status: true stands here"},
      {"\"3000.00\"", "3000", "lots[0].paid: 3000 stands here; expected an amount in quotes"},
      {"\"3000.00\"", "\"-3\"", "lots[0].paid: \"-3\" stands here"},
      {"2025-07-01 10:00", "2025-02-30 10:00", "lots[0].uses[0].at: \"2025-02-30 10:00\""},
      {"\"charged\"", "\"charge\"", "lots[0].uses[0].charged: nothing stands here"},
      {"\"units\": 10", "\"units\": 0", "lots[1].units: 0 stands here"},
      {"\"units\": 10", "\"units\": -1", "lots[1].units: -1 stands here"},
      {"\"units\": 10", "\"units\": 1.5", "lots[1].units: 1.5 stands here"},
      {"\"units\": 10", "\"units\": 10, \"colour\": 1", "lots[1].colour: 1 stands here"},
      {"\"2026-05-31\"", "\"2026-05-32\"", "lots[2].ends"},
      {"\"lots\": [", "\"lots\": [7,", "lots[0]: 7 stands here; expected an object"},
      {"\"currency\"", "currency", "this is no JSON"},
  };
  for (const auto& one : mistakes) {
    INFO(one.by);
    const auto account = command::account_from_json(changed(one.what, one.by));
    REQUIRE_FALSE(account);
    CHECK_THAT(account.error(), containing(one.says));
  }
  CHECK_FALSE(command::account_from_json("[]"));
  CHECK_FALSE(command::account_from_json(""));
  CHECK_FALSE(command::account_from_json("{\"lots\": 5}"));
}

TEST_CASE("a mistake in the policy names its file and line") {
  const tests::Folder folder;
  std::ofstream(folder.file("card.json")) << kCard;
  std::ofstream(folder.file("policy.toml")) << "name = \"a\"\nversion = \"b\"\n";
  const auto said =
      tests::spoken(command::add_quote, {"quote", "--account", folder.file("card.json"), "--policy",
                                         folder.file("policy.toml"), "--reason", "health"});
  CHECK(said.status == 2);
  CHECK_THAT(said.err, containing("policy.toml:2: version: \"b\" stands here"));
}
