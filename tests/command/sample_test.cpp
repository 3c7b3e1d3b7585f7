#include "command/books.hpp"
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
  const auto not_over = drawn(refund::to_text(refund::date_of(command::now())));
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
  const auto morning = test::kNoon - std::chrono::hours{2};
  REQUIRE(book::begin_policy(books, policy->hash, *texts, morning));
  const auto none = drawn("2026-11-21");
  INFO(none.err);
  CHECK(none.status == 0);
  CHECK_THAT(none.out, containing("2026-11-21: 0 of 0 decided requests are looked at again"));

  auto book = shop.open();
  test::approved(shop, book, test::filing(test::kWang, 1));
  const auto one = drawn("2026-11-21");
  CHECK_THAT(one.out, containing("1 of 1 decided requests"));
  CHECK_THAT(one.out, containing("R2611210001") && containing("by 林静; for"));
}
