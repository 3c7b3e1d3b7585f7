#include <rapidcheck.h>

#include "devices/pad/virtual_pad.hpp"
#include "devices/printer/virtual_printer.hpp"
#include "devices/reader/virtual_reader.hpp"
#include "devices/usb/descriptors.hpp"
#include "devices/usb/virtual_transport.hpp"
#include "tests/catch.hpp"

using namespace std::chrono_literals;
using slipway::devices::Fault;
using slipway::devices::Page;
using slipway::devices::VirtualPad;
using slipway::devices::VirtualPrinter;
using slipway::devices::VirtualReader;
using slipway::devices::usb::Bytes;
using slipway::devices::usb::Description;
using slipway::devices::usb::Setup;
using slipway::devices::usb::VirtualDevice;
using slipway::devices::usb::VirtualTransport;
namespace usb = slipway::devices::usb;

namespace {

std::unique_ptr<VirtualTransport> plugged(VirtualDevice& device) {
  auto transport = VirtualTransport::open(device);
  REQUIRE(transport.has_value());
  return std::move(*transport);
}

// A strip of `rows` full rows of 72 bytes.
Bytes strip(std::size_t rows, std::uint8_t dots) {
  Bytes bytes = {0x1D, 0x76, 0x30, 0, 72, 0, static_cast<std::uint8_t>(rows), 0};
  bytes.insert(bytes.end(), rows * 72, dots);
  return bytes;
}

void send(VirtualTransport& transport, const Bytes& bytes) {
  const auto written = transport.write(0x01, bytes, 10s);
  REQUIRE_FALSE(written.error.has_value());
  REQUIRE(written.taken == bytes.size());
}

Bytes asked(VirtualTransport& transport, const Bytes& bytes) {
  send(transport, bytes);
  auto answer = transport.read(0x82, 64, 2s);
  REQUIRE(answer.has_value());
  return *answer;
}

}  // namespace

TEST_CASE("what a virtual device says of itself is read back as it was meant") {
  VirtualReader reader;
  VirtualPrinter printer;
  VirtualPad pad;
  CHECK(plugged(reader)->description().vendor == 0x072F);
  CHECK(plugged(reader)->interface().extra.size() == 54);
  CHECK(plugged(reader)->interface().endpoints.size() == 3);
  CHECK(plugged(printer)->description().model == "TM-T20III");
  CHECK(plugged(printer)->interface().protocol == 2);
  CHECK(plugged(pad)->description().product == 0x00A4);
  CHECK(plugged(pad)->interface().device_class == 3);
}

TEST_CASE("string descriptors come over the control endpoint too") {
  VirtualPrinter printer;
  auto transport = plugged(printer);
  const auto model = transport->control_in(Setup{0x80, 0x06, 0x0302, 0x0409}, 255, 1s);
  REQUIRE(model.has_value());
  CHECK(model->at(0) == 2 + 2 * 9);
  CHECK(model->at(2) == 'T');
  const auto nothing = transport->control_in(Setup{0x80, 0x06, 0x0309, 0x0409}, 255, 1s);
  REQUIRE_FALSE(nothing.has_value());
  CHECK(nothing.error().fault == Fault::Protocol);
}

TEST_CASE("no bytes, however wrong, disturb the reading of descriptors") {
  REQUIRE(rc::check("any bytes", [](const Bytes& bytes) {
    const auto description = usb::describe(bytes, {"", "a", "b"});
    if (description) RC_ASSERT(description->interfaces.size() <= 64U);
  }));
  const Bytes sound = usb::descriptors_of(VirtualReader::description());
  for (std::size_t length = 0; length < sound.size(); ++length) {
    CHECK_FALSE(usb::describe(std::span(sound).first(length), {}).has_value());
  }
  REQUIRE(rc::check("one byte wrong", [&sound] {
    Bytes bytes = sound;
    bytes[*rc::gen::inRange<std::size_t>(0, sound.size())] = *rc::gen::arbitrary<std::uint8_t>();
    const auto description = usb::describe(bytes, {});
    if (description) RC_ASSERT(description->interfaces.size() <= 64U);
  }));
}

TEST_CASE("a name from a descriptor is safe to show") {
  CHECK(usb::printable("  Printer-80\x01 ") == "Printer-80?");
  CHECK(usb::printable("   ").empty());
  CHECK(usb::printable(std::string(500, 'x')).size() == 126);
}

TEST_CASE("a waiting read lets simulated time pass and ends at its limit") {
  VirtualReader reader;
  auto transport = plugged(reader);
  auto nothing = transport->read(0x81, 8, 250ms);
  REQUIRE_FALSE(nothing.has_value());
  CHECK(nothing.error().fault == Fault::Timeout);
  CHECK(transport->now() == 250ms);

  transport->at(300ms, [&] { CHECK(reader.obey("tap 04DE5F1E").has_value()); });
  const auto change = transport->read(0x81, 8, 1s);
  REQUIRE(change.has_value());
  CHECK(*change == Bytes{0x50, 0x03});
  CHECK(transport->now() >= 300ms);
  CHECK(transport->now() < 310ms);
}

TEST_CASE("interrupt ends a wait at once, and only one") {
  VirtualReader reader;
  auto transport = plugged(reader);
  transport->at(20ms, [&] { transport->interrupt(); });
  CHECK(transport->read(0x81, 8, 10s).error().fault == Fault::Timeout);
  CHECK(transport->now() == 20ms);
  CHECK(transport->read(0x81, 8, 30ms).error().fault == Fault::Timeout);
  CHECK(transport->now() == 50ms);
}

TEST_CASE("pulling the cable is final for the transport, and a new one finds the device again") {
  VirtualReader reader;
  auto transport = plugged(reader);
  transport->at(20ms, [&] { transport->unplug(); });
  CHECK(transport->read(0x81, 8, 10s).error().fault == Fault::Gone);
  CHECK(transport->read(0x81, 8, 10s).error().fault == Fault::Gone);
  CHECK(reader.obey("tap 04DE5F1E").has_value());
  CHECK(plugged(reader)->read(0x81, 8, 10ms).has_value());
}

TEST_CASE("every device lists its words and does not know others") {
  VirtualReader reader;
  VirtualPrinter printer;
  VirtualPad pad;
  for (VirtualDevice* device : std::initializer_list<VirtualDevice*>{&reader, &printer, &pad}) {
    CHECK(device->obey("help").value().size() > 20);
    CHECK_FALSE(device->obey("dance").has_value());
    CHECK_FALSE(device->obey("").has_value());
  }
  CHECK_FALSE(printer.obey("paper out after many rows").has_value());
  CHECK_FALSE(printer.obey("paper out after rows").has_value());
  CHECK_FALSE(printer.obey("lie down").has_value());
}

TEST_CASE("the virtual printer prints what it is sent, in the time that paper needs") {
  VirtualPrinter printer;
  auto transport = plugged(printer);
  Bytes job = strip(100, 0xA5);
  const Bytes second = strip(100, 0x5A);
  job.insert(job.end(), second.begin(), second.end());
  job.insert(job.end(), {0x1D, 0x56, 0x42, 0x00});
  job.insert(job.end(), {0x1D, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30, 'a', 'b', 'c', 'd'});
  send(*transport, job);
  CHECK(printer.take_slips().empty());
  const auto proof = transport->read(0x82, 64, 5s);
  REQUIRE(proof.has_value());
  CHECK(*proof == Bytes{0x37, 0x22, 'a', 'b', 'c', 'd', 0x00});
  CHECK(transport->now() >= 100ms);  // 200 rows are 25 mm
  CHECK(transport->now() < 500ms);
  const auto slips = printer.take_slips();
  REQUIRE(slips.size() == 1);
  CHECK(slips[0].width == 576);
  CHECK(slips[0].height == 200);
  CHECK(slips[0].is_sound());
  CHECK(slips[0].rows.front() == 0xA5);
  CHECK(slips[0].rows.back() == 0x5A);
}

TEST_CASE("a printer without paper takes what fits its buffer and no more") {
  VirtualPrinter printer;
  auto transport = plugged(printer);
  CHECK(printer.obey("paper out").has_value());
  const auto written = transport->write(0x01, strip(100, 0xFF), 500ms);
  REQUIRE(written.error.has_value());
  CHECK(written.error->fault == Fault::Timeout);
  CHECK(written.taken == 4096);
  CHECK(printer.obey("paper in").has_value());
  transport->pass(1s);
  CHECK(printer.hanging().height == (4096 - 8) / 72);
}

TEST_CASE("the virtual printer answers status at once and reports changes by itself") {
  VirtualPrinter printer;
  auto transport = plugged(printer);
  CHECK(asked(*transport, {0x10, 0x04, 0x01}) == Bytes{0x12});
  CHECK(printer.obey("cover open").has_value());
  CHECK(asked(*transport, {0x10, 0x04, 0x01}) == Bytes{0x1A});
  CHECK(asked(*transport, {0x10, 0x04, 0x02}) == Bytes{0x16});
  CHECK(printer.obey("cover close").has_value());
  CHECK(asked(*transport, {0x1D, 0x61, 0x0E}) == Bytes{0x10, 0, 0, 0});
  CHECK(printer.obey("paper low").has_value());
  CHECK(transport->read(0x82, 64, 1s).value() == Bytes{0x10, 0, 0x03, 0});
  CHECK(printer.obey("paper out").has_value());
  CHECK(transport->read(0x82, 64, 1s).value() == Bytes{0x18, 0, 0x0F, 0});
  CHECK(asked(*transport, {0x10, 0x04, 0x04}) == Bytes{0x7E});
}

TEST_CASE("real-time sequences inside image data do their harm unless they are forbidden") {
  VirtualPrinter printer;
  auto transport = plugged(printer);
  Bytes image = strip(1, 0);
  const Bytes pulse = {0x10, 0x14, 0x01, 0x00, 0x01};
  std::copy(pulse.begin(), pulse.end(), image.begin() + 20);
  send(*transport, image);
  CHECK(printer.drawer_pulses() == 1);
  send(*transport, {0x1D, 0x28, 0x44, 0x05, 0x00, 0x14, 0x01, 0x00, 0x02, 0x00});
  transport->pass(100ms);
  send(*transport, image);
  CHECK(printer.drawer_pulses() == 1);
}

TEST_CASE("paper that ends in mid-slip leaves a torn piece") {
  VirtualPrinter printer;
  auto transport = plugged(printer);
  CHECK(printer.obey("paper out after 30 rows").has_value());
  send(*transport, strip(50, 0xFF));
  transport->pass(1s);
  CHECK(printer.hanging().height == 30);
  CHECK(printer.obey("paper in").has_value());
  const auto torn = printer.take_torn();
  REQUIRE(torn.size() == 1);
  CHECK(torn[0].height == 30);
  transport->pass(1s);
  CHECK(printer.hanging().height == 20);
}

TEST_CASE("the virtual pad signs in real time and keeps count of what it lost") {
  VirtualPad pad;
  auto transport = plugged(pad);
  const Bytes timed = {0x32, 3};
  REQUIRE(transport->control_out(Setup{0x21, 0x09, 0x0332, 0}, timed, 1s).has_value());
  const Bytes ink = {0x21, 1};
  REQUIRE(transport->control_out(Setup{0x21, 0x09, 0x0321, 0}, ink, 1s).has_value());
  CHECK(pad.obey("sign").has_value());
  int samples = 0;
  int expected = 0;
  while (true) {
    const auto report = transport->read(0x81, 64, 500ms);
    if (!report) break;
    REQUIRE(report->size() == 11);
    CHECK(report->at(0) == 0x34);
    CHECK((report->at(9) << 8 | report->at(10)) == expected++);
    ++samples;
  }
  CHECK(samples > 400);
  CHECK(transport->now() > 2s);
  CHECK(transport->now() < 5s);
  CHECK(pad.ink() > 300);

  CHECK(pad.obey("sign").has_value());
  transport->pass(2s);  // nobody reads: the pad keeps only so many
  const auto kept = transport->read(0x81, 64, 1s);
  REQUIRE(kept.has_value());
  const Bytes blank = {0x20, 0};
  REQUIRE(transport->control_out(Setup{0x21, 0x09, 0x0320, 0}, blank, 1s).has_value());
  CHECK(pad.ink() == 0);
}
