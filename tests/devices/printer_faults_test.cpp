#include "tests/devices/printer_bench.hpp"

using namespace std::chrono_literals;
using slipway::devices::Ability;
using slipway::devices::Evidence;
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

namespace {

// A job that is cut off after so many bytes, the printer back, and another job.
void cut_job(const PrinterProfile& profile, const Page& page, const Printed& proven,
             std::size_t offset, VirtualTransport::Loss loss) {
  Bench bench(profile);
  bench.wire->lose_after_bytes(offset, loss);
  const Printed first = bench.printer->print(page, 1);
  // The last questions come after the proof; losing a printer that confirms then changes nothing.
  const bool is_proven = first.outcome == Outcome::Printed;
  if (is_proven) CHECK(first == proven);
  if (!is_proven) CHECK(first.cause == PrintCause::Unplugged);
  bench.wire->pass(2s);
  if (first.outcome == Outcome::NotPrinted) CHECK(bench.device.hanging().height == 0);

  bench.plug();
  if (first.outcome == Outcome::NotPrinted) {
    CHECK(bench.printer->print(page, 2) == proven);
    CHECK(bench.originals(page) == 1);
    return;
  }
  const Page other = page_of(6, 48, 99);
  CHECK(bench.printer->print(other, 2) == proven);
  const auto slips = bench.device.take_slips();
  REQUIRE_FALSE(slips.empty());
  CHECK(same(slips.back(), escpos::softened(other)));  // nothing old hangs at its top
  const auto originals = std::count_if(slips.begin(), slips.end(), [&](const Page& slip) {
    return same(slip, escpos::softened(page));
  });
  CHECK(originals <= 1);
  if (is_proven) CHECK(originals == 1);
}

}  // namespace

TEST_CASE("a job cut at any byte is never printed twice and never claimed without proof") {
  const Page page = page_of(9, 48);
  using Loss = VirtualTransport::Loss;
  for (const PrinterProfile& profile : {epson(), clone()}) {
    const bool confirms = profile.confirms_jobs == Ability::Yes;
    const Evidence best = confirms ? Evidence::ProcessId : Evidence::OrderedQuery;
    const Printed proven{Outcome::Printed, best, PrintCause::None};
    std::size_t job_bytes = 0;
    {
      Bench bench(profile);
      const std::size_t before = bench.wire->bytes_written();
      CHECK(bench.printer->print(page, 1) == proven);
      job_bytes = bench.wire->bytes_written() - before;
    }
    REQUIRE(job_bytes > page.rows.size() + 20);
    for (const Loss loss : {Loss::Power, Loss::Host}) {
      for (std::size_t offset = 0; offset < job_bytes; ++offset) {
        CAPTURE(profile.name, offset, static_cast<int>(loss));
        cut_job(profile, page, proven, offset, loss);
      }
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
