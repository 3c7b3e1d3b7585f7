#include "refund/quote.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>

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
  CHECK(json["version"] == 3);
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
      {"\"version\": 1", "\"version\": 3", "version: 3 stands here; expected a whole number"},
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
      {"\"currency\"", "currency", "line 2, byte 19: this is no JSON"},
      {"\"active\"", "\"active\", \"status\": \"lost\"", "status: stands twice in one object"},
      {"\"units\": 10", "\"units\": 10, \"units\": 100", "units: stands twice in one object"},
  };
  for (const auto& one : mistakes) {
    INFO(one.by);
    const auto card = command::card_from_json(changed(one.what, one.by));
    REQUIRE_FALSE(card);
    CHECK_THAT(card.error(), containing(one.says));
  }
  CHECK_FALSE(command::card_from_json("[]"));
  CHECK_FALSE(command::card_from_json(""));
  CHECK_FALSE(command::card_from_json("{\"lots\": 5}"));
}

TEST_CASE("a word is read with a hyphen as with an underscore, and told with the latter") {
  const auto card = command::card_from_json(changed("stored_value", "stored-value"));
  REQUIRE(card);
  CHECK(card->account.lots[0].kind == refund::LotKind::StoredValue);
  const auto wrong = command::card_from_json(changed("stored_value", "stored value"));
  REQUIRE_FALSE(wrong);
  CHECK_THAT(wrong.error(), containing("lots[0].kind: \"stored value\" stands here; expected one "
                                       "of \"stored_value\""));
}

TEST_CASE("an object of thousands of keys is a mistake and takes no time") {
  std::string keys;
  for (int i = 0; i < 300'000; ++i)
    keys += "\"k" + std::to_string(i) + "\": 1, ";
  const auto card = command::card_from_json(changed("\"version\"", keys + "\"version\""));
  REQUIRE_FALSE(card);
  CHECK(card.error() == "more than 64 keys stand in one object");
}

TEST_CASE("what cannot be computed is refused without figures beside it") {
  const tests::Folder folder;
  const auto said = quoted(folder, changed("2025-06-01 10:00", "2035-06-01 10:00"));
  CHECK(said.status == 1);
  CHECK_THAT(said.out, containing("售卡时间在以后") && !containing("Statutory floor") &&
                           !containing("The law"));
}

TEST_CASE("a number of hundreds of digits is a mistake and ends nothing") {
  // Found by the fuzzer of cards.
  const auto card = command::card_from_json("{\"version\": " + std::string(400, '8') + "}");
  REQUIRE_FALSE(card.has_value());
  CHECK_THAT(card.error(), containing("far too large"));
}

TEST_CASE("a reason that is none is told with those that are") {
  const auto said = tests::spoken(command::add_quote, {"quote", "--account", "card.json",
                                                       "--policy", kPolicy, "--reason", "weather"});
  CHECK(said.status != 0);
  CHECK_THAT(said.err,
             containing("\"weather\" stands here; allowed: health, minor, mistake, moving"));
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

namespace {

// Everything that version 2 knows of a card.
const std::string kNewCard = R"({
  "version": 2, "currency": "CNY", "status": "lost", "number": "66000001",
  "wish": {"part": "100.00", "ended": "2025-08-29", "paid_on": "2025-08-30", "presence": "staff"},
  "lots": [
    {"id": "A", "kind": "stored_value", "sold_at": "2025-06-01 10:00", "paid": "3000.00",
     "bonus": "1000.00", "refunded": "100.00", "refunded_at": "2025-07-02 10:00",
     "payment_method": "wechat", "payment_reference": "W1", "payment_parts": 1,
     "paid_by_other": true, "policy_hash": "", "activated": "2025-06-02",
     "contract": "2025-05-31", "fee_disclosure": "told",
     "gifts": [{"name": "洗发水", "value": "68.00", "state": "returned"},
               {"name": "毛巾", "value": "20.00"}],
     "uses": [{"id": "u1", "at": "2025-07-01 10:00", "list_price": "1000.00",
               "charged": "1000.00", "market_price": "900.00"}]},
    {"id": "Y", "kind": "time", "sold_at": "2025-06-01 10:00", "paid": "365.00",
     "starts": "2025-06-01", "ends": "2026-05-31", "stopped": "2025-08-01"},
    {"id": "P", "kind": "points", "sold_at": "2025-06-01 10:00", "paid": "0.00", "units": 300,
     "earned_by": "A", "uses": [{"at": "2025-07-01 10:00", "units": 100}]}
  ]
})";

}  // namespace

TEST_CASE("version 2 of a card has everything that the rules look at") {
  const auto card = command::card_from_json(kNewCard);
  REQUIRE(card);
  CHECK(card->account.card_number == "66000001");
  CHECK(card->part == refund::Money{10'000});
  CHECK(card->ended == refund::date_from("2025-08-29"));
  CHECK(card->paid_on == refund::date_from("2025-08-30"));
  CHECK(card->presence == refund::Presence::WithStaff);
  REQUIRE(card->account.lots.size() == 3);
  const refund::Lot& first = card->account.lots[0];
  CHECK(first.id == "A");
  CHECK(first.payment_reference == "W1");
  CHECK(first.payment_parts == 1);
  CHECK(first.paid_by_other);
  CHECK(first.activated == refund::date_from("2025-06-02"));
  CHECK(first.contract == refund::date_from("2025-05-31"));
  CHECK(first.refunded_at == refund::instant_from("2025-07-02 10:00"));
  CHECK(first.fee_disclosure == refund::Disclosure::Told);
  REQUIRE(first.gifts.size() == 2);
  CHECK(first.gifts[0].state == refund::GiftState::Returned);
  CHECK(first.gifts[1].state == refund::GiftState::Kept);
  CHECK(first.uses.at(0).market_price == refund::Money{90'000});
  CHECK(card->account.lots[1].stopped == refund::date_from("2025-08-01"));
  CHECK(card->account.lots[2].kind == refund::LotKind::Points);
  CHECK(card->account.lots[2].earned_by == "A");
  CHECK(card->account.lots[2].uses.at(0).units == 100);
}

TEST_CASE(
    "what version 2 brought is a mistake in a card of version 1, and each mistake has a place") {
  const auto error = [](const std::string& what, const std::string& by) {
    std::string text = kNewCard;
    const auto at = text.find(what);
    REQUIRE(at != std::string::npos);
    const auto card = command::card_from_json(text.replace(at, what.size(), by));
    return card ? std::string() : card.error();
  };
  CHECK_THAT(error("\"version\": 2", "\"version\": 1"),
             containing("lots[0].uses[0].id: \"u1\" stands here; expected no such key"));
  CHECK_THAT(error("\"state\": \"returned\"", "\"state\": \"lost\""),
             containing("lots[0].gifts[0].state: \"lost\" stands here; expected one of \"kept\""));
  CHECK_THAT(error("\"presence\": \"staff\"", "\"presence\": 1"), containing("wish.presence: 1"));
  CHECK_THAT(error("\"part\": \"100.00\"", "\"half\": \"100.00\""),
             containing("wish.half: \"100.00\" stands here; expected no such key"));
  CHECK_THAT(error("\"paid_by_other\": true", "\"paid_by_other\": \"no\""),
             containing("lots[0].paid_by_other: \"no\" stands here; expected true or false"));
  CHECK_FALSE(error("\"wish\": {", "\"wish\": 7, \"wisp\": {").empty());
}

TEST_CASE("the JSON of a quote has both computations of each lot, and the legs of a payout") {
  const tests::Folder folder;
  const auto said = quoted(folder, kCard, {"--json", "--bank-card", "6222021234567894"});
  REQUIRE(said.status == 0);
  const auto json = nlohmann::json::parse(said.out);
  REQUIRE(json["lots"].size() == 3);
  const auto& lot = json["lots"][0];
  CHECK(lot["lot"] == "1");
  CHECK(lot["shop"]["terms"] == "shop");
  CHECK(lot["shop"]["paid"] == "3000.00");
  CHECK(lot["shop"]["spent"] == "-750.00");
  CHECK(lot["floors"][0]["total"] == "2250.00");
  CHECK(lot["share"] == "2250.00");
  CHECK_FALSE(json["computations"]["shop"].empty());
  CHECK_FALSE(json["computations"]["floor"].empty());
  CHECK(json["exit"].is_string());
  REQUIRE(json["legs"].size() == 1);
  CHECK(json["legs"][0]["route"] == "bank");
  CHECK(json["legs"][0]["amount"] == json["total"]);
  CHECK(nlohmann::json::parse(quoted(folder, kCard, {"--json"}).out)["legs"].is_null());
}

TEST_CASE("the table of a quote shows the law beside the shop for each lot") {
  const tests::Folder folder;
  const auto said = quoted(folder, kCard, {"--bank-card", "6222021234567894"});
  CHECK_THAT(said.out, containing("法律 The law") && containing("章程 The shop"));
  CHECK_THAT(said.out, containing("¥2,250.00") && containing("¥2,200.00"));
}

TEST_CASE("cash above the cap is no plan, and the sentence says so") {
  const tests::Folder folder;
  const auto said = quoted(folder, kCard, {"--cash"});
  CHECK(said.status == 2);
  CHECK_THAT(said.err, containing("现金最多 ¥100.00") && containing("Cash is limited to ¥100.00") &&
                           containing("Please choose bank transfer"));
  const auto wrong = quoted(folder, kCard, {"--bank-card", "123"});
  CHECK_THAT(wrong.err, containing("The card number is not right") && !containing("请核对"));
}

TEST_CASE("a part of the money is quoted, and one that is no amount is refused") {
  const tests::Folder folder;
  const auto part = quoted(folder, kCard, {"--part", "500.00", "--with-staff", "--json"});
  CHECK(part.status == 0);
  CHECK(nlohmann::json::parse(part.out)["total"] == "500.00");
  const auto wrong = quoted(folder, kCard, {"--part", "half"});
  CHECK(wrong.status == 2);
  CHECK_THAT(wrong.err, containing("--part half: expected an amount"));
}

TEST_CASE("a card that cannot be refunded here offers what can be done instead") {
  const tests::Folder folder;
  const auto said = quoted(folder, changed("\"active\"", "\"lost\""), {"--json"});
  const auto json = nlohmann::json::parse(said.out);
  REQUIRE_FALSE(json["refused"]["options"].empty());
  CHECK(json["refused"]["options"][0]["kind"].is_string());
  CHECK_FALSE(json["refused"]["options"][0]["words"]["zh"].get<std::string>().empty());
}

TEST_CASE("a fee that no record proves is not charged, and the sentence says why") {
  const tests::Folder folder;
  std::ofstream(folder.file("card.json")) << std::regex_replace(
      kNewCard, std::regex("\"fee_disclosure\": \"told\""), "\"fee_disclosure\": \"unrecorded\"");
  const auto said =
      tests::spoken(command::add_quote, {"quote", "--account", folder.file("card.json"), "--policy",
                                         SLIPWAY_SOURCE "/refund/policies/fitness.toml", "--reason",
                                         "rarely", "--at", "2025-08-30 10:00"});
  CHECK_THAT(said.out, containing("没有售卡时告知过手续费的凭据") &&
                           containing("nothing shows that a fee was told"));
}
