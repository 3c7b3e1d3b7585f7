#include "station/book/bound_policies.hpp"

#include <sqlite3.h>

#include <fstream>

#include "refund/quote.hpp"
#include "refund/sodium.hpp"
#include "station/book/accounts.hpp"
#include "station/book/import.hpp"
#include "station/book/policy_texts.hpp"
#include "tests/station/small_shop.hpp"

using namespace slipway;
using namespace slipway::test;

namespace {

const std::filesystem::path kOldPolicy = SLIPWAY_SOURCE "/tests/shop/policies/beauty-2024.toml";
const std::string kCard = "04000000000009";

book::Book open_with(const SmallShop& shop, const std::filesystem::path& policy) {
  auto terms = shop.terms();
  const auto texts = book::read_policy_texts(policy);
  REQUIRE(texts);
  auto read = refund::read_policy(texts->policy, texts->parts);
  REQUIRE(read);
  terms.policy = std::move(*read);
  auto book = book::Book::open(shop.books(), std::move(terms), kNoon);
  if (!book) FAIL(book.error().text);
  REQUIRE(book->begin_policy(*texts, kNoon));
  return std::move(*book);
}

// A card with a lot of 2024, bound to the terms of that time, and one of yesterday that is bound to
// none. Of the old lot ¥736.00 were used at the list price, ¥588.80 were charged.
void add_card(const SmallShop& shop) {
  const auto add = [&](const char* file, const std::string& rows) {
    std::ofstream(shop.folder() / file, std::ios::app) << rows;
  };
  std::filesystem::create_directory(shop.folder() / "policies");
  std::filesystem::copy_file(kOldPolicy, shop.folder() / "policies/old.toml");
  const auto old = book::read_policy_in(kOldPolicy);
  REQUIRE(old);
  add("cards.csv", kCard + ",660000889009,M1,active\n");
  std::ofstream(shop.folder() / "lots.csv")
      << "lot,card,kind,sold_at,name,paid,bonus,units,bonus_units,starts,ends,payment_method,"
         "payment_reference,refunded,policy\n"
      << "P1," << kCard << ",stored-value,2024-11-05 15:12,充2000送300,2000,300,0,0,,,wechat,W,0,"
      << old->hash << "\nP2," << kCard
      << ",stored-value,2026-11-20 10:00,充100,100,0,0,0,,,cash,C,0,\n";
  add("uses.csv",
      "V1,P1,2024-12-20 14:05,烫发,468,374.40,0\nV2,P1,2025-06-14 10:22,染发,268,214.40,0\n");
  const auto read = book::read_shop(shop.folder());
  REQUIRE(read);
  auto books = shop.raw();
  REQUIRE(book::import_shop(books, *read, shop.terms().keys.pepper, kNoon));
}

// As somebody with the file in their hands could.
void lose_text(const SmallShop& shop, const std::string& hash) {
  sqlite3* connection = nullptr;
  REQUIRE(sqlite3_open(shop.books().c_str(), &connection) == SQLITE_OK);
  const std::string sql =
      "DROP TRIGGER IF EXISTS policy_text_remains; DELETE FROM policy_text WHERE hash = '" + hash +
      "'";
  REQUIRE(sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(connection);
}

refund::Filing rarely(const std::string& card, std::uint8_t seed) {
  auto made = filing(card, seed);
  made.reason = refund::Reason::Rarely;
  return made;
}

const refund::Quote& quote_for(const sync::AccountOpened& opened, refund::Reason reason) {
  for (std::size_t at = 0; at < refund::kReasons.size(); ++at) {
    if (refund::kReasons[at] == reason) return opened.quotes[opened.quote_of[at]];
  }
  return opened.quotes.front();
}

constexpr std::string_view kLateUse =
    "INSERT INTO use VALUES('U9', 'L2', 1795233600000, '洗剪吹', 6000, 6000, 0, NULL)";

}  // namespace

TEST_CASE("each lot of a card is quoted and filed under the policy that it was sold under") {
  const SmallShop shop;
  add_card(shop);
  auto book = open_with(shop, kPolicyFile);
  const auto opened = ask<sync::AccountOpened>(book, sync::Unlock{kCard, kPin});
  // The terms of 2024 spend the bonus first: 2,000 - (588.80 - 300). Those of today would count the
  // list price: 2,000 - 736. The lot of yesterday is unused and within its week: 100.
  // The deposit rate of 1.50 % runs for the fifteen days that the store has: 1.05 on the
  // old lot, 0.06 on the other.
  CHECK(quote_for(opened, refund::Reason::Rarely).total.minor == 171'120 + 105 + 10'000 + 6);
  const auto filed = rarely(kCard, 1);
  ask<sync::Filed>(book, shop.sealed(filed));
  const auto tracked = ask<sync::Tracked>(book, sync::Track{refund::slip_code(filed.id), {}, kPin});
  CHECK(tracked.amount.minor == 181'231);
  Clerk lin(book, "lin");
  lin.ask<sync::Decided>(lin.approval(filed.id));
}

TEST_CASE("a text that is archived while the station serves is found") {
  const SmallShop shop;
  auto book = open_with(shop, kPolicyFile);
  add_card(shop);
  const auto opened = ask<sync::AccountOpened>(book, sync::Unlock{kCard, kPin});
  CHECK(quote_for(opened, refund::Reason::Rarely).total.minor == 181'231);
}

TEST_CASE(
    "a lot whose terms are not on file is one for the staff, with the sentence that says so") {
  const SmallShop shop;
  add_card(shop);
  lose_text(shop, book::read_policy_in(kOldPolicy)->hash);
  auto book = open_with(shop, kPolicyFile);
  const auto opened = ask<sync::AccountOpened>(book, sync::Unlock{kCard, kPin});
  REQUIRE(opened.quotes.size() == 1);
  const auto& refused = opened.quotes.front().refused;
  REQUIRE(refused);
  CHECK(refused->rule == "I13");
  CHECK(refused->reason.zh.find("章程没有存档") != std::string::npos);
  CHECK(refused->next_step.en.find("ask staff") != std::string::npos);
  for (const auto& offer : opened.offers.front())
    CHECK_FALSE(offer.available);
  const auto answer = ask<sync::FilingRefused>(book, shop.sealed(rarely(kCard, 1)));
  CHECK(answer.reason == refused->reason);
  // The shop finds the text again.
  const auto texts = book::read_policy_texts(kOldPolicy);
  auto books = shop.raw();
  REQUIRE(book::archive_policy(books, book::read_policy_in(kOldPolicy)->hash, *texts, kNoon));
  ask<sync::Filed>(book, shop.sealed(rarely(kCard, 2)));
}

TEST_CASE("archiving again heals a policy of which only a part was lost") {
  const SmallShop shop;
  const auto texts = book::read_policy_texts(kPolicyFile);
  REQUIRE(texts);
  const std::string hash = book::read_policy_in(kPolicyFile)->hash;
  {
    auto books = shop.raw();
    REQUIRE(book::archive_policy(books, hash, *texts, kNoon));
  }
  REQUIRE_FALSE(texts->parts.packs.empty());
  for (const auto& [name, text] : texts->parts.packs)
    lose_text(shop, refund::to_hex(refund::digest_of(text)));
  auto books = shop.raw();
  CHECK_FALSE(book::archived_policy(books, hash)->has_value());
  REQUIRE(book::archive_policy(books, hash, *texts, kNoon));
  CHECK(book::archived_policy(books, hash)->has_value());
}

TEST_CASE("a policy that gives less since the filing takes nothing from who filed before") {
  const SmallShop shop;
  const auto filed = rarely(kWang, 1);
  refund::Money amount;
  {
    auto book = open_with(shop, kOldPolicy);
    ask<sync::Filed>(book, shop.sealed(filed));
    amount = ask<sync::Tracked>(book, sync::Track{refund::slip_code(filed.id), {}, kPin}).amount;
    CHECK(amount.minor == 190'600 + 117);  // 2,000 - (344 - 250), and its interest
  }
  auto book = open_with(shop, kPolicyFile);
  const auto opened = ask<sync::AccountOpened>(book, sync::Unlock{kWang, kPin});
  CHECK(quote_for(opened, refund::Reason::Rarely).total < amount);
  Clerk zhou(book, "zhou");
  zhou.ask<sync::Decided>(zhou.approval(filed.id));
  Clerk lin(book, "lin");
  const auto seen = lin.detail(filed.id);
  if (seen.row.state == refund::RequestState::InReview) {
    lin.ask<sync::Decided>(lin.approval(filed.id));
  }
  CHECK(ask<sync::VoucherIssued>(book, confirmation(book, filed)).amount == amount);
}

TEST_CASE("a use after the filing counts though the policy has changed since") {
  const SmallShop shop;
  const auto filed = filing(kLi, 1, refund::Method::Cash);
  {
    auto book = open_with(shop, kPolicyFile);
    ask<sync::Filed>(book, shop.sealed(filed));
  }
  auto book = open_with(shop, kOldPolicy);
  auto raw = shop.raw();
  REQUIRE(raw.prepare(kLateUse).run());
  Clerk lin(book, "lin");
  const auto refused = lin.ask<sync::NotAllowed>(lin.approval(filed.id));
  CHECK(refused.sentence.en.find("¥36.04") != std::string::npos);
}

TEST_CASE("a filing whose policy was never archived stays as it was accepted") {
  const SmallShop shop;
  const auto filed = filing(kLi, 1, refund::Method::Cash);
  {
    auto book = shop.open();  // keeps no texts, as stations of that time
    ask<sync::Filed>(book, shop.sealed(filed));
  }
  auto book = open_with(shop, kOldPolicy);
  Clerk lin(book, "lin");
  lin.ask<sync::Decided>(lin.approval(filed.id));
}

TEST_CASE("a request whose policy is lost is not approved until its text is there again") {
  const SmallShop shop;
  const auto filed = rarely(kWang, 1);
  {
    auto book = open_with(shop, kOldPolicy);
    ask<sync::Filed>(book, shop.sealed(filed));
  }
  lose_text(shop, book::read_policy_in(kOldPolicy)->hash);
  auto book = open_with(shop, kPolicyFile);
  Clerk lin(book, "lin");
  const auto approval = lin.approval(filed.id);
  const auto in =
      book.answer(kOtherDesk, sync::DeskAsk{{}, {}, sync::SignIn{"ma", kStaffPin}}, kNoon);
  REQUIRE(in);
  const auto token = std::get<sync::SignedIn>(*in).token;
  const auto answer = book.answer(kOtherDesk, sync::DeskAsk{{}, token, approval}, kNoon);
  REQUIRE_FALSE(answer);
  CHECK(answer.error().text.find("policy of a request") != std::string::npos);
}
