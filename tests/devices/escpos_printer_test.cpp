#include "tests/devices/printer_bench.hpp"

using namespace std::chrono_literals;
using slipway::devices::Ability;
using slipway::devices::Cutter;
using slipway::devices::Evidence;
using slipway::devices::Fault;
using slipway::devices::JobId;
using slipway::devices::Outcome;
using slipway::devices::Page;
using slipway::devices::PrintCause;
using slipway::devices::Printed;
using slipway::devices::PrinterProfile;
using slipway::devices::Sensor;
using slipway::devices::bench::Bench;
using slipway::devices::bench::clone;
using slipway::devices::bench::epson;
using slipway::devices::bench::kProven;
using slipway::devices::bench::page_of;
using slipway::devices::bench::same;
namespace escpos = slipway::devices::escpos;

TEST_CASE("a page is printed exactly, once, and proven by the process id") {
  Bench bench;
  const Page page = page_of(900);
  CHECK(bench.printer->print(page, 7) == kProven);
  const auto slips = bench.device.take_slips();
  REQUIRE(slips.size() == 1);
  CHECK(same(slips[0], escpos::softened(page)));
  CHECK(bench.printer->print(page_of(40), 8) == kProven);
  CHECK(bench.device.take_slips().size() == 1);
  CHECK(bench.device.drawer_pulses() == 0);
}

TEST_CASE("a printer without process ids is believed after an ordered query and clean status") {
  Bench bench(clone());
  const Page page = page_of(300);
  const Printed printed = bench.printer->print(page, 7);
  CHECK(printed == Printed{Outcome::Printed, Evidence::OrderedQuery, PrintCause::None});
  CHECK(bench.originals(page) == 1);
}

TEST_CASE("without paper or with an open cover no dot is printed, and the cause is named") {
  for (const PrinterProfile& profile : {epson(), clone()}) {
    CAPTURE(profile.name);
    Bench bench(profile);
    bench.say("paper out");
    const auto no_paper = bench.printer->print(page_of(50), 1);
    CHECK(no_paper == Printed{Outcome::NotPrinted, Evidence::Nothing, PrintCause::PaperOut});
    bench.say("paper in");
    bench.say("cover open");
    const auto open = bench.printer->print(page_of(50), 2);
    CHECK(open == Printed{Outcome::NotPrinted, Evidence::Nothing, PrintCause::CoverOpen});
    bench.say("cover close");
    bench.wire->pass(2s);
    CHECK(bench.device.take_slips().empty());
    CHECK(bench.device.hanging().height == 0);
    CHECK(bench.printer->print(page_of(50), 3).outcome == Outcome::Printed);
  }
}

TEST_CASE("status tells what is known and is bounded by half a second") {
  Bench bench;
  bench.say("paper low");
  const auto low = bench.printer->status();
  REQUIRE(low.has_value());
  CHECK(low->online == Sensor::Yes);
  CHECK(low->paper_near_end == Sensor::Yes);
  CHECK(low->paper_out == Sensor::No);
  CHECK(low->cover_open == Sensor::No);
  bench.say("paper out");
  CHECK(bench.printer->status()->paper_out == Sensor::Yes);
  CHECK(bench.printer->status()->online == Sensor::No);
  bench.say("paper in");
  bench.wire->unplug();
  CHECK(bench.printer->status().error().fault == Fault::Gone);
}

TEST_CASE("a page that is malformed or too wide is refused before a byte is sent") {
  Bench bench;
  const std::size_t before = bench.wire->bytes_written();
  Page page = page_of(10);
  page.rows.pop_back();
  CHECK(bench.printer->print(page, 1).cause == PrintCause::Refused);
  CHECK(bench.printer->print(page_of(10, 640), 2).outcome == Outcome::NotPrinted);
  CHECK(bench.printer->print(Page{}, 3).outcome == Outcome::NotPrinted);
  CHECK(bench.wire->bytes_written() == before);
}

TEST_CASE("whether jobs are confirmed is asked on the scrap, where the profile does not know") {
  PrinterProfile unknown = clone();
  Bench clone_bench(unknown);
  const auto weaker = clone_bench.printer->print(page_of(50), 1);
  CHECK(weaker == Printed{Outcome::Printed, Evidence::OrderedQuery, PrintCause::None});
  Bench bench(unknown);
  bench.say("model epson");
  bench.plug();
  static_cast<void>(bench.device.take_slips());
  CHECK(bench.printer->print(page_of(50), 1) == kProven);
  CHECK(bench.device.take_slips().size() == 1);
  // Asked on the scrap, or not at all: without a cutter it would stand above the slip.
  unknown.cutter = Cutter::None;
  Bench cutterless(unknown);
  cutterless.say("model epson");
  cutterless.plug();
  CHECK(cutterless.printer->print(page_of(50), 1).evidence == Evidence::OrderedQuery);
  unknown.confirms_jobs = Ability::No;
  unknown.cutter = Cutter::Full;
  Bench forbidden(unknown);
  forbidden.say("model epson");
  forbidden.plug();
  CHECK(forbidden.printer->print(page_of(50), 1).evidence == Evidence::OrderedQuery);
}

TEST_CASE("every rung of the ladder of evidence is what the printer can give, and no more") {
  struct Row {
    const char* model;
    PrinterProfile profile;
    Printed printed;
  };
  PrinterProfile asks = clone();
  PrinterProfile counts = clone();
  counts.answers_in_order = false;
  counts.counts_cuts = true;
  PrinterProfile mute = counts;
  mute.counts_cuts = false;
  PrinterProfile confirms_only = epson();
  confirms_only.answers_in_order = false;
  const auto proven = [](Evidence evidence) {
    return Printed{Outcome::Printed, evidence, PrintCause::None};
  };
  const Printed nothing{Outcome::Unknown, Evidence::Nothing, PrintCause::Silent};
  const std::vector<Row> rows = {
      {"epson", epson(), proven(Evidence::ProcessId)},
      {"epson", asks, proven(Evidence::ProcessId)},
      {"epson", counts, proven(Evidence::ProcessId)},
      {"epson", confirms_only, proven(Evidence::ProcessId)},
      {"clone", asks, proven(Evidence::OrderedQuery)},
      {"clone", epson(), nothing},  // it was to confirm, and did not
      {"counter", counts, proven(Evidence::CutCounter)},
      {"mute", mute, nothing},
  };
  for (const Row& row : rows) {
    CAPTURE(row.model, row.profile.name);
    Bench bench(row.profile);
    bench.say(std::string("model ") + row.model);
    bench.plug();
    static_cast<void>(bench.device.take_slips());
    for (JobId job = 1; job <= 3; ++job)
      CHECK(bench.printer->print(page_of(40), job) == row.printed);
  }
}

TEST_CASE("a printer that counts no cut, or cannot be asked before the job, proves nothing by it") {
  PrinterProfile counts = clone();
  counts.answers_in_order = false;
  counts.counts_cuts = true;
  Bench bench(counts);
  bench.say("model mute");
  bench.plug();
  CHECK(bench.printer->print(page_of(40), 1) ==
        Printed{Outcome::NotPrinted, Evidence::Nothing, PrintCause::Silent});
  bench.say("model counter");
  bench.plug();
  CHECK(bench.printer->print(page_of(40), 2).evidence == Evidence::CutCounter);
  bench.say("lie blunt");
  CHECK(bench.printer->print(page_of(40), 3) ==
        Printed{Outcome::Unknown, Evidence::Nothing, PrintCause::Silent});
}

TEST_CASE("a sensor that a model does not have is unsupported, whatever its bits say") {
  PrinterProfile plain = clone();
  plain.cutter = Cutter::None;
  plain.senses_near_end = false;
  plain.has_drawer = false;
  Bench bench(plain);
  bench.say("paper low");
  const auto status = bench.printer->status();
  REQUIRE(status);
  CHECK(status->cutter_error == Sensor::Unsupported);
  CHECK(status->paper_near_end == Sensor::Unsupported);
  CHECK(status->drawer_signal == Sensor::Unsupported);
  CHECK(status->paper_out == Sensor::No);
  CHECK(status->head_hot == Sensor::No);
  Bench whole(clone());
  CHECK(whole.printer->status()->cutter_error == Sensor::No);
  CHECK(whole.printer->status()->drawer_signal == Sensor::No);
}
