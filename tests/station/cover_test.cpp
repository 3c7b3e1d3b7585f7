#include "station/book/sweep.hpp"
#include "tests/station/small_shop.hpp"

using namespace slipway;
using namespace slipway::test;
using refund::RequestState;

namespace {

// A use that a till hands in late, or a card that is reported lost.
void write(const SmallShop& shop, std::string_view sql) {
  auto raw = shop.raw();
  REQUIRE(raw.prepare(sql).run());
}

constexpr std::string_view kLateUse =
    "INSERT INTO use VALUES('U9', 'L2', 1795233600000, '洗剪吹', 6000, 6000, 0, NULL)";
constexpr std::string_view kReportedLost =
    "UPDATE card SET status = 'lost' WHERE uid = "
    "'04A1B2C3D4E5F6'";

RequestState state_of(book::Book& book, const refund::Filing& filed, refund::Instant now = kNoon) {
  return ask<sync::Tracked>(book, sync::Track{refund::slip_code(filed.id), {}, {}}, now).state;
}

}  // namespace

TEST_CASE("a card that was used after the filing gets no approval of the old amount") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = filing(kLi, 1, refund::Method::Cash);
  ask<sync::Filed>(book, shop.sealed(filed));
  Clerk lin(book, "lin");
  const auto approval = lin.approval(filed.id);
  write(shop, kLateUse);
  const auto refused = lin.ask<sync::NotAllowed>(approval);
  CHECK(refused.sentence.en.find("¥36.04") != std::string::npos);
  CHECK(state_of(book, filed) == RequestState::InReview);
  lin.ask<sync::Decided>(sync::Reject{filed.id, approval.version, approval.content, "other", "x"});
}

TEST_CASE("a card that was used after the approval is not confirmed, and can be filed for anew") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = filing(kLi, 1, refund::Method::Cash);
  approved(shop, book, filed);
  const auto confirm = confirmation(book, filed);
  write(shop, kLateUse);
  ask<sync::CannotDo>(book, confirm);
  CHECK(shop.count("voucher") == 0);
  CHECK(state_of(book, filed) == RequestState::Expired);
  const auto again = filing(kLi, 2, refund::Method::Cash);
  ask<sync::Filed>(book, shop.sealed(again));
}

TEST_CASE("a card that was reported lost is neither approved nor confirmed until it is back") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = filing(kLi, 1, refund::Method::Cash);
  ask<sync::Filed>(book, shop.sealed(filed));
  Clerk lin(book, "lin");
  const auto approval = lin.approval(filed.id);
  write(shop, kReportedLost);
  lin.ask<sync::NotAllowed>(approval);
  write(shop, "UPDATE card SET status = 'active'");
  lin.ask<sync::Decided>(approval);
  const auto confirm = confirmation(book, filed);
  write(shop, kReportedLost);
  const auto refused = ask<sync::CannotDo>(book, confirm);
  CHECK(refused.sentence.en.find("lost") != std::string::npos);
  CHECK(shop.count("voucher") == 0);
  write(shop, "UPDATE card SET status = 'active'");
  ask<sync::VoucherIssued>(book, confirm);
}

TEST_CASE("a recharge after the filing changes nothing about it") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = filing(kLi, 1, refund::Method::Cash);
  approved(shop, book, filed);
  write(shop,
        "INSERT INTO lot(id, card, kind, sold_at, name, currency, paid, bonus, units, bonus_units, "
        "payment_method, payment_reference, refunded) VALUES('L9', '04A1B2C3D4E5F6', "
        "'stored-value', 1795233600000, '充500', 156, 50000, 0, 0, 0, 'cash', '', 0)");
  ask<sync::VoucherIssued>(book, confirmation(book, filed));
}

TEST_CASE("a request for which nobody comes lapses, and its card is free again") {
  const SmallShop shop;
  auto book = shop.open();
  const auto late = kNoon + std::chrono::days{31};
  const auto waiting = filing(kWang, 1);
  const auto unconfirmed = filing(kLi, 2, refund::Method::Cash);
  ask<sync::Filed>(book, shop.sealed(waiting));
  approved(shop, book, unconfirmed);
  CHECK(book.lapse(kNoon + std::chrono::days{30}).value() == 0);
  CHECK(book.lapse(late).value() == 2);
  CHECK(book.lapse(late).value() == 0);
  CHECK(shop.count("hold WHERE live = 1") == 0);
  CHECK(state_of(book, waiting, late) == RequestState::Expired);
  CHECK(state_of(book, unconfirmed, late) == RequestState::Expired);
}

TEST_CASE("a cash voucher past its days lapses though nobody shows it") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = filing(kLi, 1, refund::Method::Cash);
  approved(shop, book, filed);
  ask<sync::VoucherIssued>(book, confirmation(book, filed));
  CHECK(book.lapse(kNoon + std::chrono::days{31}).value() == 1);
  CHECK(shop.count("voucher WHERE live = 1") == 0);
}

TEST_CASE("a confirmed bank transfer never lapses: its money may have left") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = filing(kWang, 1);
  approved(shop, book, filed);
  const auto slip = ask<sync::VoucherIssued>(book, confirmation(book, filed));
  const auto late = kNoon + std::chrono::days{slip.valid_days + 9};
  CHECK(book.lapse(late).value() == 0);
  Clerk lin(book, "lin", kDesk, late);
  lin.ask<sync::VoucherFound>(sync::AskVoucher{slip.qr_text}, late);
  CHECK(state_of(book, filed, late) == RequestState::Confirmed);
  const auto detail = lin.ask<sync::Detail>(sync::AskDetail{filed.id}, late);
  lin.ask<sync::Decided>(
      sync::MarkTransferred{filed.id, detail.row.version, detail.content, "B202611210001"}, late);
  CHECK(state_of(book, filed, late) == RequestState::Paid);
}

TEST_CASE("a clock that has just jumped ends nobody's request") {
  using std::chrono::days;
  using std::chrono::minutes;
  book::Sweep sweep;
  const book::Sweep::Steady start{std::chrono::hours{1}};
  CHECK_FALSE(sweep.is_due(start, kNoon));
  CHECK_FALSE(sweep.is_due(start + minutes{9}, kNoon + minutes{9}));
  CHECK(sweep.is_due(start + minutes{10}, kNoon + minutes{10}));
  CHECK_FALSE(sweep.is_due(start + minutes{20}, kNoon + days{400}));
  CHECK_FALSE(sweep.is_due(start + minutes{30}, kNoon + minutes{30}));
  CHECK(sweep.is_due(start + minutes{40}, kNoon + minutes{40}));
}

TEST_CASE("one wrong moment of the clock does not make requests lapse afterwards") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = filing(kLi, 1, refund::Method::Cash);
  ask<sync::Filed>(book, shop.sealed(filed));
  ask<sync::CardFound>(book, sync::Identify{kLi}, kNoon + std::chrono::days{4'000});
  CHECK(book.lapse(kNoon + std::chrono::minutes{10}).value() == 0);
  CHECK(state_of(book, filed) == RequestState::InReview);
}
