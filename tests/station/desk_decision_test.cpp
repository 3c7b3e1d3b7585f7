#include "station/desk/desk.hpp"
#include "station/desk/words.hpp"
#include "tests/catch.hpp"
#include "tests/station/desk_fixture.hpp"

using namespace slipway;
using namespace slipway::desk;
using namespace slipway::desk::test;

using Names = std::vector<std::string>;

TEST_CASE("an approval selects the next row at once and is sent after ten seconds") {
  BusyFixture f;
  f.desk.approve(f.now);
  CHECK(f.selected() == "李思雨");
  CHECK(f.names() == Names{"李思雨", "赵一鸣"});
  CHECK(f.desk.undoable() == 1);
  CHECK(f.desk.undo_seconds(f.now) == 10);
  f.pass(9'900ms);
  CHECK(f.station.all<sync::Approve>().empty());
  f.pass(200ms);
  const auto sent = f.station.all<sync::Approve>();
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].second.id == id_of(1));
  CHECK(sent[0].second.version == 3);
  CHECK(sent[0].second.content[0] == 1);
  CHECK(f.desk.undoable() == 0);
  CHECK(f.desk.unanswered() == 1);
}

TEST_CASE("undo within ten seconds takes the latest approval back and nothing is sent") {
  BusyFixture f;
  f.desk.approve(f.now);
  f.desk.approve(f.now);
  CHECK(f.desk.undoable() == 2);
  f.pass(5s);
  f.desk.undo(f.now);
  CHECK(f.selected() == "李思雨");
  CHECK(f.names() == Names{"李思雨", "赵一鸣"});
  f.desk.undo(f.now);
  CHECK(f.selected() == "王小明");
  f.pass(20s);
  CHECK(f.station.all<sync::Approve>().empty());
  f.desk.undo(f.now);
  CHECK(f.names().size() == 3);
}

TEST_CASE("an amount that needs two persons is sent at once and handed on") {
  Fixture f;
  f.sign_in();
  auto row = row_of(1, "周敏", 20, 209'735);
  row.approvals_needed = 2;
  f.fill({row, row_of(2, "李思雨", 5)});
  f.read_details();
  CHECK(f.desk.verbs().passes_on);
  REQUIRE_FALSE(f.desk.remarks().empty());
  f.desk.approve(f.now);
  REQUIRE(f.station.all<sync::Approve>().size() == 1);
  CHECK(f.desk.undoable() == 0);
  row.approvals = 1;
  row.version = 4;
  row.may_decide = false;
  f.answer(f.station.all<sync::Approve>()[0].first,
           sync::Decided{row, {"已批准，等待第二人", "Approved, waits for a second person"}});
  CHECK(f.names() == Names{"周敏", "李思雨"});
  CHECK(f.selected() == "李思雨");
  CHECK(f.desk.notice()->tone == Tone::Good);
}

TEST_CASE("twenty approvals in a row reach twenty requests") {
  Fixture f;
  f.sign_in();
  std::vector<sync::InboxRow> rows;
  for (int i = 1; i <= 20; ++i)
    rows.push_back(row_of(i, "会员" + std::to_string(i), 100 - i));
  f.fill(rows);
  for (int i = 0; i < 20; ++i) {
    f.read_details();
    f.desk.approve(f.now);
    f.now += 10ms;
  }
  CHECK(f.desk.undoable() == 20);
  CHECK(f.names().empty());
  f.pass(11s);
  CHECK(f.station.all<sync::Approve>().size() == 20);
}

TEST_CASE("what has not been read yet cannot be decided") {
  Fixture f;
  f.sign_in();
  f.fill({row_of(1, "王小明", 30)});
  REQUIRE(f.desk.detail() == nullptr);
  f.desk.approve(f.now);
  f.desk.reject("records", "", f.now);
  CHECK(f.desk.undoable() == 0);
  CHECK(f.station.all<sync::Reject>().empty());
  CHECK(f.desk.notice().has_value());
}

TEST_CASE("a row that changed is read again before it can be decided") {
  BusyFixture f;
  auto changed = row_of(1, "王小明", 30, 90'000);
  changed.version = 4;
  f.fill({changed});
  CHECK(f.desk.verbs().approve == Verbs::Offer::Grey);
  f.desk.approve(f.now);
  CHECK(f.desk.undoable() == 0);
  f.read_details();
  f.desk.approve(f.now);
  f.pass(11s);
  CHECK(f.station.all<sync::Approve>().back().second.version == 4);
}

TEST_CASE("who may not decide sees why and the buttons are grey") {
  Fixture f;
  f.sign_in();
  const auto row = row_of(1, "王小明", 30);
  f.fill({row});
  auto detail = Fixture::detail_of(row);
  detail.objection = refund::Phrase{"这是您本人的卡。", "This is your own card."};
  f.answer(f.station.all<sync::AskDetail>().back().first, detail);
  CHECK(f.desk.verbs().approve == Verbs::Offer::Grey);
  f.desk.approve(f.now);
  CHECK(f.desk.undoable() == 0);
  CHECK(f.desk.notice()->text.zh == "这是您本人的卡。");
}

TEST_CASE("an outdated decision says who was quicker and shows the row as it is") {
  BusyFixture f;
  f.desk.reject("records", "", f.now);
  const auto sent = f.station.all<sync::Reject>();
  REQUIRE(sent.size() == 1);
  auto taken = row_of(1, "王小明", 30);
  taken.state = refund::RequestState::Approved;
  taken.version = 4;
  f.answer(sent[0].first, sync::Outdated{taken, {"已由 周会计 处理", "Dealt with by 周会计."}});
  CHECK(f.names() == Names{"李思雨", "赵一鸣"});
  CHECK(f.desk.notice()->tone == Tone::Bad);
  CHECK(f.desk.notice()->text.zh == "王小明：已由 周会计 处理，您的决定没有生效。");
  CHECK(f.desk.unanswered() == 0);
}

TEST_CASE("a withdrawn request counts no more, and who looks at it reads when it was withdrawn") {
  BusyFixture f;
  REQUIRE(f.selected() == "王小明");
  auto row = row_of(1, "王小明", 30);
  row.state = refund::RequestState::Withdrawn;
  row.version = 4;
  row.may_decide = false;
  f.fill({row});
  CHECK(f.desk.queue().count(Filter::All) == 2);
  CHECK(f.desk.queue().total() == refund::Money{2 * 88'650});
  CHECK(f.selected() == "王小明");
  const auto line = lines_of(f.desk.queue(), kNoon).at(0);
  CHECK(line.has_left);
  REQUIRE(line.pill);
  CHECK(line.pill->text == refund::Phrase{"已撤回", "Withdrawn"});
  REQUIRE(f.desk.why_gone());
  CHECK(f.desk.why_gone()->zh == "会员已撤回这笔申请，不用再处理。");  // not read yet: no time
  auto detail = Fixture::detail_of(row);
  detail.history = {{kNoon, "kiosk-1", {"会员撤回", "Withdrawn by the member"}}};
  f.answer(f.station.all<sync::AskDetail>().back().first, detail);
  REQUIRE(f.desk.remarks().size() == 1);
  CHECK(f.desk.remarks()[0].text.zh == "会员已撤回这笔申请（2026-11-21 12:00），不用再处理。");
  CHECK(f.desk.remarks()[0].text.en ==
        "Withdrawn by the member (2026-11-21 12:00): there is nothing left to decide.");
  CHECK(f.desk.verbs() == Verbs{});
}

TEST_CASE("a key that decides about a withdrawn request is answered in words, and asks nothing") {
  BusyFixture f;
  auto row = row_of(1, "王小明", 30);
  row.state = refund::RequestState::Withdrawn;
  row.version = 4;
  f.fill({row});
  f.read_details();
  f.desk.approve(f.now);
  REQUIRE(f.desk.notice());
  CHECK(f.desk.notice()->text.zh.find("会员已撤回") != std::string::npos);
  CHECK(f.desk.undoable() == 0);
  f.desk.reject("records", "", f.now);
  f.pass(20s);
  CHECK(f.station.all<sync::Approve>().empty());
  CHECK(f.station.all<sync::Reject>().empty());
  f.desk.move(1, f.now);
  CHECK(f.names() == Names{"李思雨", "赵一鸣"});  // nobody looks at it any more
}

TEST_CASE("every key of a verb that is not offered is answered in words") {
  BusyFixture f;
  auto row = row_of(1, "王小明", 30);
  row.version = 4;
  SECTION("the member withdrew it") {
    row.state = refund::RequestState::Withdrawn;
    f.fill({row});
    f.read_details();
    for (const auto verb : {f.desk.verbs().reject, f.desk.verbs().ask_papers}) {
      CHECK(f.desk.decidable(verb, f.now) == nullptr);
      REQUIRE(f.desk.notice());
      CHECK(f.desk.notice()->text.en.find("Withdrawn by the member") == 0);
    }
  }
  SECTION("papers are awaited") {
    row.state = refund::RequestState::NeedsInfo;
    f.fill({row});
    f.read_details();
    CHECK(f.desk.decidable(f.desk.verbs().reject, f.now) == nullptr);
    REQUIRE(f.desk.notice());
    CHECK(f.desk.notice()->text.zh == "正在等会员的材料；看过后按 Q，才能决定。");
    CHECK(f.desk.decidable(f.desk.verbs().papers_seen, f.now) != nullptr);
  }
}

TEST_CASE("an approval in its ten seconds that the member overtakes is told of as withdrawn") {
  BusyFixture f;
  f.desk.approve(f.now);
  auto row = row_of(1, "王小明", 30);
  row.state = refund::RequestState::Withdrawn;
  row.version = 4;
  f.fill({row});
  f.pass(11s);
  const auto sent = f.station.all<sync::Approve>();
  REQUIRE(sent.size() == 1);
  f.answer(sent[0].first,
           sync::Outdated{row, {"会员已撤回这笔申请", "The member has withdrawn this request."}});
  CHECK(f.desk.notice()->text.zh == "王小明：会员已撤回这笔申请，您的决定没有生效。");
  CHECK(f.desk.notice()->text.en ==
        "王小明: The member has withdrawn this request. Your decision was not made.");
  CHECK(f.names() == Names{"李思雨", "赵一鸣"});
}

TEST_CASE("an approved request that is withdrawn leaves the payouts") {
  Fixture f;
  f.sign_in();
  auto row = row_of(1, "王小明", 30);
  row.state = refund::RequestState::Approved;
  f.fill({row});
  CHECK(f.desk.payouts().count(Filter::All) == 1);
  row.state = refund::RequestState::Withdrawn;
  row.version = 4;
  f.fill({row});
  CHECK(f.desk.payouts().count(Filter::All) == 0);
  CHECK(f.desk.review().count(Filter::All) == 0);
}

TEST_CASE("a decision that is not allowed brings the row back") {
  BusyFixture f;
  f.desk.reject("contact", "", f.now);
  CHECK(f.names().size() == 2);
  f.answer(f.station.all<sync::Reject>()[0].first, sync::NotAllowed{{"不可以", "No"}});
  CHECK(f.names().size() == 3);
  CHECK(f.desk.notice()->text.zh == "不可以");
}

TEST_CASE("without an answer a decision stays open and the row stays away") {
  BusyFixture f;
  f.desk.reject("contact", "请致电", f.now);
  f.pass(60s);
  CHECK(f.desk.unanswered() == 1);
  CHECK(f.desk.is_waiting_long(f.now));
  CHECK(f.names().size() == 2);
  CHECK(f.station.all<sync::Reject>().size() == 1);
}

TEST_CASE("the reason 'other' needs a note, and asking for papers says which") {
  BusyFixture f;
  f.desk.reject("other", "", f.now);
  f.desk.ask_papers("", f.now);
  CHECK(f.station.all<sync::Reject>().empty());
  CHECK(f.station.all<sync::AskPapers>().empty());
  f.desk.ask_papers("身份证", f.now);
  REQUIRE(f.station.all<sync::AskPapers>().size() == 1);
  CHECK(f.station.all<sync::AskPapers>()[0].second.note == "身份证");
}

TEST_CASE("papers that were brought put the request back into the same hands") {
  Fixture f;
  f.sign_in();
  auto row = row_of(1, "王小明", 30);
  row.state = refund::RequestState::NeedsInfo;
  f.fill({row});
  f.read_details();
  CHECK(f.desk.verbs().approve == Verbs::Offer::Grey);
  CHECK(f.desk.verbs().ask_papers == Verbs::Offer::No);
  REQUIRE(f.desk.verbs().papers_seen == Verbs::Offer::Yes);
  f.desk.papers_seen(f.now);
  row.state = refund::RequestState::InReview;
  row.version = 4;
  f.answer(f.station.all<sync::PapersSeen>()[0].first, sync::Decided{row, {"材料已看", "Seen"}});
  CHECK(f.selected() == "王小明");
  f.read_details();
  CHECK(f.desk.verbs().approve == Verbs::Offer::Yes);
}

TEST_CASE("a quote that differs from the member's screen is said in red") {
  Fixture f;
  f.sign_in();
  const auto row = row_of(1, "王小明", 30);
  f.fill({row});
  auto detail = Fixture::detail_of(row);
  detail.quoted = refund::Money{90'000};
  f.answer(f.station.all<sync::AskDetail>().back().first, detail);
  REQUIRE(f.desk.remarks().size() == 1);
  CHECK(f.desk.remarks()[0].tone == Tone::Bad);
  CHECK(f.desk.remarks()[0].text.zh.find("¥900.00") != std::string::npos);
}
