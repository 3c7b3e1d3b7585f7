#include "tests/devices/printer_bench.hpp"

using namespace std::chrono_literals;
using slipway::devices::EscposPrinter;
using slipway::devices::EscposProfile;
using slipway::devices::Evidence;
using slipway::devices::Fault;
using slipway::devices::Outcome;
using slipway::devices::Page;
using slipway::devices::PrintCause;
using slipway::devices::Printed;
using slipway::devices::Sensor;
using slipway::devices::VirtualPrinter;
using slipway::devices::bench::Bench;
using slipway::devices::bench::clone;
using slipway::devices::bench::epson;
using slipway::devices::bench::kProven;
using slipway::devices::bench::page_of;
using slipway::devices::bench::same;
using slipway::devices::usb::Description;
using slipway::devices::usb::Interface;
using slipway::devices::usb::TransferKind;
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
  for (const EscposProfile& profile : {epson(), clone()}) {
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

TEST_CASE("printers are chosen by interface class and endpoints, as they are in the field") {
  const auto interface = [](std::uint8_t number, std::uint8_t device_class, std::uint8_t protocol,
                            std::uint8_t out, std::uint8_t in) {
    Interface one;
    one.number = number;
    one.device_class = device_class;
    one.subclass = 1;
    one.protocol = protocol;
    one.endpoints = {{out, TransferKind::Bulk, 64}};
    if (in != 0) one.endpoints.push_back({in, TransferKind::Bulk, 64});
    return one;
  };
  Description epson_class = VirtualPrinter::description();
  CHECK(EscposPrinter::interface_of(epson_class) == &epson_class.interfaces[0]);

  Description epson_vendor;
  epson_vendor.vendor = 0x04B8;
  epson_vendor.product = 0x0202;
  epson_vendor.interfaces = {interface(0, 0xFF, 0, 0x01, 0x82)};
  CHECK(EscposPrinter::interface_of(epson_vendor) == &epson_vendor.interfaces[0]);
  epson_vendor.vendor = 0x1234;
  CHECK(EscposPrinter::interface_of(epson_vendor) == nullptr);

  Description gprinter;  // IN 84, OUT 03, and a protocol 01 interface that has a way back
  gprinter.vendor = 0x6868;
  gprinter.product = 0x0500;
  gprinter.interfaces = {interface(0, 0x07, 1, 0x01, 0x81), interface(1, 0x07, 2, 0x03, 0x84)};
  REQUIRE(EscposPrinter::interface_of(gprinter) != nullptr);
  CHECK(EscposPrinter::interface_of(gprinter)->number == 1);
  gprinter.interfaces.pop_back();
  CHECK(EscposPrinter::interface_of(gprinter) == &gprinter.interfaces[0]);

  Description one_way;
  one_way.interfaces = {interface(0, 0x07, 1, 0x01, 0)};
  CHECK(EscposPrinter::interface_of(one_way) == nullptr);
  Description ipp;
  ipp.interfaces = {interface(0, 0x07, 4, 0x01, 0x82)};
  CHECK(EscposPrinter::interface_of(ipp) == nullptr);
}

TEST_CASE("a profile is chosen by an id that is the maker's own, or else claims little") {
  using slipway::devices::escpos_profile_for;
  CHECK(escpos_profile_for(VirtualPrinter::description()).confirms_jobs);
  Description shared;
  shared.vendor = 0x0483;
  shared.product = 0x5743;
  CHECK_FALSE(escpos_profile_for(shared).confirms_jobs);
  for (const EscposProfile& profile : slipway::devices::escpos_profiles()) {
    CHECK(slipway::devices::escpos_profile(profile.name) == &profile);
    CHECK(profile.width_dots % 8 == 0);
  }
  CHECK(slipway::devices::escpos_profile("none such") == nullptr);
}
