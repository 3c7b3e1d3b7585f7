#include "station/book/audit.hpp"

#include "station/book/archive_proof.hpp"
#include "station/book/policy_texts.hpp"
#include "station/book/records.hpp"
#include "tests/station/edited_books.hpp"
#include "tests/station/small_shop.hpp"

using namespace slipway;
using namespace slipway::test;

namespace {

void fill(const SmallShop& shop) {
  auto book = shop.open();
  const auto texts = book::read_policy_texts(kPolicyFile);
  REQUIRE(texts);
  REQUIRE(book.begin_policy(*texts, kNoon));
  for (std::uint8_t seed = 1; seed <= 3; ++seed) {
    const auto filed = ask<sync::Filed>(book, shop.sealed(filing(kWang, seed)));
    Clerk lin(book, "lin");
    const auto seen = lin.approval(filed.id);
    lin.ask<sync::Decided>(sync::Reject{filed.id, seen.version, seen.content, "records", ""});
  }
}

// A cash refund to its end, with paper in doubt on the way, and a transfer.
void pay(const SmallShop& shop) {
  auto book = shop.open();
  const auto cash = filing(kLi, 11, refund::Method::Cash);
  approved(shop, book, cash);
  const auto first = ask<sync::VoucherIssued>(book, confirmation(book, cash));
  ask<sync::PaperKnown>(book, sync::Paper{cash.id, 1, sync::PaperNews::Unsure, "power"});
  Clerk lin(book, "lin");
  lin.ask<sync::Decided>(sync::ResolvePaper{1, false});
  const auto second =
      ask<sync::VoucherIssued>(book, sync::Confirm{cash.id, 0, first.amount, kPin, {}});
  Clerk cashier(book, "cashier");
  cashier.ask<sync::Redeemed>(sync::Redeem{second.qr_text, {1}});
  const auto bank = filing(kRich, 12);
  approved(shop, book, bank);
  ask<sync::VoucherIssued>(book, confirmation(book, bank));
  const auto seen = lin.detail(bank.id);
  lin.ask<sync::Decided>(
      sync::MarkTransferred{bank.id, seen.row.version, seen.content, "B2026112100001"});
}

}  // namespace

TEST_CASE("an untouched chain is whole, and its length and end can be compared") {
  const SmallShop shop;
  fill(shop);
  auto raw = shop.raw();
  const auto verdict = book::verify_audit(raw);
  REQUIRE(verdict);
  CHECK_FALSE(verdict->broken);
  CHECK(verdict->entries == shop.count("audit"));
  const auto before = verdict->last;
  REQUIRE(raw.transaction([&] { return book::append_audit(raw, kNoon, "station", "x", "y", {}); }));
  CHECK(book::verify_audit(raw)->last != before);
}

TEST_CASE("every edit of an audit entry by hand is found, and the station does not open") {
  const std::string swapped =
      "UPDATE audit SET sequence = 1000 WHERE sequence = 4; UPDATE audit SET sequence = 4 WHERE "
      "sequence = 5; UPDATE audit SET sequence = 5 WHERE sequence = 1000";
  const std::string edits[] = {"UPDATE audit SET action = 'approved' WHERE sequence = 4",
                               "UPDATE audit SET actor = 'staff:zhou' WHERE sequence = 4",
                               "UPDATE audit SET subject = 'nothing' WHERE sequence = 4",
                               "UPDATE audit SET at = at + 1 WHERE sequence = 4",
                               "UPDATE audit SET facts = x'a0' WHERE sequence = 1",
                               "UPDATE audit SET facts = x'ff' WHERE sequence = 4",
                               "UPDATE audit SET hash = zeroblob(32) WHERE sequence = 4",
                               "UPDATE audit SET actor = CAST(x'ff' AS TEXT) WHERE sequence = 4",
                               "DELETE FROM audit WHERE sequence = 4",
                               "DELETE FROM audit WHERE sequence = 1",
                               swapped};
  for (const std::string& one : edits) {
    INFO(one);
    const SmallShop shop;
    fill(shop);
    edit(shop.books(), one);
    auto raw = shop.raw();
    const auto verdict = book::verify_audit(raw);
    REQUIRE(verdict);
    REQUIRE(verdict->broken);
    CHECK(verdict->broken->sequence <= 5);
    const auto opened = book::Book::open(shop.books(), shop.terms(), kNoon);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().fault == sync::Fault::Unsafe);
  }
}

TEST_CASE("every edit of the books by hand is found though the chain is whole") {
  // The same digits in a row: the first one of the bonus becomes the last one of what was paid.
  const std::string moved_digits =
      "DROP TRIGGER lot_stays; UPDATE lot SET paid = CAST(paid || substr(bonus, 1, 1) AS INTEGER), "
      "bonus = CAST(substr(bonus, 2) AS INTEGER) WHERE id = 'L1'";
  const std::string added_lot =
      "INSERT INTO lot(id, card, kind, sold_at, name, currency, paid, bonus, units, bonus_units, "
      "payment_method, payment_reference, refunded) SELECT 'L99', card, kind, sold_at, name, "
      "currency, paid, bonus, units, bonus_units, payment_method, payment_reference, refunded FROM "
      "lot WHERE id = 'L2'";
  const std::string earlier_policy =
      "DROP TRIGGER policy_in_force_follows; INSERT INTO policy_in_force SELECT 1, hash FROM "
      "policy_text LIMIT 1";
  const std::string added_payee =
      "INSERT INTO payee SELECT id, zeroblob(32) FROM request WHERE id NOT IN (SELECT request FROM "
      "payee)";
  const std::string changed_text =
      "DROP TRIGGER policy_text_stays; UPDATE policy_text SET text = x'00' WHERE hash = (SELECT "
      "MAX(hash) FROM policy_text)";
  const std::string edits[] = {
      "DROP TRIGGER request_stays; UPDATE request SET amount = amount + 1",
      "DROP TRIGGER request_stays; UPDATE request SET card = '04000000000006'",
      "DROP TRIGGER request_stays; UPDATE request SET filing = zeroblob(20)",
      "DROP TRIGGER fact_stays; UPDATE fact SET actor = 'staff:finance' WHERE actor = 'staff:zhou'",
      "DROP TRIGGER fact_stays; UPDATE fact SET at = at + 1 WHERE event = 'Posted'",
      "DROP TRIGGER fact_remains; DELETE FROM fact WHERE event = 'Posted'",
      "DROP TRIGGER fact_stays; UPDATE fact SET event = 'Withdrawal' WHERE event = 'Rejection'",
      "DROP TRIGGER voucher_fact_stays; UPDATE voucher_fact SET actor = 'staff:zhou'",
      "DROP TRIGGER voucher_fact_remains; DELETE FROM voucher_fact",
      "DROP TRIGGER redemption_stays; UPDATE redemption SET staff = 'zhou'",
      "DROP TRIGGER redemption_remains; DELETE FROM redemption",
      "DROP TRIGGER hold_ends_once; UPDATE hold SET live = 1 WHERE card = '04A1B2C3D4E5F6'",
      "DROP TRIGGER hold_ends_once; UPDATE hold SET amount = 1",
      "DROP TRIGGER lot_stays; UPDATE lot SET paid = paid * 10 WHERE id = 'L2'",
      moved_digits,
      "DROP TRIGGER use_remains; DELETE FROM use WHERE id = 'U3'",
      added_lot,
      "UPDATE lot SET policy_hash = (SELECT hash FROM policy_text LIMIT 1) WHERE id = 'L2'",
      "UPDATE lot SET paid_by_other = 1 WHERE id = 'L2'",
      "INSERT INTO gift VALUES('L2', '毛巾', 100, 1)",
      "UPDATE use SET market_price = 1 WHERE id = 'U3'",
      earlier_policy,
      "DROP TRIGGER payee_stays; UPDATE payee SET mark = zeroblob(32)",
      "DROP TRIGGER payee_remains; DELETE FROM payee WHERE rowid = (SELECT MIN(rowid) FROM payee)",
      added_payee,
      changed_text,
      "DROP TRIGGER policy_in_force_remains; DELETE FROM policy_in_force",
      "UPDATE card SET status = 'active' WHERE uid = '04000000000004'"};
  for (const std::string& one : edits) {
    INFO(one);
    const SmallShop shop;
    fill(shop);
    pay(shop);
    edit(shop.books(), one);
    auto raw = shop.raw();
    REQUIRE_FALSE(book::verify_audit(raw)->broken);
    const auto found = book::contradiction(raw);
    CHECK((!found || found->has_value()));
    CHECK_FALSE(book::Book::open(shop.books(), shop.terms(), kNoon));
  }
}

TEST_CASE("what is wrong with a kept policy or a payee is told by its name") {
  const auto found = [](const std::string& sql) {
    const SmallShop shop;
    fill(shop);
    edit(shop.books(), sql);
    auto raw = shop.raw();
    const auto wrong = book::contradiction(raw).value();
    return wrong ? *wrong : book::lost_text(raw).value().value_or("nothing");
  };
  const std::string payee =
      "the payee's digest of request " + refund::to_hex(filing(kWang, 2).id) + " is ";
  const std::string of_second = " WHERE request = x'" + refund::to_hex(filing(kWang, 2).id) + "'";
  CHECK(found("DROP TRIGGER payee_stays; UPDATE payee SET mark = zeroblob(32)" + of_second) ==
        payee + "not as it was kept");
  CHECK(found("DROP TRIGGER payee_remains; DELETE FROM payee" + of_second) == payee + "gone");
  const std::string hash = SmallShop().terms().policy.hash;
  const std::string of_policy = " WHERE hash = '" + hash + "'";
  CHECK(found("DROP TRIGGER policy_text_stays; UPDATE policy_text SET text = x'00'" + of_policy) ==
        "the policy text " + hash + " is not that of its hash");
  const std::string gone =
      "a text of policy " + hash + " is gone; slipway policy archive FILE brings it back";
  CHECK(found("DROP TRIGGER policy_text_remains; DELETE FROM policy_text" + of_policy) == gone);
  // One pack of many: the manifest names it.
  CHECK(found("DROP TRIGGER policy_text_remains; DELETE FROM policy_text WHERE CAST(text AS TEXT) "
              "LIKE '%2025%' AND hash <> '" +
              hash + "'") == gone);
}

TEST_CASE("a policy that was archived by hand is in the chain, once") {
  const SmallShop shop;
  { const auto book = shop.open(); }
  const auto texts = book::read_policy_texts(kPolicyFile);
  REQUIRE(texts);
  const std::string hash = shop.terms().policy.hash;
  {
    auto raw = shop.raw();
    REQUIRE(book::archive_policy(raw, hash, *texts, kNoon));
    REQUIRE(book::archive_policy(raw, hash, *texts, kNoon));
    CHECK(shop.count("audit WHERE action = 'policy-kept' AND subject = '" + hash + "'") == 1);
    CHECK_FALSE(book::lost_text(raw).value());
  }
  edit(shop.books(), "DROP TRIGGER policy_text_remains; DELETE FROM policy_text");
  auto raw = shop.raw();
  CHECK(book::lost_text(raw).value());
  REQUIRE(book::archive_policy(raw, hash, *texts, kNoon));
  CHECK_FALSE(book::lost_text(raw).value());
}

TEST_CASE("payees from before the chain told of them are passed over, later ones are not") {
  const SmallShop shop;
  fill(shop);
  // Books of that time: no such entry, the rest of the chain as it was then.
  const auto forgotten = [](const std::string& which) {
    return "CREATE TABLE kept AS SELECT * FROM audit; DELETE FROM audit; INSERT INTO audit SELECT "
           "ROW_NUMBER() OVER (ORDER BY sequence), at, actor, action, subject, facts, hash FROM "
           "kept WHERE NOT(action = 'payee-kept' AND " +
           which + "); DROP TABLE kept";
  };
  edit(shop.books(), forgotten("1"));
  {
    auto raw = shop.raw();
    CHECK(shop.count("payee") == 3);
    CHECK_FALSE(book::compare_payees(raw).value());
  }
  const SmallShop other;
  fill(other);
  edit(other.books(), forgotten("sequence > (SELECT MIN(sequence) FROM kept WHERE action = "
                                "'payee-kept')"));
  auto raw = other.raw();
  CHECK(book::compare_payees(raw).value());
}

TEST_CASE("books in which everything happened agree with their chain") {
  const SmallShop shop;
  fill(shop);
  pay(shop);
  auto raw = shop.raw();
  const auto found = book::contradiction(raw);
  REQUIRE(found);
  CHECK_FALSE(found->has_value());
}

TEST_CASE("the audit holds no name, phone, card number or PIN") {
  const SmallShop shop;
  fill(shop);
  auto raw = shop.raw();
  auto& query = raw.prepare("SELECT actor || action || subject || CAST(facts AS TEXT) FROM audit");
  int entries = 0;
  for (auto row = query.step(); row && *row; row = query.step()) {
    ++entries;
    const std::string text = query.text(0);
    for (const std::string& secret :
         {std::string("王小明"), std::string("13812346217"), kWang, std::string("660000880001")}) {
      REQUIRE(text.find(secret) == std::string::npos);
    }
  }
  CHECK(entries > 6);
}

TEST_CASE("a request that is found in the middle of a payout is in doubt") {
  const SmallShop shop;
  auto taken = filing(kWang, 1);
  {
    auto book = shop.open();
    approved(shop, book, taken);
    ask<sync::VoucherIssued>(book, confirmation(book, taken));
    auto raw = shop.raw();
    REQUIRE(raw.prepare("INSERT INTO fact SELECT request, 1 + MAX(version), 'PayoutBegan', 0, "
                        "'station', '', '' FROM fact GROUP BY request")
                .run());
    auto& facts = raw.prepare("SELECT MAX(version) FROM fact");
    REQUIRE(facts.step().value());
    const std::int64_t version = facts.number(0);
    REQUIRE_FALSE(facts.step().value());
    REQUIRE(raw.transaction([&] {
      return book::append_audit(raw, kNoon, "station", "PayoutBegan", refund::to_hex(taken.id),
                                {{"version", version}});
    }));
  }
  auto book = shop.open();
  const auto tracked = ask<sync::Tracked>(book, sync::Track{{}, kWang, kPin});
  CHECK(tracked.state == refund::RequestState::InDoubt);
  CHECK(shop.count("hold WHERE live = 1") == 1);
  CHECK(shop.count("fact WHERE event = 'PayoutLost'") == 1);
}
