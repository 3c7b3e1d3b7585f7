// Interest at the command line runs until the day with which the kiosk counts.
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>

#include "command/quote_json.hpp"
#include "command/verb.hpp"
#include "refund/policy_words.hpp"
#include "station/book/appraisal.hpp"
#include "station/book/policy_folder.hpp"
#include "tests/catch.hpp"
#include "tests/command/folder.hpp"
#include "tests/command/spoken.hpp"
#include "tests/matchers.hpp"

using namespace slipway;
using slipway::tests::containing;

namespace {

const std::string kPolicy = SLIPWAY_SOURCE "/refund/policies/beauty.toml";

// Mission 3.5, E4: a year card whose shop stopped serving on 1 September.
const std::string kYear = R"({
  "version": 2, "currency": "CNY", "status": "active",
  "lots": [{"id": "Y", "kind": "time", "sold_at": "2025-06-01 10:00", "paid": "3650.00",
            "starts": "2025-06-01", "ends": "2026-05-31", "stopped": "2025-09-01"}]
})";

std::string year_paid_on(const std::string& day) {
  const std::string wish = "\"status\": \"active\", \"wish\": {\"paid_on\": \"" + day + "\"},";
  return std::regex_replace(kYear, std::regex("\"status\": \"active\","), wish);
}

tests::Spoken year_quoted(const std::string& card, const std::string& reason = "unsatisfied",
                          std::vector<std::string> more = {"--json"}) {
  const tests::Folder folder;
  std::ofstream(folder.file("card.json")) << card;
  std::vector<std::string> words{"quote",    "--account", folder.file("card.json"),
                                 "--policy", kPolicy,     "--reason",
                                 reason,     "--at",      "2025-09-05 10:00"};
  words.insert(words.end(), more.begin(), more.end());
  return tests::spoken(command::add_quote, words);
}

}  // namespace

TEST_CASE(
    "without a day of payment interest is counted to the last one that policy and law allow") {
  const auto json = nlohmann::json::parse(year_quoted(kYear).out);
  CHECK(json["total"] == "2733.37");  // 273,000 x 0.03 x 15/365 = 337
  CHECK(json["payday"]["day"] == "2025-09-20");
  CHECK(json["payday"]["by"] == "shop");
  CHECK_THAT(json["payday"]["words"]["zh"].get<std::string>(),
             containing("按 2025-09-20 付款计算") && containing("申请之日起 15 天内"));
  const auto table = year_quoted(kYear, "unsatisfied", {"--cash", "--part", "50.00"});
  CHECK_THAT(table.out, containing("Worked out for payment on 2025-09-20") &&
                            containing("Paid out by 2025-09-20"));
}

TEST_CASE("the day of payment that a card names wins") {
  const auto json = nlohmann::json::parse(year_quoted(year_paid_on("2025-09-05")).out);
  CHECK(json["total"] == "2730.00");
  CHECK(json["payday"]["day"] == "2025-09-05");
  CHECK(json["payday"]["by"] == "card");
  CHECK_THAT(json["payday"]["words"]["en"].get<std::string>(), containing("was named"));
  const auto late =
      nlohmann::json::parse(year_quoted(year_paid_on("2025-10-05"), "unsatisfied",
                                        {"--json", "--bank-card", "6222021001116245702"})
                                .out);
  CHECK(late["total"] == "2736.73");  // 30 days: 673
  CHECK(late["legs"][0]["arrives"] > "2025-10-05");
}

TEST_CASE("a day of payment before the day of filing is a mistake of the card") {
  const auto said = year_quoted(year_paid_on("2025-09-04"));
  CHECK(said.status == 2);
  CHECK_THAT(said.err, containing("card.json: wish.paid_on: \"2025-09-04\" stands here; expected "
                                  "the day of filing, 2025-09-05, or a later one"));
}

TEST_CASE("for every reason the command line gives the figures of the kiosk") {
  const auto card = command::card_from_json(kYear);
  REQUIRE(card);
  const auto policy = book::read_policy_in(kPolicy);
  REQUIRE(policy);
  const refund::PolicyArchive archive(*policy);
  for (const refund::Reason reason : refund::kReasons) {
    refund::Wish wish;
    wish.reason = reason;
    wish.filed_at = *refund::instant_from("2025-09-05 10:00");
    const book::Appraisal kiosk = book::appraised(card->account, archive, wish);
    const std::string name(refund::key_of(reason));
    INFO(name);
    const auto json = nlohmann::json::parse(year_quoted(kYear, name).out);
    CHECK(refund::money_from(json["total"].get<std::string>(), refund::Currency::Cny) ==
          kiosk.quote.total);
    CHECK(json["payday"]["day"] == refund::to_text(kiosk.due.day));
  }
}

TEST_CASE(
    "a time after which no payday can be written is refused, and so is one before all cards") {
  const tests::Folder folder;
  std::ofstream(folder.file("card.json")) << kYear;
  for (const char* at : {"9999-12-31 23:59", "1899-12-31 23:59"}) {
    const auto said = tests::spoken(
        command::add_quote, {"quote", "--account", folder.file("card.json"), "--policy", kPolicy,
                             "--reason", "unsatisfied", "--at", at});
    CHECK(said.status == 2);
    CHECK_THAT(said.err, containing(std::string("--at ") + at +
                                    ": expected a time of the years 1900 to 9990"));
  }
}
