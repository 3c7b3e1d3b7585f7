#include "station/book/import.hpp"

#include <algorithm>
#include <fstream>
#include <set>

#include "station/book/accounts.hpp"
#include "station/book/audit.hpp"
#include "station/book/bound_policies.hpp"
#include "station/book/csv.hpp"
#include "station/book/schema.hpp"
#include "tests/station/small_shop.hpp"

using namespace slipway;
using namespace slipway::test;

namespace {

const std::filesystem::path kShop = std::filesystem::path(SLIPWAY_SOURCE) / "tests/shop";

void append(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file, std::ios::app) << text;
}

// Reads and imports the folder of a small shop, whose books have it already.
tl::expected<book::Imported, std::vector<book::ShopMistake>> import(const SmallShop& shop) {
  const auto read = book::read_shop(shop.folder());
  if (!read) return tl::unexpected(read.error());
  auto books = shop.raw();
  const auto imported = book::import_shop(books, *read, shop.terms().keys.pepper, kNoon);
  if (!imported) return tl::unexpected(imported.error().mistakes);
  return *imported;
}

}  // namespace

TEST_CASE("the shipped shop is read whole: members, kinds of cards, and nothing beyond its lots") {
  const auto shop = book::read_shop(kShop);
  REQUIRE(shop);
  CHECK(shop->members.size() >= 44);
  CHECK(shop->staff.size() >= 4);
  std::set<refund::CardStatus> statuses;
  for (const auto& row : shop->cards)
    statuses.insert(row.status);
  CHECK(statuses.size() == 6);
  std::set<refund::LotKind> kinds;
  for (const auto& row : shop->lots)
    kinds.insert(row.lot.kind);
  CHECK(kinds.size() == 4);
  const auto has = [&](auto is_so) {
    return std::any_of(shop->lots.begin(), shop->lots.end(),
                       [&](const book::LotRow& row) { return is_so(row.lot); });
  };
  CHECK(has([](const refund::Lot& lot) { return lot.bonus_units > 0; }));
  CHECK(has([](const refund::Lot& lot) { return lot.stopped.has_value(); }));
  CHECK(has([](const refund::Lot& lot) { return !lot.earned_by.empty(); }));
  REQUIRE(shop->policies.size() == 1);
  CHECK(has([&](const refund::Lot& lot) { return lot.policy_hash == shop->policies[0].hash; }));
  CHECK(shop->gifts.size() == 2);
}

TEST_CASE("the shipped shop is imported, quoted within what was paid, and its demo members fit") {
  const SmallShop place;
  const auto file = place.folder() / "shop.db";
  auto shop = book::read_shop(kShop);
  REQUIRE(shop);
  for (auto& row : shop->members)
    row.pin.clear();  // hashing them is another test's
  for (auto& row : shop->staff)
    row.pin.clear();
  auto books = sync::Database::open(file, book::migrations());
  REQUIRE(books);
  const auto terms = place.terms();
  REQUIRE(book::import_shop(*books, *shop, terms.keys.pepper, kNoon));
  book::Store store{std::move(*books), terms};
  int refundable = 0;
  for (const auto& row : shop->cards) {
    const auto account = book::account_of(store.books, row.uid);
    REQUIRE(account);
    REQUIRE(*account);
    refund::Money paid = refund::zero(refund::Currency::Cny);
    for (const auto& lot : (*account)->lots)
      paid = paid + lot.paid - lot.refunded;
    const auto policies = book::policies_for(store, **account);
    REQUIRE(policies);
    for (const auto reason : refund::kReasons) {
      refund::Wish wish;
      wish.reason = reason;
      wish.filed_at = kNoon;
      const auto quote = refund::quote(**account, **policies, wish);
      REQUIRE(refund::zero(paid.currency) <= quote.total);
      REQUIRE(quote.total <= paid);
      if (row.uid == kWang) CHECK(quote.total.minor >= 88'650);
      if (row.uid == kLi) CHECK(refund::is_positive(quote.total));
      if (row.uid == kLi) CHECK(quote.total <= terms.policy.cash_most);
      if (reason == refund::Reason::Rarely && refund::is_positive(quote.total)) ++refundable;
    }
  }
  CHECK(refundable > 30);
}

TEST_CASE("importing the same again changes nothing, not even the audit") {
  const SmallShop shop;
  const auto entries = shop.count("audit");
  const auto again = import(shop);
  REQUIRE(again);
  CHECK(again->added == 0);
  CHECK(again->changed == 0);
  CHECK(again->unchanged > 20);
  CHECK(shop.count("audit") == entries);
}

TEST_CASE("new uses and a changed phone are imported with one audit entry") {
  const SmallShop shop;
  append(shop.folder() / "uses.csv", "U9,L1,2026-11-20 10:00,\"洗剪吹, 总监\",88,88,0\n");
  const auto more = import(shop);
  REQUIRE(more);
  CHECK(more->added == 1);
  auto book = shop.open();
  const auto opened = ask<sync::AccountOpened>(book, sync::Unlock{kWang, kPin});
  CHECK(opened.history.front().title == "洗剪吹, 总监");
  CHECK(shop.count("audit WHERE action = 'imported'") == 2);
}

TEST_CASE("a bad row is told by file, line and column, and nothing of the import is kept") {
  struct Case {
    std::string file;
    std::string row;
    int column;
  };
  const Case cases[] = {
      {"members.csv", "M9,张三,1391234abcd,银卡,\n", 3},
      {"members.csv", "M 9,张三,13912345678,银卡,\n", 1},
      {"members.csv", "M9,张三,13912345678,银卡,12a4\n", 5},
      {"members.csv", "M9,张三,13912345678\n", 0},
      {"members.csv", "M9,张\"三,13912345678,银卡,\n", 2},
      {"members.csv", "M9,\xff\xfe,13912345678,银卡,\n", 2},
      {"members.csv", "M1,又一个,13912345678,银卡,\n", 1},
      {"cards.csv", "04de5f1eacc041,660000889999,M1,active\n", 1},
      {"cards.csv", "04DE5F1EACC041,660000889999,M1,asleep\n", 4},
      {"cards.csv", "04DE5F1EACC041,660000889999,M77,active\n", 3},
      {"cards.csv", "04DE5F1EACC041,660000880001,M1,active\n", 2},
      {"lots.csv", "L99," + kWang + ",stored-value,2026-02-30 10:00,x,1,0,0,0,,,cash,C,0\n", 4},
      {"lots.csv", "L99," + kWang + ",stored-value,2026-02-03 10:00,x,-1,0,0,0,,,cash,C,0\n", 6},
      {"lots.csv", "L99," + kWang + ",sessions,2026-02-03 10:00,x,1,0,0,0,,,cash,C,0\n", 8},
      {"lots.csv", "L99," + kWang + ",time,2026-02-03 10:00,x,1,0,0,0,,,cash,C,0\n", 10},
      {"lots.csv", "L99,04AAAAAAAAAAAA,stored-value,2026-02-03 10:00,x,1,0,0,0,,,cash,C,0\n", 2},
      {"lots.csv", "L99," + kWang + ",stored-value,2026-02-03 10:00,x,1,0,0,0,,,cash,C,2\n", 14},
      {"uses.csv", "U99,L1,2026-02-03 10:00,x,1.005,1,0\n", 5},
      {"uses.csv", "U99,L77,2026-02-03 10:00,x,1,1,0\n", 2},
      {"uses.csv", "U99,L2,2026-08-03 10:00,x,97,97,0\n", 6},
      {"staff.csv", "s9,赵六,chef,,246810\n", 3},
      {"staff.csv", "s9,赵六,manager,,1234\n", 5},
      {"staff.csv", "s9,赵六,manager,M77,246810\n", 4},
  };
  const SmallShop shop;
  for (const Case& one : cases) {
    INFO(one.row);
    const auto file = shop.folder() / one.file;
    const auto kept = std::filesystem::file_size(file);
    const int line = one.file == "members.csv" || one.file == "cards.csv" || one.file == "lots.csv"
                         ? 8
                         : (one.file == "uses.csv" ? 5 : 7);
    append(file, one.row);
    append(shop.folder() / "uses.csv", "U50,L1,2026-02-03 10:00,好行,1,1,0\n");
    const auto refused = import(shop);
    REQUIRE_FALSE(refused);
    REQUIRE_FALSE(refused.error().empty());
    const auto& mistake = refused.error().front();
    CHECK(mistake.file == one.file);
    CHECK(mistake.line == line);
    CHECK(mistake.column == one.column);
    const std::string text = book::to_text(mistake);
    CHECK(text.find(one.file + ":" + std::to_string(line)) == 0);
    CHECK(text.find("应为") != std::string::npos);
    CHECK(text.find("expected") != std::string::npos);
    CHECK(shop.count("use WHERE id = 'U50'") == 0);
    std::filesystem::resize_file(file, kept);
    if (one.file != "uses.csv") {
      const auto uses = shop.folder() / "uses.csv";
      std::filesystem::resize_file(uses,
                                   std::filesystem::file_size(uses) -
                                       std::string("U50,L1,2026-02-03 10:00,好行,1,1,0\n").size());
    }
  }
  CHECK(import(shop));
}

TEST_CASE("a word of a shop's file is read with an underscore as with a hyphen") {
  const SmallShop shop;
  const auto entries = shop.count("audit");
  std::ifstream stream(shop.folder() / "lots.csv");
  std::string text(std::istreambuf_iterator<char>(stream), {});
  for (auto at = text.find("stored-value"); at != std::string::npos; at = text.find("stored-value"))
    text[at + 6] = '_';
  std::ofstream(shop.folder() / "lots.csv") << text;
  const auto same = import(shop);
  REQUIRE(same);
  CHECK(same->added + same->changed == 0);
  CHECK(shop.count("audit") == entries);
  append(shop.folder() / "lots.csv",
         "L99," + kWang + ",stored value,2026-02-03 10:00,x,1,0,0,0,,,cash,C,0\n");
  const auto refused = import(shop);
  REQUIRE_FALSE(refused);
  CHECK(book::to_text(refused.error().front()).find("one of stored_value, sessions") !=
        std::string::npos);
}

TEST_CASE("what the books have recorded is never changed by an import") {
  const SmallShop shop;
  std::ofstream(shop.folder() / "uses.csv")
      << "use,lot,at,item,list_price,charged,units\nU1,L1,2026-03-15 14:40,烫发,320,1,0\n";
  const auto refused = import(shop);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().front().line == 2);
}

TEST_CASE("a heading that is not ours, a missing file and an empty one are told") {
  const SmallShop shop;
  std::ofstream(shop.folder() / "cards.csv") << "uid,number,member\n";
  std::filesystem::remove(shop.folder() / "lots.csv");
  std::ofstream(shop.folder() / "uses.csv") << "";
  const auto refused = book::read_shop(shop.folder());
  REQUIRE_FALSE(refused);
  REQUIRE(refused.error().size() == 3);
  CHECK(refused.error()[0].expected.en == "the heading uid,number,member,status");
  CHECK(refused.error()[1].file == "lots.csv");
  CHECK(refused.error()[2].line == 1);
}

TEST_CASE("CSV is read as RFC 4180 has it") {
  const auto rows = book::read_csv(
      "\xEF\xBB\xBF"
      "a,\"b,\"\"c\"\"\",\r\n\r\n,\n\"\",x");
  REQUIRE(rows);
  REQUIRE(rows->size() == 3);
  CHECK((*rows)[0].fields == std::vector<std::string>{"a", "b,\"c\"", ""});
  CHECK((*rows)[1].line == 3);
  CHECK((*rows)[1].fields == std::vector<std::string>{"", ""});
  CHECK((*rows)[2].fields == std::vector<std::string>{"", "x"});
  for (const std::string bad : {"\"a", "a\"b", "\"a\"b", "a\tb", "\"a\nb\"", "\xC0\xAF",
                                "\u202E00.001", "a\u2067b", "\u0085"}) {
    INFO(bad);
    const auto refused = book::read_csv("x,y\n" + bad);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().line == 2);
  }
  CHECK_FALSE(book::read_csv(std::string(book::kMostFieldBytes + 1, 'x')));
}

TEST_CASE("PINs of a shop's file are hashes in the books, and open the account") {
  const SmallShop shop;
  const auto members = shop.folder() / "members.csv";
  append(members, "M9,孙悦,13912345678,银卡,8642\n");
  append(shop.folder() / "cards.csv", "04000000000009,660000889009,M9,active\n");
  REQUIRE(import(shop));
  CHECK(shop.count("member WHERE pin_hash LIKE '$argon2id$%'") == 7);
  CHECK(shop.count("member WHERE pin_hash LIKE '%8642%' AND id = 'M9'") == 0);
  auto book = shop.open();
  ask<sync::AccountOpened>(book, sync::Unlock{"04000000000009", "8642"});
  const auto again = import(shop);
  REQUIRE(again);
  CHECK(again->changed == 0);
}
