// What is wrong with a policy is said with file, line, key, what stands there and what is allowed.
#include <vector>

#include "tests/matchers.hpp"
#include "tests/refund/policy_texts.hpp"

using namespace slipway::refund;
using namespace slipway::tests;

namespace {

struct Mistake {
  std::string what;
  std::string by;
  std::string key;
  std::string says;
  std::string allows;
};

// In the beauty salon's policy, whose last table is [shop.residual].
void check(const std::vector<Mistake>& mistakes) {
  for (const auto& one : mistakes) {
    const std::string text = replaced(shipped_policy("beauty"), one.what, one.by);
    INFO(one.by);
    const PolicyMistake found = mistake_in(text);
    CHECK(found.file.empty());
    CHECK(found.key == one.key);
    CHECK(found.line > 0);
    CHECK_THAT(found.text, containing(one.says));
    CHECK_THAT(found.text, containing(one.allows));
  }
}

// One more table, at the end.
Mistake added(const std::string& by, const std::string& key, const std::string& says,
              const std::string& allows) {
  const std::string end = "cheapest_service = \"38.00\"\n";
  return {end, end + by, key, says, allows};
}

}  // namespace

TEST_CASE("a mistake in what is around the terms is named") {
  check({
      {"version = 3", "version = \"3\"", "version", "\"3\"", "a whole number from 1 to 1000000"},
      {"version = 3", "version = 0", "version", "0 stands", "a whole number from 1"},
      {"version = 3", "version = 1000001", "version", "1000001", "to 1000000"},
      {"version = 3", "version = 3.5", "version", "with decimals", "a whole number"},
      {"version = 3\n", "", "version", "nothing stands here", "a whole number"},
      {"currency = \"CNY\"", "currency = \"JPY\"", "currency", "\"JPY\"", "\"CNY\", \"USD\""},
      {"currency = \"CNY\"\n", "", "currency", "nothing stands here", "\"CNY\", \"USD\""},
      {"version = 3", "version = 3\nlint_level = \"none\"", "lint_level", "\"none\"",
       "one of \"void\", \"breach\", \"warning\", \"advice\""},
      {"cash_most = \"100.00\"", "cash_most = 100", "cash_most", "100 stands", "in quotes"},
      {"cash_most = \"100.00\"", "cash_most = \"-1\"", "cash_most", "\"-1\"", "in quotes"},
      {"cash_most = \"100.00\"\n", "", "cash_most", "nothing", "in quotes"},
      {"name = \"beauty-2026\"", "name = \"\"", "name", "\"\"", "text of 1 to 200 bytes"},
      {"name = \"beauty-2026\"", "name = [1]", "name", "a list", "text of 1 to 200 bytes"},
      {"name = \"beauty-2026\"", "name = \"" + std::string(201, 'n') + "\"", "name", "nnn...\"",
       "text of 1 to 200 bytes"},
      {"version = 3", "version = \"第一第二第三第四第五第六第七第八第九第十第十一\"", "version",
       "第九第十...\"", "a whole number"},
      {"version = 3", "version = \"1第一第二第三第四第五第六第七第八第九第十第十一\"", "version",
       "第九第...\"", "a whole number"},
      {"floor = \"cn-spc-2025\"", "floor = []", "floor", "a list", "up to 4"},
      {"review_hours = 24", "review_hours = 721", "review_hours", "721", "1 to 720"},
      {"bank_days = 3", "bank_days = {}", "bank_days", "a table", "1 to 60"},
      {"bank_days = 3", "counting = \"lunar\"", "counting", "\"lunar\"", "\"calendar\""},
      {"approvers = 2", "approvers = 9", "tier.approvers", "9 stands", "from 1 to 5"},
      {"approvers = 2", "approvers = 2\nup_to = \"1.00\"", "tier.up_to", "\"1.00\"", "last tier"},
      {"approvers = 1", "approvers = 3", "tier.approvers", "2 stands", "not fewer"},
      {"approvers = 2", "approvers = 2\nroles = \"cashier\"", "tier.roles", "\"cashier\"",
       "roles that may approve"},
      {"approvers = 2", "approvers = 2\nroles = \"king\"", "tier.roles", "\"king\"",
       "roles that may approve"},
      {"approvers = 1", "approvers = 1\nroles = [\"owner\", \"manager\"]", "tier.roles", "a list",
       "not more than"},
      {"approvers = 2", "approvers = 2\nroles = [\"owner\", \"owner\"]", "tier.roles", "a list",
       "different"},
      {"approvers = 2", "approvers = 2\nroles = [\"owner\", 2]", "tier.roles", "a list", "each of"},
      {"approvers = 2", "approvers = 2\nroles = []", "tier.roles", "a list", "up to 5"},
      {"approvers = 2", "approvers = 2\nroles = [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\"]",
       "tier.roles", "a list", "up to 5"},
      {"approvers = 2", "approvers = 2\nroles = 7", "tier.roles", "7 stands", "up to 5"},
      {"approvers = 2", "approvers = 2\npeople = 2", "tier.people", "no such key",
       "up_to, approvers, roles"},
      {"[shop]\n", "[[payout]]\nroute = \"pigeon\"\n[shop]\n", "payout.route", "\"pigeon\"",
       "\"original\", \"bank\", \"cash\""},
      {"[shop]\n", "[[payout]]\nroute = \"cash\"\nmost = \"100.01\"\n[shop]\n", "payout.most",
       "\"100.01\"", "at most \"cash_most\""},
      {"[shop]\n", "[[payout]]\nroute = \"cash\"\n[[payout]]\nroute = \"cash\"\n[shop]\n",
       "payout.route", "\"cash\"", "each route once"},
      {"[shop]\n", "[[payout]]\nroute = \"bank\"\n[shop]\n", "cash_most", "\"100.00\"",
       "\"0.00\", because no [[payout]] is in cash"},
      {"[shop]\n", "[authority]\nauto = 1\n[shop]\n", "authority.auto", "no such key", "auto_most"},
      {"[shop]\n", "[risk]\none_more_from = 0\n[shop]\n", "risk.one_more_from", "0", "1 to 100"},
      {"[shop]\n", "[partial]\nallowed = 1\n[shop]\n", "partial.allowed", "1", "true or false"},
      {"[shop]\n", "[records]\nyears = 101\n[shop]\n", "records.years", "101", "0 to 100"},
      {"[shop]\n", "[rounding]\n[shop]\n", "rounding.unit", "nothing", "\"0.01\", \"0.05\""},
      {"[shop]\n", "[rounding]\nunit = \"0.03\"\n[shop]\n", "rounding.unit", "\"0.03\"",
       "\"0.10\""},
      {"[[tier]]\nup_to = \"2000.00\"\napprovers = 1\n\n[[tier]]\napprovers = 2\n", "tier = [1]\n",
       "tier", "a list", "1 to 8 tables, [[tier]]"},
      {"[[tier]]\nup_to = \"2000.00\"\napprovers = 1\n\n[[tier]]\napprovers = 2\n",
       "tier = [{ approvers = 1 }, 1]\n", "tier", "a list", "1 to 8 tables"},
      {"[[tier]]\nup_to = \"2000.00\"\napprovers = 1\n\n[[tier]]\napprovers = 2\n", "tier = []\n",
       "tier", "a list", "1 to 8 tables"},
      {"[[tier]]\nup_to = \"2000.00\"\napprovers = 1\n\n[[tier]]\napprovers = 2\n", "tier = 1\n",
       "tier", "1 stands", "1 to 8 tables"},
      {"[[tier]]\nup_to = \"2000.00\"\napprovers = 1\n\n[[tier]]\napprovers = 2\n", "", "tier",
       "nothing", "1 to 8 tables"},
      {"approvers = 2",
       "approvers = 2\n[[tier]]\n[[tier]]\n[[tier]]\n[[tier]]\n[[tier]]\n"
       "[[tier]]\n[[tier]]",
       "tier", "a list", "1 to 8 tables"},
  });
}

TEST_CASE("a mistake in the terms is named") {
  check({
      {"moving = \"neutral\"", "moving = \"window\"", "shop.cause_of.moving", "\"window\"",
       "one of \"member\", \"merchant\", \"neutral\", \"void\""},
      {"moving = \"neutral\"", "moving = \"neutral\"\nminor = \"window\"", "shop.cause_of.minor",
       "\"window\"", "one of \"member\", \"merchant\""},
      {"moving = \"neutral\"", "moved = \"neutral\"", "shop.cause_of.moving", "nothing", "member"},
      {"rarely = \"member\"", "rarely = \"member\"\nbored = \"member\"", "shop.cause_of.bored",
       "no such key", "moving, rarely"},
      {"[shop]\n", "[shopping]\n", "shop.name", "nothing", "text"},
      {"window = \"right\"", "window = \"maybe\"", "shop.exit.window", "\"maybe\"",
       "\"right\", \"by_policy\", \"by_review\", \"none\""},
      {"needs = \"unused\"", "needs = \"papers\"", "shop.window.needs", "\"papers\"",
       "\"none\", \"unused\", \"first_time\""},
      {"needs = \"unused\"", "needs = [\"unused\", \"none\"]", "shop.window.needs", "a list",
       "\"first_time\""},
      {"needs = \"unused\"", "from = \"birth\"", "shop.window.from", "\"birth\"", "\"contract\""},
      {"needs = \"unused\"", "fee = \"0\"", "shop.window.fee", "\"0\"", "\"waived\""},
      {"needs = \"unused\"", "pay_within = 0", "shop.window.pay_within", "0", "1 to 365"},
      {"needs = \"unused\"", "closes_after = 365", "shop.window.closes_after", "365",
       "none, unless \"from\" is \"activation\""},
      {"needs = \"unused\"", "from = \"activation\"\ncloses_after = 0", "shop.window.closes_after",
       "0", "1 to 3650"},
      {"days = 7", "days = 400", "shop.window.days", "400", "from 0 to 365"},
      {"window = \"charged\"", "window = \"half\"", "shop.price.window", "\"half\"",
       "one of \"charged\", \"list\", \"list_capped\""},
      {"merchant = \"ratio\"", "merchant = true", "shop.bonus.merchant", "true stands",
       "\"first\""},
      {"merchant = \"ratio\"", "merchant = false", "shop.bonus.merchant", "false stands",
       "\"first\""},
      {"[shop.price]", "[shop.prices]", "shop.prices", "no such key", "price, bonus"},
      added("[shop.bonus.void2]\n", "shop.bonus.void2", "no such key", "window, member"),
      added("[shop.keep]\nmember = []\n", "shop.keep.member", "a list", "1 to 24 tables"),
      added("[[shop.keep.member]]\nfrom_day = 1\nbasis_points = 1\n", "shop.keep.member.from_day",
            "1 stands", "0 in the first step"),
      added("[[shop.keep.member]]\nfrom_day = 0\nbasis_points = 1\n"
            "[[shop.keep.member]]\nfrom_day = 0\nbasis_points = 1\n",
            "shop.keep.member.from_day", "0 stands", "a later day"),
      added("[[shop.keep.member]]\nfrom_day = 0\nbasis_points = 10001\n",
            "shop.keep.member.basis_points", "10001", "0 to 10000"),
      added("[shop.fee.member]\nbasis_points = 10001\ndisclosed = true\n",
            "shop.fee.member.basis_points", "10001", "0 to 10000"),
      added("[shop.fee.member]\nbasis_points = 1\nleast = \"2\"\nmost = \"1\"\ndisclosed = true\n",
            "shop.fee.member.most", "\"1\"", "not below"),
      added("[shop.fee.member]\nbasis_points = 1\n", "shop.fee.member.disclosed", "nothing",
            "true or false"),
      added("[shop.fee.member]\nbasis_points = 1\ndisclosed = true\nbase = \"all\"\n",
            "shop.fee.member.base", "\"all\"", "\"remainder\", \"paid\""),
      added("[shop.fee.member]\nbasis_points = 1\ndisclosed = true\nproof = \"oral\"\n",
            "shop.fee.member.proof", "\"oral\"", "\"terms\", \"record\""),
      added("[shop]\nfee = 1\n", "", "no TOML", ""),
      added("[shop.gifts]\nmember = \"burn\"\n", "shop.gifts.member", "\"burn\"", "\"assess\""),
      added("[shop.points]\nworth = 1\n", "shop.points.worth", "no such key",
            "per_hundred, claws_back"),
      added("[shop.interest]\nneutral = 5\n", "shop.interest.neutral", "5 stands",
            "a table, [shop.interest.neutral]"),
      added("[shop.interest.neutral]\nfrom = \"request\"\n", "shop.interest.neutral.basis_points",
            "nothing", "0 to 10000"),
      added("[shop.interest.neutral]\ntable = \"libor\"\n", "shop.interest.neutral.table",
            "\"libor\"", "at hand: cn-2025, cn-2026, lpr1y, pboc1y"),
      added("[shop.interest.neutral]\ntable = \"lpr1y\"\nbasis_points = 1\n",
            "shop.interest.neutral.basis_points", "1 stands", "none beside a table"),
      added("[shop.interest.neutral]\nbasis_points = 1\ndays_per_year = 100\n",
            "shop.interest.neutral.days_per_year", "100", "360 to 366"),
      added("below_cheapest_service = true\n", "shop.residual.below_cheapest_service",
            "no such key", "below, cheapest_service"),
      added("[shop.card]\nlost = \"gone\"\n", "shop.card.lost", "\"gone\"", "\"lapses\""),
      added("[shop.articles]\nprice = [\"一\"]\n", "shop.articles.price", "a list",
            "a list of two texts"),
      added("[shop.articles]\nprice = [\"一\", 2]\n", "shop.articles.price", "a list",
            "a list of two texts"),
      added("[shop.articles]\nprice = [1, \"two\"]\n", "shop.articles.price", "a list",
            "a list of two texts"),
      added("[shop.articles]\nprice = \"one\"\n", "shop.articles.price", "\"one\"",
            "a list of two texts"),
      added("[shop.articles]\nprice.member = \"one\"\n", "shop.articles.price.member", "\"one\"",
            "a list of two texts"),
      added("[shop.articles]\nprice.all = \"one\"\n", "shop.articles.price.all", "no such key",
            "window, member"),
      added("[shop.articles]\nlove = []\n", "shop.articles.love", "no such key", "price, bonus"),
      added("[shop.limits]\n", "shop.limits", "no such key", "cause_of"),
  });
}

TEST_CASE("the line is the one on which the mistake stands") {
  const std::string good = shipped_policy("beauty");
  const std::string text = replaced(good, "health = \"neutral\"", "health = \"ill\"");
  CHECK(mistake_in(text).line == line_of(text, "\"ill\""));
  const std::string broken = replaced(good, "[shop.bonus]", "[shop.bonus");
  CHECK(mistake_in(broken).line == line_of(broken, "[shop.bonus"));
  const std::string twice = replaced(good, "version = 3", "version = 0\ncolour = 1");
  CHECK(mistake_in(twice).line == line_of(twice, "version = 0"));
}

TEST_CASE("what is no policy at all is refused") {
  CHECK(mistake_in("").key == "name");
  CHECK_THAT(mistake_in("name = \"\xff\xfe\"").text, containing("no TOML"));
  CHECK_THAT(mistake_in(std::string(5'000, '[')).text, containing("no TOML"));
  // How long a file is that was cut while it was read, nobody knows.
  CHECK(mistake_in(std::string(70'000, ' ')).text ==
        "more than 65536 bytes stand here; allowed: at most 65536");
}

TEST_CASE("a name of thousands of dotted parts is a mistake and ends nothing") {
  std::string deep = "a";
  for (int i = 0; i < 30'000; ++i)
    deep += ".a";
  CHECK_THAT(mistake_in(deep + " = 1").text, containing("dots stand in this line"));
  CHECK_THAT(mistake_in("\n[" + deep + "]").text, containing("dots stand in this line"));
  CHECK(mistake_in("\n[" + deep + "]").line == 2);
  const std::string sixteen = "a.a.a.a.a.a.a.a.a = 1\nb.b.b.b.b.b.b.b.b = 1\n";
  CHECK(mistake_in(sixteen).key == "name");
}

TEST_CASE("outside quotes and comments stands ASCII only") {
  const std::string text = replaced(shipped_policy("beauty"), "[shop.price]", "《[shop.price]");
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
