// What happens between the counter and the desk after a request was filed. The desk's decisions,
// the wire's bytes, the kiosk's outbox and the station's books are the real ones; only time and
// wires are not.
#include <algorithm>
#include <filesystem>
#include <utility>

#include "station/book/audit.hpp"
#include "station/desk/desk.hpp"
#include "sync/outbox.hpp"
#include "tests/station/small_shop.hpp"

namespace slipway::test {
namespace {

using namespace std::chrono_literals;
using refund::RequestState;
using refund::VoucherState;
using Offer = desk::Verbs::Offer;

// The books, as a desk reaches them: every question and every answer goes through its bytes.
class WiredBooks final : public desk::Station {
 public:
  explicit WiredBooks(book::Book& book) : book_(book) {}

  void ask(desk::Ticket ticket, sync::DeskQuestion question) override {
    asked_.emplace_back(ticket, std::move(question));
  }
  void refresh() override { mark_ = 0; }

  // Answers what was asked, and shows the inbox as the keeper does every second.
  void deliver(desk::Desk& desk, desk::Tick now) {
    while (!asked_.empty()) {
      const auto questions = std::exchange(asked_, {});
      for (const auto& [ticket, question] : questions)
        desk.on_news(desk::Answered{ticket, answer(question, now)}, now);
    }
    if (!token_) return;
    auto inbox = answer(sync::AskInbox{mark_}, now);
    if (const auto* rows = std::get_if<sync::Inbox>(&inbox)) mark_ = rows->mark;
    desk.on_news(desk::Answered{0, std::move(inbox)}, now);
  }
  [[nodiscard]] bool is_quiet() const { return asked_.empty(); }

 private:
  sync::DeskAnswer answer(const sync::DeskQuestion& question, desk::Tick now) {
    const auto ask = sync::desk_ask_from(sync::encode(sync::DeskAsk{{}, token_, question}));
    REQUIRE(ask);
    const auto said = book_.answer(kDesk, *ask, kNoon + now);
    REQUIRE(said);
    const auto reply = sync::desk_reply_from(sync::encode(sync::DeskReply{ask->id, *said}));
    REQUIRE(reply);
    if (const auto* signed_in = std::get_if<sync::SignedIn>(&reply->answer))
      token_ = signed_in->token;
    return reply->answer;
  }

  book::Book& book_;
  std::optional<sync::Token> token_;
  std::int64_t mark_ = 0;
  std::vector<std::pair<desk::Ticket, sync::DeskQuestion>> asked_;
};

// A person at the desk's screen.
class Person {
 public:
  Person(book::Book& book, const std::string& staff) : books_(book) {
    desk_.on_news(desk::Reach::Up, now_);
    desk_.sign_in(staff, kStaffPin, now_);
    settle();
    REQUIRE(desk_.is_signed_in());
  }

  // Looks at a request in this section; it must be there.
  desk::Desk& at(desk::Section section, const refund::RequestId& id) {
    settle();
    desk_.show(section, now_);
    desk_.select(id, now_);
    settle();
    REQUIRE(desk_.detail() != nullptr);
    REQUIRE(desk_.detail()->row.id == id);
    return desk_;
  }
  // What was decided reaches the station, also an approval that could be undone for ten seconds.
  void settle() {
    for (int second = 0; second < 12 || !books_.is_quiet(); ++second) {
      now_ += 1s;
      desk_.on_tick(now_);
      books_.deliver(desk_, now_);
    }
  }
  [[nodiscard]] desk::Tick now() const { return now_; }
  [[nodiscard]] desk::Desk& desk() { return desk_; }

 private:
  WiredBooks books_;
  desk::Tick now_{1s};
  desk::Desk desk_{books_, [] { return desk::Desk::RedeemKey{7}; }};
};

sync::Tracked tracked(book::Book& book, const std::string& card) {
  return ask<sync::Tracked>(book, sync::Track{{}, card, kPin});
}

bool says(const std::vector<desk::Notice>& notices, desk::Tone tone) {
  return std::any_of(notices.begin(), notices.end(),
                     [&](const desk::Notice& one) { return one.tone == tone; });
}

}  // namespace

TEST_CASE("papers are asked for at the desk, read at the counter, brought, seen and approved") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)));
  Person lin(book, "lin");
  auto& desk = lin.at(desk::Section::Review, filed.id);
  REQUIRE(desk.verbs().ask_papers == Offer::Yes);
  CHECK(desk.verbs().papers_seen == Offer::No);
  desk.ask_papers("请带购卡小票", lin.now());
  lin.settle();
  const auto asked = tracked(book, kWang);
  CHECK(asked.state == RequestState::NeedsInfo);
  CHECK(asked.sentence.zh.find("请带购卡小票") != std::string::npos);
  CHECK(asked.sentence.en.find("请带购卡小票") != std::string::npos);
  lin.at(desk::Section::Review, filed.id);
  CHECK(desk.verbs().approve != Offer::Yes);
  REQUIRE(desk.verbs().papers_seen == Offer::Yes);
  desk.papers_seen(lin.now());
  lin.settle();
  CHECK(tracked(book, kWang).state == RequestState::InReview);
  lin.at(desk::Section::Review, filed.id);
  REQUIRE(desk.verbs().approve == Offer::Yes);
  desk.approve(lin.now());
  lin.settle();
  CHECK(tracked(book, kWang).state == RequestState::Approved);
}

TEST_CASE("a bank transfer is marked as sent at the desk, once, and the member reads it") {
  const SmallShop shop;
  auto book = shop.open();
  const auto filed = filing(kWang, 1);
  approved(shop, book, filed);
  const auto slip = ask<sync::VoucherIssued>(book, confirmation(book, filed));
  ask<sync::PaperKnown>(
      book, sync::Paper{filed.id, slip.voucher_number, sync::PaperNews::Printed, "process id"});
  Person finance(book, "finance");
  auto& desk = finance.at(desk::Section::Payouts, filed.id);
  REQUIRE(desk.verbs().mark_transferred == Offer::Yes);
  desk.mark_transferred("ICBC2026112100001", finance.now());
  finance.settle();
  CHECK(tracked(book, kWang).state == RequestState::Paid);
  CHECK(desk.verbs().mark_transferred != Offer::Yes);
  CHECK(ask<sync::CardFound>(book, sync::Identify{kWang}).status == refund::CardStatus::Refunded);
  CHECK(shop.count("hold WHERE live = 1") == 0);
  // The next payout cannot be booked under the same number of the bank.
  const auto other = filing(kMa, 2);
  approved(shop, book, other);
  ask<sync::VoucherIssued>(book, confirmation(book, other));
  finance.at(desk::Section::Payouts, other.id);
  desk.mark_transferred("ICBC2026112100001", finance.now());
  finance.settle();
  CHECK(tracked(book, kMa).state == RequestState::Confirmed);
  CHECK(shop.count("transfer") == 1);
  auto raw = shop.raw();
  CHECK_FALSE(book::verify_audit(raw)->broken);
}

TEST_CASE("a voucher that nobody saw come out is asked about, and a person decides") {
  for (const bool is_out : {true, false}) {
    const SmallShop shop;
    auto book = shop.open();
    const auto filed = filing(kLi, 1, refund::Method::Cash);
    approved(shop, book, filed);
    const auto slip = ask<sync::VoucherIssued>(book, confirmation(book, filed));
    const sync::Confirm again{filed.id, 0, slip.amount, kPin, {}};
    {
      // The screen dies while the printer works: nobody is left to tell of the paper.
      auto outbox = sync::Outbox::open(shop.folder() / "kiosk.db", 1);
      REQUIRE(outbox);
      REQUIRE(outbox->note_voucher(slip.voucher_number, filed.id, {1}).value());
    }
    auto outbox = sync::Outbox::open(shop.folder() / "kiosk.db", 1);
    REQUIRE(outbox);
    CHECK(outbox->doubt_unreported("slipway-sync started").value() == 1);
    const auto due = outbox->due(sync::Outbox::Time{} + 60s);
    REQUIRE(due);
    REQUIRE(due->size() == 1);
    const auto unsure = sync::kiosk_ask_from(due->front().frame);
    REQUIRE(unsure);
    CHECK(ask<sync::PaperKnown>(book, unsure->question).state == VoucherState::Review);
    CHECK(outbox->settle(due->front().id).value());
    ask<sync::CannotDo>(book, again);  // nothing is printed before a person has looked

    Person lin(book, "lin");
    auto& desk = lin.at(desk::Section::Payouts, filed.id);
    CHECK(says(desk.remarks(), desk::Tone::Bad));
    REQUIRE(desk.verbs().resolve_paper == Offer::Yes);
    desk.resolve_paper(is_out, lin.now());
    lin.settle();
    CHECK(desk.verbs().resolve_paper == Offer::No);
    if (is_out) {
      ask<sync::CannotDo>(book, again);  // it is out: there is no second one
    } else {
      CHECK(ask<sync::VoucherIssued>(book, again).voucher_number == slip.voucher_number + 1);
    }
    CHECK(shop.count("voucher WHERE live = 1") == 1);
    // At the cash desk the first paper is worth its money only when it was found.
    Person cashier(book, "cashier");
    cashier.desk().look_up(slip.qr_text, cashier.now());
    cashier.settle();
    CHECK(cashier.desk().cash_desk().may_pay == is_out);
  }
}

}  // namespace slipway::test
