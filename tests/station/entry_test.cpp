#include "station/book/pins.hpp"
#include "station/book/throttle.hpp"
#include "tests/station/small_shop.hpp"

using namespace slipway;
using namespace slipway::test;

namespace {

sync::DeskAnswer sign_in(book::Book& book, const std::string& staff, const std::string& pin,
                         refund::Instant now = kNoon) {
  const auto answer = book.answer(kDesk, sync::DeskAsk{{}, {}, sync::SignIn{staff, pin}}, now);
  REQUIRE(answer);
  return *answer;
}

}  // namespace

TEST_CASE("a card that nobody has is denied, a known one shows nothing personal") {
  const SmallShop shop;
  auto book = shop.open();
  CHECK(ask<sync::Denied>(book, sync::Identify{"04FFFFFFFFFFFF"}).why ==
        sync::NoEntry::UnknownCard);
  CHECK(ask<sync::Denied>(book, sync::Unlock{"04FFFFFFFFFFFF", kPin}).why ==
        sync::NoEntry::UnknownCard);
  const auto found = ask<sync::CardFound>(book, sync::Identify{kWang});
  CHECK(found.masked_card == "•••• 0001");
  CHECK(found.tries_left == 3);
}

TEST_CASE("three wrong PINs pause a card until the shop's next day, the right one too") {
  const SmallShop shop;
  auto book = shop.open();
  CHECK(ask<sync::Denied>(book, sync::Unlock{kWang, "0000"}).tries_left == 2);
  CHECK(ask<sync::Denied>(book, sync::Unlock{kWang, "0000"}).tries_left == 1);
  CHECK(ask<sync::Denied>(book, sync::Unlock{kWang, "0000"}).why == sync::NoEntry::Paused);
  CHECK(ask<sync::Denied>(book, sync::Unlock{kWang, kPin}).why == sync::NoEntry::Paused);
  ask<sync::AccountOpened>(book, sync::Unlock{kLi, kPin});
  const auto evening = kNoon + std::chrono::hours{11} + std::chrono::minutes{59};
  CHECK(ask<sync::Denied>(book, sync::Unlock{kWang, kPin}, evening).why == sync::NoEntry::Paused);
  ask<sync::AccountOpened>(book, sync::Unlock{kWang, kPin}, kNoon + std::chrono::hours{12});
}

TEST_CASE("staff end the pause of a card, and of no other") {
  const SmallShop shop;
  auto book = shop.open();
  for (int time = 0; time < 3; ++time)
    ask<sync::Denied>(book, sync::Unlock{kWang, "0000"});
  auto raw = shop.raw();
  CHECK_FALSE(book::end_pause(raw, "660000880002", kNoon));
  CHECK_FALSE(book::end_pause(raw, "1", kNoon));
  CHECK(ask<sync::Denied>(book, sync::Unlock{kWang, kPin}).why == sync::NoEntry::Paused);
  REQUIRE(book::end_pause(raw, "660000880001", kNoon));
  ask<sync::AccountOpened>(book, sync::Unlock{kWang, kPin});
  CHECK(shop.count("audit WHERE action = 'pin-pause-ended'") == 1);
}

TEST_CASE("a member of many years opens the account: what is sent fits one message") {
  const SmallShop shop;
  auto book = shop.open();
  auto raw = shop.raw();
  const std::string long_name = "尊享会员年度充值套餐（含护理、染发、造型）";
  REQUIRE(raw.transaction([&]() -> sync::Result<void> {
    for (std::int64_t lot = 0; lot < 300; ++lot) {
      const std::string id = "X" + std::to_string(lot);
      auto& add = raw.prepare(
          "INSERT INTO lot(id, card, kind, sold_at, name, currency, paid, bonus, units, "
          "bonus_units, payment_method, payment_reference, refunded) VALUES(?, ?, "
          "'stored-value', ?, ?, 156, 100000, 10000, 0, 0, 'wechat', 'W', 0)");
      add.bind(id).bind(kWang).bind(1'700'000'000'000 + lot).bind(long_name);
      if (auto added = add.run(); !added) return tl::unexpected(added.error());
      for (std::int64_t use = 0; use < 10; ++use) {
        auto& one = raw.prepare("INSERT INTO use VALUES(?, ?, ?, ?, 8000, 8000, 0, NULL)");
        one.bind(id + "-" + std::to_string(use)).bind(id).bind(1'700'000'000'000 + lot);
        if (auto added = one.bind(long_name).run(); !added) return tl::unexpected(added.error());
      }
    }
    return {};
  }));
  const auto opened = ask<sync::AccountOpened>(book, sync::Unlock{kWang, kPin});
  CHECK(sync::encode(sync::KioskReply{{}, opened}).size() <= 64 * 1024);
  auto filed = filing(kWang, 1);
  filed.quoted = opened.quotes.front().total;
  CHECK(sync::encode(sync::KioskAsk{filed.id, shop.sealed(filed)}).size() <= 64 * 1024);
  ask<sync::Filed>(book, shop.sealed(filed));
  Clerk lin(book, "lin");
  CHECK(sync::encode(sync::DeskReply{{}, lin.detail(filed.id)}).size() <= 64 * 1024);
}

TEST_CASE("the tries outlive a restart of the station") {
  const SmallShop shop;
  {
    auto book = shop.open();
    ask<sync::Denied>(book, sync::Unlock{kWang, "0000"});
    ask<sync::Denied>(book, sync::Unlock{kWang, "0001"});
  }
  auto book = shop.open();
  CHECK(ask<sync::CardFound>(book, sync::Identify{kWang}).tries_left == 1);
  ask<sync::AccountOpened>(book, sync::Unlock{kWang, kPin});
  CHECK(ask<sync::CardFound>(book, sync::Identify{kWang}).tries_left == 3);
}

TEST_CASE("a try is on disk before the PIN is looked at") {
  const SmallShop shop;
  auto terms = shop.terms();
  auto raw = shop.raw();
  book::Store store{shop.raw(), terms};
  REQUIRE(raw.prepare("INSERT INTO attempt VALUES('card:' || ?, 2, 0)").bind(kWang).run());
  const auto check = book::check_pin(store, book::PinRule::Member, book::subject_of_card(kWang),
                                     "0000", "", kNoon);
  REQUIRE(check);
  CHECK(check->verdict == book::PinVerdict::Wrong);
  CHECK(check->tries_left == 0);
  CHECK(shop.count("attempt WHERE failures = 3") == 1);
}

TEST_CASE("lost and frozen cards open no account, whatever the PIN") {
  const SmallShop shop;
  auto book = shop.open();
  CHECK(ask<sync::CardFound>(book, sync::Identify{kLost}).status == refund::CardStatus::Lost);
  const auto lost = ask<sync::Denied>(book, sync::Unlock{kLost, kPin});
  CHECK(lost.why == sync::NoEntry::NotActive);
  CHECK(lost.sentence.zh.find("挂失") != std::string::npos);
  CHECK(ask<sync::Denied>(book, sync::Unlock{kFrozen, kPin}).why == sync::NoEntry::NotActive);
}

TEST_CASE("the opened account has its history, a quote for each reason and the offers of each") {
  const SmallShop shop;
  auto book = shop.open();
  const auto opened = ask<sync::AccountOpened>(book, sync::Unlock{kWang, kPin});
  CHECK(opened.masked_name == "王*明");
  CHECK(opened.principal.minor == 165'600);
  CHECK(opened.bonus.minor == 25'000);
  CHECK(opened.history.size() == 4);
  CHECK(opened.history.front().at > opened.history.back().at);
  REQUIRE(opened.offers.size() == opened.quotes.size());
  for (const auto place : opened.quote_of)
    REQUIRE(place < opened.quotes.size());
  const auto& offers = opened.offers.front();
  REQUIRE(offers.size() == 2);
  CHECK(offers.front().method == refund::Method::BankTransfer);
  CHECK_FALSE(offers.back().available);
  const auto small = ask<sync::AccountOpened>(book, sync::Unlock{kLi, kPin});
  CHECK(small.offers.front().front().method == refund::Method::Cash);
  CHECK(small.offers.front().front().available);
}

TEST_CASE("staff are let in by PIN; a wrong one and a name that nobody has sound alike") {
  const SmallShop shop;
  auto book = shop.open();
  CHECK(std::holds_alternative<sync::SignedIn>(sign_in(book, "lin", kStaffPin)));
  const auto wrong = std::get<sync::NoSession>(sign_in(book, "lin", "000000"));
  const auto nobody = std::get<sync::NoSession>(sign_in(book, "nobody", kStaffPin));
  CHECK(wrong.sentence == nobody.sentence);
  CHECK(wrong.seconds_locked == nobody.seconds_locked);
}

TEST_CASE("five wrong tries lock a person out for 15 minutes, known or not") {
  const SmallShop shop;
  auto book = shop.open();
  for (const std::string name : {"lin", "nobody"}) {
    for (int time = 0; time < 4; ++time) {
      CHECK(std::get<sync::NoSession>(sign_in(book, name, "000000")).seconds_locked == 0);
    }
    CHECK(std::get<sync::NoSession>(sign_in(book, name, "000000")).seconds_locked == 900);
  }
  CHECK(std::get<sync::NoSession>(sign_in(book, "lin", kStaffPin)).seconds_locked == 900);
  const auto later = kNoon + std::chrono::minutes{15};
  CHECK(std::holds_alternative<sync::SignedIn>(sign_in(book, "lin", kStaffPin, later)));
}

TEST_CASE("a session ends by sign-out, at another desk and when nobody uses it") {
  const SmallShop shop;
  auto book = shop.open();
  const auto token = std::get<sync::SignedIn>(sign_in(book, "lin", kStaffPin)).token;
  const auto inbox = [&](const sync::Peer& desk, refund::Instant now) {
    const auto answer = book.answer(desk, sync::DeskAsk{{}, token, sync::AskInbox{0}}, now);
    REQUIRE(answer);
    return std::holds_alternative<sync::Inbox>(*answer);
  };
  CHECK(inbox(kDesk, kNoon));
  CHECK_FALSE(inbox(kOtherDesk, kNoon));
  // The inbox is asked by the desk itself and keeps nobody signed in.
  CHECK(inbox(kDesk, kNoon + std::chrono::minutes{4}));
  CHECK_FALSE(inbox(kDesk, kNoon + std::chrono::minutes{5}));
  const auto second = std::get<sync::SignedIn>(sign_in(book, "lin", kStaffPin)).token;
  CHECK(second != token);
  const auto out = book.answer(kDesk, sync::DeskAsk{{}, second, sync::SignOut{}}, kNoon);
  REQUIRE(out);
  const auto gone = book.answer(kDesk, sync::DeskAsk{{}, second, sync::AskInbox{0}}, kNoon);
  REQUIRE(gone);
  CHECK(std::holds_alternative<sync::NoSession>(*gone));
}

TEST_CASE("no question of a desk is answered without a session") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)));
  const std::vector<sync::DeskQuestion> questions{sync::AskInbox{},
                                                  sync::AskDetail{filed.id},
                                                  sync::Approve{filed.id, 1, {}},
                                                  sync::Reject{filed.id, 1, {}, "records", ""},
                                                  sync::AskPapers{filed.id, 1, {}, "身份证"},
                                                  sync::PapersSeen{filed.id, 1, {}},
                                                  sync::AskVoucher{},
                                                  sync::Redeem{},
                                                  sync::ResolvePaper{},
                                                  sync::MarkTransferred{filed.id, 1, {}, "1"}};
  for (const auto& question : questions) {
    for (const auto& token : {std::optional<sync::Token>{}, std::optional(sync::Token{1})}) {
      const auto answer = book.answer(kDesk, sync::DeskAsk{{}, token, question}, kNoon);
      REQUIRE(answer);
      CHECK(std::holds_alternative<sync::NoSession>(*answer));
    }
  }
}

TEST_CASE("desks see which kiosks are there and where help was called") {
  const SmallShop shop;
  auto book = shop.open();
  using Is = sync::DeviceCondition;
  const auto welcome =
      ask<sync::Welcome>(book, sync::Hello{"0.1.0", Is::Ready, Is::Absent, Is::Strange});
  CHECK(welcome.kiosk_name == "1 号机");
  ask<sync::StaffCalled>(book, sync::CallStaff{"K3"});
  Clerk lin(book, "lin");
  const auto now = lin.ask<sync::Inbox>(sync::AskInbox{0});
  REQUIRE(now.kiosks.size() == 1);
  CHECK(now.kiosks.front().online);
  CHECK(now.kiosks.front().pad == Is::Strange);
  CHECK(now.calls == std::vector<std::string>{"kiosk-1"});
  const auto later = lin.ask<sync::Inbox>(sync::AskInbox{0}, kNoon + std::chrono::minutes{4});
  CHECK_FALSE(later.kiosks.front().online);
  CHECK(later.calls.empty());
}

TEST_CASE("a peer that floods is held to its rate and the others are not") {
  book::Throttle throttle(5, 20);
  const book::Throttle::Steady start{std::chrono::hours{1}};
  int admitted = 0;
  for (int time = 0; time < 1'000; ++time)
    admitted += throttle.admit("kiosk-1", start) ? 1 : 0;
  CHECK(admitted == 20);
  CHECK(throttle.admit("kiosk-2", start));
  CHECK(throttle.admit("kiosk-1", start + std::chrono::seconds{1}));
}
