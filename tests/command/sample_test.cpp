#include "command/verb.hpp"
#include "refund/policy_file.hpp"
#include "station/book/policy_texts.hpp"
#include "tests/catch.hpp"
#include "tests/command/spoken.hpp"
#include "tests/matchers.hpp"
#include "tests/station/small_shop.hpp"

using namespace slipway;
using slipway::tests::containing;

TEST_CASE("a sample is drawn of a day that is over, and says of which policy it cannot be") {
  const test::SmallShop shop;
  static_cast<void>(shop.open());
  const auto drawn = [&](const std::string& day) {
    return tests::spoken(command::add_audit,
                         {"audit", "sample", "--books", shop.books().string(), "--day", day});
  };
  const auto no_policy = drawn("2020-01-01");
  CHECK(no_policy.status == 2);
  CHECK_THAT(no_policy.err, containing("no policy that was in force"));
  const auto not_over = drawn("2999-01-01");
  CHECK(not_over.status == 2);
  CHECK_THAT(not_over.err, containing("is not over"));
  const auto no_day = drawn("yesterday");
  CHECK(no_day.status == 2);
  CHECK_THAT(no_day.err, containing("expected a day as"));

  auto texts = book::read_policy_texts(test::kPolicyFile);
  REQUIRE(texts);
  texts->policy += "\n[authority]\nsample_basis_points = 10000\n";
  const auto policy = refund::read_policy(texts->policy, texts->parts);
  REQUIRE(policy);
  auto books = shop.raw();
  REQUIRE(book::begin_policy(books, policy->hash, *texts, test::kNoon));
  auto book = shop.open();
  test::approved(shop, book, test::filing(test::kWang, 1));
  // The chain goes on for two days, so that the first two are over by it, whatever the clock says.
  for (std::uint8_t day = 1; day <= 2; ++day) {
    test::ask<sync::Filed>(book,
                           shop.sealed(test::filing(day == 1 ? test::kLi : test::kMa, day + 1)),
                           test::kNoon + std::chrono::days{day});
  }
  const auto one = drawn("2026-11-21");
  INFO(one.err);
  CHECK(one.status == 0);
  CHECK_THAT(one.out, containing("1 of 1 decided requests"));
  CHECK_THAT(one.out, containing("R2611210001") && containing("by 林静; for"));
  CHECK_THAT(drawn("2026-11-22").out, containing("2026-11-22: 0 of 0 decided requests"));
}
