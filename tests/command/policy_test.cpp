#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>

#include "command/verb.hpp"
#include "tests/catch.hpp"
#include "tests/command/changed_policy.hpp"
#include "tests/command/folder.hpp"
#include "tests/command/spoken.hpp"
#include "tests/matchers.hpp"
#include "tests/station/small_shop.hpp"

using namespace slipway;
using slipway::tests::containing;

namespace {

using tests::changed;
using tests::kPolicies;

tests::Spoken policy(std::vector<std::string> words) {
  words.insert(words.begin(), "policy");
  return tests::spoken(command::add_policy, words);
}

const std::string kCards =
    R"({"version": 2, "currency": "CNY", "status": "active", "number": "66000001", "lots": [)"
    R"({"id": "A", "kind": "stored_value", "sold_at": "2025-06-01 10:00", "paid": "1000.00", )"
    R"("bonus": "200.00", "uses": [{"at": "2025-07-01 10:00", "list_price": "600.00", )"
    R"("charged": "600.00"}]}]})"
    "\n\n"
    R"({"version": 1, "currency": "CNY", "status": "active", "lots": [)"
    R"({"kind": "stored_value", "sold_at": "2025-06-01 10:00", "paid": "300.00"}]})"
    "\n"
    R"({"version": 1, "currency": "CNY", "status": "closed", "lots": []})"
    "\n";

}  // namespace

TEST_CASE("the linter finds nothing in the shipped policies") {
  for (const char* name : {"beauty", "education", "fitness", "restaurant"}) {
    INFO(name);
    const auto said = policy({"lint", kPolicies + name + ".toml"});
    CHECK(said.status == 0);
    CHECK(said.out == "没有发现问题。 Nothing found.\n");
  }
}

TEST_CASE("a void clause is told with file, line, article and cure, and is exit status 1") {
  const tests::Folder folder;
  const std::string file = changed(folder, "member = \"by_policy\"", "member = \"none\"");
  const auto said = policy({"lint", file});
  CHECK(said.status == 1);
  CHECK_THAT(said.out, containing(file + ":40: ") && containing("no-refunds (shop.exit.member)"));
  CHECK_THAT(said.out, containing("第九条第（一）项") && containing("article 9(1)"));
  CHECK_THAT(said.out, containing("为何：") && containing("mend: "));
  const auto chinese = policy({"lint", file, "--lang", "zh"});
  CHECK_THAT(chinese.out, containing("无效条款") && !containing("offends"));
  const auto english = policy({"lint", file, "--lang", "en"});
  CHECK_THAT(english.out, containing("1 void") && !containing("依据"));
}

TEST_CASE("the policy's own level decides which findings are exit status 1") {
  const tests::Folder folder;
  const auto status_at = [&](const std::string& level) {
    return policy({"lint", changed(folder, "pay_days = 15", "pay_days = 30\n" + level)}).status;
  };
  CHECK(status_at("") == 1);
  CHECK(status_at("lint_level = \"breach\"") == 1);
  CHECK(status_at("lint_level = \"void\"") == 0);
  // A warning passes, unless the policy wants to hear of it: members are shut out of the window.
  const auto warned = [&](const std::string& level) {
    const std::string shut = "needs = [\"unused\", \"first_time\"]";
    return policy({"lint", changed(folder, {{"needs = \"first_time\"", shut},
                                            {"pay_days = 15", "pay_days = 15\n" + level}})});
  };
  CHECK(warned("").status == 0);
  CHECK_THAT(warned("").out, containing("window-narrower"));
  CHECK(warned("lint_level = \"warning\"").status == 1);
}

TEST_CASE("findings as JSON have their line and both languages") {
  const tests::Folder folder;
  const auto said = policy({"lint", changed(folder, "pay_days = 15", "pay_days = 30"), "--json"});
  CHECK(said.status == 1);
  const auto json = nlohmann::json::parse(said.out);
  CHECK(json["version"] == 1);
  CHECK(json["policy"] == "beauty-2026");
  CHECK(json["lint_level"] == "breach");
  const auto& first = json["findings"].at(0);
  CHECK(first["id"] == "pays-late");
  CHECK(first["severity"] == "breach");
  CHECK(first["fails"] == true);
  CHECK(first["line"] == 11);
  CHECK_FALSE(first["why"]["zh"].get<std::string>().empty());
}

TEST_CASE("a policy that cannot be read is exit status 2 and names the place") {
  const tests::Folder folder;
  const auto said = policy({"lint", changed(folder, "pay_days = 15", "pay_days = \"x\"")});
  CHECK(said.status == 2);
  CHECK_THAT(said.err, containing(":11: pay_days: \"x\" stands here"));
  CHECK(policy({"show", folder.file("none.toml")}).status == 2);
}

TEST_CASE("a policy is shown in sixteen parameters in the language that is asked for") {
  const auto said = policy({"show", kPolicies + "beauty.toml"});
  CHECK(said.status == 0);
  CHECK_THAT(said.out, containing("beauty-2026 3  ") && containing("16. 取整 Rounding"));
  const auto english = policy({"show", kPolicies + "beauty.toml", "--lang", "en"});
  CHECK_THAT(english.out, containing("16. Rounding") && !containing("取整"));
}

TEST_CASE("a rehearsal lists what changes, the worst first, and sums it up to the fen") {
  const tests::Folder folder;
  std::ofstream(folder.file("cards.jsonl")) << kCards;
  // The member leaves of their own: the shop now spends the bonus first.
  const std::string generous =
      changed(folder, "member = \"none\"\nvoid", "member = \"first\"\nvoid");
  const auto there =
      policy({"rehearse", "--cards", folder.file("cards.jsonl"), "--old", kPolicies + "beauty.toml",
              "--new", generous, "--reason", "rarely", "--at", "2025-09-01 10:00", "--json"});
  INFO(there.err);
  REQUIRE(there.status == 0);
  const auto json = nlohmann::json::parse(there.out);
  REQUIRE(json["lots"].size() == 1);
  CHECK(json["lots"][0]["card"] == "66000001");
  CHECK(json["lots"][0]["lot"] == "A");
  CHECK(json["lots"][0]["change"] == 20'012);  // with 15 days of interest at 1.5 %
  CHECK(json["summary"]["better"] == 1);
  CHECK(json["summary"]["worse"] == 0);
  CHECK(json["summary"]["same"] == 1);
  CHECK(json["summary"]["cards"] == 3);
  CHECK(json["summary"]["refused_old"] == 1);
  CHECK(json["summary"]["change"] == 20'012);
  const auto back =
      policy({"rehearse", "--cards", folder.file("cards.jsonl"), "--old", generous, "--new",
              kPolicies + "beauty.toml", "--reason", "rarely", "--at", "2025-09-01 10:00"});
  CHECK_THAT(back.out, containing("66000001  A  ") && containing("−¥200.12"));
  CHECK_THAT(back.out, containing("0 better for the member, 1 worse, 1 the same"));
}

TEST_CASE("a rehearsal counts interest to the day on which each policy lets the money leave") {
  const tests::Folder folder;
  const std::string year =
      R"({"version": 2, "currency": "CNY", "status": "active", "lots": [{"kind": "time", )"
      R"("sold_at": "2025-06-01 10:00", "paid": "3650.00", "starts": "2025-06-01", )"
      R"("ends": "2026-05-31", "stopped": "2025-09-01"}]})";
  const std::string slow = changed(folder, "pay_days = 15", "pay_days = 10");
  const auto rehearsed = [&](const std::string& card, const std::vector<std::string>& more = {}) {
    std::ofstream(folder.file("cards.jsonl")) << card << '\n';
    std::vector<std::string> words{"rehearse",
                                   "--cards",
                                   folder.file("cards.jsonl"),
                                   "--old",
                                   kPolicies + "beauty.toml",
                                   "--new",
                                   slow,
                                   "--reason",
                                   "unsatisfied",
                                   "--at",
                                   "2025-09-05 10:00"};
    words.insert(words.end(), more.begin(), more.end());
    return policy(words);
  };
  const auto json = nlohmann::json::parse(rehearsed(year, {"--json"}).out);
  CHECK(json["version"] == 2);
  CHECK(json["summary"]["old"] == 273'337);  // mission 3.5, E4
  CHECK(json["summary"]["new"] == 273'224);  // ten days: 224.38
  CHECK(json["lots"].at(0)["old_payday"] == "2025-09-20");
  CHECK(json["lots"].at(0)["new_payday"] == "2025-09-15");
  CHECK(json["old"]["last_payday"] == "2025-09-20");
  CHECK_THAT(rehearsed(year).out,
             containing("Interest runs until the day of payment: old 2025-09-20, new 2025-09-15."));

  const auto named = [&](const std::string& day) {
    return std::regex_replace(year, std::regex("\"lots\""),
                              "\"wish\": {\"paid_on\": \"" + day + "\"}, \"lots\"");
  };
  const auto same = nlohmann::json::parse(rehearsed(named("2025-09-08"), {"--json"}).out);
  CHECK(same["lots"].empty());
  CHECK(same["summary"]["old"] == 273'067);  // three days: 67.32
  CHECK(same["new"]["first_payday"] == "2025-09-08");
  const auto early = rehearsed(named("2025-09-04"));
  CHECK(early.status == 2);
  CHECK_THAT(early.err, containing("cards.jsonl:1: wish.paid_on: \"2025-09-04\" stands here"));
}

TEST_CASE("a rehearsal on the books writes nothing and knows every card") {
  const test::SmallShop shop;
  { const auto book = shop.open(); }
  const auto said =
      policy({"rehearse", "--books", shop.books().string(), "--old", kPolicies + "beauty.toml",
              "--new", kPolicies + "fitness.toml", "--at", "2026-11-21 12:00", "--json"});
  INFO(said.err);
  REQUIRE(said.status == 0);
  const auto json = nlohmann::json::parse(said.out);
  CHECK(json["summary"]["cards"] == shop.count("card"));
  CHECK(json["summary"]["lots"] == shop.count("lot"));
}

TEST_CASE("a mistake in a file of cards names its line, and one source is needed") {
  const tests::Folder folder;
  std::ofstream(folder.file("cards.jsonl")) << kCards << "{\n";
  const auto said = policy({"rehearse", "--cards", folder.file("cards.jsonl"), "--old",
                            kPolicies + "beauty.toml", "--new", kPolicies + "beauty.toml"});
  CHECK(said.status == 2);
  CHECK_THAT(said.err, containing("cards.jsonl:5: byte"));
  CHECK(policy({"rehearse", "--old", kPolicies + "beauty.toml", "--new", kPolicies + "beauty.toml"})
            .status != 0);
}
