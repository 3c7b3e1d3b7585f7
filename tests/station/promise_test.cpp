#include "station/book/promise.hpp"

#include "tests/station/small_shop.hpp"

using namespace slipway;
using namespace slipway::test;
using std::chrono::days;
using std::chrono::hours;

TEST_CASE("the account says by when the money leaves, and what it says is on the tracked request") {
  const SmallShop shop;
  auto book = shop.open();
  const auto opened = ask<sync::AccountOpened>(book, sync::Unlock{kWang, kPin});
  REQUIRE(opened.dues.size() == opened.quotes.size());
  const auto which = opened.quote_of[static_cast<std::size_t>(refund::Reason::Unsatisfied)];
  const sync::Due& due = opened.dues.at(which);
  CHECK(due.day == refund::date_of(kNoon) + days{15});
  CHECK(due.words.zh.find("2026-12-06") != std::string::npos);
  CHECK(due.words.zh.find("第 6 条") != std::string::npos);
  const auto filed = filing(kWang, 1);
  ask<sync::Filed>(book, shop.sealed(filed));
  const std::string code = refund::slip_code(filed.id);
  CHECK(ask<sync::Tracked>(book, sync::Track{code, {}, kPin}).due == due);
  CHECK_FALSE(ask<sync::Tracked>(book, sync::Track{code, {}, {}}).due);
}

TEST_CASE("the answer is promised for an hour of the day, and papers that are waited for move it") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = filing(kWang, 1);
  ask<sync::Filed>(book, shop.sealed(filed));
  const std::string code = refund::slip_code(filed.id);
  const auto tracked = ask<sync::Tracked>(book, sync::Track{code, {}, {}});
  CHECK(tracked.sentence.en.find("2026-11-22 12:00") != std::string::npos);
  Clerk lin(book, "lin");
  const auto shown = lin.detail(filed.id);
  CHECK(shown.row.review_by == kNoon + hours{24});
  CHECK(shown.row.pay_by == refund::date_of(kNoon) + days{15});
  lin.ask<sync::Decided>(sync::AskPapers{filed.id, shown.row.version, shown.content, "身份证"},
                         kNoon + std::chrono::minutes{1});
  const auto waiting =
      lin.ask<sync::Detail>(sync::AskDetail{filed.id}, kNoon + std::chrono::minutes{1});
  CHECK_FALSE(waiting.row.review_by);
  CHECK(waiting.row.pay_by == shown.row.pay_by);
  Clerk later(book, "lin", kDesk, kNoon + hours{30} + std::chrono::minutes{1});
  later.ask<sync::Decided>(sync::PapersSeen{filed.id, waiting.row.version, waiting.content},
                           kNoon + hours{30} + std::chrono::minutes{1});
  const auto back = later.ask<sync::Detail>(sync::AskDetail{filed.id},
                                            kNoon + hours{30} + std::chrono::minutes{1});
  CHECK(back.row.review_by == kNoon + hours{54});
  CHECK(back.row.pay_by == shown.row.pay_by);
}

TEST_CASE("the desk sees how a request is paid and by when, until its money has left") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = filing(kWang, 1);
  approved(shop, book, filed);
  ask<sync::VoucherIssued>(book, confirmation(book, filed));
  Clerk lin(book, "lin");
  const auto shown = lin.detail(filed.id);
  REQUIRE(shown.legs.size() == 1);
  CHECK(shown.legs.front().leg.amount == shown.row.amount);
  CHECK(shown.legs.front().leg.words.zh.find("7894") != std::string::npos);
  REQUIRE(shown.due);
  CHECK(shown.due->day == shown.row.pay_by);
  lin.ask<sync::Decided>(
      sync::MarkTransferred{filed.id, shown.row.version, shown.content, "B202611210001"});
  CHECK_FALSE(lin.detail(filed.id).row.pay_by);
  CHECK_FALSE(ask<sync::Tracked>(book, sync::Track{refund::slip_code(filed.id), {}, kPin}).due);
}

TEST_CASE("a second card in cash on one day is refused with the cap and what went out before") {
  const SmallShop shop;
  auto book = shop.open();
  auto raw = shop.raw();
  REQUIRE(raw.prepare("UPDATE card SET member = 'M2' WHERE uid = '04000000000003'").run());
  REQUIRE(raw.prepare("INSERT INTO use(id, lot, at, item, list_price, charged, units) VALUES('U8', "
                      "'L3', 1795233600000, '洗剪吹', 72000, 72000, 0)")
              .run());
  const auto first = filing(kLi, 1, refund::Method::Cash);
  ask<sync::Filed>(book, shop.sealed(first));
  const auto opened = ask<sync::AccountOpened>(book, sync::Unlock{kMa, kPin});
  const auto& cash = opened.offers.front().back();
  CHECK(cash.method == refund::Method::Cash);
  CHECK_FALSE(cash.available);
  const auto refused =
      ask<sync::FilingRefused>(book, shop.sealed(filing(kMa, 2, refund::Method::Cash)));
  CHECK(refused.reason.zh.find("现金最多 ¥100.00") != std::string::npos);
  CHECK(refused.reason.zh.find("银行转账") != std::string::npos);
  ask<sync::Filed>(book, shop.sealed(filing(kMa, 3)));
}
