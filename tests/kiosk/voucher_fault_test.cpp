// What can go wrong between the member's last word and the voucher on paper.
#include "tests/kiosk/fault_screen.hpp"

namespace slipway::kiosk {

using namespace std::chrono_literals;
using namespace test;

TEST_CASE("a voucher without paper: the refund stands and staff print it") {
  Counter counter;
  counter.paper = kNoPaper;
  counter.go_to_confirm();
  counter.sign();
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::VoucherNotPrinted);
  CHECK(said(counter).code == "V1-000042");
  CHECK(counter.asked<sync::NotePaper>().at(0).paper.news == sync::PaperNews::NotPrinted);
}

TEST_CASE("a voucher of which nobody knows what is on the paper is not printed again") {
  Counter counter;
  counter.paper = kUnknown;
  counter.go_to_confirm();
  counter.sign();
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::VoucherUnsure);
  said(counter);
  CHECK(counter.asked<sync::NotePaper>().at(0).paper.news == sync::PaperNews::Unsure);
  CHECK(counter.printed().size() == 1);
}

TEST_CASE("without a receipt printer a voucher goes to the stand-in, and staff hand it over") {
  Counter counter;
  counter.give(devices::DeviceEvent(devices::DeviceState{
      devices::Role::Printer, devices::Presence::Absent, "", "", "", "", true}));
  counter.paper = devices::Printed{devices::Outcome::Unknown, devices::Evidence::Nothing,
                                   devices::PrintCause::None, true};
  counter.go_to_confirm();
  CHECK(counter.printed().empty());  // the slip of the request waits for no stand-in
  counter.sign();
  counter.press(Button::Primary);
  REQUIRE(counter.printed().size() == 1);
  CHECK(counter.printed()[0].may_stand_in);
  REQUIRE(counter.screen() == Screen::VoucherUnsure);
  CHECK(said(counter).message.title.zh == "请找店员领取凭证");
  CHECK(said(counter).code == "V1-000042");
  const auto news = counter.asked<sync::NotePaper>().at(0).paper;
  CHECK(news.news == sync::PaperNews::Unsure);
  CHECK(news.evidence == "sheet of a queue");
}

TEST_CASE("without a receipt printer and a stand-in no voucher is sent anywhere") {
  Counter counter;
  counter.plug(devices::Role::Printer, devices::Presence::Absent);
  counter.go_to_confirm();
  counter.sign();
  counter.press(Button::Primary);
  CHECK(counter.printed().empty());
  CHECK(counter.screen() == Screen::VoucherNotPrinted);
}

TEST_CASE("a printer that never answers about a voucher means unsure") {
  Counter counter;
  counter.paper.reset();
  counter.go_to_confirm();
  counter.sign();
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::VoucherPrinting);
  counter.wait(100s);
  REQUIRE(counter.screen() == Screen::VoucherUnsure);
  CHECK(counter.asked<sync::NotePaper>().at(0).paper.news == sync::PaperNews::Unsure);
}

TEST_CASE("a voucher whose printing was begun before is left to people") {
  Counter counter;
  counter.voucher_begun_before = true;
  counter.go_to_confirm();
  counter.sign();
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::VoucherUnsure);
  CHECK(counter.printed().empty());
  CHECK(counter.asked<sync::NotePaper>().empty());
}

TEST_CASE("a voucher is not printed before its intent is on disk") {
  Counter counter;
  counter.disk = Counter::Disk::Silent;
  counter.go_to_confirm();
  counter.sign();
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::VoucherNoting);
  CHECK(counter.printed().empty());
  const auto job = counter.asked<sync::NoteVoucher>().at(0).job;
  counter.wait(20s);
  REQUIRE(counter.screen() == Screen::VoucherNotPrinted);
  counter.press(Button::Primary);
  counter.give(sync::SyncEvent{sync::VoucherNoted{{1}, 42, job, true}});
  CHECK(counter.printed().empty());
  CHECK(counter.asked<sync::NotePaper>().back().paper.news == sync::PaperNews::NotPrinted);
}

TEST_CASE("a confirmation without an answer can be asked again and is the same one") {
  Counter counter;
  counter.go_to_confirm();
  counter.sign();
  counter.station = Counter::Station::Absent;
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::ConfirmUnanswered);
  said(counter);
  counter.station = Counter::Station::Answers;
  counter.press(Button::Primary);
  REQUIRE(counter.screen() == Screen::Done);
  const auto confirmed = counter.asked<sync::Confirm>();
  REQUIRE(confirmed.size() == 2);
  CHECK(confirmed[0].id == confirmed[1].id);
  CHECK(confirmed[0].signature == confirmed[1].signature);
}

}  // namespace slipway::kiosk
