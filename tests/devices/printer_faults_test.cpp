#include <rapidcheck.h>

#include "tests/devices/printer_bench.hpp"

using namespace std::chrono_literals;
using slipway::devices::Evidence;
using slipway::devices::JobId;
using slipway::devices::Outcome;
using slipway::devices::Page;
using slipway::devices::PrintCause;
using slipway::devices::Printed;
using slipway::devices::PrinterProfile;
using slipway::devices::bench::Bench;
using slipway::devices::bench::clone;
using slipway::devices::bench::epson;
using slipway::devices::bench::kProven;
using slipway::devices::bench::page_of;
using slipway::devices::bench::same;
using slipway::devices::usb::VirtualTransport;
namespace escpos = slipway::devices::escpos;

TEST_CASE("a job cut at any byte is never printed twice and never claimed without proof") {
  const Page page = page_of(9, 48);
  std::size_t job_bytes = 0;
  {
    Bench bench;
    const std::size_t before = bench.wire->bytes_written();
    CHECK(bench.printer->print(page, 1) == kProven);
    job_bytes = bench.wire->bytes_written() - before;
  }
  REQUIRE(job_bytes > page.rows.size() + 40);
  using Loss = VirtualTransport::Loss;
  for (const Loss loss : {Loss::Power, Loss::Host}) {
    for (std::size_t offset = 0; offset < job_bytes; ++offset) {
      CAPTURE(offset, static_cast<int>(loss));
      Bench bench;
      bench.wire->lose_after_bytes(offset, loss);
      const Printed first = bench.printer->print(page, 1);
      // The last questions come after the proof; losing the printer then changes nothing.
      const bool is_proven = first.outcome == Outcome::Printed;
      if (is_proven) CHECK(first.evidence == Evidence::ProcessId);
      if (!is_proven) CHECK(first.cause == PrintCause::Unplugged);
      bench.wire->pass(2s);
      if (first.outcome == Outcome::NotPrinted) CHECK(bench.device.hanging().height == 0);

      bench.plug();
      if (first.outcome == Outcome::NotPrinted) {
        CHECK(bench.printer->print(page, 2) == kProven);
        CHECK(bench.originals(page) == 1);
        continue;
      }
      const Page other = page_of(6, 48, 99);
      CHECK(bench.printer->print(other, 2) == kProven);
      const auto slips = bench.device.take_slips();
      REQUIRE_FALSE(slips.empty());
      CHECK(same(slips.back(), escpos::softened(other)));  // nothing old hangs at its top
      int originals = 0;
      for (const Page& slip : slips)
        originals += same(slip, escpos::softened(page)) ? 1 : 0;
      CHECK(originals <= 1);
      if (is_proven) CHECK(originals == 1);
    }
  }
}

TEST_CASE("a printer unplugged before any transfer of a long job is never Printed without paper") {
  const Page page = page_of(400);
  std::size_t transfers = 0;
  {
    Bench bench;
    const std::size_t before = bench.wire->transfers();
    CHECK(bench.printer->print(page, 1) == kProven);
    transfers = bench.wire->transfers() - before;
  }
  for (std::size_t after = 0; after < transfers; ++after) {
    CAPTURE(after);
    Bench bench;
    bench.wire->unplug_after_transfers(after);
    const Printed printed = bench.printer->print(page, 1);
    if (printed.outcome == Outcome::Printed) {
      CHECK(bench.originals(page) == 1);
    } else {
      CHECK(printed.cause == PrintCause::Unplugged);
      if (printed.outcome == Outcome::NotPrinted) CHECK(bench.device.hanging().height == 0);
    }
  }
}

TEST_CASE("paper that ends at any row of the job makes the outcome unknown, with its cause") {
  const Page page = page_of(160);
  for (const PrinterProfile& profile : {epson(), clone()}) {
    for (int row = 1; row <= page.height; ++row) {
      CAPTURE(profile.name, row);
      Bench bench(profile);
      bench.say("paper out after " + std::to_string(row) + " rows");
      const Printed printed = bench.printer->print(page, 1);
      CHECK(printed == Printed{Outcome::Unknown, Evidence::Nothing, PrintCause::PaperOut});
      // New paper: what the printer still has comes out, is cut off, and is no second original.
      bench.say("paper in");
      const Page other = page_of(30, 576, 5);
      CHECK(bench.printer->print(other, 2).outcome == Outcome::Printed);
      const auto slips = bench.device.take_slips();
      REQUIRE_FALSE(slips.empty());
      CHECK(same(slips.back(), escpos::softened(other)));
      for (const Page& slip : slips)
        CHECK_FALSE(same(slip, escpos::softened(page)));
    }
  }
}

TEST_CASE("paper that ends and is replaced at once is still a torn slip") {
  Bench bench;
  bench.say("paper out after 20 rows");
  for (int i = 1; i < 200; ++i) {
    bench.wire->at(bench.wire->now() + std::chrono::milliseconds(i), [&bench] {
      if (bench.device.hanging().height == 20) bench.say("paper in");
    });
  }
  const Printed printed = bench.printer->print(page_of(300), 1);
  CHECK(printed == Printed{Outcome::Unknown, Evidence::Nothing, PrintCause::PaperOut});
  CHECK(bench.device.take_torn().size() == 1);
}

TEST_CASE("a cover opened while it prints is unknown") {
  Bench bench;
  bench.say_in(150ms, "cover open");
  const Printed printed = bench.printer->print(page_of(900), 1);
  CHECK(printed == Printed{Outcome::Unknown, Evidence::Nothing, PrintCause::CoverOpen});
}

TEST_CASE("a printer that says all is well without paper is not believed") {
  Bench bench;
  bench.say("lie ok");
  bench.say("paper out");
  const Printed printed = bench.printer->print(page_of(200), 1);
  CHECK(printed.outcome != Outcome::Printed);
  CHECK(bench.wire->now() < 60s);
  CHECK(bench.originals(page_of(200)) == 0);
}

TEST_CASE("a printer that lies about a job never makes it printed") {
  for (const char* lie : {"silent", "late", "garbage", "stale", "reset"}) {
    CAPTURE(lie);
    Bench bench;
    CHECK(bench.printer->print(page_of(60), 1) == kProven);
    bench.say(std::string("lie ") + lie);
    const auto begun = bench.wire->now();
    const Printed printed = bench.printer->print(page_of(200), 2);
    CHECK(printed.outcome == Outcome::Unknown);
    CHECK(printed.evidence == Evidence::Nothing);
    CHECK(bench.wire->now() - begun < 60s);
  }
}

TEST_CASE("an answer that comes before the paper is taken back when the paper ends") {
  Bench bench;
  bench.say("lie early");
  bench.say("paper out after 190 rows");
  const Printed printed = bench.printer->print(page_of(200), 1);
  CHECK(printed == Printed{Outcome::Unknown, Evidence::Nothing, PrintCause::PaperOut});
}

TEST_CASE("an answer that is given twice does not prove the next job") {
  Bench bench;
  bench.say("lie twice");
  CHECK(bench.printer->print(page_of(60), 1) == kProven);
  bench.say("lie ok");  // the second answer to the first job is on its way
  bench.say("paper out after 20 rows");
  CHECK(bench.printer->print(page_of(60), 2).outcome == Outcome::Unknown);
}

TEST_CASE("two jobs whose numbers give the same process id are told apart") {
  Bench bench;
  bench.say("lie stale");
  const JobId turn = 95ULL * 95 * 95 * 95;
  CHECK(escpos::tag_of(5) == escpos::tag_of(5 + turn));
  (void)bench.printer->print(page_of(20), 5);
  CHECK(bench.printer->print(page_of(20), 5 + turn).outcome == Outcome::Unknown);
}

TEST_CASE("whatever a printer says, Printed means that the page is on paper exactly once") {
  REQUIRE(rc::check("liars", [] {
    static const std::vector<std::string> kLies = {"none",  "ok",    "silent", "late", "garbage",
                                                   "stale", "twice", "early",  "reset"};
    static const std::vector<std::string> kEvents = {"paper out", "cover open", "paper low",
                                                     "stall", "cover close"};
    Bench bench;
    const Page page = page_of(*rc::gen::inRange(1, 300), 576, *rc::gen::arbitrary<std::uint8_t>());
    const std::string lie = *rc::gen::elementOf(kLies);
    bench.say("lie " + lie);
    if (*rc::gen::arbitrary<bool>()) {
      bench.say("paper out after " + std::to_string(*rc::gen::inRange(1, 320)) + " rows");
    }
    if (*rc::gen::arbitrary<bool>()) {
      const std::string event = *rc::gen::elementOf(kEvents);
      // A printer that hides the end of its paper and goes on on a new roll cannot be caught.
      if (lie != "ok" || event != "paper low") {
        bench.say_in(std::chrono::milliseconds(*rc::gen::inRange(1, 400)), event);
      }
    }
    if (*rc::gen::arbitrary<bool>()) {
      bench.wire->lose_after_bytes(*rc::gen::inRange<std::size_t>(0, 22'000),
                                   VirtualTransport::Loss::Power);
    }
    const Printed printed = bench.printer->print(page, 1);
    const int originals = bench.originals(page);
    RC_ASSERT(originals <= 1);
    if (printed.outcome == Outcome::Printed) {
      RC_ASSERT(printed.evidence == Evidence::ProcessId);
      RC_ASSERT(originals == 1);
    }
    if (printed.outcome == Outcome::NotPrinted) RC_ASSERT(originals == 0);
  }));
}

TEST_CASE("a stalled pipe is lifted, and the job under way is not repeated") {
  Bench bench;
  bench.say("stall");
  const auto refused = bench.printer->print(page_of(50), 1);
  CHECK(refused == Printed{Outcome::NotPrinted, Evidence::Nothing, PrintCause::Refused});
  CHECK(bench.printer->print(page_of(50), 2) == kProven);
  bench.say_in(120ms, "stall");
  const Printed unknown = bench.printer->print(page_of(900), 3);
  CHECK(unknown == Printed{Outcome::Unknown, Evidence::Nothing, PrintCause::Refused});
  CHECK(bench.originals(page_of(900)) == 0);
}

TEST_CASE("a printer that stops taking bytes without a word is given up within its stall limit") {
  PrinterProfile mute = clone();
  Bench bench(mute);
  bench.say("lie ok");
  bench.say("paper out after 10 rows");
  const auto begun = bench.wire->now();
  const Printed printed = bench.printer->print(page_of(400), 1);
  CHECK(printed == Printed{Outcome::Unknown, Evidence::Nothing, PrintCause::Silent});
  CHECK(bench.wire->now() - begun >= mute.stall_limit);
  CHECK(bench.wire->now() - begun < 2 * mute.stall_limit);
}

TEST_CASE("whenever a pipe stalls, nothing of the job hangs at the top of the next slip") {
  const Page page = page_of(100);
  const Page other = page_of(30, 576, 5);
  int unknown = 0;
  for (int time = 1; time <= 80; ++time) {
    CAPTURE(time);
    Bench bench;
    bench.say_in(std::chrono::milliseconds(time), "stall");
    const Printed printed = bench.printer->print(page, 1);
    unknown += printed.outcome == Outcome::Unknown ? 1 : 0;
    Printed next = bench.printer->print(other, 2);
    // The stall may still lie in wait for the second job.
    if (next.outcome == Outcome::NotPrinted) next = bench.printer->print(other, 3);
    if (next.outcome != Outcome::Printed) continue;
    const auto slips = bench.device.take_slips();
    REQUIRE_FALSE(slips.empty());
    CHECK(same(slips.back(), escpos::softened(other)));
  }
  CHECK(unknown > 5);
}
