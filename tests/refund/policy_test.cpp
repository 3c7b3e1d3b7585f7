#include <fstream>
#include <sstream>

#include "refund/policy_file.hpp"
#include "refund/sodium.hpp"
#include "tests/catch.hpp"
#include "tests/matchers.hpp"

using namespace slipway::refund;
using slipway::tests::containing;

namespace {

std::string file(const std::string& name) {
  std::ifstream stream(std::string(SLIPWAY_SOURCE) + "/refund/policies/" + name);
  std::stringstream text;
  text << stream.rdbuf();
  REQUIRE_FALSE(text.str().empty());
  return text.str();
}

// The shipped policy with one piece of its text replaced.
std::string changed(const std::string& what, const std::string& by) {
  std::string text = file("beauty.toml");
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), by);
}

PolicyMistake mistake_in(const std::string& text) {
  const auto policy = read_policy(text);
  REQUIRE_FALSE(policy);
  return policy.error();
}

int line_of(const std::string& text, const std::string& what) {
  return 1 + static_cast<int>(
                 std::count(text.begin(), text.begin() + static_cast<long>(text.find(what)), '\n'));
}

}  // namespace

TEST_CASE("the shipped policies are read") {
  const auto beauty = read_policy(file("beauty.toml"));
  REQUIRE(beauty);
  CHECK(beauty->name == "beauty-2026");
  CHECK(beauty->version == 3);
  CHECK(beauty->clause == "《会员卡章程》第 6 条");
  CHECK(beauty->cash_most == Money{10'000});
  CHECK(beauty->tiers.size() == 2);
  CHECK(beauty->tiers.back().up_to == Money{Money::kMost});
  CHECK(beauty->shop.cause_of.size() == kReasons.size());
  CHECK(beauty->shop.cause_of.at(Reason::Unsatisfied) == Cause::Merchant);
  CHECK(beauty->shop.price.at(Cause::Member) == PriceBasis::List);
  CHECK(beauty->shop.bonus.at(Cause::Merchant) == BonusShare::Ratio);
  CHECK(beauty->shop.fee.empty());
  REQUIRE(beauty->floors.size() == 1);
  REQUIRE(beauty->floors[0].windows.size() == 1);
  CHECK(beauty->floors[0].windows[0].needs_first_time);

  const auto fitness = read_policy(file("fitness.toml"));
  REQUIRE(fitness);
  CHECK(fitness->shop.fee.at(Cause::Member).basis_points == 200);
  CHECK(fitness->shop.fee.at(Cause::Member).least == Money{500});
  CHECK(fitness->shop.fee.at(Cause::Member).disclosed);
}

TEST_CASE("a policy is known by the hash of its bytes") {
  const std::string text = file("beauty.toml");
  CHECK(read_policy(text)->hash == to_hex(digest_of(text)));
  CHECK(read_policy(text + "# one more comment\n")->hash != read_policy(text)->hash);
}

TEST_CASE("every mistake names line, key, what stands there and what is allowed") {
  struct Mistake {
    std::string what;
    std::string by;
    std::string key;
    std::string says;
    std::string allows;
  };
  const std::vector<Mistake> mistakes = {
      {"version = 3", "version = \"3\"", "version", "\"3\"", "a whole number from 1 to 1000000"},
      {"version = 3", "version = 0", "version", "0 stands", "a whole number from 1"},
      {"version = 3", "version = 3.5", "version", "with decimals", "a whole number"},
      {"currency = \"CNY\"", "currency = \"JPY\"", "currency", "\"JPY\"", "\"CNY\", \"USD\""},
      {"cash_most = \"100.00\"", "cash_most = 100", "cash_most", "100 stands", "in quotes"},
      {"cash_most = \"100.00\"", "cash_most = \"-1\"", "cash_most", "\"-1\"", "in quotes"},
      {"name = \"beauty-2026\"", "name = \"\"", "name", "\"\"", "text of 1 to 200 bytes"},
      {"moving = \"neutral\"", "moving = \"window\"", "shop.cause_of.moving", "\"window\"",
       "one of \"member\", \"merchant\", \"neutral\""},
      {"moving = \"neutral\"", "moved = \"neutral\"", "shop.cause_of.moving", "nothing", "member"},
      {"rarely = \"member\"", "rarely = \"member\"\nbored = \"member\"", "shop.cause_of.bored",
       "no such key", "moving, rarely"},
      {"needs_unused = true", "needs_unused = \"yes\"", "shop.window.needs_unused", "\"yes\"",
       "true or false"},
      {"days = 7", "days = 400", "shop.window.days", "400", "from 0 to 365"},
      {"window = \"charged\"", "window = \"half\"", "shop.price.window", "\"half\"",
       "one of \"charged\", \"list\""},
      {"merchant = \"ratio\"", "merchant = true", "shop.bonus.merchant", "true stands",
       "\"first\""},
      {"[shop.price]", "[shop.prices]", "shop.price", "nothing", "a table"},
      {"approvers = 2", "approvers = 9", "tier.approvers", "9 stands", "from 1 to 5"},
      {"approvers = 2", "approvers = 2\nup_to = \"1.00\"", "tier.up_to", "\"1.00\"", "last tier"},
      {"approvers = 1", "approvers = 3", "tier.approvers", "2 stands", "not fewer"},
      {"[floor.price]", "[floor.fee.member]\nbasis_points = 10001\n[floor.price]",
       "floor.fee.member.basis_points", "10001", "0 to 10000"},
      {"[floor.price]",
       "[floor.fee.member]\nbasis_points = 1\nleast = \"2\"\nmost = \"1\"\ndisclosed = "
       "true\n[floor.price]",
       "floor.fee.member.most", "\"1\"", "not below"},
  };
  for (const auto& one : mistakes) {
    const std::string text = changed(one.what, one.by);
    INFO(one.by);
    const PolicyMistake found = mistake_in(text);
    CHECK(found.key == one.key);
    CHECK(found.line > 0);
    CHECK_THAT(found.text, containing(one.says));
    CHECK_THAT(found.text, containing(one.allows));
  }
}

TEST_CASE("the line is the one on which the mistake stands") {
  const std::string text = changed("health = \"neutral\"", "health = \"ill\"");
  CHECK(mistake_in(text).line == line_of(text, "\"ill\""));
  const std::string broken = changed("[shop.bonus]", "[shop.bonus");
  CHECK(mistake_in(broken).line == line_of(broken, "[shop.bonus"));
}

TEST_CASE("tiers rise") {
  const std::string text = changed("up_to = \"2000.00\"\napprovers = 1",
                                   "up_to = \"2000.00\"\napprovers = 1\n[[tier]]\nup_to = "
                                   "\"2000.00\"\napprovers = 1");
  const PolicyMistake found = mistake_in(text);
  CHECK(found.key == "tier.up_to");
  CHECK_THAT(found.text, containing("more than in the tier before"));
}

TEST_CASE("what is no policy at all is refused") {
  CHECK(mistake_in("").key == "name");
  CHECK_THAT(mistake_in("name = \"\xff\xfe\"").text, containing("no TOML"));
  CHECK_THAT(mistake_in(std::string(5'000, '[')).text, containing("no TOML"));
  CHECK_THAT(mistake_in(std::string(70'000, ' ')).text, containing("at most 65536"));
}

TEST_CASE("outside quotes and comments stands ASCII only") {
  const std::string text = changed("[shop.price]", "《[shop.price]");
  CHECK(mistake_in(text).line == line_of(text, "《[shop"));
  CHECK_THAT(mistake_in(text).text, containing("not ASCII"));
  CHECK_THAT(mistake_in("name = \"\"\"a\"\"\"").text, containing("several lines"));
  CHECK_THAT(mistake_in("name = '''a'''").text, containing("several lines"));
  CHECK_THAT(mistake_in(std::string("\0", 1)).text, containing("not ASCII"));
  CHECK_THAT(mistake_in("name = \"open\n《").text, containing("not ASCII"));
  CHECK_THAT(mistake_in("name = \"a\\\"《").text, containing("no TOML"));
  CHECK_THAT(mistake_in("name = 0\"《\"").text, containing("in the middle"));
  CHECK_THAT(mistake_in("name = \"a\"\"《\"").text, containing("in the middle"));
  CHECK(mistake_in("# 《\nname = '《'\nversion = '《\"《'").key == "version");
}

TEST_CASE("the number of approvers is that of the tier") {
  const auto policy = read_policy(file("beauty.toml"));
  REQUIRE(policy);
  CHECK(approvers_needed(*policy, Money{200'000}) == 1);
  CHECK(approvers_needed(*policy, Money{200'001}) == 2);
}
