#include "station/book/legs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <fstream>

#include "station/book/audit.hpp"
#include "station/book/import.hpp"
#include "station/book/records.hpp"
#include "station/book/schema.hpp"
#include "station/book/shop_files.hpp"
#include "tests/station/small_shop.hpp"

using namespace slipway;
using namespace slipway::test;
using refund::Method;
using refund::RequestState;
using refund::Route;

namespace {

// The small shop with a policy that sends money back to its payment first, at most so much of it.
book::Terms sends_back(const SmallShop& shop, std::optional<refund::Money> most = std::nullopt) {
  book::Terms terms = shop.terms();
  terms.policy.payout.assign(3, {});
  terms.policy.payout[0].route = Route::Original;
  terms.policy.payout[0].most = most;
  terms.policy.payout[1].route = Route::Bank;
  terms.policy.payout[2].route = Route::Cash;
  return terms;
}

book::Book opened(const SmallShop& shop, const book::Terms& terms) {
  auto book = book::Book::open(shop.books(), terms, kNoon);
  if (!book) FAIL(book.error().text);
  return std::move(*book);
}

sync::VoucherIssued confirmed(const SmallShop& shop, book::Book& book,
                              const refund::Filing& filing) {
  approved(shop, book, filing);
  return ask<sync::VoucherIssued>(book, confirmation(book, filing));
}

std::vector<sync::MethodOffer> offers_to(book::Book& book, const std::string& card) {
  const auto account = ask<sync::AccountOpened>(book, sync::Unlock{card, kPin});
  return account.offers.at(account.quote_of.at(static_cast<std::size_t>(
      std::find(refund::kReasons.begin(), refund::kReasons.end(), refund::Reason::Unsatisfied) -
      refund::kReasons.begin())));
}

sync::MarkTransferred mark(Clerk& clerk, const refund::RequestId& id, const std::string& reference,
                           int leg) {
  const sync::Detail seen = clerk.detail(id);
  return {id, seen.row.version, seen.content, reference, leg};
}

// Past all of our code.
void edit(const std::filesystem::path& file, const std::string& sql) {
  sqlite3* connection = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &connection) == SQLITE_OK);
  char* mistake = nullptr;
  const int code = sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, &mistake);
  INFO((mistake == nullptr ? "" : mistake));
  sqlite3_free(mistake);
  sqlite3_close(connection);
  REQUIRE(code == SQLITE_OK);
}

std::optional<std::string> found_in(const SmallShop& shop) {
  auto raw = shop.raw();
  const auto found = book::contradiction(raw);
  REQUIRE(found);
  return *found;
}

// Half of it back to the payment, the rest by transfer; the first has left.
refund::RequestId half_paid(const SmallShop& shop, book::Book& book) {
  const auto filed = filing(kWang, 1);
  confirmed(shop, book, filed);
  Clerk finance(book, "finance");
  finance.ask<sync::Decided>(mark(finance, filed.id, "WX5030020968", 1));
  return filed.id;
}

}  // namespace

TEST_CASE("what all goes back the way it was paid asks for no account and shows its payment") {
  const SmallShop shop;
  auto book = opened(shop, sends_back(shop));
  const auto offers = offers_to(book, kWang);
  REQUIRE(offers.size() == 3);
  const sync::MethodOffer& back = offers.front();
  CHECK(back.method == Method::Original);
  REQUIRE(back.legs.size() == 1);
  CHECK(back.legs.front().route == Route::Original);
  CHECK(back.legs.front().words.zh.find("微信支付") != std::string::npos);
  for (const std::size_t other : {1U, 2U}) {
    CHECK_FALSE(offers[other].available);
    CHECK(offers[other].condition.en.find("way it was paid") != std::string::npos);
  }

  const auto filed = filing(kWang, 1, Method::Original);
  const auto voucher = confirmed(shop, book, filed);
  CHECK(voucher.payee.method == Method::Original);
  CHECK(voucher.legs == back.legs);
  Clerk finance(book, "finance");
  const auto shown = finance.detail(filed.id);
  CHECK(shown.row.method == Method::Original);
  REQUIRE(shown.legs.size() == 1);
  CHECK(shown.legs.front().payment == "W1");
  CHECK(shown.legs.front().leg.amount == shown.row.amount);
  const auto paid = finance.ask<sync::Decided>(mark(finance, filed.id, "WX5030020968", 1));
  CHECK(paid.row.state == RequestState::Paid);
  CHECK(paid.row.legs_paid == 1);
  CHECK(found_in(shop) == std::nullopt);
}

TEST_CASE("a policy without that way offers none of it, and such a filing is told what to choose") {
  const SmallShop shop;
  auto book = shop.open();
  CHECK(offers_to(book, kWang).size() == 2);
  const auto refused =
      ask<sync::FilingRefused>(book, shop.sealed(filing(kWang, 1, Method::Original)));
  CHECK(refused.reason.en.find("choose bank transfer") != std::string::npos);
}

TEST_CASE("a member who chose while the station was away gets it back the way it was paid") {
  const SmallShop shop;
  auto book = opened(shop, sends_back(shop));
  const auto bank = filing(kWang, 1);
  confirmed(shop, book, bank);
  Clerk finance(book, "finance");
  CHECK(finance.detail(bank.id).row.method == Method::Original);
  const auto cash = filing(kLi, 2, Method::Cash);
  const auto voucher = confirmed(shop, book, cash);
  CHECK(voucher.payee.method == Method::Original);
  // Nobody is handed cash for a payment that is sent back.
  Clerk cashier(book, "cashier");
  cashier.ask<sync::NotAllowed>(sync::Redeem{voucher.qr_text, {1}});
}

TEST_CASE("what does not fit back into the payment goes to the bank, never partly in cash") {
  const SmallShop shop;
  auto book = opened(shop, sends_back(shop, refund::Money{4'000}));
  const auto offers = offers_to(book, kLi);
  const sync::MethodOffer& bank = offers.front();
  CHECK(bank.method == Method::BankTransfer);
  REQUIRE(bank.legs.size() == 2);
  CHECK(bank.legs[0].amount == refund::Money{4'000});
  REQUIRE(offers.size() == 2);
  const sync::MethodOffer& cash = offers.back();
  CHECK_FALSE(cash.available);
  CHECK(cash.condition.en.find("cannot be paid in cash") != std::string::npos);
  CHECK(cash.condition.en.find("choose bank transfer") != std::string::npos);
  const auto refused = ask<sync::FilingRefused>(book, shop.sealed(filing(kLi, 1, Method::Cash)));
  CHECK(refused.reason == cash.condition);
}

TEST_CASE("each payment is marked on its own, and the request is paid with the last") {
  const SmallShop shop;
  auto book = opened(shop, sends_back(shop, refund::Money{50'000}));
  const auto id = half_paid(shop, book);
  Clerk finance(book, "finance");
  const auto half = finance.detail(id);
  CHECK(half.row.state == RequestState::Confirmed);
  CHECK(half.row.legs == 2);
  CHECK(half.row.legs_paid == 1);
  REQUIRE(half.legs.size() == 2);
  CHECK(half.legs[0].number == 2);
  CHECK(half.legs[0].transfer.empty());
  CHECK(half.legs[1].transfer == "WX5030020968");
  CHECK(half.history.back().what.en.find("One payment has left") != std::string::npos);
  const auto tracked = ask<sync::Tracked>(book, sync::Track{"", kWang, kPin});
  CHECK(tracked.sentence.en.find("1 of 2 payments have left.") == 0);
  // The same payment, one that is not there, and a number that was used.
  finance.ask<sync::NotAllowed>(mark(finance, id, "WX-AGAIN", 1));
  finance.ask<sync::NotAllowed>(mark(finance, id, "WX-AGAIN", 3));
  finance.ask<sync::NotAllowed>(mark(finance, id, "WX5030020968", 2));
  ask<sync::CannotDo>(book, sync::Withdraw{id, kPin});
  const auto paid = finance.ask<sync::Decided>(mark(finance, id, "ICBC2026112100001", 2));
  CHECK(paid.row.state == RequestState::Paid);
  CHECK(shop.count("hold WHERE live = 1") == 0);
  CHECK(found_in(shop) == std::nullopt);
}

TEST_CASE("a member is told the payments that were kept, whatever would be planned today") {
  const SmallShop shop;
  auto book = opened(shop, sends_back(shop));
  const auto filed = filing(kWang, 1, Method::Original);
  approved(shop, book, filed);
  edit(shop.books(), "DROP TRIGGER leg_stays; UPDATE leg SET en = 'As it was promised.'");
  const auto tracked = ask<sync::Tracked>(book, sync::Track{"", kWang, kPin});
  REQUIRE(tracked.legs.size() == 1);
  CHECK(tracked.legs.front().words.en == "As it was promised.");
  CHECK(ask<sync::VoucherIssued>(book, confirmation(book, filed)).legs == tracked.legs);
}

TEST_CASE("a station that stops between two payments goes on where it was") {
  const SmallShop shop;
  const auto terms = sends_back(shop, refund::Money{50'000});
  refund::RequestId id{};
  {
    auto book = opened(shop, terms);
    id = half_paid(shop, book);
  }
  auto book = opened(shop, terms);
  Clerk finance(book, "finance");
  CHECK(finance.detail(id).row.state == RequestState::Confirmed);
  CHECK(finance.ask<sync::Decided>(mark(finance, id, "ICBC2026112100001", 2)).row.state ==
        RequestState::Paid);
}

TEST_CASE("thirty payments are one line to the member and one by one to the store") {
  const SmallShop shop;
  {
    std::ofstream lots(shop.folder() / "lots.csv", std::ios::app);
    for (int number = 0; number < 30; ++number) {
      const std::string name = "X" + std::to_string(number);
      lots << name << ',' << kLi << ",stored-value,2026-05-09 13:30,充值,100,0,0,0,,,wechat,"
           << name << ",0\n";
    }
  }
  auto raw = shop.raw();
  const auto files = book::read_shop(shop.folder());
  REQUIRE(files);
  REQUIRE(book::import_shop(raw, *files, shop.terms().keys.pepper, kNoon));
  auto book = opened(shop, sends_back(shop));
  const auto offers = offers_to(book, kLi);
  // What was paid by each way, and the interest, which no payment takes back.
  REQUIRE(offers.front().legs.size() == 3);
  CHECK(offers.front().legs[1].words.en.find("in 30 payments") != std::string::npos);
  CHECK(offers.front().legs[2].route == Route::Bank);
  const auto filed = filing(kLi, 1);
  const auto voucher = confirmed(shop, book, filed);
  REQUIRE(voucher.legs.size() == 3);
  CHECK(voucher.legs[1] == offers.front().legs[1]);
  Clerk finance(book, "finance");
  for (int number = 1; number <= 32; ++number) {
    const auto shown = finance.detail(filed.id);
    CHECK(shown.row.legs == 32);
    CHECK(shown.legs.size() == 10);
    CHECK(shown.legs.front().number == number);
    finance.ask<sync::Decided>(mark(finance, filed.id, "WX" + std::to_string(number), number));
  }
  CHECK(finance.detail(filed.id).row.state == RequestState::Paid);
}

TEST_CASE("a planned payment or a transfer that was altered in the file is found") {
  struct Edit {
    const char* sql;
    const char* told;
  };
  const Edit edits[] = {
      {"DROP TRIGGER leg_stays; UPDATE leg SET amount = amount + 1 WHERE number = 1",
       "the card of"},
      {"DROP TRIGGER leg_stays; UPDATE leg SET payment_reference = 'W2' WHERE number = 1",
       "the card of"},
      {"DROP TRIGGER leg_remains; DELETE FROM leg", "the card of"},
      {"DROP TRIGGER transfer_stays; UPDATE transfer SET reference = 'WX0'", "transfer"},
      {"DROP TRIGGER transfer_stays; UPDATE transfer SET leg = 2", "transfer"},
      {"DROP TRIGGER transfer_remains; DELETE FROM transfer", "different events"},
      {"INSERT INTO transfer SELECT request, 2, 'B1', staff, at FROM transfer",
       "different events"}};
  for (const Edit& one : edits) {
    INFO(one.sql);
    const SmallShop shop;
    {
      auto book = opened(shop, sends_back(shop, refund::Money{50'000}));
      half_paid(shop, book);
    }
    CHECK(found_in(shop) == std::nullopt);
    edit(shop.books(), one.sql);
    const auto found = found_in(shop);
    REQUIRE(found);
    CHECK(found->find(one.told) != std::string::npos);
  }
}

TEST_CASE("books from before payments were kept bring their transfers along") {
  const SmallShop shop;
  const auto file = shop.folder() / "older.db";
  {
    auto older = sync::Database::open(file, book::migrations().first(6));
    REQUIRE(older);
  }
  edit(file,
       "INSERT INTO staff VALUES('lin', '林静', 'manager', NULL, '');"
       "INSERT INTO member VALUES('M1', '王小明', '1', '', '');"
       "INSERT INTO card VALUES('04DE5F1E', '66', 'M1', 'active');"
       "INSERT INTO request VALUES(zeroblob(16), 'R1', '', '04DE5F1E', 'M1', '', x'', x'', "
       "zeroblob(32), 1, 156, 1, 1);"
       "INSERT INTO transfer VALUES(zeroblob(16), 'B1', 'lin', 5)");
  auto books = sync::Database::open(file, book::migrations());
  REQUIRE(books);
  auto& query = books->prepare("SELECT leg, reference, at FROM transfer");
  REQUIRE(query.step().value());
  CHECK(query.number(0) == 1);
  CHECK(query.text(1) == "B1");
  CHECK(query.number(2) == 5);
}
