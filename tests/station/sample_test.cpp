#include "station/book/sample.hpp"

#include <set>

#include "refund/policy_file.hpp"
#include "station/book/policy_texts.hpp"
#include "tests/catch.hpp"
#include "tests/station/small_shop.hpp"

namespace slipway::test {
namespace {

const refund::Date kDay = refund::date_of(kNoon);

// From now on a policy is in force that asks for so many of 10,000.
void ask_for(const SmallShop& shop, int basis_points) {
  auto texts = book::read_policy_texts(kPolicyFile);
  REQUIRE(texts);
  texts->policy += "\n[authority]\nsample_basis_points = " + std::to_string(basis_points) + "\n";
  const auto policy = refund::read_policy(texts->policy, texts->parts);
  REQUIRE(policy);
  auto books = shop.raw();
  REQUIRE(book::begin_policy(books, policy->hash, *texts, kNoon - std::chrono::hours{1}));
}

std::optional<book::Sample> sampled(const SmallShop& shop, refund::Date day = kDay) {
  auto books = shop.raw();
  auto sample = book::sample_of(books, day);
  if (!sample) FAIL(sample.error().text);
  return std::move(*sample);
}

}  // namespace

TEST_CASE("every decided request of a day is drawn when the policy asks for all") {
  const SmallShop shop;
  auto book = shop.open();
  ask_for(shop, 10'000);
  approved(shop, book, filing(kWang, 1));
  Clerk lin(book, "lin");
  const auto filed = ask<sync::Filed>(book, shop.sealed(filing(kLi, 2)));
  const auto seen = lin.approval(filed.id);
  lin.ask<sync::Decided>(sync::Reject{filed.id, seen.version, seen.content, "records", ""});
  ask<sync::Filed>(book, shop.sealed(filing(kRich, 3)));  // nobody has decided it
  const auto sample = sampled(shop);
  REQUIRE(sample);
  CHECK(sample->decided == 2);
  CHECK(sample->basis_points == 10'000);
  REQUIRE(sample->drawn.size() == 2);
  for (const book::Drawn& drawn : sample->drawn) {
    CHECK(drawn.decided_by == "林静");
    CHECK_FALSE(drawn.may_look.empty());
    const std::set<std::string> names(drawn.may_look.begin(), drawn.may_look.end());
    CHECK_FALSE(names.contains("林静"));  // had a part in it
  }
}

TEST_CASE("who paid a drawn request is not asked to look at it again") {
  const SmallShop shop;
  auto book = shop.open();
  ask_for(shop, 10'000);
  const auto filed = filing(kWang, 1);
  approved(shop, book, filed);
  CHECK(sampled(shop)->drawn.at(0).may_look.size() == 2);  // finance and owner
  ask<sync::VoucherIssued>(book, confirmation(book, filed));
  Clerk finance(book, "finance");
  const auto seen = finance.detail(filed.id);
  finance.ask<sync::Decided>(
      sync::MarkTransferred{filed.id, seen.row.version, seen.content, "B2026112100009"});
  CHECK(sampled(shop)->drawn.at(0).may_look.size() == 1);
}

TEST_CASE("nothing is drawn when the policy asks for none, and of a day without decisions") {
  const SmallShop shop;
  auto book = shop.open();
  SECTION("none asked for") {
    ask_for(shop, 0);
    approved(shop, book, filing(kWang, 1));
    const auto sample = sampled(shop);
    REQUIRE(sample);
    CHECK(sample->decided == 1);
    CHECK(sample->drawn.empty());
  }
  SECTION("the day after") {
    ask_for(shop, 10'000);
    approved(shop, book, filing(kWang, 1));
    const auto sample = sampled(shop, kDay + std::chrono::days{1});
    REQUIRE(sample);
    CHECK(sample->decided == 0);
  }
  SECTION("no policy was in force yet") {
    CHECK_FALSE(sampled(shop, kDay - std::chrono::days{400}));
  }
}

TEST_CASE("what was drawn of a day stays drawn, whatever happens on the days after it") {
  const SmallShop shop;
  auto book = shop.open();
  ask_for(shop, 5'000);
  approved(shop, book, filing(kWang, 1));
  const auto before = sampled(shop);
  REQUIRE(before);
  const auto later = kNoon + std::chrono::days{1};
  ask<sync::Filed>(book, shop.sealed(filing(kLi, 2)), later);
  const auto after = sampled(shop);
  REQUIRE(after);
  CHECK(after->head == before->head);
  CHECK(after->drawn.size() == before->drawn.size());
  const auto next = sampled(shop, kDay + std::chrono::days{1});
  REQUIRE(next);
  CHECK(next->head != before->head);
}

}  // namespace slipway::test
