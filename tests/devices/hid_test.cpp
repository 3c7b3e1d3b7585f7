#include "devices/usb/hid.hpp"

#include <rapidcheck.h>

#include "devices/reader/virtual_hid_reader.hpp"
#include "tests/catch.hpp"

using namespace slipway::devices;
namespace hid = usb::hid;
using usb::Bytes;

namespace {

// A pen tablet's report 10 (devices.md 3.3): three switches, X and Y to 2048, pressure to 2047, and
// a wheel with a sign.
const Bytes kPen = {0x05, 0x0D, 0x09, 0x02, 0xA1, 0x01, 0x85, 0x0A, 0x09, 0x20, 0xA1, 0x00, 0x15,
                    0x00, 0x25, 0x01, 0x75, 0x01, 0x95, 0x03, 0x09, 0x42, 0x09, 0x44, 0x09, 0x32,
                    0x81, 0x02, 0x95, 0x05, 0x81, 0x03, 0xA4, 0x05, 0x01, 0x75, 0x10, 0x95, 0x02,
                    0x26, 0x00, 0x08, 0x09, 0x30, 0x09, 0x31, 0x81, 0x02, 0xB4, 0x75, 0x10, 0x95,
                    0x01, 0x26, 0xFF, 0x07, 0x09, 0x30, 0x81, 0x02, 0x05, 0x01, 0x15, 0x81, 0x25,
                    0x7F, 0x75, 0x08, 0x09, 0x38, 0x81, 0x06, 0xC0, 0xC0};

Bytes nested(std::size_t collections) {
  Bytes bytes;
  for (std::size_t i = 0; i < collections; ++i)
    bytes.insert(bytes.end(), {0xA1, 0x01});
  bytes.insert(bytes.end(), collections, 0xC0);
  return bytes;
}

}  // namespace

TEST_CASE("a keyboard's and a scanner's reports are found by usage") {
  const auto keyboard =
      hid::read_reports(VirtualHidReader::report_descriptor(VirtualHidReader::Kind::Keyboard));
  REQUIRE(keyboard.has_value());
  CHECK_FALSE(keyboard->are_numbered);
  CHECK(keyboard->input_size(0) == 8);
  const hid::Field* keys = keyboard->input(0x00070028);
  REQUIRE(keys != nullptr);
  CHECK(keys->is_array);
  CHECK(keys->application == 0x00010006);
  CHECK(keys->offset == 16);
  CHECK(keys->count == 6);
  CHECK(keys->usage_said(0x28) == 0x00070028);
  CHECK(keys->usage_said(0x66) == 0);
  const hid::Field* shift = keyboard->input(0x000700E1);
  REQUIRE(shift != nullptr);
  CHECK_FALSE(shift->is_array);
  CHECK(shift->usage_of(1) == 0x000700E1);
  const Bytes pressed = {0x02, 0, 0x1E, 0, 0, 0, 0, 0};
  CHECK(hid::value_of(*keyboard, *shift, 1, pressed) == 1);
  CHECK(hid::value_of(*keyboard, *shift, 0, pressed) == 0);
  CHECK(hid::value_of(*keyboard, *keys, 0, pressed) == 0x1E);

  const auto scanner =
      hid::read_reports(VirtualHidReader::report_descriptor(VirtualHidReader::Kind::Scanner));
  REQUIRE(scanner.has_value());
  CHECK(scanner->are_numbered);
  CHECK(scanner->input_size(2) == 64);
  CHECK(scanner->input_size(3) == 0);
  const hid::Field* data = scanner->input(0x008C00FE);
  REQUIRE(data != nullptr);
  CHECK(data->report == 2);
  CHECK(data->offset == 32);
  CHECK(data->count == 56);
  Bytes report(64, 0);
  report[5] = 'A';
  report[63] = 0x01;
  CHECK(hid::value_of(*scanner, *data, 0, report) == 'A');
  CHECK(hid::value_of(*scanner, *scanner->input(0x008C00FF), 0, report) == 1);
  CHECK_FALSE(hid::value_of(*scanner, *data, 56, report).has_value());
  CHECK_FALSE(hid::value_of(*scanner, *data, 0, std::span(report).first(5)).has_value());
}

TEST_CASE("pushed states, signs and padding are kept apart") {
  const auto pen = hid::read_reports(kPen);
  REQUIRE(pen.has_value());
  CHECK(pen->input_size(10) == 9);
  const hid::Field* y = pen->input(0x00010031);
  REQUIRE(y != nullptr);
  CHECK(y->logical_maximum == 2048);
  const hid::Field* pressure = pen->input(0x000D0030);
  REQUIRE(pressure != nullptr);  // after Pop the page is the digitizer's again
  CHECK(pressure->logical_maximum == 2047);
  CHECK(pressure->offset == 40);
  const hid::Field* wheel = pen->input(0x00010038);
  REQUIRE(wheel != nullptr);
  CHECK(wheel->is_relative);
  const Bytes report = {0x0A, 0x05, 0x34, 0x02, 0x00, 0x08, 0xFF, 0x07, 0xFE};
  CHECK(hid::value_of(*pen, *y, 0, report) == 0x0234);
  CHECK(hid::value_of(*pen, *y, 1, report) == 2048);
  CHECK(hid::value_of(*pen, *pressure, 0, report) == 2047);
  CHECK(hid::value_of(*pen, *wheel, 0, report) == -2);
  CHECK(hid::value_of(*pen, *pen->input(0x000D0032), 2, report) == 1);
}

TEST_CASE("a report descriptor beyond reason is refused") {
  CHECK(hid::read_reports(nested(16)).has_value());
  CHECK_FALSE(hid::read_reports(nested(17)).has_value());
  CHECK_FALSE(hid::read_reports(Bytes{0xA1, 0x01}).has_value());
  CHECK_FALSE(hid::read_reports(Bytes{0xC0}).has_value());
  CHECK_FALSE(hid::read_reports(Bytes{0xB4}).has_value());
  CHECK_FALSE(hid::read_reports(Bytes(9, 0xA4)).has_value());
  CHECK_FALSE(hid::read_reports(Bytes{0x26, 0x00}).has_value());
  CHECK_FALSE(hid::read_reports(Bytes{0x85, 0x00}).has_value());
  CHECK_FALSE(hid::read_reports(Bytes{0x29, 0x05}).has_value());  // a range without a beginning
  // 65,535 values of 32 bits; 4,096 bytes but for the number are the most.
  CHECK_FALSE(hid::read_reports(Bytes{0x75, 0x20, 0x96, 0xFF, 0xFF, 0x81, 0x02}).has_value());
  CHECK_FALSE(hid::read_reports(Bytes{0x75, 0x21, 0x95, 0x01, 0x81, 0x02}).has_value());
  CHECK(hid::read_reports(Bytes{0x75, 0x08, 0x96, 0xFF, 0x0F, 0x81, 0x02}).has_value());
  CHECK_FALSE(hid::read_reports(Bytes{0x75, 0x08, 0x96, 0x00, 0x10, 0x81, 0x02}).has_value());
  CHECK_FALSE(hid::read_reports(Bytes(4097, 0)).has_value());
}

TEST_CASE("the length of a report descriptor stands in the HID descriptor") {
  CHECK(hid::report_descriptor_length(Bytes{9, 0x21, 0x11, 1, 0, 1, 0x22, 63, 0}) == 63);
  CHECK(hid::report_descriptor_length(Bytes{2, 0x99, 9, 0x21, 0x11, 1, 0, 1, 0x22, 0, 1}) == 256);
  CHECK_FALSE(hid::report_descriptor_length({}).has_value());
  CHECK_FALSE(hid::report_descriptor_length(Bytes{9, 0x21, 0x11, 1, 0, 1, 0x22, 0, 0}));
  CHECK_FALSE(hid::report_descriptor_length(Bytes{9, 0x21, 0x11, 1, 0, 1, 0x22, 0, 0xFF}));
  CHECK_FALSE(hid::report_descriptor_length(Bytes{9, 0x21, 0x11, 1, 0, 1, 0x23, 63, 0}));
  CHECK_FALSE(hid::report_descriptor_length(Bytes{0, 0x21}));
}

TEST_CASE("no bytes, however wrong, disturb the reading of report descriptors") {
  const auto look = [](const Bytes& descriptor, const Bytes& report) {
    const auto reports = hid::read_reports(descriptor);
    if (!reports) return;
    RC_ASSERT(reports->fields.size() <= 256U);
    for (const hid::Field& field : reports->fields) {
      RC_ASSERT(reports->input_size(field.report) <= hid::kLongestReport);
      for (std::size_t at = 0; at < std::min<std::size_t>(field.count + 1, 40); ++at) {
        const auto value = hid::value_of(*reports, field, at, report);
        if (value) (void)field.usage_said(*value);
        (void)field.usage_of(at);
      }
    }
  };
  REQUIRE(rc::check("any bytes", look));
  REQUIRE(rc::check("a sound one with a wrong byte", [&](std::size_t at, std::uint8_t byte) {
    Bytes descriptor = kPen;
    descriptor[at % descriptor.size()] = byte;
    look(descriptor, Bytes(9, 0xA5));
  }));
}
