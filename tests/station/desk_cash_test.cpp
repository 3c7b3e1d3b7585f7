#include "station/desk/desk.hpp"
#include "station/desk/words.hpp"
#include "tests/catch.hpp"
#include "tests/station/desk_fixture.hpp"

using namespace slipway;
using namespace slipway::desk;
using namespace slipway::desk::test;

using Step = CashDesk::Step;

namespace {

sync::VoucherFound good_voucher() {
  sync::VoucherFound found;
  found.voucher.number = 42;
  found.voucher.amount = refund::Money{8'650};
  found.state = refund::VoucherState::Printed;
  found.payee.method = refund::Method::Cash;
  return found;
}

struct CashFixture : Fixture {
  CashFixture() {
    sign_in();
    desk.scanned("RV1:ABC $%*+-./: ", now);
  }
  [[nodiscard]] Ticket looked_up() const { return station.all<sync::AskVoucher>().back().first; }
};

}  // namespace

TEST_CASE("a scanned voucher is looked up as it was read and may be paid when it is good") {
  CashFixture f;
  CHECK(f.desk.section() == Section::Payouts);
  CHECK(f.station.all<sync::AskVoucher>()[0].second.scanned == "RV1:ABC $%*+-./: ");
  CHECK(f.desk.cash_desk().step == Step::Looking);
  f.answer(f.looked_up(), good_voucher());
  CHECK(f.desk.cash_desk().step == Step::Found);
  CHECK(f.desk.cash_desk().may_pay);
}

TEST_CASE("redeeming asks once with one key and no money is due before the answer") {
  CashFixture f;
  f.answer(f.looked_up(), good_voucher());
  f.desk.redeem(f.now);
  f.desk.redeem(f.now);
  f.desk.clear_cash_desk();
  f.desk.scanned("RV1:OTHER", f.now);
  const auto asked = f.station.all<sync::Redeem>();
  REQUIRE(asked.size() == 1);
  CHECK(f.keys_made == 1);
  CHECK(asked[0].second.key[0] == 1);
  CHECK(f.desk.cash_desk().step == Step::Paying);
  f.pass(400s);
  CHECK(f.desk.is_signed_in());
  CHECK(f.desk.cash_desk().step == Step::Paying);
  f.answer(asked[0].first, sync::Redeemed{good_voucher(), {"请付现金", "Hand over the cash"}});
  CHECK(f.desk.cash_desk().step == Step::Paid);
}

TEST_CASE("the drawer opens once for one payment in cash, and for nothing else") {
  CashFixture f;
  f.desk.set_drawer(true);
  f.answer(f.looked_up(), good_voucher());
  CHECK_FALSE(f.desk.take_drawer());
  f.desk.redeem(f.now);
  CHECK_FALSE(f.desk.take_drawer());  // the station has not recorded it yet
  const Ticket ticket = f.station.all<sync::Redeem>()[0].first;
  f.answer(ticket, sync::Redeemed{good_voucher(), {"请付现金", "Hand over the cash"}});
  const auto job = f.desk.take_drawer();
  REQUIRE(job);
  CHECK(*job >> 56 == 1);  // the first byte of the payment's key
  CHECK_FALSE(f.desk.take_drawer());
  f.answer(ticket, sync::Redeemed{good_voucher(), {"请付现金", "Hand over the cash"}});
  CHECK_FALSE(f.desk.take_drawer());
  using devices::DrawerOutcome;
  using devices::PrintCause;
  f.desk.on_drawer({*job + 1, {DrawerOutcome::Opened, PrintCause::None}});  // not this payment's
  REQUIRE(f.desk.cash_desk().drawer);
  CHECK(f.desk.cash_desk().drawer->tone == Tone::Note);
  f.desk.on_drawer({*job, {DrawerOutcome::NotOpened, PrintCause::PaperOut}});
  CHECK(f.desk.cash_desk().drawer->tone == Tone::Bad);
  CHECK(f.desk.cash_desk().drawer->text.en.find("key") != std::string::npos);
}

TEST_CASE("no drawer springs open long after it was asked for, and nobody locks a payment away") {
  CashFixture f;
  f.desk.set_drawer(true);
  f.answer(f.looked_up(), good_voucher());
  f.desk.redeem(f.now);
  const Ticket ticket = f.station.all<sync::Redeem>()[0].first;
  f.pass(31s);
  f.desk.lock(f.now);
  CHECK(f.desk.is_signed_in());
  REQUIRE(f.desk.notice());
  f.answer(ticket, sync::Redeemed{good_voucher(), {"请付现金", "Hand over the cash"}});
  CHECK(f.desk.cash_desk().step == Step::Paid);
  CHECK_FALSE(f.desk.take_drawer());
  REQUIRE(f.desk.cash_desk().drawer);
  CHECK(f.desk.cash_desk().drawer->text.en.find("key") != std::string::npos);
  f.desk.lock(f.now);
  CHECK_FALSE(f.desk.is_signed_in());
}

TEST_CASE("no drawer opens for a voucher that was paid before, nor where there is none") {
  CashFixture f;
  f.desk.set_drawer(true);
  f.answer(f.looked_up(), good_voucher());
  f.desk.redeem(f.now);
  f.answer(f.station.all<sync::Redeem>()[0].first,
           sync::AlreadyRedeemed{good_voucher(), kNoon, "周会计", {"已兑付过", "Paid before"}});
  CHECK_FALSE(f.desk.take_drawer());
  CashFixture bare;
  bare.answer(bare.looked_up(), good_voucher());
  bare.desk.redeem(bare.now);
  bare.answer(bare.station.all<sync::Redeem>()[0].first,
              sync::Redeemed{good_voucher(), {"请付现金", "Hand over the cash"}});
  CHECK_FALSE(bare.desk.take_drawer());
  CHECK_FALSE(bare.desk.cash_desk().drawer);
}

TEST_CASE("what was just paid is no longer due, and its row says so") {
  CashFixture f;
  auto due = row_of(1, "沈丽华", 190, 8'650);
  auto other = row_of(2, "曹阳", 300, 9'900);
  due.method = other.method = refund::Method::Cash;
  due.state = other.state = refund::RequestState::Confirmed;
  f.fill({due, other});
  auto found = good_voucher();
  found.id = due.id;
  f.answer(f.looked_up(), found);
  f.desk.redeem(f.now);
  CHECK(f.desk.payouts().count(Filter::All) == 2);
  f.answer(f.station.all<sync::Redeem>()[0].first,
           sync::Redeemed{found, {"请付现金", "Hand over"}});
  f.fill({due, other});  // was on its way when the voucher was redeemed
  CHECK(f.desk.payouts().count(Filter::All) == 1);
  CHECK(f.desk.payouts().total() == refund::Money{9'900});
  CHECK(f.names() == std::vector<std::string>{"曹阳", "沈丽华"});
  const auto lines = lines_of(f.desk.payouts(), kNoon);
  REQUIRE(lines.size() == 2);
  CHECK(lines[1].has_left);
  REQUIRE(lines[1].pill);
  CHECK(lines[1].pill->colour == Pill::Colour::Grey);
  CHECK(lines[1].pill->text == phrase_of(refund::RequestState::Paid));
  CHECK_FALSE(lines[0].has_left);
}

TEST_CASE("a voucher that was paid before is refused with when and by whom") {
  CashFixture f;
  f.answer(f.looked_up(), good_voucher());
  f.desk.redeem(f.now);
  f.answer(f.station.all<sync::Redeem>()[0].first,
           sync::AlreadyRedeemed{good_voucher(), kNoon, "周会计", {"已兑付过", "Paid before"}});
  CHECK(f.desk.cash_desk().step == Step::Refused);
  CHECK(f.desk.cash_desk().sentence.zh == "已兑付过（2026-11-21 12:00，周会计）");
}

TEST_CASE("vouchers that must not be paid offer no payment") {
  using refund::Verdict;
  using refund::VoucherState;
  const auto step = [](auto&& change) {
    CashFixture f;
    auto found = good_voucher();
    change(found);
    f.answer(f.looked_up(), found);
    f.desk.redeem(f.now);
    CHECK(f.station.all<sync::Redeem>().empty());
    CHECK_FALSE(f.desk.cash_desk().sentence.zh.empty());
    return f.desk.cash_desk().step;
  };
  CHECK(step([](auto& v) { v.verdict = Verdict::Tampered; }) == Step::Refused);
  CHECK(step([](auto& v) { v.verdict = Verdict::Expired; }) == Step::Refused);
  CHECK(step([](auto& v) { v.verdict = Verdict::UnknownKey; }) == Step::Refused);
  CHECK(step([](auto& v) { v.state = VoucherState::Redeemed; }) == Step::Refused);
  CHECK(step([](auto& v) { v.state = VoucherState::Void; }) == Step::Refused);
  CHECK(step([](auto& v) { v.payee.method = refund::Method::BankTransfer; }) == Step::Refused);
}

TEST_CASE("a look-up without an answer says that nothing changed") {
  CashFixture f;
  f.desk.on_news(Unanswered{f.looked_up()}, f.now);
  CHECK(f.desk.cash_desk().step == Step::NoAnswer);
}

TEST_CASE("the answer to an earlier look-up does not replace the later one") {
  CashFixture f;
  const Ticket first = f.looked_up();
  f.desk.scanned("V1-000043", f.now);
  f.answer(first, good_voucher());
  CHECK(f.desk.cash_desk().step == Step::Looking);
}

TEST_CASE("of several payments the next one is marked, and the request stays until the last") {
  Fixture f;
  f.sign_in();
  auto split = row_of(1, "王小明", 30);
  split.state = refund::RequestState::Confirmed;
  split.method = refund::Method::Original;
  split.legs = 3;
  split.legs_paid = 1;
  f.fill({split, row_of(2, "李思雨", 20)});
  f.desk.show(Section::Payouts, f.now);
  sync::Detail detail;
  detail.row = split;
  const sync::PayoutLeg leg{refund::Route::Original, refund::Money{100}, {}, {}};
  detail.legs = {{2, leg, "W2", ""}, {3, leg, "W3", ""}, {1, leg, "W1", "WX1"}};
  f.answer(f.station.all<sync::AskDetail>().back().first, detail);
  REQUIRE(f.desk.verbs().mark_transferred == Verbs::Offer::Yes);
  CHECK(lines_of(f.desk.queue(), {}).front().pill->text.en == "Refund due 1/3");
  f.desk.mark_transferred("WX2", f.now);
  REQUIRE(f.station.all<sync::MarkTransferred>().size() == 1);
  CHECK(f.station.all<sync::MarkTransferred>()[0].second.leg == 2);
  CHECK(f.selected() == "王小明");
  auto later = split;
  later.version += 1;
  later.legs_paid = 2;
  f.answer(f.station.all<sync::MarkTransferred>()[0].first,
           sync::Decided{later, {"已标记", "Marked"}});
  CHECK(f.desk.verbs().mark_transferred == Verbs::Offer::Grey);  // until it is read again
  detail.row = later;
  detail.legs = {{3, leg, "W3", ""}, {1, leg, "W1", "WX1"}, {2, leg, "W2", "WX2"}};
  f.answer(f.station.all<sync::AskDetail>().back().first, detail);
  f.desk.mark_transferred("WX3", f.now);
  REQUIRE(f.station.all<sync::MarkTransferred>().size() == 2);
  CHECK(f.station.all<sync::MarkTransferred>()[1].second.leg == 3);
  CHECK(f.selected() != "王小明");
}

TEST_CASE("a bank transfer is marked with the bank's number, an unsure voucher by a person") {
  Fixture f;
  f.sign_in();
  auto bank = row_of(1, "王小明", 30);
  bank.state = refund::RequestState::Confirmed;
  bank.method = refund::Method::BankTransfer;
  auto unsure = row_of(2, "李思雨", 20);
  unsure.state = refund::RequestState::Confirmed;
  unsure.voucher_state = refund::VoucherState::Review;
  unsure.voucher_number = 42;
  f.fill({bank, unsure});
  f.desk.show(Section::Payouts, f.now);
  f.read_details();
  f.desk.mark_transferred("", f.now);
  CHECK(f.station.all<sync::MarkTransferred>().empty());
  f.desk.mark_transferred("ICBC-77", f.now);
  REQUIRE(f.station.all<sync::MarkTransferred>().size() == 1);
  CHECK(f.selected() == "李思雨");
  f.desk.resolve_paper(false, f.now);
  REQUIRE(f.station.all<sync::ResolvePaper>().size() == 1);
  CHECK(f.station.all<sync::ResolvePaper>()[0].second.voucher_number == 42);
  CHECK_FALSE(f.station.all<sync::ResolvePaper>()[0].second.is_out);
}
