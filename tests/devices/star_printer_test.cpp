#include "devices/printer/star_printer.hpp"

#include "devices/printer/virtual_star_printer.hpp"
#include "tests/devices/printer_liars.hpp"
#include "tests/devices/tapped_transport.hpp"

using namespace std::chrono_literals;
using slipway::devices::Evidence;
using slipway::devices::Fault;
using slipway::devices::Outcome;
using slipway::devices::Page;
using slipway::devices::PrintCause;
using slipway::devices::Printed;
using slipway::devices::Sensor;
using slipway::devices::StarPrinter;
using slipway::devices::VirtualStarPrinter;
using slipway::devices::bench::hides_new_roll;
using slipway::devices::bench::Liar;
using slipway::devices::bench::page_of;
using slipway::devices::bench::prints_once_or_says_so;
using slipway::devices::bench::same;
using slipway::devices::bench::TappedTransport;
using slipway::devices::usb::Bytes;
using slipway::devices::usb::VirtualTransport;
namespace star = slipway::devices::star;

namespace {

constexpr Printed kCounted{Outcome::Printed, Evidence::EtbCounter, PrintCause::None};

struct StarBench {
  VirtualStarPrinter device;
  VirtualTransport* wire = nullptr;
  std::unique_ptr<StarPrinter> printer;

  StarBench() { plug(); }
  // A new program, or the cable back in: everything above the bus starts anew.
  void plug() {
    printer.reset();
    auto transport = VirtualTransport::open(device);
    REQUIRE(transport.has_value());
    wire = transport->get();
    auto opened = StarPrinter::open(
        std::move(*transport),
        *slipway::devices::profile_named("Star TSP100IV", slipway::devices::known_profiles()));
    REQUIRE(opened.has_value());
    printer = std::move(*opened);
  }
  void say(const std::string& words) { REQUIRE(device.obey(words).has_value()); }
  void say_in(std::chrono::milliseconds time, const std::string& words) {
    wire->at(wire->now() + time, [this, words] { say(words); });
  }
  int originals(const Page& page) {
    return slipway::devices::bench::originals(device, star::softened(page));
  }
};

}  // namespace

TEST_CASE("a Star printer prints a page exactly, once, and proves it by its counter") {
  StarBench bench;
  const Page page = page_of(900);
  CHECK(bench.printer->print(page, 1) == kCounted);
  const auto slips = bench.device.take_slips();
  REQUIRE(slips.size() == 1);
  CHECK(same(slips[0], star::softened(page)));
  // Once round the counter and further.
  for (int job = 2; job < 40; ++job)
    CHECK(bench.printer->print(page_of(8), static_cast<std::uint64_t>(job)) == kCounted);
  CHECK(bench.device.take_slips().size() == 38);
}

TEST_CASE("a Star printer without paper or with an open cover prints no dot and says why") {
  StarBench bench;
  bench.say("paper out");
  CHECK(bench.printer->print(page_of(50), 1) ==
        Printed{Outcome::NotPrinted, Evidence::Nothing, PrintCause::PaperOut});
  CHECK(bench.printer->status()->paper_out == Sensor::Yes);
  bench.say("paper low");
  bench.say("cover open");
  CHECK(bench.printer->print(page_of(50), 2) ==
        Printed{Outcome::NotPrinted, Evidence::Nothing, PrintCause::CoverOpen});
  bench.say("cover close");
  CHECK(bench.device.hanging().height == 0);
  CHECK(bench.printer->status()->paper_near_end == Sensor::Yes);
  CHECK(bench.printer->print(page_of(50), 3) == kCounted);
  bench.wire->unplug();
  CHECK(bench.printer->status().error().fault == Fault::Gone);
}

TEST_CASE("a Star printer opened without paper settles once there is some") {
  StarBench bench;
  bench.say("paper out");
  bench.plug();
  CHECK(bench.printer->print(page_of(20), 1).cause == PrintCause::PaperOut);
  bench.say("paper in");
  CHECK(bench.printer->print(page_of(20), 2) == kCounted);
}

TEST_CASE("a Star job cut at any byte is never printed twice and never claimed without proof") {
  const Page page = page_of(9, 48);
  std::size_t job_bytes = 0;
  {
    StarBench bench;
    const std::size_t before = bench.wire->bytes_written();
    CHECK(bench.printer->print(page, 1) == kCounted);
    job_bytes = bench.wire->bytes_written() - before;
  }
  REQUIRE(job_bytes > page.rows.size() + 15);
  using Loss = VirtualTransport::Loss;
  for (const Loss loss : {Loss::Power, Loss::Host}) {
    for (std::size_t offset = 0; offset < job_bytes; ++offset) {
      CAPTURE(offset, static_cast<int>(loss));
      StarBench bench;
      bench.wire->lose_after_bytes(offset, loss);
      const Printed first = bench.printer->print(page, 1);
      const bool is_proven = first.outcome == Outcome::Printed;
      if (is_proven) CHECK(first.evidence == Evidence::EtbCounter);
      if (!is_proven) CHECK(first.cause == PrintCause::Unplugged);
      bench.wire->pass(2s);
      if (first.outcome == Outcome::NotPrinted) CHECK(bench.device.hanging().height == 0);
      bench.plug();
      if (first.outcome == Outcome::NotPrinted) {
        CHECK(bench.printer->print(page, 2) == kCounted);
        CHECK(bench.originals(page) == 1);
        continue;
      }
      const Page other = page_of(6, 48, 99);
      CHECK(bench.printer->print(other, 2) == kCounted);
      const auto slips = bench.device.take_slips();
      REQUIRE_FALSE(slips.empty());
      CHECK(same(slips.back(), star::softened(other)));  // nothing old hangs at its top
      int originals = 0;
      for (const Page& slip : slips)
        originals += same(slip, star::softened(page)) ? 1 : 0;
      CHECK(originals <= 1);
      if (is_proven) CHECK(originals == 1);
    }
  }
}

TEST_CASE("paper that ends at any row of a Star job makes the outcome unknown, with its cause") {
  const Page page = page_of(160);
  for (int row = 1; row <= page.height; ++row) {
    CAPTURE(row);
    StarBench bench;
    bench.say("paper out after " + std::to_string(row) + " rows");
    const Printed printed = bench.printer->print(page, 1);
    CHECK(printed == Printed{Outcome::Unknown, Evidence::Nothing, PrintCause::PaperOut});
    bench.say("paper in");
    const Page other = page_of(30, 576, 5);
    CHECK(bench.printer->print(other, 2) == kCounted);
    const auto slips = bench.device.take_slips();
    REQUIRE_FALSE(slips.empty());
    CHECK(same(slips.back(), star::softened(other)));
  }
}

TEST_CASE("a Star printer that lies about a job never makes it printed") {
  for (const char* lie : {"silent", "late", "garbage", "stuck", "twice", "drop"}) {
    CAPTURE(lie);
    StarBench bench;
    CHECK(bench.printer->print(page_of(60), 1) == kCounted);
    bench.say(std::string("lie ") + lie);
    const auto begun = bench.wire->now();
    const Printed printed = bench.printer->print(page_of(200), 2);
    CHECK(printed.outcome == Outcome::Unknown);
    CHECK(printed.evidence == Evidence::Nothing);
    CHECK(bench.wire->now() - begun < 60s);
    // The truth is believed again, whatever the counter shows by then.
    bench.say("lie none");
    bench.wire->pass(2min);
    CHECK(bench.printer->print(page_of(30), 3) == kCounted);
  }
}

TEST_CASE("a Star count that comes before the paper is taken back when the paper ends") {
  StarBench bench;
  bench.say("lie early");
  bench.say("paper out after 190 rows");
  const Printed printed = bench.printer->print(page_of(200), 1);
  CHECK(printed == Printed{Outcome::Unknown, Evidence::Nothing, PrintCause::PaperOut});
}

TEST_CASE("whatever a Star printer says, Printed means that the page is on paper exactly once") {
  const Liar liar{{"none", "ok", "silent", "late", "garbage", "stuck", "twice", "drop"},
                  Evidence::EtbCounter,
                  hides_new_roll};
  REQUIRE(rc::check("Star liars", [&] {
    StarBench bench;
    prints_once_or_says_so(bench, liar);
  }));
}

TEST_CASE("what goes to a Star printer holds its real-time commands only as questions") {
  VirtualStarPrinter device;
  auto below = VirtualTransport::open(device);
  REQUIRE(below);
  Bytes heard;
  auto printer = StarPrinter::open(
      std::make_unique<TappedTransport>(std::move(*below), heard),
      *slipway::devices::profile_named("Star mC-Print3", slipway::devices::known_profiles()));
  REQUIRE(printer);
  Page page{16, 60, {}};
  for (int i = 0; i < 60; ++i)
    page.rows.insert(page.rows.end(), {0x1B, 0x06});
  CHECK((*printer)->print(page, 1) == kCounted);
  const Bytes question = star::ask_status();
  Bytes without;
  for (auto at = heard.begin(); at != heard.end();) {
    const auto next = std::search(at, heard.end(), question.begin(), question.end());
    without.insert(without.end(), at, next);
    at = next == heard.end() ? next : next + 3;
  }
  CHECK(without.size() < heard.size());
  CHECK_FALSE(star::has_real_time_sequence(without));
  CHECK(same(device.take_slips().back(), star::softened(page)));
}
