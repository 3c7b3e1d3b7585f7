#include "station/book/filing.hpp"

#include "station/book/audit.hpp"
#include "tests/station/small_shop.hpp"

using namespace slipway;
using namespace slipway::test;

TEST_CASE("a filing places the hold, its facts and its audit entry, and lies in the inbox") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)));
  CHECK(filed.number == "R2611210001");
  CHECK(filed.state == refund::RequestState::InReview);
  CHECK(shop.count("hold WHERE live = 1") == 1);
  CHECK(shop.count("fact") == 1);
  CHECK(shop.count("audit WHERE action = 'filed'") == 1);
  Clerk lin(book, "lin");
  const auto inbox = lin.ask<sync::Inbox>(sync::AskInbox{0});
  REQUIRE(inbox.rows.size() == 1);
  CHECK(inbox.rows.front().member_name == "王小明");
  CHECK(inbox.rows.front().may_decide);
  CHECK(inbox.rows.front().amount.minor >= 88'650);
  CHECK(lin.ask<sync::Inbox>(sync::AskInbox{inbox.mark}).rows.empty());
}

TEST_CASE("a filing delivered a thousand times is filed once and answered alike") {
  const SmallShop shop;
  auto book = shop.open();
  const auto sent = shop.sealed(filing(kWang, 1));
  const auto first = ask<sync::Filed>(book, sent);
  const auto entries = shop.count("audit");
  for (int time = 0; time < 1'000; ++time) {
    const auto again = ask<sync::Filed>(book, time % 2 == 0 ? sent : shop.sealed(filing(kWang, 1)));
    REQUIRE(again.number == first.number);
    REQUIRE(again.state == first.state);
  }
  CHECK(shop.count("request") == 1);
  CHECK(shop.count("hold") == 1);
  CHECK(shop.count("audit") == entries);
}

TEST_CASE("another filing under the same id changes nothing, is refused and stands in the audit") {
  const SmallShop shop;
  auto book = shop.open();
  ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)));
  auto other = filing(kWang, 1);
  other.payee.bank_card = "6222020000000000003";
  ask<sync::FilingRefused>(book, shop.sealed(other));
  ask<sync::FilingRefused>(book, shop.sealed(other));
  CHECK(shop.count("audit WHERE action = 'conflict'") == 1);
  Clerk lin(book, "lin");
  CHECK(lin.detail(other.id).payee.bank_card == refund::masked_bank_card(kBankCard));
}

TEST_CASE("an unknown card is refused and nothing is held") {
  const SmallShop shop;
  auto book = shop.open();
  const auto refused = ask<sync::FilingRefused>(book, shop.sealed(filing("04FFFFFFFFFFFF", 1)));
  CHECK_FALSE(refused.reason.zh.empty());
  CHECK_FALSE(refused.reason.en.empty());
  CHECK(shop.count("hold") == 0);
  CHECK(shop.count("refused_filing") == 1);
}

TEST_CASE("lost and frozen cards are refused with a sentence of their own") {
  const SmallShop shop;
  auto book = shop.open();
  const auto lost = ask<sync::FilingRefused>(book, shop.sealed(filing(kLost, 1)));
  const auto frozen = ask<sync::FilingRefused>(book, shop.sealed(filing(kFrozen, 2)));
  CHECK(lost.reason.zh.find("挂失") != std::string::npos);
  CHECK(frozen.reason.zh.find("冻结") != std::string::npos);
  CHECK(shop.count("hold") == 0);
}

TEST_CASE("a refused filing is found by its slip code and gets the same answer again") {
  const SmallShop shop;
  auto book = shop.open();
  const auto sent = shop.sealed(filing(kLost, 1));
  const auto first = ask<sync::FilingRefused>(book, sent);
  CHECK(ask<sync::FilingRefused>(book, sent).reason == first.reason);
  const auto tracked = ask<sync::Tracked>(book, sync::Track{refund::slip_code(sent.id), {}, {}});
  CHECK(tracked.state == refund::RequestState::Rejected);
  CHECK(tracked.sentence == first.reason);
}

TEST_CASE("a wrong PIN refuses the filing and counts once, however often it is delivered") {
  const SmallShop shop;
  auto book = shop.open();
  auto wrong = filing(kWang, 1);
  wrong.pin = "0000";
  const auto sent = shop.sealed(wrong);
  for (int time = 0; time < 10; ++time)
    ask<sync::FilingRefused>(book, sent);
  CHECK(ask<sync::CardFound>(book, sync::Identify{kWang}).tries_left == 2);
  ask<sync::Filed>(book, shop.sealed(filing(kWang, 2)));
}

TEST_CASE("the hold prevents a second request on the same card, and SQL forbids it too") {
  const SmallShop shop;
  auto book = shop.open();
  const auto first = ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)));
  ask<sync::FilingRefused>(book, shop.sealed(filing(kWang, 2)));
  CHECK(shop.count("hold") == 1);
  CHECK(ask<sync::CardFound>(book, sync::Identify{kWang}).has_open_request);
  const auto opened = ask<sync::AccountOpened>(book, sync::Unlock{kWang, kPin});
  CHECK(opened.open_request == first.id);
  CHECK(refund::is_positive(opened.held));
  CHECK(refund::is_zero(opened.quotes.at(opened.quote_of[0]).total));

  auto raw = shop.raw();
  auto& second = raw.prepare(
      "INSERT INTO hold SELECT randomblob(16), card, amount, currency, 1 FROM hold LIMIT 1");
  const auto forced = second.run();
  REQUIRE_FALSE(forced);
  CHECK(forced.error().fault == sync::Fault::Conflict);
}

TEST_CASE("two stations on one file place one hold") {
  const SmallShop shop;
  auto one = shop.open();
  auto two = shop.open();
  ask<sync::Filed>(one, shop.sealed(filing(kWang, 1)));
  ask<sync::FilingRefused>(two, shop.sealed(filing(kWang, 2)));
  CHECK(ask<sync::Filed>(two, shop.sealed(filing(kWang, 1))).number == "R2611210001");
}

TEST_CASE("cash above the limit, a bad bank card and a missing signature are refused") {
  const SmallShop shop;
  auto book = shop.open();
  ask<sync::FilingRefused>(book, shop.sealed(filing(kWang, 1, refund::Method::Cash)));
  auto bad_card = filing(kWang, 2);
  bad_card.payee.bank_card = "6222021234567890";
  ask<sync::FilingRefused>(book, shop.sealed(bad_card));
  auto unsigned_one = filing(kWang, 3);
  unsigned_one.signature.strokes.clear();
  ask<sync::FilingRefused>(book, shop.sealed(unsigned_one));
  CHECK(shop.count("hold") == 0);
  ask<sync::Filed>(book, shop.sealed(filing(kLi, 4, refund::Method::Cash)));
}

TEST_CASE("a sealed box that nobody can open is refused for good and told once in the audit") {
  const SmallShop shop;
  auto book = shop.open();
  auto sent = shop.sealed(filing(kWang, 1));
  sent.sealed[sent.sealed.size() / 2] ^= 1;
  ask<sync::FilingRefused>(book, sent);
  ask<sync::FilingRefused>(book, sent);
  CHECK(shop.count("audit WHERE action = 'unreadable'") == 1);
  auto other = shop.sealed(filing(kWang, 1));
  other.id[0] ^= 1;  // the envelope names another request than the box
  ask<sync::FilingRefused>(book, other);
  CHECK(shop.count("request") == 0);
}

TEST_CASE("no PIN is in the books, in any form but its hash") {
  const SmallShop shop;
  auto book = shop.open();
  ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)));
  auto raw = shop.raw();
  auto& query = raw.prepare("SELECT filing FROM request");
  REQUIRE(query.step().value());
  const auto kept = query.blob(0);
  REQUIRE_FALSE(query.step().value());
  CHECK(std::string(kept.begin(), kept.end()).find(kPin) == std::string::npos);
}

TEST_CASE("a clock that is set back moves no business time back") {
  const SmallShop shop;
  auto book = shop.open();
  ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)));
  ask<sync::Filed>(book, shop.sealed(filing(kLi, 2)), kNoon - std::chrono::hours{48});
  auto raw = shop.raw();
  CHECK_FALSE(book::verify_audit(raw)->broken);
  CHECK(shop.count("request WHERE received_at < " +
                   std::to_string(kNoon.time_since_epoch().count())) == 0);
}
