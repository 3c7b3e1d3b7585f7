#include "paper/voucher_copy.hpp"
#include "station/book/audit.hpp"
#include "station/book/records.hpp"
#include "station/desk/voucher_paper.hpp"
#include "tests/station/small_shop.hpp"

using namespace slipway;
using namespace slipway::test;

namespace {

sync::VoucherIssued issued(const SmallShop& shop, book::Book& book, const refund::Filing& filed) {
  approved(shop, book, filed);
  return ask<sync::VoucherIssued>(book, confirmation(book, filed));
}

sync::VoucherIssued printed(const SmallShop& shop, book::Book& book, const refund::Filing& filed) {
  auto slip = issued(shop, book, filed);
  ask<sync::PaperKnown>(
      book, sync::Paper{slip.id, slip.voucher_number, sync::PaperNews::Printed, "test"});
  return slip;
}

}  // namespace

TEST_CASE("a copy of a cash voucher that can still be collected holds nothing to collect it with") {
  const SmallShop shop;
  auto book = shop.open();
  const auto slip = printed(shop, book, filing(kLi, 1, refund::Method::Cash));
  Clerk lin(book, "lin");
  const auto copied = lin.ask<sync::VoucherCopied>(sync::AskCopy{slip.id});
  CHECK(copied.voucher.number_text == slip.number_text);
  CHECK(copied.voucher.amount == slip.amount);
  CHECK(copied.voucher.lines == slip.lines);
  CHECK(copied.voucher.signature == slip.signature);
  CHECK(copied.voucher.qr_text.empty());
  CHECK(copied.voucher.check_code.empty());
  CHECK(copied.by == "林静");
  // What decides whether the paper has a code: paper/voucher_copy sets one only from these.
  const paper::VoucherCopy on_paper = desk::voucher_paper(copied, {"店", "Shop"});
  CHECK(on_paper.slip.qr_text.empty());
  CHECK(on_paper.slip.check_code.empty());
  // The copy has paid nothing and stopped nothing: the member's own slip is still good.
  Clerk cashier(book, "cashier");
  cashier.ask<sync::Redeemed>(sync::Redeem{slip.qr_text, {1}});
}

TEST_CASE("a copy of what was paid, and of a transfer, can be checked by its code") {
  const SmallShop shop;
  auto book = shop.open();
  const auto cash = printed(shop, book, filing(kLi, 1, refund::Method::Cash));
  const auto transfer = printed(shop, book, filing(kWang, 2));
  Clerk cashier(book, "cashier");
  cashier.ask<sync::Redeemed>(sync::Redeem{cash.qr_text, {1}});
  CHECK(cashier.ask<sync::VoucherCopied>(sync::AskCopy{cash.id}).voucher.qr_text == cash.qr_text);
  const auto copied = cashier.ask<sync::VoucherCopied>(sync::AskCopy{transfer.id});
  CHECK(copied.voucher.qr_text == transfer.qr_text);
  CHECK(copied.voucher.check_code == transfer.check_code);
  CHECK(desk::voucher_paper(copied, {"店", "Shop"}).slip.check_code == transfer.check_code);
}

TEST_CASE("copies are numbered, and each stands in the audit chain with who asked for it") {
  const SmallShop shop;
  {
    auto book = shop.open();
    const auto slip = printed(shop, book, filing(kWang, 1));
    Clerk lin(book, "lin");
    Clerk cashier(book, "cashier");
    CHECK(lin.ask<sync::VoucherCopied>(sync::AskCopy{slip.id}).copy == 1);
    CHECK(cashier.ask<sync::VoucherCopied>(sync::AskCopy{slip.id}).copy == 2);
  }
  {
    auto book = shop.open();
    Clerk lin(book, "lin");
    const auto third = lin.ask<sync::VoucherCopied>(sync::AskCopy{filing(kWang, 1).id});
    CHECK(third.copy == 3);
    CHECK(desk::file_name_of(third) == "voucher-V1-000001-copy-3.pdf");
  }
  auto books = shop.raw();
  CHECK(shop.count("audit WHERE action = 'copied'") == 3);
  CHECK(shop.count("audit WHERE action = 'copied' AND actor = 'staff:cashier'") == 1);
  const auto verdict = book::verify_audit(books);
  REQUIRE(verdict);
  CHECK_FALSE(verdict->broken);
  const auto wrong = book::contradiction(books);
  REQUIRE(wrong);
  CHECK(wrong->value_or("") == "");
}

TEST_CASE(
    "there is no copy of a request without a voucher, and none of a voucher that is void or in "
    "doubt") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = filing(kLi, 1, refund::Method::Cash);
  Clerk lin(book, "lin");
  lin.ask<sync::NoVoucher>(sync::AskCopy{filed.id});
  const auto slip = issued(shop, book, filed);
  lin.ask<sync::NoVoucher>(sync::AskCopy{filed.id});  // its paper is not out yet
  ask<sync::PaperKnown>(
      book, sync::Paper{slip.id, slip.voucher_number, sync::PaperNews::NotPrinted, "test"});
  lin.ask<sync::NoVoucher>(sync::AskCopy{filed.id});
  const auto next = ask<sync::VoucherIssued>(book, confirmation(book, filed));
  ask<sync::PaperKnown>(book,
                        sync::Paper{next.id, next.voucher_number, sync::PaperNews::Unsure, "test"});
  lin.ask<sync::NoVoucher>(sync::AskCopy{filed.id});
  CHECK(shop.count("audit WHERE action = 'copied'") == 0);
}

TEST_CASE("a name for the file of a copy holds letters, digits and dashes only") {
  sync::VoucherCopied copied;
  copied.voucher.number_text = "../V1/\n-7\xff";
  CHECK(desk::file_name_of(copied) == "voucher-V1-7-copy-1.pdf");
}
