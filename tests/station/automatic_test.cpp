#include "station/book/audit.hpp"
#include "station/book/decision.hpp"
#include "tests/station/small_shop.hpp"

using namespace slipway;
using namespace slipway::test;
using refund::RequestState;

namespace {

book::Book with_auto(const SmallShop& shop, std::int64_t most) {
  book::Terms terms = shop.terms();
  terms.policy.authority.auto_most = refund::Money{most};
  auto book = book::Book::open(shop.books(), std::move(terms), kNoon);
  REQUIRE(book);
  return std::move(*book);
}

}  // namespace

TEST_CASE("nothing is approved without a person as the shipped policies are") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = ask<sync::Filed>(book, shop.sealed(filing(kLi, 1, refund::Method::Cash)));
  CHECK(filed.state == RequestState::InReview);
  CHECK(shop.count("audit WHERE action = 'ApprovalsComplete'") == 0);
}

TEST_CASE("what the policy lets the station approve alone is approved at once, and in the audit") {
  const SmallShop shop;
  auto book = with_auto(shop, 10'000);
  const auto small = filing(kLi, 1, refund::Method::Cash);
  CHECK(ask<sync::Filed>(book, shop.sealed(small)).state == RequestState::Approved);
  CHECK(ask<sync::Filed>(book, shop.sealed(filing(kWang, 2))).state == RequestState::InReview);
  CHECK(shop.count("audit WHERE action = 'ApprovalsComplete' AND actor = 'station'") == 1);
  const auto confirmed = confirmation(book, small);
  const auto voucher = ask<sync::VoucherIssued>(book, confirmed);
  CHECK(voucher.approvers == std::vector<std::string>{"Slipway"});
  Clerk lin(book, "lin");
  const auto shown = lin.detail(small.id);
  CHECK(shown.history.front().actor == "kiosk-1");
  CHECK(shown.history.at(1).actor == "Slipway");
  CHECK(shown.history.at(1).what.zh == "按规则自动批准");
  // The books still agree with their chain.
  auto again = with_auto(shop, 10'000);
  auto raw = shop.raw();
  CHECK_FALSE(book::verify_audit(raw)->broken);
}

TEST_CASE("money that somebody else's account paid waits for a person who sees their papers") {
  const SmallShop shop;
  auto book = with_auto(shop, 10'000);
  auto raw = shop.raw();
  REQUIRE(raw.prepare("UPDATE lot SET paid_by_other = 1 WHERE card = '04A1B2C3D4E5F6'").run());
  CHECK(ask<sync::Filed>(book, shop.sealed(filing(kLi, 1))).state == RequestState::InReview);
}

TEST_CASE("a request with a risk is never approved alone") {
  const SmallShop shop;
  auto book = with_auto(shop, 10'000);
  ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)));
  ask<sync::Filed>(book, shop.sealed(filing(kMa, 2)));
  CHECK(ask<sync::Filed>(book, shop.sealed(filing(kLi, 3))).state == RequestState::InReview);
}

TEST_CASE("what was approved alone counts against the store's daily most") {
  const SmallShop shop;
  book::Terms terms = shop.terms();
  terms.policy.authority.auto_most = refund::Money{10'000};
  terms.policy.authority.store_daily_most = refund::Money{170'000};
  auto book = book::Book::open(shop.books(), std::move(terms), kNoon);
  REQUIRE(book);
  ask<sync::Filed>(*book, shop.sealed(filing(kLi, 1)));
  const auto large = ask<sync::Filed>(*book, shop.sealed(filing(kWang, 2)));
  Clerk lin(*book, "lin");
  CHECK(lin.detail(large.id).row.amount < refund::Money{170'000});
  const auto refused = lin.ask<sync::NotAllowed>(lin.approval(large.id));
  CHECK(refused.sentence == refund::phrase_of(refund::Objection::StoreDailyMost));
}
