#include "station/book/decision.hpp"

#include "tests/station/small_shop.hpp"

using namespace slipway;
using namespace slipway::test;
using refund::RequestState;

TEST_CASE("a manager approves and the member reads it, a second look is outdated") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)));
  Clerk lin(book, "lin");
  Clerk zhou(book, "zhou", kOtherDesk);
  const auto seen_by_lin = lin.approval(filed.id);
  const auto seen_by_zhou = zhou.approval(filed.id);
  CHECK(lin.ask<sync::Decided>(seen_by_lin).row.state == RequestState::Approved);
  const auto late = zhou.ask<sync::Outdated>(seen_by_zhou);
  CHECK(late.sentence.zh == "已由 林静 处理");
  CHECK(shop.count("fact WHERE event = 'approval'") == 1);
  const auto tracked = ask<sync::Tracked>(book, sync::Track{refund::slip_code(filed.id), {}, kPin});
  CHECK(tracked.state == RequestState::Approved);
  CHECK(tracked.approvers == std::vector<std::string>{"林静"});
}

TEST_CASE("a decision that names another version or another content does nothing") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)));
  Clerk lin(book, "lin");
  auto wrong_version = lin.approval(filed.id);
  wrong_version.version += 1;
  lin.ask<sync::Outdated>(wrong_version);
  auto wrong_content = lin.approval(filed.id);
  wrong_content.content[0] ^= 1;
  lin.ask<sync::Outdated>(wrong_content);
  CHECK(lin.detail(filed.id).row.state == RequestState::InReview);
}

TEST_CASE("an approval of one request cannot be played for another") {
  const SmallShop shop;
  auto book = shop.open();
  const auto one = ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)));
  const auto other = ask<sync::Filed>(book, shop.sealed(filing(kLi, 2)));
  Clerk lin(book, "lin");
  auto moved = lin.approval(one.id);
  moved.id = other.id;
  lin.ask<sync::Outdated>(moved);
  CHECK(lin.detail(other.id).row.state == RequestState::InReview);
}

TEST_CASE("nobody approves their own card, on the raw message, and the attempt is in the audit") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = ask<sync::Filed>(book, shop.sealed(filing(kMa, 1)));
  Clerk ma(book, "ma");
  const auto shown = ma.detail(filed.id);
  CHECK_FALSE(shown.row.may_decide);
  REQUIRE(shown.objection);
  const auto refused = ma.ask<sync::NotAllowed>(ma.approval(filed.id));
  CHECK(refused.sentence == refund::phrase_of(refund::Objection::IsBeneficiary));
  CHECK(shop.count("audit WHERE action = 'approval-refused'") == 1);
  CHECK(shop.count("fact WHERE event = 'approval'") == 0);
  Clerk lin(book, "lin");
  lin.ask<sync::Decided>(lin.approval(filed.id));
}

TEST_CASE("a cashier decides nothing") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)));
  Clerk cashier(book, "cashier");
  const auto seen = cashier.approval(filed.id);
  cashier.ask<sync::NotAllowed>(seen);
  cashier.ask<sync::NotAllowed>(sync::Reject{filed.id, seen.version, seen.content, "records", ""});
  cashier.ask<sync::NotAllowed>(sync::AskPapers{filed.id, seen.version, seen.content, "身份证"});
  CHECK(cashier.detail(filed.id).row.state == RequestState::InReview);
}

TEST_CASE("a large amount needs two different people") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = ask<sync::Filed>(book, shop.sealed(filing(kRich, 1)));
  Clerk lin(book, "lin");
  const auto first = lin.ask<sync::Decided>(lin.approval(filed.id));
  CHECK(first.row.state == RequestState::InReview);
  CHECK(first.row.approvals == 1);
  CHECK(first.row.approvals_needed == 2);
  CHECK_FALSE(first.row.may_decide);
  const auto twice = lin.ask<sync::NotAllowed>(lin.approval(filed.id));
  CHECK(twice.sentence == refund::phrase_of(refund::Objection::HasApproved));
  Clerk zhou(book, "zhou", kOtherDesk);
  const auto second = zhou.ask<sync::Decided>(zhou.approval(filed.id));
  CHECK(second.row.state == RequestState::Approved);
  CHECK(zhou.detail(filed.id).approvers == std::vector<std::string>{"林静", "周岩"});
}

TEST_CASE("a tier that names a role waits for a person of that role") {
  const SmallShop shop;
  auto terms = shop.terms();
  terms.policy.tiers.back().roles = {"manager", "finance"};
  auto book = book::Book::open(shop.books(), std::move(terms), kNoon);
  REQUIRE(book);
  const auto filed = ask<sync::Filed>(*book, shop.sealed(filing(kRich, 1)));
  Clerk lin(*book, "lin");
  lin.ask<sync::Decided>(lin.approval(filed.id));
  Clerk ma(*book, "ma", kOtherDesk);
  CHECK_FALSE(ma.detail(filed.id).row.may_decide);
  const auto refused = ma.ask<sync::NotAllowed>(ma.approval(filed.id));
  CHECK(refused.sentence == refund::phrase_of(refund::Objection::OtherRoleNeeded));
  Clerk finance(*book, "finance", kOtherDesk);
  const auto second = finance.ask<sync::Decided>(finance.approval(filed.id));
  CHECK(second.row.state == RequestState::Approved);
}

TEST_CASE("what one person approves in a day has an end, and begins anew on the next") {
  const SmallShop shop;
  auto terms = shop.terms();
  auto book = shop.open();
  const auto one = ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)));
  const auto other = ask<sync::Filed>(book, shop.sealed(filing(kLi, 2)));
  Clerk lin(book, "lin");
  const auto first = lin.detail(one.id).row.amount;
  const auto second = lin.detail(other.id).row.amount;
  lin.ask<sync::Decided>(lin.approval(one.id));

  terms.policy.authority.approver_daily_most = first + second - refund::Money{1};
  auto strict = book::Book::open(shop.books(), terms, kNoon);
  REQUIRE(strict);
  Clerk again(*strict, "lin");
  const auto refused = again.ask<sync::NotAllowed>(again.approval(other.id));
  CHECK(refused.sentence == refund::phrase_of(refund::Objection::ApproverDailyMost));
  const auto tomorrow = kNoon + std::chrono::days{1};
  Clerk later(*strict, "lin", kDesk, tomorrow);
  CHECK(later.ask<sync::Decided>(later.approval(other.id), tomorrow).row.state ==
        RequestState::Approved);
}

TEST_CASE("one person's second approval is refused by SQL too") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = ask<sync::Filed>(book, shop.sealed(filing(kRich, 1)));
  Clerk lin(book, "lin");
  lin.ask<sync::Decided>(lin.approval(filed.id));
  auto raw = shop.raw();
  const auto again =
      raw.prepare("INSERT INTO fact VALUES(?, 3, 'approval', 0, 'staff:lin', '', '')")
          .bind(std::span<const std::uint8_t>(filed.id))
          .run();
  REQUIRE_FALSE(again);
  CHECK(again.error().fault == sync::Fault::Conflict);
}

TEST_CASE("a rejection gives a reason that the member reads, and the money back to the card") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)));
  Clerk lin(book, "lin");
  const auto seen = lin.approval(filed.id);
  lin.ask<sync::NotAllowed>(sync::Reject{filed.id, seen.version, seen.content, "nonsense", ""});
  lin.ask<sync::NotAllowed>(sync::Reject{filed.id, seen.version, seen.content, "other", ""});
  lin.ask<sync::Decided>(
      sync::Reject{filed.id, seen.version, seen.content, "records", "请带 6 月的小票"});
  const auto open = ask<sync::Tracked>(book, sync::Track{refund::slip_code(filed.id), {}, kPin});
  CHECK(open.state == RequestState::Rejected);
  CHECK(open.sentence.zh.find("请带 6 月的小票") != std::string::npos);
  const auto closed = ask<sync::Tracked>(book, sync::Track{refund::slip_code(filed.id), {}, {}});
  CHECK(closed.sentence.zh.find("小票") == std::string::npos);
  CHECK(shop.count("hold WHERE live = 1") == 0);
  ask<sync::Filed>(book, shop.sealed(filing(kWang, 2)));
}

TEST_CASE("papers are asked for and seen, and the request is back in review") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)));
  Clerk lin(book, "lin");
  auto seen = lin.approval(filed.id);
  lin.ask<sync::Decided>(sync::AskPapers{filed.id, seen.version, seen.content, "请带身份证"});
  const auto tracked = ask<sync::Tracked>(book, sync::Track{{}, kWang, kPin});
  CHECK(tracked.state == RequestState::NeedsInfo);
  CHECK(tracked.sentence.zh.find("请带身份证") != std::string::npos);
  seen = lin.approval(filed.id);
  lin.ask<sync::Outdated>(seen);  // nothing is approved while papers are missing
  const auto back = lin.ask<sync::Decided>(sync::PapersSeen{filed.id, seen.version, seen.content});
  CHECK(back.row.state == RequestState::InReview);
  CHECK(lin.ask<sync::Decided>(lin.approval(filed.id)).row.state == RequestState::Approved);
}

TEST_CASE("a transfer is posted once, with a bank number that nobody else has") {
  const SmallShop shop;
  auto book = shop.open();
  const auto one = filing(kWang, 1);
  const auto two = filing(kMa, 2);
  approved(shop, book, one);
  approved(shop, book, two);
  ask<sync::VoucherIssued>(book, confirmation(book, one));
  ask<sync::VoucherIssued>(book, confirmation(book, two));
  Clerk finance(book, "finance");
  const auto seen = finance.approval(one.id);
  const sync::MarkTransferred left{one.id, seen.version, seen.content, "ICBC2026112100001"};
  CHECK(finance.ask<sync::Decided>(left).row.state == RequestState::Paid);
  finance.ask<sync::Outdated>(left);
  const auto other = finance.approval(two.id);
  finance.ask<sync::NotAllowed>(
      sync::MarkTransferred{two.id, other.version, other.content, "ICBC2026112100001"});
  CHECK(ask<sync::CardFound>(book, sync::Identify{kWang}).status == refund::CardStatus::Refunded);
  CHECK(shop.count("hold WHERE live = 1") == 1);
}

TEST_CASE("versions that were seen before a decision lose every race") {
  const SmallShop shop;
  auto one = shop.open();
  auto two = shop.open();
  for (std::uint8_t seed = 1; seed <= 20; ++seed) {
    const auto filed = ask<sync::Filed>(one, shop.sealed(filing(kWang, seed)));
    Clerk lin(one, "lin");
    Clerk zhou(two, "zhou");
    const auto seen = lin.approval(filed.id);
    const auto also_seen = zhou.approval(filed.id);
    const sync::Reject rejection{filed.id, also_seen.version, also_seen.content, "records", ""};
    lin.ask<sync::Decided>(sync::Reject{filed.id, seen.version, seen.content, "contact", ""});
    zhou.ask<sync::Outdated>(rejection);
    zhou.ask<sync::Outdated>(also_seen);
  }
  CHECK(shop.count("fact WHERE event = 'Rejection'") == 20);
}
