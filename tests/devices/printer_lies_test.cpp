// What a printer says that is not so, and what a driver makes of it.
#include "tests/devices/printer_liars.hpp"

using namespace std::chrono_literals;
using slipway::devices::Ability;
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
using slipway::devices::bench::hides_new_roll;
using slipway::devices::bench::kProven;
using slipway::devices::bench::Liar;
using slipway::devices::bench::page_of;
using slipway::devices::bench::prints_once_or_says_so;
namespace escpos = slipway::devices::escpos;

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
  for (const char* lie : {"silent", "late", "garbage", "stale", "deaf", "drop", "reset"}) {
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

TEST_CASE("a paper sensor that is stuck keeps a printer from printing, and nothing else") {
  for (const PrinterProfile& profile : {epson(), clone()}) {
    Bench bench(profile);
    bench.say("lie stuck");
    CHECK(bench.printer->print(page_of(60), 1) ==
          Printed{Outcome::NotPrinted, Evidence::Nothing, PrintCause::PaperOut});
    CHECK(bench.device.hanging().height == 0);
    bench.say("lie none");
    CHECK(bench.printer->print(page_of(60), 2).outcome == Outcome::Printed);
  }
}

TEST_CASE("a printer that hides its open cover is not believed") {
  for (const PrinterProfile& profile : {epson(), clone()}) {
    for (const int height : {20, 400}) {
      CAPTURE(profile.name, height);
      Bench bench(profile);
      bench.say("lie ok");
      bench.say("cover open");
      const auto begun = bench.wire->now();
      CHECK(bench.printer->print(page_of(height), 1).outcome != Outcome::Printed);
      CHECK(bench.wire->now() - begun < 60s);
      CHECK(bench.originals(page_of(height)) == 0);
    }
  }
}

TEST_CASE("no lie of any printer in any trouble makes a page printed that is not on paper") {
  static const std::vector<std::string> kLies = {"ok",    "silent", "late",  "garbage", "stale",
                                                 "twice", "early",  "stuck", "slow",    "babble",
                                                 "deaf",  "drop",   "blunt", "reset"};
  static const std::vector<std::string> kTroubles = {"paper low", "paper out after 1 rows",
                                                     "paper out after 30 rows", "cover open"};
  const Page page = page_of(60);
  int printed_truly = 0;
  for (const PrinterProfile& profile : {epson(), clone()}) {
    for (const std::string& lie : kLies) {
      for (const std::string& trouble : kTroubles) {
        CAPTURE(profile.name, lie, trouble);
        Bench bench(profile);
        bench.say("lie " + lie);
        bench.say(trouble);
        const auto begun = bench.wire->now();
        const Printed printed = bench.printer->print(page, 1);
        CHECK(bench.wire->now() - begun < 60s);
        const int originals = bench.originals(page);
        CHECK(originals <= 1);
        if (printed.outcome == Outcome::Printed) {
          CHECK(printed.evidence != Evidence::Nothing);
          CHECK(originals == 1);
          ++printed_truly;
        } else {
          CHECK(printed.evidence == Evidence::Nothing);
          CHECK(printed.cause != PrintCause::None);
        }
        if (printed.outcome == Outcome::NotPrinted) CHECK(originals == 0);
      }
    }
  }
  CHECK(printed_truly >= 8);  // those whose lie touches nothing, on paper that is there
}

TEST_CASE("a printer that babbles is not taken at its word, but its process id is") {
  for (const PrinterProfile& profile : {epson(), clone()}) {
    CAPTURE(profile.name);
    Bench bench(profile);
    bench.say("lie babble");
    const Printed printed = bench.printer->print(page_of(120), 1);
    if (profile.confirms_jobs != Ability::Yes) CHECK(printed.outcome == Outcome::Unknown);
    if (printed.outcome == Outcome::Printed) CHECK(printed == kProven);
    bench.say("lie none");
    bench.wire->pass(1s);
    CHECK(bench.printer->print(page_of(20), 2).outcome == Outcome::Printed);
  }
}

TEST_CASE(
    "an answer in order that is still owed proves neither a settled printer nor another job") {
  Bench bench(clone());
  const Page page = page_of(160);
  bench.say("paper out after 158 rows");  // the whole job lies in the printer, its question too
  CHECK(bench.printer->print(page, 1).cause == PrintCause::PaperOut);
  bench.say("paper in");
  bench.say_in(900ms, "paper out");  // while the next job is under way
  const Page other = page_of(3000, 576, 5);
  CHECK(bench.printer->print(other, 2).outcome != Outcome::Printed);
  CHECK(bench.originals(other) == 0);
  bench.say("paper in");
  CHECK(bench.printer->print(page_of(20), 3).outcome == Outcome::Printed);
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
  const Liar liar{{"none", "ok", "silent", "late", "garbage", "stale", "twice", "early", "slow",
                   "babble", "deaf", "drop", "stuck", "reset"},
                  Evidence::ProcessId,
                  hides_new_roll};
  REQUIRE(rc::check("liars", [&] {
    Bench bench;
    prints_once_or_says_so(bench, liar);
  }));
}

TEST_CASE("whatever a printer without process ids says, Printed means paper, exactly once") {
  // Not those that talk at random: chance may say the right word.
  const Liar liar{{"none", "ok", "silent", "slow", "drop", "deaf", "stuck", "reset"},
                  Evidence::OrderedQuery,
                  // Between two questions a clone may lose its paper and get some.
                  [](const std::string&, const std::string& event, bool paper_ends) {
                    return event == "paper low" && paper_ends;
                  }};
  REQUIRE(rc::check("liars without process ids", [&] {
    Bench bench(clone());
    prints_once_or_says_so(bench, liar);
  }));
}
