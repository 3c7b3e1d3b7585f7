// What presses and what is odd: the order of the list, its words, and the remarks above the
// figures.
#include "station/desk/queue.hpp"
#include "station/desk/words.hpp"
#include "tests/catch.hpp"
#include "tests/station/desk_fixture.hpp"

using namespace slipway;
using namespace slipway::desk;
using namespace slipway::desk::test;

namespace {

using std::chrono::days;

const refund::Date kToday = refund::date_of(kNoon);

sync::InboxRow due_in(int left, int number = 1) {
  auto row = row_of(number, "王小明", 30);
  row.pay_by = kToday + days{left};
  return row;
}

}  // namespace

TEST_CASE("a payday presses from three days before it, and is past the day after") {
  CHECK(urgency_of(row_of(1, "王小明", 30), kNoon) == Urgency::Calm);
  CHECK(urgency_of(due_in(4), kNoon) == Urgency::Calm);
  CHECK(urgency_of(due_in(3), kNoon) == Urgency::Soon);
  CHECK(urgency_of(due_in(0), kNoon) == Urgency::Soon);
  CHECK(urgency_of(due_in(-1), kNoon) == Urgency::Past);
  CHECK(due_of(due_in(4), kNoon) == refund::Phrase{});
  CHECK(due_of(due_in(3), kNoon) == refund::Phrase{"还剩 3 天", "3 days left"});
  CHECK(due_of(due_in(-1), kNoon).zh == "已逾期 1 天");
}

TEST_CASE("an answer that is late presses though the payday is far") {
  auto row = due_in(9);
  row.review_by = kNoon;
  CHECK(urgency_of(row, kNoon) == Urgency::Calm);
  row.review_by = kNoon - 1ms;
  CHECK(urgency_of(row, kNoon) == Urgency::Soon);
  CHECK(due_of(row, kNoon) == refund::Phrase{"答复已超时", "Answer overdue"});
  row.pay_by.reset();
  CHECK(due_of(row, kNoon).en == "Answer overdue");
}

TEST_CASE("what is past comes first, then what presses, then who waits longest") {
  Fixture f;
  f.sign_in();
  auto past = due_in(-2, 2);
  past.member_name = "李思雨";
  past.filed_at = kNoon - 1min;
  auto soon = due_in(1, 3);
  soon.member_name = "赵一鸣";
  soon.filed_at = kNoon - 2min;
  f.fill({row_of(1, "王小明", 300), soon, past});
  CHECK(f.names() == std::vector<std::string>{"李思雨", "赵一鸣", "王小明"});
  const auto lines = lines_of(f.desk.queue(), kNoon);
  CHECK(lines[0].urgency == Urgency::Past);
  CHECK(lines[0].waiting.zh == "已逾期 2 天");
  CHECK(lines[1].waiting.zh == "还剩 1 天");
  CHECK(lines[2].waiting.zh == "5 小时");
}

TEST_CASE("a risk has its pill, red when it asks for one approver more") {
  auto row = row_of(1, "王小明", 30);
  CHECK_FALSE(pill_of(row));
  row.risk = 20;
  CHECK(pill_of(row)->text.en == "Notice");
  row.risk_asks_more = true;
  CHECK(pill_of(row)->text.en == "High risk");
  CHECK(pill_of(row)->colour == Pill::Colour::Red);
}

TEST_CASE("remarks name each risk with its score, the papers to see, and the day that comes near") {
  Fixture f;
  f.sign_in();
  auto row = due_in(1);
  row.risk = 40;
  row.risk_asks_more = true;
  f.fill({row});
  auto detail = Fixture::detail_of(row);
  detail.risk = {{refund::RiskKind::SharedPayee, 40, {"同一账户", "One account."}}};
  detail.risk_words = {"风险分 40", "Risk 40"};
  detail.papers = {{"核对付款人证件", "Check the payer's ID"}};
  detail.due = sync::Due{*row.pay_by, {"最迟 2026-11-22 付出。", "Paid out by 2026-11-22."}};
  f.answer(f.station.all<sync::AskDetail>().back().first, detail);
  const auto remarks = f.desk.remarks();
  REQUIRE(remarks.size() == 3);
  CHECK(remarks[0].text.zh == "还剩 1 天。最迟 2026-11-22 付出。");
  CHECK(remarks[0].tone == Tone::Note);
  CHECK(remarks[1].text.en == "One account. Risk 40");
  CHECK(remarks[1].tone == Tone::Bad);
  CHECK(remarks[2].text.zh == "核对付款人证件");
}
