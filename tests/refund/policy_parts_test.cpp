// Packs, tables and the manifest that a policy with parts is known by.
#include <set>

#include "refund/policy_lint.hpp"
#include "refund/sodium.hpp"
#include "tests/matchers.hpp"
#include "tests/refund/policy_texts.hpp"

using namespace slipway::refund;
using namespace slipway::tests;

namespace {

std::string beauty_under(const std::string& floor, const std::string& currency = "CNY") {
  const std::string text =
      replaced(shipped_policy("beauty"), "floor = \"cn-spc-2025\"", "floor = " + floor);
  return replaced(text, "currency = \"CNY\"", "currency = \"" + currency + "\"");
}

Terms pack(const std::string& name) {
  std::string currency = "CNY";
  if (name.rfind("eu-", 0) == 0) currency = "EUR";
  if (name.rfind("us-", 0) == 0) currency = "USD";
  const auto policy = read_policy(beauty_under("\"" + name + "\"", currency), shipped_parts());
  if (!policy) FAIL(policy.error().file << ":" << policy.error().line << policy.error().text);
  REQUIRE(policy->floors.size() == 1);
  CHECK(policy->floors[0].id == name);
  return policy->floors[0];
}

// The mistake in a part that is not what was shipped.
PolicyMistake mistake_with(const std::string& pack, const std::string& what,
                           const std::string& by) {
  PolicyParts parts = shipped_parts();
  parts.packs[pack] = replaced(parts.packs[pack], what, by);
  return mistake_in(beauty_under("\"" + pack + "\""), parts);
}
PolicyMistake mistake_with_table(const std::string& table, const std::string& text) {
  PolicyParts parts = shipped_parts();
  parts.tables[table] = text;
  return mistake_in(shipped_policy("beauty"), parts);
}

}  // namespace

TEST_CASE("every shipped policy is read with the parts that it names") {
  const auto policies = texts_in("policies");
  std::set<std::string> names;
  for (const auto& [name, text] : policies) {
    INFO(name);
    const Policy policy = read_shipped(name);
    names.insert(policy.name);
    CHECK(policy.floors.size() == 1);
    CHECK(policy.rates.contains("lpr1y"));
    CHECK(policy.rates.contains("pboc1y"));
    REQUIRE(policy.holidays);
    CHECK(policy.holidays->first_year == 2025);
    CHECK(policy.holidays->last_year == 2026);
  }
  CHECK(names ==
        std::set<std::string>{"beauty-2026", "education-2026", "fitness-2026", "restaurant-2026"});
}

TEST_CASE("no shipped policy offends the law that it names") {
  for (const auto& [name, text] : texts_in("policies")) {
    for (const Finding& finding : lint(read_shipped(name))) {
      INFO(name << ": " << finding.id << " " << finding.key << ": " << finding.why.en);
      CHECK(finding.severity > Severity::Breach);
    }
  }
}

TEST_CASE("the national pack says what the interpretation says") {
  const Terms law = pack("cn-spc-2025");
  CHECK(law.name == "法释〔2025〕4号");
  CHECK(law.windows.at(0).days == 7);
  CHECK(law.windows.at(0).needs_first_time);
  CHECK_FALSE(law.windows.at(0).needs_unused);
  CHECK(law.price.at(Cause::Merchant) == PriceBasis::Charged);
  CHECK(law.bonus.at(Cause::Merchant) == BonusShare::Ratio);
  CHECK(law.price.at(Cause::Member) == PriceBasis::ListCapped);
  CHECK(law.bonus.at(Cause::Member) == BonusShare::None);
  CHECK(law.exit.at(Cause::Merchant) == Exit::Right);
  CHECK(law.exit.at(Cause::Neutral) == Exit::ByReview);
  CHECK(law.exit.at(Cause::Member) == Exit::ByPolicy);
  CHECK(law.interest.at(Cause::Merchant).table == "lpr1y");
  CHECK(law.interest.at(Cause::Member).table == "pboc1y");
  CHECK(law.interest.at(Cause::Member).from == InterestFrom::Termination);
  CHECK(law.lost_card == LostCard::Replaced);
  CHECK(law.fee.empty());
  CHECK(law.articles.at("price.member").en == "article 19");
  CHECK(law.articles.at("window").zh == "第十四条");
  CHECK(law.limits.cash_most == Money{10'000});
  CHECK(law.limits.named_card_most == Money{500'000});
  CHECK(law.limits.bearer_card_most == Money{100'000});
  CHECK(law.limits.bearer_years_least == 3);
  CHECK(law.limits.record_years_least == 5);
  CHECK(law.limits.pay_days_most == 15);
  CHECK(law.limits.fee_basis_points_most == 500);
  CHECK(law.limits.same_name);
  CHECK_FALSE(law.limits.original_route);
  CHECK_THAT(law.limits.sources.at("cash_most").en, containing("article 21"));
}

TEST_CASE("a local pack says only what its own text grants") {
  const Terms beijing = pack("cn-beijing-2022");
  CHECK(beijing.windows.at(0).needs_unused);
  CHECK(beijing.windows.at(0).pay_within_days == 5);
  CHECK(beijing.gifts.at(Cause::Window) == GiftRule::ReturnOrPay);
  CHECK(beijing.residual.cheapest_service == Money{3'800});
  CHECK(beijing.exit.at(Cause::Member) == Exit::None);
  CHECK(beijing.limits.transaction_years_least == 3);
  const Terms zhejiang = pack("cn-zhejiang-2017");
  CHECK(zhejiang.limits.pay_days_most == 5);
  CHECK(zhejiang.gifts.at(Cause::Merchant) == GiftRule::Keep);
  CHECK(zhejiang.expired_card == ExpiredCard::Extended);
  const Terms jiangsu = pack("cn-jiangsu-2021");
  CHECK(jiangsu.windows.at(0).days == 15);
  CHECK(jiangsu.cause_of.empty());
  const Terms european = pack("eu-crd-2011");
  CHECK(european.windows.at(0).days == 14);
  CHECK(european.windows.at(0).from == WindowStart::Contract);
  CHECK(european.limits.fee_basis_points_most == 0);
  CHECK(european.limits.original_route);
  const Terms california = pack("us-ca-2026");
  CHECK(california.residual.below == Money{1'500, Currency::Usd});
  CHECK(california.limits.validity_years_least == 5);
}

TEST_CASE("several packs stand under one policy, and terms can be written into it") {
  const auto two =
      read_policy(beauty_under("[\"cn-spc-2025\", \"cn-beijing-2022\"]"), shipped_parts());
  REQUIRE(two);
  REQUIRE(two->floors.size() == 2);
  CHECK(two->floors[1].id == "cn-beijing-2022");
  const std::string none = replaced(shipped_policy("beauty"), "floor = \"cn-spc-2025\"\n", "");
  CHECK(mistake_in(none).key == "floor");
  const std::string own =
      "[[floor]]\nname = \"甲\"\nname_en = \"a\"\n[floor.limits]\n"
      "cash_most = \"5.00\"\n[[floor]]\nname = \"乙\"\nname_en = \"b\"\n";
  const auto inline_floors = read_policy(none + own, shipped_parts());
  REQUIRE(inline_floors);
  REQUIRE(inline_floors->floors.size() == 2);
  CHECK(inline_floors->floors[0].id == "floor-1");
  CHECK(inline_floors->floors[0].limits.cash_most == Money{500});
  CHECK(inline_floors->floors[1].id == "floor-2");
  CHECK(mistake_in(none + "[floor]\nname = \"甲\"\n").key == "floor.name_en");
}

TEST_CASE("a part that is not at hand is named with those that are") {
  const PolicyMistake unknown = mistake_in(beauty_under("\"cn-atlantis\""));
  CHECK(unknown.key == "floor");
  CHECK_THAT(unknown.text, containing("\"cn-atlantis\" stands here"));
  CHECK_THAT(unknown.text, containing("at hand: cn-beijing-2022, cn-jiangsu-2021"));
  CHECK_THAT(mistake_in(shipped_policy("beauty"), {shipped_parts().packs, {}}).text,
             containing("at hand: there is none"));
  const std::string years = replaced(shipped_policy("beauty"), "\"cn-2026\"", "\"cn-1999\"");
  CHECK(mistake_in(years).key == "holidays");
  CHECK_THAT(mistake_in(years).text, containing("at hand: cn-2025"));
}

TEST_CASE("a mistake in a part names the part's file and line") {
  const std::string broken = replaced(shipped_parts().packs.at("cn-spc-2025"), "days = 7", "days");
  const PolicyMistake torn = mistake_with("cn-spc-2025", "days = 7", "days");
  CHECK(torn.file == "packs/cn-spc-2025.toml");
  CHECK(torn.line >= line_of(broken, "days\n"));
  CHECK_THAT(torn.text, containing("no TOML"));
  const PolicyMistake window = mistake_with("cn-spc-2025", "days = 7", "days = 700");
  CHECK(window.file == "packs/cn-spc-2025.toml");
  CHECK(window.key == "window.days");
  CHECK(mistake_with("cn-spc-2025", "\"CNY\"", "\"EUR\"").key == "currency");
  CHECK_THAT(mistake_with("cn-spc-2025", "\"CNY\"", "\"EUR\"").text,
             containing("\"CNY\", the policy's"));
  CHECK(mistake_with("cn-spc-2025", "pay_days_most = 15", "pay_days_most = 999").key ==
        "limits.pay_days_most");
  CHECK(mistake_with("cn-spc-2025", "pay_days_most = 15", "pay_soon = 1").key == "limits.pay_soon");
  CHECK(mistake_with("cn-spc-2025", "table = \"lpr1y\"", "table = \"x\"").file ==
        "packs/cn-spc-2025.toml");
  CHECK(mistake_with("cn-spc-2025", "[limits.sources]", "[limits.sources]\nlove = 1").key ==
        "limits.sources.love");
}

TEST_CASE("a floor that pays out what buys nothing needs the shop's cheapest service") {
  const std::string text =
      replaced(beauty_under("\"cn-beijing-2022\""), "cheapest_service = \"38.00\"", "");
  const PolicyMistake found = mistake_in(text);
  CHECK(found.file == "packs/cn-beijing-2022.toml");
  CHECK(found.key == "residual.below_cheapest_service");
  CHECK_THAT(found.text, containing("shop.residual.cheapest_service"));
}

TEST_CASE("the first mistake is the one that is told, in whichever file") {
  PolicyParts parts = shipped_parts();
  parts.packs["cn-spc-2025"] = "torn = [";
  const std::string text = replaced(shipped_policy("beauty"), "version = 3", "version = 0");
  CHECK(mistake_in(text, parts).key == "version");
}

TEST_CASE("rates rise in their days") {
  const Policy policy = read_shipped("beauty");
  const RateTable& lpr = policy.rates.at("lpr1y");
  CHECK(lpr.name == "lpr1y");
  CHECK_FALSE(lpr.source.empty());
  CHECK(basis_points_on(lpr, *date_from("2025-05-19")) == 310);
  CHECK(basis_points_on(lpr, *date_from("2025-05-20")) == 300);
  CHECK(basis_points_on(policy.rates.at("pboc1y"), *date_from("2026-01-01")) == 150);
  const std::string row = "[[rate]]\nfrom = \"2020-01-01\"\nbasis_points = 1\n";
  const PolicyMistake twice = mistake_with_table("lpr1y", "source = \"x\"\n" + row + row);
  CHECK(twice.file == "tables/lpr1y.toml");
  CHECK(twice.key == "rate.from");
  CHECK(twice.line == 6);
  CHECK(mistake_with_table("lpr1y", "source = \"x\"\n").key == "rate");
  CHECK(mistake_with_table("lpr1y", "source = \"x\"\n[[rate]]\nbasis_points = 1").key ==
        "rate.from");
  const PolicyMistake day =
      mistake_with_table("lpr1y", "source = \"x\"\n[[rate]]\nfrom = \"2020-02-30\"");
  CHECK_THAT(day.text, containing("\"2020-02-30\" stands here; allowed: a day in quotes"));
}

TEST_CASE("the days off of the years are put together") {
  const Policy policy = read_shipped("beauty");
  REQUIRE(policy.holidays);
  CHECK(policy.holidays->off.size() == 28 + 33);
  CHECK(policy.holidays->working.size() == 5 + 6);
  CHECK(policy.holidays->off.contains(*date_from("2026-02-15")));
  CHECK(policy.holidays->working.contains(*date_from("2025-10-11")));
  CHECK(policy.holidays->name == "cn-2025 cn-2026");
  const std::string text = replaced(shipped_policy("beauty"), "[\"cn-2025\", \"cn-2026\"]",
                                    "[\"cn-2026\", \"cn-2025\"]");
  CHECK(mistake_in(text).key == "holidays");
  CHECK_THAT(mistake_in(text).text, containing("follow each other"));
}

TEST_CASE("a day off lies in its year, stands once and is not worked") {
  const std::string head = "source = \"x\"\nyear = 2025\n";
  const auto mistake = [&](const std::string& rest) {
    return mistake_with_table("cn-2025", head + rest);
  };
  CHECK(mistake("off = [\"2026-01-01\"]\nworking = []").key == "off");
  CHECK(mistake("off = [\"soon\"]\nworking = []").key == "off");
  CHECK(mistake("off = [\"2025-01-01\", \"2025-01-01\"]\nworking = []").key == "off");
  CHECK(mistake("off = 1\nworking = []").key == "off");
  CHECK(mistake("working = []").key == "off");
  CHECK(mistake("off = [\"2025-01-01\"]\nworking = [\"2025-01-01\"]").key == "working");
  std::string many;
  for (int month = 1; month <= 5; ++month) {
    for (int day = 1; day <= 28; ++day)
      many += "\"2025-0" + std::to_string(month) + (day < 10 ? "-0" : "-") + std::to_string(day) +
              "\", ";
  }
  CHECK(mistake("off = [" + many + "]\nworking = []").key == "off");
  CHECK(mistake_with_table("cn-2025", head + "off = []\nworking = []\nfree = 1").key == "free");
}

TEST_CASE("the manifest lists the texts that a policy is made of, and its digest is the hash") {
  const std::string text = shipped_policy("beauty");
  const PolicyParts& parts = shipped_parts();
  const auto hash = [](const std::string& part) { return to_hex(digest_of(part)); };
  const auto manifest = manifest_of(text, parts);
  REQUIRE(manifest);
  CHECK(*manifest == "slipway policy 1\npolicy " + hash(text) + "\npack cn-spc-2025 " +
                         hash(parts.packs.at("cn-spc-2025")) + "\ntable cn-2025 " +
                         hash(parts.tables.at("cn-2025")) + "\ntable cn-2026 " +
                         hash(parts.tables.at("cn-2026")) + "\ntable lpr1y " +
                         hash(parts.tables.at("lpr1y")) + "\ntable pboc1y " +
                         hash(parts.tables.at("pboc1y")) + "\n");
  CHECK(read_shipped("beauty").hash == hash(*manifest));
  CHECK_FALSE(manifest_of("", parts));
}

TEST_CASE("one byte more in any part that is used makes another policy, one elsewhere does not") {
  const std::string text = shipped_policy("beauty");
  const std::string hash = read_shipped("beauty").hash;
  for (const char* name : {"cn-2025", "cn-2026", "lpr1y", "pboc1y"}) {
    PolicyParts parts = shipped_parts();
    parts.tables[name] += "\n";
    INFO(name);
    CHECK(read_policy(text, parts)->hash != hash);
  }
  PolicyParts parts = shipped_parts();
  parts.packs["eu-crd-2011"] += "\n";
  parts.tables["another"] = "text";
  CHECK(read_policy(text, parts)->hash == hash);
  parts.packs["cn-spc-2025"] += "\n";
  CHECK(read_policy(text, parts)->hash != hash);
  CHECK(read_policy(text + "\n", shipped_parts())->hash != hash);
}

TEST_CASE("the manifest lists parts by their names, in whichever order a policy names them") {
  const auto lines_after_policy = [](const std::string& floor) {
    const auto manifest = manifest_of(beauty_under(floor), shipped_parts());
    REQUIRE(manifest);
    return manifest->substr(manifest->find("\npack "));
  };
  CHECK(lines_after_policy("[\"cn-spc-2025\", \"cn-beijing-2022\"]") ==
        lines_after_policy("[\"cn-beijing-2022\", \"cn-spc-2025\"]"));
}
