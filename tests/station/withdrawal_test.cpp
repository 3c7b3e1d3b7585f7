#include "station/book/withdrawal.hpp"

#include <thread>

#include "sync/keys.hpp"
#include "tests/station/small_shop.hpp"

using namespace slipway;
using namespace slipway::test;
using refund::RequestState;

namespace {

const auto kLater = kNoon + std::chrono::minutes{2};

sync::Withdraw withdrawal(const refund::RequestId& id) {
  return {id, kPin};
}

sync::Tracked tracked(book::Book& book, const refund::RequestId& id, refund::Instant now = kNoon) {
  return ask<sync::Tracked>(book, sync::Track{refund::slip_code(id), {}, kPin}, now);
}

// The member has another PIN than everybody else.
void give_pin(const SmallShop& shop, const std::string& member, const std::string& pin) {
  auto raw = shop.raw();
  const std::string hash = sync::pin_hash(pin, shop.terms().keys.pepper, sync::kLeastCost);
  REQUIRE(raw.prepare("UPDATE member SET pin_hash = ? WHERE id = ?").bind(hash).bind(member).run());
}

}  // namespace

TEST_CASE("a member withdraws: fact, end of the hold and audit entry stand together") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)));
  const auto before = ask<sync::AccountOpened>(book, sync::Unlock{kWang, kPin});
  const auto done = ask<sync::Withdrawn>(book, withdrawal(filed.id), kLater);
  CHECK(done.id == filed.id);
  CHECK(done.at == kLater);
  CHECK(done.amount == before.held);
  CHECK(shop.count("fact WHERE event = 'Withdrawal' AND actor = 'kiosk:kiosk-1'") == 1);
  CHECK(shop.count("audit WHERE action = 'Withdrawal'") == 1);
  CHECK(shop.count("hold WHERE live = 1") == 0);
  const auto shown = tracked(book, filed.id, kLater);
  CHECK(shown.state == RequestState::Withdrawn);
  REQUIRE(shown.steps.size() == 2);
  CHECK(shown.steps[1].title == refund::Phrase{"已撤回", "Withdrawn"});
  CHECK(shown.steps[1].at == kLater);
  const auto after = ask<sync::AccountOpened>(book, sync::Unlock{kWang, kPin}, kLater);
  CHECK(after.held == refund::zero(after.held.currency));
  CHECK_FALSE(after.open_request);
  const auto reopened = shop.open(kLater);  // the books and their chain tell the same
}

TEST_CASE(
    "the money of a withdrawn request can be filed for at once, and only the new one counts") {
  const SmallShop shop;
  auto book = shop.open();
  const auto first = ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)));
  ask<sync::FilingRefused>(book, shop.sealed(filing(kWang, 2)));
  ask<sync::Withdrawn>(book, withdrawal(first.id));
  const auto second = ask<sync::Filed>(book, shop.sealed(filing(kWang, 3)));
  CHECK(tracked(book, second.id).amount == tracked(book, first.id).amount);
  CHECK(shop.count("hold WHERE live = 1") == 1);
  // A late repeat of the first withdrawal leaves the second request alone.
  ask<sync::Withdrawn>(book, withdrawal(first.id), kLater);
  CHECK(tracked(book, second.id).state == RequestState::InReview);
}

TEST_CASE("a withdrawal that is asked again is answered the same, and is one fact") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)));
  const auto first = ask<sync::Withdrawn>(book, withdrawal(filed.id));
  for (int minute = 1; minute <= 20; ++minute) {
    const auto now = kNoon + std::chrono::minutes{minute};
    const auto again = ask<sync::Withdrawn>(book, withdrawal(filed.id), now);
    REQUIRE(again.id == first.id);
    REQUIRE(again.at == first.at);
    REQUIRE(again.amount == first.amount);
  }
  auto reopened = shop.open(kLater);
  CHECK(ask<sync::Withdrawn>(reopened, withdrawal(filed.id), kLater).at == kNoon);
  CHECK(shop.count("fact WHERE event = 'Withdrawal'") == 1);
}

TEST_CASE("papers that were asked for, half of the approvals and an approval are no obstacle") {
  const SmallShop shop;
  auto book = shop.open();
  Clerk lin(book, "lin");
  const auto papers = ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)));
  const auto seen = lin.approval(papers.id);
  lin.ask<sync::Decided>(sync::AskPapers{papers.id, seen.version, seen.content, "请带身份证"});
  ask<sync::Withdrawn>(book, withdrawal(papers.id));

  const auto half = ask<sync::Filed>(book, shop.sealed(filing(kRich, 2)));
  lin.ask<sync::Decided>(lin.approval(half.id));
  CHECK(tracked(book, half.id).state == RequestState::InReview);
  ask<sync::Withdrawn>(book, withdrawal(half.id));

  const auto whole = approved(shop, book, filing(kLi, 3, refund::Method::Cash));
  ask<sync::Withdrawn>(book, withdrawal(whole));
  CHECK(shop.count("hold WHERE live = 1") == 0);
}

TEST_CASE("a card that was lost meanwhile gets its money back all the same") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)));
  auto raw = shop.raw();
  REQUIRE(raw.prepare("UPDATE card SET status = 'lost' WHERE uid = ?").bind(kWang).run());
  ask<sync::Withdrawn>(book, withdrawal(filed.id));
  CHECK(shop.count("hold WHERE live = 1") == 0);
}

TEST_CASE("who only holds the slip withdraws nothing, and every guess is counted") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)));
  CHECK(ask<sync::Denied>(book, sync::Withdraw{filed.id, ""}).tries_left == 2);
  CHECK(ask<sync::Denied>(book, sync::Withdraw{filed.id, "0000"}).tries_left == 1);
  CHECK(ask<sync::CardFound>(book, sync::Identify{kWang}).tries_left == 1);
  CHECK(ask<sync::Denied>(book, sync::Withdraw{filed.id, "0001"}).why == sync::NoEntry::Paused);
  CHECK(ask<sync::Denied>(book, withdrawal(filed.id)).why == sync::NoEntry::Paused);
  CHECK(shop.count("fact WHERE event = 'Withdrawal'") == 0);
  CHECK(shop.count("hold WHERE live = 1") == 1);
  // On the next day the member comes back with the right one.
  ask<sync::Withdrawn>(book, withdrawal(filed.id), kNoon + std::chrono::hours{12});
}

TEST_CASE("nobody withdraws the request of another member with their own PIN") {
  const SmallShop shop;
  auto book = shop.open();
  give_pin(shop, "M2", "1379");
  auto of_li = filing(kLi, 1, refund::Method::Cash);
  of_li.pin = "1379";
  const auto filed = ask<sync::Filed>(book, shop.sealed(of_li));
  ask<sync::AccountOpened>(book, sync::Unlock{kWang, kPin});
  CHECK(ask<sync::Denied>(book, withdrawal(filed.id)).why == sync::NoEntry::WrongPin);
  CHECK(ask<sync::CardFound>(book, sync::Identify{kLi}).tries_left == 2);
  CHECK(ask<sync::CardFound>(book, sync::Identify{kWang}).tries_left == 3);
  CHECK(shop.count("hold WHERE live = 1") == 1);
  ask<sync::Withdrawn>(book, sync::Withdraw{filed.id, "1379"});
}

TEST_CASE("a request that nobody has is not found") {
  const SmallShop shop;
  auto book = shop.open();
  auto id = ask<sync::Filed>(book, shop.sealed(filing(kWang, 1))).id;
  id[15] ^= 1;
  ask<sync::NotFound>(book, withdrawal(id));
  CHECK(shop.count("hold WHERE live = 1") == 1);
}

TEST_CASE("what was confirmed, rejected or has lapsed is not withdrawn, and the answer says so") {
  const SmallShop shop;
  auto book = shop.open();
  const auto cash = filing(kLi, 1, refund::Method::Cash);
  approved(shop, book, cash);
  ask<sync::VoucherIssued>(book, confirmation(book, cash));
  const auto confirmed = ask<sync::CannotDo>(book, withdrawal(cash.id));
  CHECK(confirmed.sentence.zh.find("已经确认，不能再撤回") != std::string::npos);
  CHECK(confirmed.sentence.en.find("collect your cash") != std::string::npos);
  CHECK(tracked(book, cash.id).voucher_state == refund::VoucherState::Issued);
  CHECK(shop.count("hold WHERE live = 1") == 1);

  const auto rejected = ask<sync::Filed>(book, shop.sealed(filing(kWang, 2)));
  Clerk lin(book, "lin");
  const auto seen = lin.approval(rejected.id);
  lin.ask<sync::Decided>(
      sync::Reject{rejected.id, seen.version, seen.content, "records", "缺 6 月的小票"});
  const auto ended = ask<sync::CannotDo>(book, withdrawal(rejected.id));
  CHECK(ended.sentence.zh.find("已经结束") != std::string::npos);
  CHECK(ended.sentence.zh.find("缺 6 月的小票") != std::string::npos);

  const auto lapsed = ask<sync::Filed>(book, shop.sealed(filing(kMa, 3)));
  const auto much_later = kNoon + std::chrono::days{shop.terms().policy.request_days + 1};
  REQUIRE(book.lapse(much_later));
  ask<sync::CannotDo>(book, withdrawal(lapsed.id), much_later);
  CHECK(shop.count("fact WHERE event = 'Withdrawal'") == 0);
}

TEST_CASE("a manager who decides about a withdrawn request is told that it was withdrawn") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)));
  Clerk lin(book, "lin");
  const auto seen = lin.approval(filed.id);
  ask<sync::Withdrawn>(book, withdrawal(filed.id), kLater);
  const auto late = lin.ask<sync::Outdated>(seen);
  CHECK(late.sentence.zh == "会员已撤回这笔申请");
  CHECK(late.row.state == RequestState::Withdrawn);
  CHECK_FALSE(late.row.may_decide);
  lin.ask<sync::Outdated>(sync::Reject{filed.id, seen.version, seen.content, "records", ""});
  lin.ask<sync::Outdated>(lin.approval(filed.id));  // and so is one who has looked again
  CHECK(shop.count("fact WHERE event = 'approval'") == 0);
  const auto shown = lin.detail(filed.id);
  REQUIRE_FALSE(shown.history.empty());
  CHECK(shown.history.back().what == refund::Phrase{"会员撤回", "Withdrawn by the member"});
  CHECK(shown.history.back().at == kLater);
}

TEST_CASE("a confirmation that comes after the withdrawal issues nothing and says why") {
  const SmallShop shop;
  auto book = shop.open();
  const auto cash = filing(kLi, 1, refund::Method::Cash);
  approved(shop, book, cash);
  const auto confirm = confirmation(book, cash);
  ask<sync::Withdrawn>(book, withdrawal(cash.id));
  const auto refused = ask<sync::CannotDo>(book, confirm);
  CHECK(refused.sentence.zh.find("已撤回") != std::string::npos);
  CHECK(shop.count("voucher") == 0);
}

namespace {

// Two kiosks, each with its own view of the books, ask in the same moment. What each heard.
struct Race {
  std::optional<sync::KioskAnswer> withdrawn;
  std::optional<sync::KioskAnswer> confirmed;
};

Race raced(const SmallShop& shop, const sync::Confirm& confirm) {
  Race heard;
  std::array<book::Book, 2> books{shop.open(), shop.open()};
  const auto ask_one = [](book::Book& book, const sync::KioskQuestion& question,
                          std::optional<sync::KioskAnswer>& into) {
    if (auto answer = book.answer(kKiosk, question, kNoon)) into = std::move(*answer);
  };
  std::thread one(ask_one, std::ref(books[0]), withdrawal(confirm.id), std::ref(heard.withdrawn));
  std::thread two(ask_one, std::ref(books[1]), confirm, std::ref(heard.confirmed));
  one.join();
  two.join();
  return heard;
}

}  // namespace

TEST_CASE("a withdrawal and a confirmation at once: exactly one happens, and both hear which") {
  for (std::uint8_t round = 1; round <= 12; ++round) {
    const SmallShop shop;
    auto book = shop.open();
    const auto cash = filing(kLi, round, refund::Method::Cash);
    approved(shop, book, cash);
    const Race heard = raced(shop, confirmation(book, cash));
    REQUIRE(heard.withdrawn);
    REQUIRE(heard.confirmed);
    const bool has_withdrawn = std::holds_alternative<sync::Withdrawn>(*heard.withdrawn);
    const bool has_confirmed = std::holds_alternative<sync::VoucherIssued>(*heard.confirmed);
    REQUIRE(has_withdrawn != has_confirmed);
    REQUIRE(std::holds_alternative<sync::CannotDo>(has_withdrawn ? *heard.confirmed
                                                                 : *heard.withdrawn));
    REQUIRE(shop.count("voucher") == (has_confirmed ? 1 : 0));
    REQUIRE(shop.count("hold WHERE live = 1") == (has_confirmed ? 1 : 0));
  }
}

TEST_CASE("a withdrawal and an approval at once: one order, and the manager hears which") {
  const SmallShop shop;
  auto desk = shop.open();
  auto counter = shop.open();
  for (std::uint8_t round = 1; round <= 20; ++round) {
    const auto filed = ask<sync::Filed>(desk, shop.sealed(filing(kWang, round)));
    const auto in = desk.answer(kDesk, {{}, {}, sync::SignIn{"lin", kStaffPin}}, kNoon);
    REQUIRE(in);
    const auto token = std::get<sync::SignedIn>(*in).token;
    Clerk lin(desk, "lin");
    const sync::DeskAsk approval{{}, token, lin.approval(filed.id)};
    std::optional<sync::KioskAnswer> heard;
    std::thread kiosk([&] {
      if (auto answer = counter.answer(kKiosk, withdrawal(filed.id), kNoon)) heard = *answer;
    });
    const auto decided = desk.answer(kDesk, approval, kNoon);
    kiosk.join();
    REQUIRE(heard);
    REQUIRE(std::holds_alternative<sync::Withdrawn>(*heard));
    REQUIRE(decided);
    const bool was_first = std::holds_alternative<sync::Decided>(*decided);
    REQUIRE((was_first || std::holds_alternative<sync::Outdated>(*decided)));
    const auto facts = lin.detail(filed.id).history;
    REQUIRE(facts.size() == (was_first ? 4U : 2U));
    REQUIRE(facts.back().what == refund::Phrase{"会员撤回", "Withdrawn by the member"});
    REQUIRE(shop.count("hold WHERE live = 1") == 0);
  }
}
