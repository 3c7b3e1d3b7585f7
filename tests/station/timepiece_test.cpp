#include "station/book/timepiece.hpp"

#include "station/book/audit.hpp"
#include "station/book/clock.hpp"
#include "station/book/pins.hpp"
#include "tests/station/small_shop.hpp"

using namespace slipway;
using namespace slipway::test;
using namespace std::chrono_literals;

namespace {

using Kind = book::ClockChange::Kind;
using std::chrono::days;
using std::chrono::years;

// A station's machine: its clock runs with its pace until someone sets it.
struct Machine {
  book::Timepiece timepiece;
  book::Timepiece::Steady steady{1h};
  refund::Instant clock;
  std::vector<Kind> changes;

  Machine(refund::Instant first, refund::Instant last, refund::Instant shown)
      : timepiece(book::Timepiece::Span{first, last}), clock(shown) {}
  refund::Instant now() {
    const auto read = timepiece.read(steady, clock);
    if (read.change) changes.push_back(read.change->kind);
    return read.now;
  }
  // Looks every second, as the station does.
  refund::Instant after(std::chrono::seconds passed) {
    refund::Instant last{};
    for (auto second = 0s; second < passed; ++second) {
      steady += 1s;
      clock += 1s;
      const auto read = now();
      CHECK((last == refund::Instant{} || read >= last || !changes.empty()));
      last = read;
    }
    return last;
  }
};

// Opened a month ago, closed last night, and now it is noon.
Machine at_noon(refund::Instant shown = kNoon) {
  return Machine(kNoon - days{30}, kNoon - 14h, shown);
}

}  // namespace

TEST_CASE("business follows a clock that is in step, and waits for one that lags a little") {
  auto machine = at_noon();
  CHECK(machine.now() == kNoon);
  CHECK(machine.after(1h) == kNoon + 1h);
  machine.clock += 90s;
  CHECK(machine.now() == kNoon + 1h + 90s);
  machine.clock -= 90s;
  CHECK(machine.now() == kNoon + 1h + 90s);
  CHECK(machine.after(60s) == kNoon + 1h + 90s);
  CHECK(machine.after(60s) == kNoon + 1h + 120s);
  CHECK(machine.changes.empty());
}

TEST_CASE("one wrong reading of the clock, however far, does not touch business") {
  for (const auto jump :
       {refund::Instant::duration(years{10}), refund::Instant::duration(5min),
        refund::Instant::duration(-5min), refund::Instant::duration(-years{50})}) {
    auto machine = at_noon();
    CHECK(machine.after(10s) == kNoon + 10s);
    machine.clock += jump;
    CHECK(machine.now() == kNoon + 10s);
    CHECK(machine.timepiece.is_doubted());
    CHECK(machine.after(9min) == kNoon + 9min + 10s);
    machine.clock -= jump;
    CHECK(machine.now() == kNoon + 9min + 10s);
    CHECK_FALSE(machine.timepiece.is_doubted());
    CHECK(machine.after(1h) == kNoon + 69min + 10s);
    CHECK(machine.changes == std::vector{Kind::Doubted, Kind::Returned});
  }
}

TEST_CASE("a clock that was wrong for long and is set right is followed without a restart") {
  auto machine = at_noon();
  CHECK(machine.now() == kNoon);
  machine.clock += years{1};
  CHECK(machine.after(9min + 59s) == kNoon + 9min + 59s);
  CHECK(machine.after(1min) == kNoon + years{1} + 10min + 59s);  // believed: nobody set it right
  machine.clock -= years{1};
  CHECK(machine.after(5min) == kNoon + years{1} + 15min + 59s);
  CHECK(machine.after(6min) == kNoon + 21min + 59s);
  CHECK(machine.after(1h) == kNoon + 81min + 59s);
  CHECK(machine.changes ==
        std::vector{Kind::Doubted, Kind::Believed, Kind::Doubted, Kind::Believed});
}

TEST_CASE("a machine without a battery starts in 1970 and takes the first time past the books") {
  auto machine = at_noon(refund::Instant{} + 20s);
  CHECK(machine.now() == kNoon - 14h);
  CHECK(machine.after(30min) == kNoon - 14h + 30min);  // before the books began: never believed
  machine.clock = kNoon + 30min;
  CHECK(machine.now() == kNoon + 30min);
  CHECK(machine.changes == std::vector{Kind::Doubted, Kind::Believed});
  CHECK(machine.after(1h) == kNoon + 90min);
}

TEST_CASE("books that were written in a wrong future do not freeze the station that opens them") {
  Machine machine(kNoon - days{30}, kNoon + years{10}, kNoon);
  CHECK(machine.now() == kNoon + years{10});
  CHECK(machine.after(11min) == kNoon + 11min);
  CHECK(machine.changes == std::vector{Kind::Doubted, Kind::Believed});
}

TEST_CASE("a clock that shakes does not fill the books") {
  auto machine = at_noon();
  machine.after(1s);
  for (int i = 0; i < 300; ++i) {
    machine.clock += days{1};
    machine.after(1s);
    machine.clock -= days{1};
    machine.after(1s);
  }
  CHECK(machine.changes == std::vector{Kind::Doubted, Kind::Returned});
}

TEST_CASE("what the clock did stands in the chain and at the desk, and the chain stays whole") {
  const SmallShop shop;
  auto book = shop.open();
  const auto future = kNoon + years{10};
  REQUIRE(book.note({Kind::Doubted, kNoon, future}));
  {
    Clerk lin(book, "lin");
    CHECK(lin.ask<sync::Inbox>(sync::AskInbox{0}).doubted_clock == future);
  }
  ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)));
  REQUIRE(book.note({Kind::Returned, kNoon + 5min, kNoon + 5min}));
  {
    Clerk lin(book, "lin");
    CHECK_FALSE(lin.ask<sync::Inbox>(sync::AskInbox{0}).doubted_clock);
  }
  auto raw = shop.raw();
  CHECK_FALSE(book::verify_audit(raw)->broken);
  CHECK(book::last_audit_time(raw).value() == kNoon + 5min);  // dated by business, not by the clock
  CHECK(shop.count("audit WHERE subject = 'clock'") == 2);
}

TEST_CASE("after a step back that is believed business goes on at the right time") {
  const SmallShop shop;
  const auto future = kNoon + years{10};
  {
    auto book = shop.open();
    REQUIRE(book.note({Kind::Believed, kNoon, future}));
    ask<sync::Denied>(book, sync::Unlock{kLi, "0000"}, future);
    ask<sync::Denied>(book, sync::Unlock{kLi, "0000"}, future);
    ask<sync::Denied>(book, sync::Unlock{kLi, "0000"}, future);
    Clerk lin(book, "lin", kDesk, future);
    lin.ask<sync::Inbox>(sync::AskInbox{0}, future);
    REQUIRE(book.note({Kind::Believed, future, kNoon + 20min}));
    // Everyone signs in again: a session of the future would not end by itself.
    lin.ask<sync::NoSession>(sync::AskInbox{0}, kNoon + 20min);
    ask<sync::Filed>(book, shop.sealed(filing(kWang, 1)), kNoon + 20min);
    CHECK(shop.count("request WHERE received_at < " +
                     std::to_string((kNoon + 1h).time_since_epoch().count())) == 1);
    // A pause goes on for as long as it still would have, at most until the next day.
    CHECK(shop.count("attempt WHERE locked_until > " +
                     std::to_string((kNoon + days{2}).time_since_epoch().count())) == 0);
    CHECK(shop.count("attempt WHERE locked_until > " +
                     std::to_string((kNoon + 20min).time_since_epoch().count())) == 1);
  }
  auto raw = shop.raw();
  CHECK_FALSE(book::verify_audit(raw)->broken);
  CHECK(book::last_audit_time(raw).value() == future);  // never before the entry before
  // A station that starts now goes on where business was, not where the chain waits.
  CHECK(book::span_of(raw)->last == kNoon + 20min);
  CHECK(book::span_of(raw)->first < kNoon + 1h);
  auto again = shop.open(kNoon + 30min);
  ask<sync::Filed>(again, shop.sealed(filing(kMa, 2)), kNoon + 30min);
  CHECK(shop.count("request WHERE received_at > " +
                   std::to_string((kNoon + 1h).time_since_epoch().count())) == 0);
}
