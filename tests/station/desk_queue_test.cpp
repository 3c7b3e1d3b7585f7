#include "station/desk/queue.hpp"

#include <rapidcheck.h>

#include "station/desk/words.hpp"
#include "tests/catch.hpp"
#include "tests/station/desk_fixture.hpp"

using namespace slipway;
using namespace slipway::desk;
using namespace slipway::desk::test;

using Names = std::vector<std::string>;

TEST_CASE("the inbox shows who waits longest first and looks at that one") {
  BusyFixture f;
  CHECK(f.names() == Names{"王小明", "李思雨", "赵一鸣"});
  CHECK(f.selected() == "王小明");
}

TEST_CASE("rows that arrive do not move the selection and carry a dot until looked at") {
  BusyFixture f;
  f.desk.move(1, f.now);
  REQUIRE(f.selected() == "李思雨");
  f.fill({row_of(4, "陈建国", 50)});
  CHECK(f.names() == Names{"陈建国", "王小明", "李思雨", "赵一鸣"});
  CHECK(f.selected() == "李思雨");
  CHECK(f.desk.queue().is_fresh(id_of(4)));
  CHECK_FALSE(f.desk.queue().is_fresh(id_of(1)));
  f.desk.select(id_of(4), f.now);
  CHECK_FALSE(f.desk.queue().is_fresh(id_of(4)));
}

TEST_CASE("the row that is looked at stays when somebody else decides it, and says who did") {
  BusyFixture f;
  auto taken = row_of(1, "王小明", 30);
  taken.state = refund::RequestState::Rejected;
  taken.version = 4;
  f.fill({taken});
  CHECK(f.names() == Names{"王小明", "李思雨", "赵一鸣"});
  CHECK(f.desk.queue().has_left(id_of(1)));
  auto detail = Fixture::detail_of(taken);
  detail.history = {{kNoon, "周会计", {"驳回", "Rejected"}}};
  f.answer(f.station.all<sync::AskDetail>().back().first, detail);
  REQUIRE(f.desk.remarks().size() == 1);
  CHECK(f.desk.remarks()[0].text.zh == "已由 周会计 处理。");
  CHECK(f.desk.verbs() == Verbs{});
  CHECK(f.desk.queue().count(Filter::All) == 2);
  f.desk.move(1, f.now);
  CHECK(f.names() == Names{"李思雨", "赵一鸣"});
}

TEST_CASE("a row that nobody looks at leaves the list when it is decided elsewhere") {
  BusyFixture f;
  auto taken = row_of(3, "赵一鸣", 12);
  taken.state = refund::RequestState::Approved;
  taken.version = 4;
  f.fill({taken});
  CHECK(f.names() == Names{"王小明", "李思雨"});
  CHECK(f.desk.payouts().count(Filter::All) == 1);
}

TEST_CASE("an older version of a row changes nothing") {
  BusyFixture f;
  auto old = row_of(2, "李思雨", 21, 1);
  old.version = 2;
  f.fill({old});
  CHECK(f.desk.queue().row(id_of(2))->amount.minor == 88'650);
}

TEST_CASE("filters count and show risks, large amounts and what waits over two hours") {
  Fixture f;
  f.sign_in();
  auto two = row_of(2, "周敏", 20, 209'735);
  two.approvals_needed = 2;
  auto odd = row_of(4, "欧阳雪", 10);
  odd.risk = 20;
  f.fill({row_of(1, "王小明", 30), two, row_of(3, "孙佳怡", 121), odd});
  CHECK(f.desk.queue().count(Filter::All) == 4);
  CHECK(f.desk.queue().count(Filter::Risky) == 1);
  CHECK(f.desk.queue().count(Filter::Large) == 1);
  CHECK(f.desk.queue().count(Filter::Late) == 1);
  f.desk.clear_cash_desk();
  f.desk.select(id_of(2), f.now);
  f.desk.set_filter(Filter::Large, f.now);
  CHECK(f.names() == Names{"周敏"});
  CHECK(f.desk.queue().total() == refund::Money{209'735});
}

TEST_CASE("search finds a name, a number in any case and spacing, and a slip's code") {
  BusyFixture f;
  Queue queue = f.desk.queue();
  const auto found = [&](const std::string& text) {
    queue.set_search(text);
    queue.select(id_of(3));
    Names list;
    for (const auto* row : queue.shown()) {
      if (row->id != id_of(3)) list.push_back(row->member_name);
    }
    return list;
  };
  CHECK(found("思雨") == Names{"李思雨"});
  CHECK(found("r2611 210411") == Names{"王小明"});
  CHECK(found(refund::slip_code(id_of(2))) == Names{"李思雨"});
  CHECK(found("nobody").empty());
}

TEST_CASE("a search shows what it finds and nothing else, and decides about nothing else") {
  BusyFixture f;
  f.desk.select(id_of(3), f.now);
  f.desk.set_search("思雨", f.now);
  CHECK(f.names() == Names{"李思雨"});
  CHECK(f.desk.queue().selected() == id_of(2));
  f.desk.set_search("nobody", f.now);
  CHECK(f.names().empty());
  CHECK_FALSE(f.desk.queue().selected());
  CHECK(f.desk.verbs() == Verbs{});
  f.desk.set_search("", f.now);
  CHECK(f.desk.queue().selected());
}

TEST_CASE("whatever arrives, the selected row is shown and only one is selected") {
  REQUIRE(rc::check("selection stability", [](const std::vector<std::pair<bool, bool>>& steps) {
    Fixture f;
    f.sign_in();
    f.fill({row_of(1, "甲", 10)});
    int next = 2;
    for (const auto& [moves, leaves] : steps) {
      if (next > 200) break;
      const auto before = f.desk.queue().selected();
      auto row = row_of(leaves ? next - 1 : next, "乙", next);
      if (leaves) {
        row.state = refund::RequestState::Withdrawn;
        row.version = 9;
      }
      f.fill({row});
      ++next;
      if (before) RC_ASSERT(f.desk.queue().selected() == before);
      if (moves) f.desk.move(1, f.now);
      const auto selected = f.desk.queue().selected();
      if (!selected) continue;
      int shown = 0;
      for (const auto* one : f.desk.queue().shown())
        shown += one->id == *selected ? 1 : 0;
      RC_ASSERT(shown == 1);
    }
  }));
}

TEST_CASE("a line says what the row is and how long it waits") {
  Fixture f;
  f.sign_in();
  auto row = row_of(1, "周敏", 57, 209'735);
  row.approvals_needed = 2;
  row.approvals = 1;
  f.fill({row});
  const auto lines = lines_of(f.desk.queue(), f.desk.clock(f.now));
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].amount == "¥2,097.35");
  CHECK(lines[0].waiting.zh == "57 分钟");
  REQUIRE(lines[0].pill);
  CHECK(lines[0].pill->text.zh == "双人 1/2");
}

TEST_CASE("waiting is told in the largest unit that fits") {
  CHECK(waiting_of(59s).zh == "不到 1 分钟");
  CHECK(waiting_of(60s).en == "1 min");
  CHECK(waiting_of(61min).zh == "1 小时");
  CHECK(waiting_of(24h).en == "1 day");
  CHECK(waiting_of(71h).en == "2 days");
}

TEST_CASE("what a kiosk's device needs is said, and for a strange one the words to type") {
  using sync::DeviceCondition;
  CHECK(advice_for(DeviceRole::Printer, DeviceCondition::Ready).en.empty());
  for (const auto condition :
       {DeviceCondition::Absent, DeviceCondition::Failed, DeviceCondition::Strange,
        DeviceCondition::PaperLow, DeviceCondition::PaperOut, DeviceCondition::CoverOpen}) {
    CHECK_FALSE(advice_for(DeviceRole::Printer, condition).zh.empty());
    CHECK_FALSE(advice_for(DeviceRole::Printer, condition).en.empty());
    CHECK(pill_of(condition).colour != Pill::Colour::Good);
  }
  const auto strange = advice_for(DeviceRole::Pad, DeviceCondition::Strange);
  CHECK(strange.en.find("slipway devices accept pad") != std::string::npos);
  CHECK(strange.zh.find("slipway devices accept pad") != std::string::npos);
}
