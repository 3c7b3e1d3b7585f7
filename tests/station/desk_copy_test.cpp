#include "tests/catch.hpp"
#include "tests/station/desk_fixture.hpp"

namespace slipway::desk::test {
namespace {

sync::InboxRow confirmed(int number) {
  auto row = row_of(number, "王小明", 30);
  row.state = refund::RequestState::Confirmed;
  row.voucher_state = refund::VoucherState::Printed;
  row.voucher_number = 42;
  return row;
}

struct CopyFixture : Fixture {
  explicit CopyFixture(const sync::InboxRow& row = confirmed(1)) {
    desk.set_printer(true);
    sign_in();
    fill({row});
    desk.show(Section::Payouts, now);
    read_details();
  }
  void answer_copy(int number) {
    sync::VoucherCopied copied;
    copied.voucher.number_text = "V1-000042";
    copied.copy = number;
    answer(station.all<sync::AskCopy>().back().first, copied);
  }
};

}  // namespace

TEST_CASE("a copy is asked of the station, made once, and no other meanwhile") {
  CopyFixture f;
  CHECK(f.desk.verbs().print_copy == Verbs::Offer::Yes);
  f.desk.copy(CopyTo::Printer, f.now);
  REQUIRE(f.station.all<sync::AskCopy>().size() == 1);
  CHECK(f.station.all<sync::AskCopy>()[0].second.id == id_of(1));
  CHECK_FALSE(f.desk.take_copy());
  f.desk.copy(CopyTo::File, f.now);
  CHECK(f.station.all<sync::AskCopy>().size() == 1);

  f.answer_copy(3);
  const auto order = f.desk.take_copy();
  REQUIRE(order);
  CHECK(order->to == CopyTo::Printer);
  CHECK(order->copied.copy == 3);
  CHECK_FALSE(f.desk.take_copy());
  CHECK(f.desk.verbs().save_copy == Verbs::Offer::Grey);

  f.desk.on_copy({{Tone::Note, {"打印中", "Printing"}}, false}, f.now);
  CHECK(f.desk.verbs().save_copy == Verbs::Offer::Grey);
  f.desk.on_copy({{Tone::Bad, {"没有纸", "No paper"}}, true}, f.now);
  REQUIRE(f.desk.notice());
  CHECK(f.desk.notice()->text.en == "No paper");
  CHECK(f.desk.verbs().save_copy == Verbs::Offer::Yes);
}

TEST_CASE("a desk without a printer offers the file only, and says so when asked to print") {
  CopyFixture f;
  f.desk.set_printer(false);
  CHECK(f.desk.verbs().print_copy == Verbs::Offer::No);
  CHECK(f.desk.verbs().save_copy == Verbs::Offer::Yes);
  f.desk.copy(CopyTo::Printer, f.now);
  CHECK(f.station.all<sync::AskCopy>().empty());
  REQUIRE(f.desk.notice());
  CHECK(f.desk.notice()->text.en.find("PDF") != std::string::npos);
  f.desk.copy(CopyTo::File, f.now);
  CHECK(f.station.all<sync::AskCopy>().size() == 1);
}

TEST_CASE("nothing is copied of a request whose voucher is void, in doubt or was never issued") {
  auto row = row_of(1, "王小明", 30);
  row.state = refund::RequestState::Confirmed;
  for (const std::optional<refund::VoucherState> state :
       {std::optional<refund::VoucherState>{}, std::optional(refund::VoucherState::Void),
        std::optional(refund::VoucherState::Review), std::optional(refund::VoucherState::Issued)}) {
    row.voucher_state = state;
    CopyFixture f(row);
    CHECK(f.desk.verbs().save_copy == Verbs::Offer::No);
    f.desk.copy(CopyTo::File, f.now);
    CHECK(f.station.all<sync::AskCopy>().empty());
  }
}

TEST_CASE("a copy that the station does not give is told, and may be asked for again") {
  CopyFixture f;
  f.desk.copy(CopyTo::File, f.now);
  f.desk.on_news(Unanswered{f.station.all<sync::AskCopy>().back().first}, f.now);
  REQUIRE(f.desk.notice());
  CHECK(f.desk.notice()->tone == Tone::Bad);
  f.desk.copy(CopyTo::File, f.now);
  REQUIRE(f.station.all<sync::AskCopy>().size() == 2);
  f.answer(f.station.all<sync::AskCopy>().back().first, sync::NoVoucher{{"没有", "None"}});
  CHECK(f.desk.notice()->text.en == "None");
  CHECK(f.desk.cash_desk().step == CashDesk::Step::Empty);
  CHECK(f.desk.verbs().save_copy == Verbs::Offer::Yes);
}

TEST_CASE("a copy that comes after the screen was locked is not made") {
  CopyFixture f;
  f.desk.copy(CopyTo::Printer, f.now);
  const auto ticket = f.station.all<sync::AskCopy>().back().first;
  f.desk.lock(f.now);
  f.answer(ticket, sync::VoucherCopied{});
  CHECK_FALSE(f.desk.take_copy());
}

}  // namespace slipway::desk::test
