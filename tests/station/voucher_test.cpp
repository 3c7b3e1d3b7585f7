#include "refund/voucher.hpp"

#include <thread>

#include "station/book/clients.hpp"
#include "tests/station/small_shop.hpp"

using namespace slipway;
using namespace slipway::test;
using refund::RequestState;
using refund::VoucherState;

namespace {

// A cash request of Li's, confirmed; its voucher.
sync::VoucherIssued issued(const SmallShop& shop, book::Book& book, std::uint8_t seed = 1) {
  const auto filed = filing(kLi, seed, refund::Method::Cash);
  approved(shop, book, filed);
  return ask<sync::VoucherIssued>(book, confirmation(book, filed));
}

}  // namespace

TEST_CASE("the member confirms, and the voucher is signed, numbered and repeated word for word") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = filing(kLi, 1, refund::Method::Cash);
  approved(shop, book, filed);
  const auto confirm = confirmation(book, filed);
  const auto slip = ask<sync::VoucherIssued>(book, confirm);
  CHECK(slip.number_text == "V1-000001");
  CHECK(slip.approvers == std::vector<std::string>{"林静"});
  const std::array<refund::PublicKey, 1> keys{sync::public_of(shop.terms().keys).signing};
  const auto verified = refund::verify(slip.qr_text, keys, kNoon);
  CHECK(verified.verdict == refund::Verdict::Valid);
  CHECK(verified.voucher.amount == slip.amount);
  for (int time = 0; time < 20; ++time) {
    const auto again = ask<sync::VoucherIssued>(book, confirm, kNoon + std::chrono::minutes{time});
    REQUIRE(again.qr_text == slip.qr_text);
    REQUIRE(again.check_code == slip.check_code);
    REQUIRE(again.signature == slip.signature);
    REQUIRE(again.issued_at == slip.issued_at);
  }
  CHECK(shop.count("voucher") == 1);
}

TEST_CASE("a confirmation needs the right PIN, amount, version and ink") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = filing(kLi, 1, refund::Method::Cash);
  approved(shop, book, filed);
  const auto right = confirmation(book, filed);
  auto wrong = right;
  wrong.pin = "0000";
  ask<sync::Denied>(book, wrong);
  wrong = right;
  wrong.amount.minor += 1;
  ask<sync::CannotDo>(book, wrong);
  wrong = right;
  wrong.version -= 1;
  ask<sync::CannotDo>(book, wrong);
  wrong = right;
  wrong.signature.strokes.clear();
  ask<sync::CannotDo>(book, wrong);
  wrong = right;
  wrong.id[15] ^= 1;
  ask<sync::NotFound>(book, wrong);
  CHECK(shop.count("voucher") == 0);
  ask<sync::VoucherIssued>(book, right);
}

TEST_CASE("nothing is confirmed before it is approved") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = filing(kLi, 1, refund::Method::Cash);
  ask<sync::Filed>(book, shop.sealed(filed));
  const auto refused = ask<sync::CannotDo>(book, confirmation(book, filed));
  CHECK(refused.sentence.zh.find("审核") != std::string::npos);
  CHECK(shop.count("voucher") == 0);
}

TEST_CASE("paper that never came out voids its number, and asking again gives the next") {
  const SmallShop shop;
  auto book = shop.open();
  const auto first = issued(shop, book);
  const sync::Paper news{first.id, 1, sync::PaperNews::NotPrinted, "unplugged"};
  CHECK(ask<sync::PaperKnown>(book, news).state == VoucherState::Void);
  CHECK(ask<sync::PaperKnown>(book, news).state == VoucherState::Void);
  sync::Confirm again{first.id, 0, first.amount, kPin, {}};
  const auto second = ask<sync::VoucherIssued>(book, again);
  CHECK(second.number_text == "V1-000002");
  CHECK(second.qr_text != first.qr_text);
  Clerk cashier(book, "cashier");
  cashier.ask<sync::NotAllowed>(sync::Redeem{first.qr_text, {1}});
  cashier.ask<sync::Redeemed>(sync::Redeem{second.qr_text, {2}});
}

TEST_CASE("paper in doubt is looked at by a person, who says out or not out") {
  const SmallShop shop;
  auto book = shop.open();
  const auto first = issued(shop, book);
  const sync::Paper news{first.id, 1, sync::PaperNews::Unsure, "power"};
  CHECK(ask<sync::PaperKnown>(book, news).state == VoucherState::Review);
  const sync::Confirm again{first.id, 0, first.amount, kPin, {}};
  ask<sync::CannotDo>(book, again);
  Clerk cashier(book, "cashier");
  cashier.ask<sync::NotAllowed>(sync::ResolvePaper{1, false});
  Clerk lin(book, "lin");
  lin.ask<sync::NoVoucher>(sync::ResolvePaper{7, true});
  lin.ask<sync::Decided>(sync::ResolvePaper{1, false});
  lin.ask<sync::Outdated>(sync::ResolvePaper{1, true});
  CHECK(ask<sync::PaperKnown>(book, news).state == VoucherState::Void);
  const auto second = ask<sync::VoucherIssued>(book, again);
  CHECK(second.voucher_number == 2);
  const sync::Paper unsure{first.id, 2, sync::PaperNews::Unsure, "power"};
  ask<sync::PaperKnown>(book, unsure);
  lin.ask<sync::Decided>(sync::ResolvePaper{2, true});
  CHECK(ask<sync::PaperKnown>(book, unsure).state == VoucherState::Printed);
}

TEST_CASE("a voucher that was printed is never given out again") {
  const SmallShop shop;
  auto book = shop.open();
  const auto slip = issued(shop, book);
  const sync::Confirm again{slip.id, 0, slip.amount, kPin, {}};
  ask<sync::VoucherIssued>(book, again);
  ask<sync::PaperKnown>(book, sync::Paper{slip.id, 1, sync::PaperNews::Printed, "process id"});
  ask<sync::CannotDo>(book, again);
}

TEST_CASE("a voucher that another kiosk may have printed is looked at by a person") {
  const SmallShop shop;
  auto book = shop.open();
  const sync::Peer other{"kiosk-2", sync::Peer::Kind::Kiosk};
  {
    auto raw = shop.raw();
    REQUIRE(book::enrol(raw, other, std::string(40, 'o'), kNoon));
  }
  const auto slip = issued(shop, book);
  const sync::Confirm again{slip.id, 0, slip.amount, kPin, {}};
  const auto answer = book.answer(other, again, kNoon);
  REQUIRE(answer);
  CHECK(std::holds_alternative<sync::CannotDo>(*answer));
  const auto known =
      ask<sync::PaperKnown>(book, sync::Paper{slip.id, 1, sync::PaperNews::Unsure, "x"});
  CHECK(known.state == VoucherState::Review);
}

TEST_CASE("news of a voucher that is not the request's change nothing") {
  const SmallShop shop;
  auto book = shop.open();
  const auto slip = issued(shop, book);
  auto other = slip.id;
  other[3] ^= 1;
  ask<sync::NotFound>(book, sync::Paper{other, 1, sync::PaperNews::NotPrinted, ""});
  ask<sync::NotFound>(book, sync::Paper{slip.id, 9, sync::PaperNews::NotPrinted, ""});
  CHECK(shop.count("voucher_fact") == 0);
}

TEST_CASE("a cash voucher is paid once; the same key hears the same, others when and by whom") {
  const SmallShop shop;
  auto book = shop.open();
  const auto slip = issued(shop, book);
  ask<sync::PaperKnown>(book, sync::Paper{slip.id, 1, sync::PaperNews::Printed, "process id"});
  Clerk cashier(book, "cashier");
  const auto seen = cashier.ask<sync::VoucherFound>(sync::AskVoucher{slip.number_text});
  CHECK(seen.state == VoucherState::Printed);
  CHECK(seen.voucher.amount == slip.amount);
  cashier.ask<sync::NoVoucher>(sync::Redeem{slip.number_text, {1}});
  const auto paid = cashier.ask<sync::Redeemed>(sync::Redeem{slip.qr_text, {1}});
  CHECK(paid.found.state == VoucherState::Redeemed);
  cashier.ask<sync::Redeemed>(sync::Redeem{slip.qr_text, {1}});
  Clerk lin(book, "lin", kOtherDesk);
  const auto late = lin.ask<sync::AlreadyRedeemed>(sync::Redeem{slip.check_code, {2}});
  CHECK(late.by == "何苗");
  CHECK(late.at == kNoon);
  CHECK(shop.count("redemption") == 1);
  CHECK(shop.count("fact WHERE event = 'Posted'") == 1);
  CHECK(ask<sync::CardFound>(book, sync::Identify{kLi}).status == refund::CardStatus::Refunded);
  const auto tracked = ask<sync::Tracked>(book, sync::Track{refund::slip_code(slip.id), {}, kPin});
  CHECK(tracked.state == RequestState::Paid);
  CHECK(tracked.steps.back().at);
}

TEST_CASE("two desks that redeem at once: one pays") {
  const SmallShop shop;
  auto book = shop.open();
  const auto slip = issued(shop, book);
  std::vector<std::thread> tills;
  std::array<int, 2> paid{};
  std::array<int, 2> told{};
  // Made here, because it asserts, and Catch counts assertions of one thread only.
  const std::array<book::Terms, 2> terms{shop.terms(), shop.terms()};
  for (std::size_t till = 0; till < 2; ++till) {
    tills.emplace_back([&, till] {
      auto own = book::Book::open(shop.books(), terms[till], kNoon);
      if (!own) return;
      const sync::Peer desk{"desk-" + std::to_string(till), sync::Peer::Kind::Desk};
      const auto in =
          own->answer(desk, sync::DeskAsk{{}, {}, sync::SignIn{"cashier", kStaffPin}}, kNoon);
      if (!in || !std::holds_alternative<sync::SignedIn>(*in)) return;
      const auto token = std::get<sync::SignedIn>(*in).token;
      for (std::uint8_t time = 0; time < 50; ++time) {
        const std::array<std::uint8_t, 16> key{static_cast<std::uint8_t>(till + 1), time};
        const auto answer =
            own->answer(desk, sync::DeskAsk{{}, token, sync::Redeem{slip.qr_text, key}}, kNoon);
        if (answer && std::holds_alternative<sync::Redeemed>(*answer)) ++paid[till];
        if (answer && std::holds_alternative<sync::AlreadyRedeemed>(*answer)) ++told[till];
      }
    });
  }
  for (auto& till : tills)
    till.join();
  CHECK(paid[0] + paid[1] == 1);
  CHECK(told[0] + told[1] == 99);
  CHECK(shop.count("redemption") == 1);
}

TEST_CASE("forged, foreign and altered vouchers are not paid") {
  const SmallShop shop;
  auto book = shop.open();
  const auto slip = issued(shop, book);
  Clerk cashier(book, "cashier");
  auto altered = slip.qr_text;
  altered[altered.size() / 2] = altered[altered.size() / 2] == 'A' ? 'B' : 'A';
  cashier.ask<sync::NoVoucher>(sync::Redeem{altered, {1}});
  const auto shown = cashier.ask<sync::VoucherFound>(sync::AskVoucher{altered});
  CHECK(shown.verdict != refund::Verdict::Valid);
  refund::SigningSeed seed{};
  seed[0] = 7;
  refund::Voucher claim{1, 1, 1, 1, slip.amount, slip.issued_at, 30};
  cashier.ask<sync::NoVoucher>(sync::Redeem{refund::issue(claim, refund::SigningKey(seed)), {1}});
  claim.amount.minor += 100'000;  // our own key, but not what the books issued
  cashier.ask<sync::NoVoucher>(
      sync::Redeem{refund::issue(claim, refund::SigningKey(shop.terms().keys.signing)), {1}});
  cashier.ask<sync::NoVoucher>(sync::Redeem{"", {1}});
  CHECK(shop.count("redemption") == 0);
}

TEST_CASE("a bank transfer's voucher is never paid in cash") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = filing(kWang, 1);
  approved(shop, book, filed);
  const auto slip = ask<sync::VoucherIssued>(book, confirmation(book, filed));
  CHECK(slip.payee.bank_card == refund::masked_bank_card(kBankCard));
  Clerk cashier(book, "cashier");
  cashier.ask<sync::NotAllowed>(sync::Redeem{slip.qr_text, {1}});
}

TEST_CASE("a voucher whose days are over is not paid, and the money is back on the card") {
  const SmallShop shop;
  auto book = shop.open();
  const auto slip = issued(shop, book);
  const auto later = kNoon + std::chrono::days{slip.valid_days + 1};
  Clerk cashier(book, "cashier", kDesk, later);
  cashier.ask<sync::NotAllowed>(sync::Redeem{slip.qr_text, {1}}, later);
  CHECK(shop.count("hold WHERE live = 1") == 0);
  const auto tracked =
      ask<sync::Tracked>(book, sync::Track{refund::slip_code(slip.id), {}, kPin}, later);
  CHECK(tracked.state == RequestState::Expired);
  auto again = filing(kLi, 2, refund::Method::Cash);
  again.filed_at = later;
  ask<sync::Filed>(book, shop.sealed(again), later);
}

TEST_CASE("SQL forbids gaps, a second live voucher and every change of what was issued") {
  const SmallShop shop;
  auto book = shop.open();
  issued(shop, book);
  auto raw = shop.raw();
  const auto refused = [&](std::string_view sql) {
    const auto ran = raw.prepare(sql).run();
    return !ran && ran.error().fault == sync::Fault::Conflict;
  };
  CHECK(refused("INSERT INTO voucher SELECT 1, 3, request, 0, 30, 1, 'a', 'a', NULL FROM voucher"));
  CHECK(refused("INSERT INTO voucher SELECT 1, 2, request, 0, 30, 1, 'a', 'a', 1 FROM voucher"));
  CHECK(refused("UPDATE voucher SET qr_text = 'a'"));
  CHECK(refused("UPDATE hold SET amount = 1"));
  for (const auto table :
       {"voucher", "fact", "audit", "request", "hold", "confirmation", "lot", "use"}) {
    CHECK(refused("DELETE FROM " + std::string(table)));
  }
  CHECK(refused("UPDATE fact SET event = 'Posted'"));
  CHECK(refused("UPDATE audit SET action = 'nothing'"));
  CHECK(refused("UPDATE request SET amount = 1"));
}
