#include <fstream>

#include "command/verb.hpp"
#include "station/book/filed_card.hpp"
#include "station/book/import.hpp"
#include "station/book/policy_texts.hpp"
#include "station/book/records.hpp"
#include "tests/catch.hpp"
#include "tests/command/spoken.hpp"
#include "tests/matchers.hpp"
#include "tests/station/edited_books.hpp"
#include "tests/station/small_shop.hpp"

using namespace slipway;
using namespace slipway::test;
using slipway::tests::containing;

namespace {

tests::Spoken recomputed(const SmallShop& shop, const std::string& serial) {
  return tests::spoken(command::add_recompute,
                       {"recompute", serial, "--books", shop.books().string()});
}

// As a station does when it begins to serve.
void archive(const SmallShop& shop) {
  const auto texts = book::read_policy_texts(kPolicyFile);
  REQUIRE(texts);
  auto books = shop.raw();
  REQUIRE(book::archive_policy(books, shop.terms().policy.hash, *texts, kNoon));
}

std::string filed_number(const SmallShop& shop, const std::string& card) {
  auto book = shop.open();
  archive(shop);
  return ask<sync::Filed>(book, shop.sealed(filing(card, 1))).number;
}

// Past all triggers, as somebody with the file could.
void tamper(const SmallShop& shop, const std::string& sql) {
  auto books = shop.raw();
  REQUIRE(books.prepare(sql).run());
}

}  // namespace

TEST_CASE("a refund is computed again to the fen from what the books kept") {
  const SmallShop shop;
  const std::string number = filed_number(shop, kWang);
  const auto said = recomputed(shop, number);
  INFO(said.err);
  CHECK(said.status == 0);
  CHECK_THAT(said.out, containing(number) && containing("beauty-2026 3"));
  CHECK_THAT(said.out, containing("Same to the fen"));
  CHECK(recomputed(shop, refund::slip_code(filing(kWang, 1).id)).status == 0);
}

TEST_CASE("a use that is imported after the filing does not change what is computed again") {
  const SmallShop shop;
  const std::string number = filed_number(shop, kWang);
  tamper(shop,
         "INSERT INTO use SELECT 'late', id, sold_at + 1, '剪发', 5000, 5000, 0, NULL FROM lot "
         "WHERE card = '04DE5F1EACC040' AND kind = 'stored-value' LIMIT 1");
  CHECK(recomputed(shop, number).status == 0);
}

TEST_CASE("a refund of lots under two policies is computed again after the shop has a third") {
  const SmallShop shop;
  const std::filesystem::path old = SLIPWAY_SOURCE "/tests/shop/policies/beauty-2024.toml";
  const auto policies = shop.folder() / "policies";
  std::filesystem::create_directory(policies);
  std::filesystem::copy_file(old, policies / "old.toml");
  const std::string hash = book::read_policy_in(old)->hash;
  // A second lot on the card of the first, which is under the policy of the day of filing.
  std::ofstream(shop.folder() / "lots.csv")
      << "lot,card,kind,sold_at,name,paid,bonus,units,bonus_units,starts,ends,payment_method,"
         "payment_reference,refunded,policy\nP1,"
      << kWang << ",stored-value,2024-11-05 15:12,充2000送300,2000,300,0,0,,,wechat,W,0," << hash
      << "\n";
  std::ofstream(shop.folder() / "uses.csv", std::ios::app)
      << "V1,P1,2024-12-20 14:05,烫发,468,374.40,0\n";
  {
    const auto read = book::read_shop(shop.folder());
    REQUIRE(read);
    auto books = shop.raw();
    REQUIRE(book::import_shop(books, *read, shop.terms().keys.pepper, kNoon));
  }
  auto wish = filing(kWang, 1);
  wish.reason = refund::Reason::Rarely;
  std::string number;
  {
    auto book = shop.open();
    archive(shop);
    number = ask<sync::Filed>(book, shop.sealed(wish)).number;
  }
  auto terms = shop.terms();
  const std::filesystem::path changed = SLIPWAY_SOURCE "/refund/policies/fitness.toml";
  const auto texts = book::read_policy_texts(changed);
  terms.policy = *book::read_policy_in(changed);
  auto book = book::Book::open(shop.books(), terms, kNoon);
  REQUIRE(book);
  REQUIRE(book->begin_policy(*texts, kNoon));
  const auto said = recomputed(shop, number);
  INFO(said.out << said.err);
  CHECK(said.status == 0);
  // 2,000 - (374.40 - 300) by the terms of 2024, and 2,000 - 408 by those of the filing; with
  // 1.19 and 0.98 of interest for the fifteen days that the store has.
  CHECK_THAT(said.out, containing("¥3,519.77") && containing("Same to the fen"));
}

TEST_CASE("a request that nobody filed is exit status 2") {
  const SmallShop shop;
  CHECK(filed_number(shop, kWang) == "R2611210001");
  const auto unknown = recomputed(shop, "R0000000000");
  CHECK(unknown.status == 2);
  CHECK_THAT(unknown.err, containing("no such request"));
}

TEST_CASE("books whose station kept no texts say that the policy is not there") {
  const SmallShop shop;
  auto book = shop.open();
  const auto number = ask<sync::Filed>(book, shop.sealed(filing(kWang, 1))).number;
  const auto said = recomputed(shop, number);
  CHECK(said.status == 2);
  CHECK_THAT(said.err, containing("the text of its policy"));
}

TEST_CASE("a policy comes back from the books as it was, and is kept once") {
  const SmallShop shop;
  archive(shop);
  const auto texts = shop.count("policy_text");
  CHECK(texts >= 3);  // the policy, its manifest, its packs and tables
  archive(shop);
  CHECK(shop.count("policy_text") == texts);
  auto books = shop.raw();
  const std::string hash = shop.terms().policy.hash;
  const auto policy = book::archived_policy(books, hash);
  REQUIRE(policy);
  REQUIRE(*policy);
  CHECK((*policy)->hash == hash);
  CHECK((*policy)->floors.size() == shop.terms().policy.floors.size());
  const auto none = book::archived_policy(books, std::string(64, '0'));
  REQUIRE(none);
  CHECK_FALSE(*none);
}

TEST_CASE("texts of another policy are not kept under a hash, and kept texts never change") {
  const SmallShop shop;
  auto books = shop.raw();
  auto texts = book::read_policy_texts(kPolicyFile);
  REQUIRE(texts);
  CHECK_FALSE(book::archive_policy(books, std::string(64, '0'), *texts, kNoon));
  CHECK(shop.count("policy_text") == 0);
  archive(shop);
  CHECK_FALSE(books.prepare("UPDATE policy_text SET text = x'00'").run());
  CHECK_FALSE(books.prepare("DELETE FROM policy_text").run());
}

TEST_CASE("a card with many uses is kept whole") {
  refund::Account account;
  account.held = refund::Money{5};
  for (const char* id : {"A", "B"}) {
    refund::Lot lot;
    lot.id = id;
    lot.sold_at = kNoon;
    for (int i = 0; i < 250; ++i) {
      refund::Use use;
      use.id = std::to_string(i);
      use.at = kNoon;
      lot.uses.push_back(use);
    }
    account.lots.push_back(lot);
  }
  account.lots.push_back({});
  account.lots.back().id = "C";
  account.lots.back().sold_at = kNoon;
  const SmallShop shop;
  auto books = shop.raw();
  book::Request request;
  request.filing = filing(kLi, 2);
  request.quote.total = refund::Money{100};
  request.kiosk = "kiosk-1";
  request.received_at = kNoon;
  auto& member = books.prepare("SELECT member FROM card WHERE uid = ?");
  REQUIRE(*member.bind(kLi).step());
  request.member = member.text(0);
  REQUIRE(books.transaction([&]() -> sync::Result<void> {
    if (auto added = book::add_request(books, request); !added) return added;
    return book::keep_card(books, request, account, kNoon);
  }));
  const auto card = book::filed_card_of(books, request.id);
  REQUIRE(card);
  REQUIRE(*card);
  CHECK((*card)->counted == kNoon);
  CHECK((*card)->account.held == account.held);
  CHECK((*card)->account.lots == account.lots);
}

TEST_CASE("a card that was kept with a request and altered later is found") {
  const SmallShop shop;
  (void)filed_number(shop, kWang);
  tamper(shop,
         "INSERT INTO filed_lot SELECT request, position + 1, lot FROM filed_lot ORDER BY "
         "position DESC LIMIT 1");
  auto books = shop.raw();
  const auto found = book::contradiction(books);
  REQUIRE(found);
  REQUIRE(*found);
  CHECK_THAT(**found, containing("was altered"));
}

TEST_CASE(
    "an audit of the books tells of a policy text that is gone, and of one that was changed") {
  const auto verified = [](const SmallShop& shop) {
    return tests::spoken(command::add_audit, {"audit", "verify", "--books", shop.books().string()});
  };
  const SmallShop shop;
  filed_number(shop, kWang);
  CHECK(verified(shop).status == 0);
  const std::string hash = shop.terms().policy.hash;
  edit(shop.books(),
       "DROP TRIGGER policy_text_remains; DROP TRIGGER policy_text_stays; DELETE FROM policy_text "
       "WHERE hash = (SELECT MAX(hash) FROM policy_text WHERE hash <> '" +
           hash + "')");
  const auto lost = verified(shop);
  CHECK(lost.status == 1);
  CHECK_THAT(lost.out, containing("a text of policy " + hash + " is gone"));
  archive(shop);
  CHECK(verified(shop).status == 0);
  edit(shop.books(), "UPDATE policy_text SET text = x'00' WHERE hash = '" + hash + "'");
  const auto changed = verified(shop);
  CHECK(changed.status == 1);
  CHECK_THAT(changed.out, containing("the policy text " + hash + " is not that of its hash"));
}
