#include "station/book/risk.hpp"

#include "tests/station/small_shop.hpp"

using namespace slipway;
using namespace slipway::test;
using refund::RequestState;
using refund::RiskKind;

namespace {

// Three members whose money would go to one account: 40 points; with thresholds that let this
// alone ask for one approver more.
book::Terms strict(const SmallShop& shop) {
  book::Terms terms = shop.terms();
  terms.policy.risk.one_more_from = 40;
  return terms;
}

book::Book opened(const SmallShop& shop, book::Terms terms) {
  auto book = book::Book::open(shop.books(), std::move(terms), kNoon);
  REQUIRE(book);
  return std::move(*book);
}

}  // namespace

TEST_CASE("one account for three members is named, scored and asks for one approver more") {
  const SmallShop shop;
  auto book = opened(shop, strict(shop));
  const auto first = ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)));
  ask<sync::Filed>(book, shop.sealed(filing(kLi, 2)));
  Clerk lin(book, "lin");
  CHECK(lin.detail(first.id).risk.empty());
  CHECK(lin.detail(first.id).row.approvals_needed == 1);
  ask<sync::Filed>(book, shop.sealed(filing(kMa, 3)));
  const auto shown = lin.detail(first.id);
  REQUIRE(shown.risk.size() == 1);
  CHECK(shown.risk.front().kind == RiskKind::SharedPayee);
  CHECK(shown.risk.front().words.zh.find("3 位会员") != std::string::npos);
  CHECK(shown.risk_words.zh.find("须多一人批准") != std::string::npos);
  REQUIRE(shown.look);
  CHECK(shown.look->zh.find("2026-12-06") != std::string::npos);
  CHECK(shown.row.risk == 40);
  CHECK(shown.row.risk_asks_more);
  CHECK(shown.row.approvals_needed == 2);
}

TEST_CASE("the approver more is asked for on the raw message, whatever the desk showed") {
  const SmallShop shop;
  auto book = opened(shop, strict(shop));
  const auto first = ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)));
  Clerk lin(book, "lin");
  const auto seen_before = lin.approval(first.id);  // when one approver was enough
  ask<sync::Filed>(book, shop.sealed(filing(kLi, 2)));
  ask<sync::Filed>(book, shop.sealed(filing(kMa, 3)));
  CHECK(lin.ask<sync::Decided>(seen_before).row.state == RequestState::InReview);
  lin.ask<sync::NotAllowed>(lin.approval(first.id));
  Clerk zhou(book, "zhou", kOtherDesk);
  CHECK(zhou.ask<sync::Decided>(zhou.approval(first.id)).row.state == RequestState::Approved);
}

TEST_CASE("an approval is complete once the risk that asked for another person is gone") {
  const SmallShop shop;
  book::Terms terms = shop.terms();
  terms.policy.risk.one_more_from = 30;
  auto book = opened(shop, std::move(terms));
  auto raw = shop.raw();
  // A second card of the same member with the same money on it: a similar open request.
  REQUIRE(raw.prepare("INSERT INTO card SELECT '04000000000099', '660000889099', member, status "
                      "FROM card WHERE uid = '04A1B2C3D4E5F6'")
              .run());
  REQUIRE(
      raw.prepare("INSERT INTO lot(id, card, kind, sold_at, name, currency, paid, bonus, units, "
                  "bonus_units, payment_method, payment_reference, refunded) SELECT 'L98', "
                  "'04000000000099', kind, sold_at, name, currency, 9600, 0, 0, 0, 'card', 'C', "
                  "0 FROM lot WHERE id = 'L2'")
          .run());
  const auto twin = filing("04000000000099", 9);
  ask<sync::Filed>(book, shop.sealed(twin));
  const auto filed = ask<sync::Filed>(book, shop.sealed(filing(kLi, 1)));
  Clerk lin(book, "lin");
  const auto first = lin.ask<sync::Decided>(lin.approval(filed.id));
  CHECK(first.row.approvals_needed == 2);
  CHECK(first.row.state == RequestState::InReview);
  lin.ask<sync::NotAllowed>(lin.approval(filed.id));
  ask<sync::Withdrawn>(book, sync::Withdraw{twin.id, kPin});
  CHECK_FALSE(lin.detail(filed.id).objection);
  const auto done = lin.ask<sync::Decided>(lin.approval(filed.id));
  CHECK(done.row.state == RequestState::Approved);
  CHECK(shop.count("fact WHERE event = 'approval'") == 1);
}

TEST_CASE("requests that were taken back push no shared account out of sight") {
  const SmallShop shop;
  auto book = opened(shop, strict(shop));
  ask<sync::Filed>(book, shop.sealed(filing(kLi, 1)));
  ask<sync::Filed>(book, shop.sealed(filing(kMa, 2)));
  for (std::uint8_t seed = 3; seed < 30; ++seed) {
    const auto again = filing(kWang, seed);
    ask<sync::Filed>(book, shop.sealed(again));
    ask<sync::Withdrawn>(book, sync::Withdraw{again.id, kPin});
  }
  const auto last = ask<sync::Filed>(book, shop.sealed(filing(kWang, 30)));
  Clerk lin(book, "lin");
  const auto shown = lin.detail(last.id);
  REQUIRE(shown.risk.size() == 1);
  CHECK(shown.risk.front().words.zh.find("3 位会员") != std::string::npos);
}

TEST_CASE("a risk below the policy's threshold is told and asks for nobody") {
  const SmallShop shop;
  auto book = shop.open();
  const auto first = ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)));
  ask<sync::Filed>(book, shop.sealed(filing(kLi, 2)));
  ask<sync::Filed>(book, shop.sealed(filing(kMa, 3)));
  Clerk lin(book, "lin");
  const auto shown = lin.detail(first.id);
  CHECK(shown.row.risk == 40);
  CHECK_FALSE(shown.row.risk_asks_more);
  CHECK(shown.row.approvals_needed == 1);
  CHECK(lin.ask<sync::Decided>(lin.approval(first.id)).row.state == RequestState::Approved);
}

TEST_CASE("payees are compared as digests that only this station can make, and cash has none") {
  const SmallShop shop;
  auto book = shop.open();
  ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)));
  ask<sync::Filed>(book, shop.sealed(filing(kMa, 2)));
  auto other = filing(kRich, 3);
  other.payee.bank_card = "6222021234567890128";
  ask<sync::Filed>(book, shop.sealed(other));
  ask<sync::Filed>(book, shop.sealed(filing(kLi, 4, refund::Method::Cash)));
  CHECK(shop.count("payee") == 3);
  CHECK(shop.count("(SELECT DISTINCT mark FROM payee)") == 2);
  auto raw = shop.raw();
  auto& query = raw.prepare("SELECT count(*) FROM payee WHERE mark = ?");
  REQUIRE(query.bind(refund::digest_of(kBankCard)).step().value());
  CHECK(query.number(0) == 0);
  REQUIRE_FALSE(query.step().value());
}

TEST_CASE("money that was given a day before the request is named, and nothing is late for it") {
  const SmallShop shop;
  auto book = shop.open();
  auto raw = shop.raw();
  REQUIRE(
      raw.prepare("INSERT INTO lot(id, card, kind, sold_at, name, currency, paid, bonus, units, "
                  "bonus_units, payment_method, payment_reference, refunded) VALUES('L9', "
                  "'04000000000006', 'stored-value', 1795147200000, '充1000送200', 156, 100000, "
                  "20000, 0, 0, 'card', 'C9', 0)")
          .run());
  const auto filed = ask<sync::Filed>(book, shop.sealed(filing(kRich, 1)));
  Clerk lin(book, "lin");
  const auto shown = lin.detail(filed.id);
  REQUIRE(shown.risk.size() == 1);
  CHECK(shown.risk.front().kind == RiskKind::AfterBonus);
  REQUIRE(shown.due);
  CHECK(shown.row.pay_by == shown.due->day);
}
