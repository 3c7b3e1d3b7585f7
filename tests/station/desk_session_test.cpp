#include "station/desk/desk.hpp"
#include "tests/catch.hpp"
#include "tests/station/desk_fixture.hpp"

using namespace slipway;
using namespace slipway::desk;
using namespace slipway::desk::test;

TEST_CASE("a wrong PIN shows the station's sentence and how long to wait") {
  Fixture f;
  f.desk.sign_in("lin", "0000", f.now);
  CHECK(f.desk.is_signing_in());
  f.answer(f.station.all<sync::SignIn>()[0].first,
           sync::NoSession{{"工号或密码不对。", "Wrong number or PIN."}, 30});
  CHECK_FALSE(f.desk.is_signed_in());
  CHECK_FALSE(f.desk.is_signing_in());
  REQUIRE(f.desk.sign_in_notice());
  CHECK(f.desk.sign_in_notice()->text.zh == "工号或密码不对。请 30 秒后再试。");
}

TEST_CASE("signing in asks once however often the button is pressed") {
  Fixture f;
  f.desk.sign_in("lin", "2468", f.now);
  f.desk.sign_in("lin", "2468", f.now);
  CHECK(f.station.all<sync::SignIn>().size() == 1);
  f.desk.on_news(Unanswered{f.station.all<sync::SignIn>()[0].first}, f.now);
  CHECK_FALSE(f.desk.is_signing_in());
  CHECK(f.desk.sign_in_notice()->tone == Tone::Bad);
}

TEST_CASE("an empty number or PIN is not asked") {
  Fixture f;
  f.desk.sign_in("", "2468", f.now);
  f.desk.sign_in("lin", "", f.now);
  CHECK(f.station.asked.empty());
  CHECK(f.desk.sign_in_notice());
}

TEST_CASE("when the session is over nothing of a member stays on the desk") {
  BusyFixture f;
  f.desk.reject("contact", "", f.now);
  f.answer(0, sync::NoSession{{"请重新登录。", "Sign in again."}, 0});
  CHECK_FALSE(f.desk.is_signed_in());
  CHECK(f.names().empty());
  CHECK(f.desk.detail() == nullptr);
  CHECK(f.desk.sign_in_notice()->text.zh.find("1 笔决定没有得到答复") != std::string::npos);
}

TEST_CASE("locking sends what waits, then ends the session") {
  BusyFixture f;
  f.desk.approve(f.now);
  f.desk.lock(f.now);
  CHECK_FALSE(f.desk.is_signed_in());
  CHECK(f.names().empty());
  REQUIRE(f.station.all<sync::Approve>().size() == 1);
  f.pass(1s);
  CHECK(f.station.all<sync::SignOut>().empty());
  auto row = row_of(1, "王小明", 30);
  row.state = refund::RequestState::Approved;
  f.answer(f.station.all<sync::Approve>()[0].first, sync::Decided{row, {"已批准", "Approved"}});
  f.pass(1s);
  CHECK(f.station.all<sync::SignOut>().size() == 1);
  CHECK(f.names().empty());
}

TEST_CASE("the screen locks after five minutes without a hand on it") {
  BusyFixture f;
  f.pass(299s);
  CHECK(f.desk.is_signed_in());
  f.desk.on_input(f.now);
  f.pass(200s);
  CHECK(f.desk.is_signed_in());
  f.pass(101s);
  CHECK_FALSE(f.desk.is_signed_in());
  CHECK(f.desk.last_staff_id() == "lin");
}

TEST_CASE("an earlier session's unanswered decision is told to who is here now") {
  BusyFixture f;
  f.desk.approve(f.now);
  f.desk.lock(f.now);
  const auto open = f.station.all<sync::Approve>()[0].first;
  f.sign_in();
  f.fill({row_of(1, "王小明", 30)});
  f.desk.on_news(Unanswered{open}, f.now);
  REQUIRE(f.desk.notice());
  CHECK(f.desk.notice()->text.zh.find("王小明") != std::string::npos);
  CHECK(f.desk.is_signed_in());
}

TEST_CASE("closing the window sends what waits and waits for its answer") {
  BusyFixture f;
  f.desk.approve(f.now);
  CHECK_FALSE(f.desk.finish(f.now));
  REQUIRE(f.station.all<sync::Approve>().size() == 1);
  auto row = row_of(1, "王小明", 30);
  row.state = refund::RequestState::Approved;
  f.answer(f.station.all<sync::Approve>()[0].first, sync::Decided{row, {"已批准", "Approved"}});
  CHECK(f.desk.finish(f.now));
}

TEST_CASE("waiting times follow the station's clock, not the desk's") {
  Fixture f;
  f.sign_in();
  f.fill({});
  f.now += 90s;
  CHECK(f.desk.clock(f.now) == kNoon + 90s);
}

TEST_CASE("a kiosk that calls is told once, and kiosks in trouble are counted") {
  Fixture f;
  f.sign_in();
  using Is = sync::DeviceCondition;
  sync::Inbox inbox;
  inbox.now = kNoon;
  inbox.kiosks = {{"kiosk-1", true, Is::PaperLow, Is::Ready, Is::Ready, kNoon},
                  {"kiosk-2", true, Is::PaperOut, Is::Ready, Is::Ready, kNoon}};
  inbox.calls = {"kiosk-1"};
  f.answer(0, inbox);
  REQUIRE(f.desk.notice());
  CHECK(f.desk.notice()->text.zh == "kiosk-1 的会员请求协助。");
  CHECK(f.desk.kiosks_in_trouble() == 1);
  f.pass(7s);
  CHECK_FALSE(f.desk.notice());
  f.answer(0, inbox);
  CHECK_FALSE(f.desk.notice());
}

TEST_CASE("a clock of the station that jumped is told at once and stays to be seen") {
  Fixture f;
  f.sign_in();
  sync::Inbox inbox;
  inbox.now = kNoon;
  f.answer(0, inbox);
  CHECK_FALSE(f.desk.clock_notice(f.now));
  inbox.doubted_clock = kNoon + std::chrono::days{3'650};
  f.answer(0, inbox);
  REQUIRE(f.desk.notice());
  f.pass(7s);
  CHECK_FALSE(f.desk.notice());
  f.answer(0, inbox);
  CHECK_FALSE(f.desk.notice());
  REQUIRE(f.desk.clock_notice(f.now));
  CHECK(f.desk.clock_notice(f.now)->text.en.find("jumped to 2036-11-18 12:00; business goes on at "
                                                 "2026-11-21 12:00") != std::string::npos);
  inbox.doubted_clock.reset();
  f.answer(0, inbox);
  CHECK_FALSE(f.desk.clock_notice(f.now));
}
