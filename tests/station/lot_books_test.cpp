#include <sqlite3.h>

#include <fstream>

#include "station/book/accounts.hpp"
#include "station/book/audit.hpp"
#include "station/book/import.hpp"
#include "station/book/lots.hpp"
#include "station/book/policy_texts.hpp"
#include "station/book/records.hpp"
#include "station/book/schema.hpp"
#include "tests/matchers.hpp"
#include "tests/station/small_shop.hpp"

using namespace slipway;
using namespace slipway::test;
using slipway::tests::containing;

namespace {

const std::string kHeading =
    "lot,card,kind,sold_at,name,paid,bonus,units,bonus_units,starts,ends,payment_method,"
    "payment_reference,refunded";

void write(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file) << text;
}

// Imports lots with these columns beyond those that every file has.
tl::expected<book::Imported, std::vector<book::ShopMistake>> import(
    const SmallShop& shop, const std::string& columns, const std::string& rows,
    const std::string& standing = {}) {
  write(shop.folder() / "lots.csv", kHeading + columns + "\n" + rows);
  auto read = book::read_shop(shop.folder());
  if (!read) return tl::unexpected(read.error());
  read->uses.clear();  // their lots are not in this file
  read->standing_policy = standing;
  auto books = shop.raw();
  const auto imported = book::import_shop(books, *read, shop.terms().keys.pepper, kNoon);
  if (!imported) return tl::unexpected(imported.error().mistakes);
  return *imported;
}

refund::Lot lot(const SmallShop& shop, const std::string& card, const std::string& id) {
  auto books = shop.raw();
  const auto account = book::account_of(books, card);
  REQUIRE(account);
  REQUIRE(*account);
  for (const refund::Lot& one : (*account)->lots) {
    if (one.id == id) return one;
  }
  FAIL("no lot " << id);
  return {};
}

// The policy of the small shop in its books; gives its hash.
std::string archived(const SmallShop& shop) {
  const auto texts = book::read_policy_texts(kPolicyFile);
  REQUIRE(texts);
  auto books = shop.raw();
  REQUIRE(book::archive_policy(books, shop.terms().policy.hash, *texts, kNoon));
  return shop.terms().policy.hash;
}

std::string verdict_of(sync::Database& books) {
  const auto verdict = book::verify_audit(books);
  REQUIRE(verdict);
  if (verdict->broken) return verdict->broken->why;
  const auto found = book::contradiction(books);
  REQUIRE(found);
  return found->value_or("whole");
}

void run(const std::filesystem::path& file, const std::string& sql) {
  sqlite3* connection = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &connection) == SQLITE_OK);
  char* mistake = nullptr;
  const int code = sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, &mistake);
  const std::string why = mistake == nullptr ? "" : mistake;
  sqlite3_free(mistake);
  sqlite3_close(connection);
  INFO(why);
  REQUIRE(code == SQLITE_OK);
}

// Books as the version before this one left them: its tables, and an import in their chain whose
// entry tells of no terms.
void make_old_books(const std::filesystem::path& file) {
  auto books = sync::Database::open(file, book::migrations().first(4));
  REQUIRE(books);
  for (const char* sql :
       {"INSERT INTO member VALUES('M1', '王小明', '13812346217', '金卡', '')",
        "INSERT INTO card VALUES('04DE5F1EACC040', '660000880001', 'M1', 'active')",
        "INSERT INTO lot VALUES('L1', '04DE5F1EACC040', 'time', 1773555720000, '年卡', 156, 36500, "
        "0, 0, 0, 20500, 20864, 'cash', 'C1', 0)",
        "INSERT INTO lot VALUES('L2', '04DE5F1EACC040', 'stored-value', 1773555720000, '充100', "
        "156, 10000, 0, 0, 0, NULL, NULL, 'cash', 'C2', 0)",
        "INSERT INTO use VALUES('U1', 'L2', 1773555730000, '剪发', 3000, 3000, 0)"}) {
    INFO(sql);
    REQUIRE(books->prepare(sql).run());
  }
  REQUIRE(books->transaction([&]() -> sync::Result<void> {
    const auto records = book::digest_of_shop(*books);
    if (!records) return tl::unexpected(records.error());
    return book::append_audit(*books, kNoon, "station", "imported", "shop",
                              {{"records", refund::Bytes(records->begin(), records->end())}});
  }));
}

}  // namespace

TEST_CASE("books of the version before are taken along: rows, references and the chain are whole") {
  const SmallShop shop;
  const auto file = shop.folder() / "old.db";
  make_old_books(file);
  auto books = sync::Database::open(file, book::migrations());
  REQUIRE(books);
  CHECK(verdict_of(*books) == "whole");
  const auto lots = book::lots_of(*books, kWang);
  REQUIRE(lots);
  REQUIRE(lots->size() == 2);
  CHECK((*lots)[0].ends == refund::Date(std::chrono::days(20'864)));
  CHECK((*lots)[1].uses.size() == 1);
  CHECK((*lots)[1].policy_hash.empty());
  CHECK_FALSE(books->prepare("INSERT INTO use VALUES('U2', 'L9', 1, 'x', 1, 1, 0, NULL)").run());
  CHECK_FALSE(books->prepare("UPDATE lot SET paid = 1").run());
  CHECK_FALSE(books->prepare("DELETE FROM lot").run());
  CHECK_FALSE(books->prepare("UPDATE use SET charged = 1").run());
  CHECK(book::Book::open(file, shop.terms(), kNoon));
}

TEST_CASE("a gift that is slipped into books of the version before is found") {
  const SmallShop shop;
  const auto file = shop.folder() / "old.db";
  make_old_books(file);
  auto books = sync::Database::open(file, book::migrations());
  REQUIRE(books);
  REQUIRE(books->prepare("INSERT INTO gift VALUES('L2', '毛巾', 9900, 1)").run());
  CHECK_THAT(verdict_of(*books), containing("not as they were imported"));
}

TEST_CASE("every fact of a lot comes back from the books as its file told it") {
  const SmallShop shop;
  const std::string hash = archived(shop);
  write(shop.folder() / "gifts.csv",
        "lot,name,value,state\nP1,毛巾,39,returned\nP1,壶,99.5,kept\n");
  const auto imported = import(
      shop,
      ",payment_parts,policy,activated,contract,stopped,fee_disclosure,earned_by,"
      "paid_by_other,refunded_at",
      "P1," + kWang + ",time,2026-03-01 10:00,年卡,365,0,0,0,2026-03-01,2027-02-28,card,C1,5,3," +
          hash + ",2026-03-02,2026-02-27,2026-10-01,not-told,,yes,2026-05-01 09:00\n" + "P2," +
          kWang + ",points,2026-03-01 10:00,积分,0,0,250000,0,,,card,C1,0,,,,,,,P1,no,\n");
  if (!imported) FAIL(book::to_text(imported.error().front()));
  const refund::Lot time = lot(shop, kWang, "P1");
  CHECK(time.policy_hash == hash);
  CHECK(time.payment_parts == 3);
  CHECK(time.paid_by_other);
  CHECK(time.activated == refund::date_from("2026-03-02"));
  CHECK(time.contract == refund::date_from("2026-02-27"));
  CHECK(time.stopped == refund::date_from("2026-10-01"));
  CHECK(time.fee_disclosure == refund::Disclosure::NotTold);
  CHECK(time.refunded_at == refund::instant_from("2026-05-01 09:00"));
  REQUIRE(time.gifts.size() == 2);
  CHECK(time.gifts[0] == refund::Gift{"壶", refund::Money{9'950}, refund::GiftState::Kept});
  CHECK(time.gifts[1].state == refund::GiftState::Returned);
  const refund::Lot points = lot(shop, kWang, "P2");
  CHECK(points.kind == refund::LotKind::Points);
  CHECK(points.units == 250'000);
  CHECK(points.earned_by == "P1");
  CHECK(points.policy_hash.empty());
  CHECK_FALSE(points.paid_by_other);
  auto books = shop.raw();
  CHECK(verdict_of(books) == "whole");
}

TEST_CASE("a lot takes a hundred gifts and not one more") {
  const SmallShop shop;
  std::string gifts = "lot,name,value,state\n";
  for (int at = 0; at < 100; ++at)
    gifts += "P1,毛巾" + std::to_string(at) + ",39,kept\n";
  const std::string row =
      "P1," + kWang + ",stored-value,2026-03-01 10:00,充365,365,0,0,0,,,card,C1,0\n";
  write(shop.folder() / "gifts.csv", gifts);
  REQUIRE(import(shop, "", row));
  write(shop.folder() / "gifts.csv", gifts + "P1,壶,99,kept\n");
  const auto beyond = import(shop, "", row);
  REQUIRE_FALSE(beyond);
  CHECK(beyond.error().front().line == 102);
  CHECK(beyond.error().front().name == "lot");
}

TEST_CASE("what a lot's record lacks may come later, once; what it has stays") {
  const SmallShop shop;
  const std::string row =
      "P1," + kWang + ",time,2026-03-01 10:00,年卡,365,0,0,0,2026-03-01,2027-02-28,card,C1,0";
  write(shop.folder() / "gifts.csv", "lot,name,value,state\nP1,毛巾,39,kept\n");
  REQUIRE(import(shop, "", row + "\n"));
  const auto stopped = import(shop, ",stopped", row + ",2026-10-01\n");
  REQUIRE(stopped);
  CHECK(stopped->changed == 1);
  CHECK(lot(shop, kWang, "P1").stopped == refund::date_from("2026-10-01"));
  write(shop.folder() / "gifts.csv", "lot,name,value,state\nP1,毛巾,39,returned\n");
  const auto again = import(shop, "", row + "\n");  // the old heading says nothing about the stop
  REQUIRE(again);
  CHECK(again->changed == 1);
  CHECK(lot(shop, kWang, "P1").stopped == refund::date_from("2026-10-01"));
  CHECK(lot(shop, kWang, "P1").gifts.front().state == refund::GiftState::Returned);
  const auto other = import(shop, ",contract,stopped", row + ",,2026-11-01\n");
  REQUIRE_FALSE(other);
  CHECK(other.error().front().column == 16);
  CHECK(other.error().front().name == "stopped");
  CHECK(other.error().front().stands == "2026-11-01");
  write(shop.folder() / "gifts.csv", "lot,name,value,state\nP1,毛巾,39,kept\n");
  CHECK_FALSE(import(shop, "", row + "\n"));
  auto books = shop.raw();
  CHECK_FALSE(books.prepare("UPDATE lot SET stopped = NULL WHERE id = 'P1'").run());
  CHECK_FALSE(books.prepare("UPDATE gift SET returned = 0").run());
  CHECK_FALSE(books.prepare("DELETE FROM gift").run());
  CHECK(verdict_of(books) == "whole");
}

TEST_CASE("a market price of a use may come later, and never changes") {
  const SmallShop shop;
  const auto file = shop.folder() / "uses.csv";
  const std::string use = "U1,L1,2026-03-15 14:40,烫发,320,256,0";
  const auto import_uses = [&](const std::string& price) {
    write(file, "use,lot,at,item,list_price,charged,units,market_price\n" + use + price + "\n");
    const auto read = book::read_shop(shop.folder());
    REQUIRE(read);
    auto books = shop.raw();
    return book::import_shop(books, *read, shop.terms().keys.pepper, kNoon);
  };
  REQUIRE(import_uses(",280"));
  CHECK(lot(shop, kWang, "L1").uses.front().market_price == refund::Money{28'000});
  REQUIRE(import_uses(","));
  const auto other = import_uses(",281");
  REQUIRE_FALSE(other);
  CHECK(other.error().mistakes.front().column == 8);
  CHECK(lot(shop, kWang, "L1").uses.front().market_price == refund::Money{28'000});
}

TEST_CASE("a new lot is bound to the policy in force at its sale, an older one only when told to") {
  const SmallShop shop;
  const auto noon = [](const char* text) { return *refund::instant_from(text); };
  const auto texts = book::read_policy_texts(kPolicyFile);
  REQUIRE(texts);
  {
    auto book = shop.open(noon("2026-11-21 12:00"));
    REQUIRE(book.begin_policy(*texts, noon("2026-11-21 12:00")));
    REQUIRE(book.begin_policy(*texts, noon("2026-11-21 13:00")));  // the same goes on
  }
  CHECK(shop.count("policy_in_force") == 1);
  const auto row = [](const std::string& id, const std::string& at) {
    return id + "," + kWang + ",stored-value," + at + ",充100,100,0,0,0,,,cash,C,0\n";
  };
  const std::string before = row("P1", "2026-11-21 11:59");
  const std::string after = row("P2", "2026-11-21 12:01");
  const auto imported = import(shop, "", before + after);
  REQUIRE(imported);
  CHECK(imported->unbound == 7);  // the small shop's six, and P1
  CHECK(lot(shop, kWang, "P1").policy_hash.empty());
  CHECK(lot(shop, kWang, "P2").policy_hash == shop.terms().policy.hash);
  const auto bound = import(shop, "", before + after, shop.terms().policy.hash);
  REQUIRE(bound);
  CHECK(bound->changed == 1);
  CHECK(bound->unbound == 6);  // of lots that the folder does not have
  CHECK(lot(shop, kWang, "P1").policy_hash == shop.terms().policy.hash);
  CHECK(import(shop, "", before + after)->changed == 0);
}

TEST_CASE("cells of the later columns that are wrong are told with what stands there") {
  struct Case {
    std::string columns;
    std::string cells;
    int column;
    std::string name;
  };
  const Case cases[] = {
      {",policy", "," + std::string(63, 'a'), 15, "policy"},
      {",policy", "," + std::string(64, 'A'), 15, "policy"},
      {",policy", "," + std::string(64, 'a'), 15, "policy"},  // not archived
      {",policy,activated", ",,2026-02-30", 16, "activated"},
      {",activated", ",2025-01-01", 15, "activated"},
      {",contract", ",gestern", 15, "contract"},
      {",stopped", ",2026-10-01", 15, "stopped"},
      {",fee_disclosure", ",maybe", 15, "fee_disclosure"},
      {",earned_by", ",L1", 15, "earned_by"},
      {",payment_parts", ",-1", 15, "payment_parts"},
      {",paid_by_other", ",1", 15, "paid_by_other"},
      {",refunded_at", ",2026-05-01 09:00", 15, "refunded_at"},
  };
  const SmallShop shop;
  for (const Case& one : cases) {
    INFO(one.columns << one.cells);
    const auto refused =
        import(shop, one.columns,
               "P1," + kWang + ",stored-value,2026-03-01 10:00,充,365,0,0,0,,,card,C1,0" +
                   one.cells + "\n");
    REQUIRE_FALSE(refused);
    const auto& mistake = refused.error().front();
    CHECK(mistake.line == 2);
    CHECK(mistake.column == one.column);
    CHECK(mistake.name == one.name);
    const std::string stands = one.cells.substr(one.cells.rfind(',') + 1);
    CHECK(mistake.stands == stands);
    const std::string text = book::to_text(mistake);
    CHECK_THAT(text, containing("写着“" + stands + "”，应为"));
    CHECK_THAT(text, containing("has \"" + stands + "\", expected "));
    CHECK(shop.count("lot WHERE id = 'P1'") == 0);
  }
  const auto archive =
      import(shop, ",policy",
             "P1," + kWang + ",stored-value,2026-03-01 10:00,充,365,0,0,0,,,card,C1,0," +
                 std::string(64, 'a') + "\n");
  CHECK_THAT(book::to_text(archive.error().front()), containing("slipway policy archive"));
  const auto twice = import(shop, ",stopped,stopped", "");
  REQUIRE_FALSE(twice);
  CHECK_THAT(book::to_text(twice.error().front()), containing("any of policy,activated"));
}

TEST_CASE("points belong to another lot of their card, gifts to a lot that is there") {
  const SmallShop shop;
  const std::string points = "P2," + kWang + ",points,2026-03-01 10:00,积分,0,0,100,0,,,card,C1,0,";
  for (const std::string earner : {"L2", "P2", "L77"}) {
    const auto refused = import(shop, ",earned_by", points + earner + "\n");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().front().name == "earned_by");
    CHECK(shop.count("lot WHERE id = 'P2'") == 0);
  }
  REQUIRE(import(shop, ",earned_by", points + "L1\n"));
  const auto nothing =
      import(shop, "", "P3," + kWang + ",points,2026-03-01 10:00,积分,0,0,0,0,,,card,C1,0\n");
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error().front().name == "units");
  write(shop.folder() / "gifts.csv", "lot,name,value,state\nL77,毛巾,39,kept\n");
  CHECK(import(shop, "", "").error().front().column == 1);
  write(shop.folder() / "gifts.csv", "lot,name,value,state\nL1,毛巾,39,lost\n");
  CHECK(import(shop, "", "").error().front().column == 4);
  write(shop.folder() / "gifts.csv", "lot,name,value,state\nL1,毛巾,39,kept\nL1,毛巾,39,kept\n");
  const auto twice = import(shop, "", "");
  REQUIRE_FALSE(twice);
  CHECK(twice.error().front().line == 3);
}

TEST_CASE("points and sessions are not used beyond what there is, nor a lot after all of it went") {
  const SmallShop shop;
  REQUIRE(import(shop, ",refunded_at",
                 "P1," + kWang + ",points,2026-03-01 10:00,积分,0,0,100,0,,,card,C1,0,\n" + "P2," +
                     kWang +
                     ",stored-value,2026-03-01 10:00,充,50,0,0,0,,,card,C2,50,2026-05-01 09:00\n"));
  const auto with_use = [&](const std::string& row) {
    write(shop.folder() / "uses.csv", "use,lot,at,item,list_price,charged,units\n" + row);
    const auto read = book::read_shop(shop.folder());
    REQUIRE(read);
    auto books = shop.raw();
    return book::import_shop(books, *read, shop.terms().keys.pepper, kNoon);
  };
  const auto beyond = with_use("V1,P1,2026-04-01 10:00,兑礼,0,0,101\n");
  REQUIRE_FALSE(beyond);
  CHECK(beyond.error().mistakes.front().name == "units");
  const auto late = with_use("V1,P2,2026-05-02 10:00,剪发,5,5,0\n");
  REQUIRE_FALSE(late);
  CHECK(late.error().mistakes.front().name == "at");
  CHECK(with_use("V1,P1,2026-04-01 10:00,兑礼,0,0,100\nV2,P2,2026-04-30 10:00,剪发,5,5,0\n"));
}

TEST_CASE("a policy text in the shop's folder is archived with the import, a wrong one is told") {
  const SmallShop shop;
  std::filesystem::create_directory(shop.folder() / "policies");
  const auto file = shop.folder() / "policies/old.toml";
  std::filesystem::copy_file(SLIPWAY_SOURCE "/tests/shop/policies/beauty-2024.toml", file);
  const auto policy = book::read_policy_in(file);
  REQUIRE(policy);
  REQUIRE(import(shop, ",policy",
                 "P1," + kWang + ",stored-value,2024-03-01 10:00,充,365,0,0,0,,,card,C1,0," +
                     policy->hash + "\n"));
  CHECK(lot(shop, kWang, "P1").policy_hash == policy->hash);
  write(file, "name = \"x\"\nverson = 1\n");
  const auto refused = import(shop, "", "");
  REQUIRE_FALSE(refused);
  CHECK_THAT(book::to_text(refused.error().front()), containing("policies/old.toml:"));
}

TEST_CASE("no lot is bound to a part of a policy") {
  const SmallShop shop;
  const std::string hash = archived(shop);
  auto books = shop.raw();
  std::vector<std::string> parts;
  auto& query = books.prepare("SELECT hash FROM policy_text WHERE hash <> ?");
  query.bind(hash);
  for (auto row = query.step(); row && *row; row = query.step())
    parts.push_back(query.text(0));
  REQUIRE(parts.size() >= 3);  // its own text without its parts, a pack, tables
  for (const std::string& part : parts) {
    const auto refused = import(
        shop, ",policy",
        "P1," + kWang + ",stored-value,2026-03-01 10:00,充,365,0,0,0,,,card,C1,0," + part + "\n");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().front().name == "policy");
  }
}

TEST_CASE("a record of a policy in force that is edited by hand is found") {
  const SmallShop shop;
  const auto texts = book::read_policy_texts(kPolicyFile);
  REQUIRE(texts);
  {
    auto book = shop.open();
    REQUIRE(book.begin_policy(*texts, kNoon));
  }
  run(shop.books(), "DROP TRIGGER policy_in_force_stays; UPDATE policy_in_force SET since = 1");
  auto books = shop.raw();
  CHECK_THAT(verdict_of(books), containing("a policy was in force"));
}
