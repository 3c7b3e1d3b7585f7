#include "devices/pad/stu.hpp"

#include <rapidcheck.h>

#include "tests/catch.hpp"

using slipway::devices::Fault;
using slipway::devices::PenSample;
namespace stu = slipway::devices::stu;
using stu::Bytes;

namespace {

Bytes capability_report(int most_x, int most_y, int pressure, int rate, int resolution) {
  Bytes bytes = {0x09};
  for (const int value : {most_x, most_y, pressure, 320, 200}) {
    bytes.push_back(static_cast<std::uint8_t>(value >> 8));
    bytes.push_back(static_cast<std::uint8_t>(value & 0xFF));
  }
  bytes.push_back(static_cast<std::uint8_t>(rate));
  bytes.push_back(static_cast<std::uint8_t>(resolution >> 8));
  bytes.push_back(static_cast<std::uint8_t>(resolution & 0xFF));
  bytes.resize(17);
  return bytes;
}

stu::PenReport report(bool touching, std::uint16_t time, std::uint16_t sequence) {
  stu::PenReport one;
  one.near = true;
  one.touching = touching;
  one.pressure = touching ? 512 : 0;
  one.x = 4800;
  one.y = 3000;
  one.milliseconds = time;
  one.sequence = sequence;
  return one;
}

const stu::Capability k430 = {9600, 6000, 1023, 320, 200, 200, 2540};

}  // namespace

TEST_CASE("a pad's scale is read from its capability, in its own byte order") {
  const auto capability = stu::read_capability(capability_report(9600, 6000, 1023, 200, 2540));
  REQUIRE(capability.has_value());
  CHECK(capability->most_x == 9600);
  CHECK(capability->screen_width == 320);
  CHECK(capability->reports_a_second == 200);
  CHECK(stu::size_of(*capability).width == 9600);
  const auto wide = stu::read_capability(capability_report(10800, 6480, 1023, 200, 2540));
  CHECK(stu::size_of(*wide).width == 10800);
  const auto coarse = stu::read_capability(capability_report(4800, 3000, 1023, 200, 1270));
  CHECK(stu::size_of(*coarse).width == 9600);
}

TEST_CASE("a capability without an area, or a short one, is refused") {
  for (const Bytes& bytes : {Bytes{}, Bytes{0x09}, capability_report(0, 6000, 1023, 200, 2540),
                             capability_report(9600, 0, 1023, 200, 2540)}) {
    const auto capability = stu::read_capability(bytes);
    REQUIRE_FALSE(capability.has_value());
    CHECK(capability.error().fault == Fault::Protocol);
  }
  Bytes other = capability_report(9600, 6000, 1023, 200, 2540);
  other[0] = 0x08;
  CHECK_FALSE(stu::read_capability(other).has_value());
}

TEST_CASE("an STU-300 or 500 tells its area only, and is a usual one in all else") {
  Bytes bytes = capability_report(9900, 2500, 511, 0, 0);
  for (const std::size_t length : {17U, 14U, 11U}) {
    bytes.resize(length);
    const auto capability = stu::read_capability(bytes);
    REQUIRE(capability.has_value());
    CHECK(capability->reports_a_second == 200);
    CHECK(stu::size_of(*capability).width == 9900);  // 99 mm
    CHECK(capability->takes_bitmaps);
  }
  bytes.resize(10);
  CHECK_FALSE(stu::read_capability(bytes).has_value());
  // A pad that tells its encodings is believed: sixteen bits only.
  Bytes colour = capability_report(9900, 2500, 511, 200, 2540);
  colour[14] = 0x04;
  CHECK_FALSE(stu::read_capability(colour)->takes_bitmaps);
  colour[14] = 0x01;  // zlib, which is none
  CHECK(stu::read_capability(colour)->takes_bitmaps);
}

TEST_CASE("pen reports are read as the pad packs them") {
  const auto pen =
      stu::read_pen(Bytes{0x34, 0x92, 0x34, 0x12, 0xC0, 0x0B, 0xB8, 0x01, 0x02, 0xFF, 0xFE});
  REQUIRE(pen.has_value());
  CHECK(pen->near);
  CHECK(pen->touching);
  CHECK(pen->pressure == 0x234);
  CHECK(pen->x == 4800);
  CHECK(pen->y == 3000);
  CHECK(pen->milliseconds == std::uint16_t{0x0102});
  CHECK(pen->sequence == std::uint16_t{0xFFFE});
  const auto plain = stu::read_pen(Bytes{0x01, 0x80, 0x00, 0x00, 0x01, 0x00, 0x02});
  REQUIRE(plain.has_value());
  CHECK(plain->near);
  CHECK_FALSE(plain->touching);
  CHECK_FALSE(plain->milliseconds.has_value());
  CHECK_FALSE(stu::read_pen(Bytes{0x01, 0x70, 0, 0, 0, 0, 0})->touching);  // out of range
  CHECK_FALSE(stu::read_pen(Bytes{}).has_value());
  CHECK_FALSE(stu::read_pen(Bytes{0x34, 0x90, 0, 0, 0, 0, 0}).has_value());
  CHECK_FALSE(stu::read_pen(Bytes{0x10, 0x90, 0, 0, 0, 0, 0, 0, 0, 0, 0}).has_value());
}

TEST_CASE("a stroke begins with touch, ends with one lift, and ignores a hovering pen") {
  stu::Stroke stroke(k430);
  CHECK_FALSE(stroke.take(report(false, 100, 0)).has_value());
  const auto down = stroke.take(report(true, 105, 1));
  REQUIRE(down.has_value());
  CHECK(*down == PenSample{4800, 3000, 500, 0, true, false});
  CHECK(stroke.take(report(true, 110, 2))->time == 5'000);
  const auto up = stroke.take(report(false, 115, 3));
  REQUIRE(up.has_value());
  CHECK_FALSE(up->touching);
  CHECK(up->pressure == 0);
  CHECK_FALSE(stroke.take(report(false, 120, 4)).has_value());
  CHECK(stroke.take(report(true, 315, 5))->time == 210'000);
}

TEST_CASE("the pad's clock and its sequence run over without a step or a false gap") {
  stu::Stroke stroke(k430);
  CHECK(stroke.take(report(true, 65'533, 65'535))->time == 0);
  const auto next = stroke.take(report(true, 2, 0));
  REQUIRE(next.has_value());
  CHECK(next->time == 5'000);
  CHECK_FALSE(next->after_gap);
  CHECK(stroke.take(report(true, 20, 3))->after_gap);
  CHECK_FALSE(stroke.take(report(true, 25, 4))->after_gap);
}

TEST_CASE("a gap while the pen hovered is told with the next sample") {
  stu::Stroke stroke(k430);
  CHECK(stroke.take(report(true, 5, 1)).has_value());
  CHECK(stroke.take(report(false, 10, 2)).has_value());
  CHECK_FALSE(stroke.take(report(false, 50, 9)).has_value());
  CHECK(stroke.take(report(true, 55, 10))->after_gap);
}

TEST_CASE("whatever a pad sends, samples lie on the glass and time does not run back") {
  REQUIRE(rc::check("any reports", [](const std::vector<Bytes>& reports) {
    stu::Stroke stroke(k430);
    std::int64_t before = 0;
    for (Bytes bytes : reports) {
      bytes.resize(11);
      bytes[0] = bytes[0] % 2 == 0 ? 0x34 : 0x01;
      const auto pen = stu::read_pen(bytes);
      RC_ASSERT(pen.has_value());
      const auto sample = stroke.take(*pen);
      if (!sample) continue;
      RC_ASSERT(sample->x >= 0 && sample->x <= 9600);
      RC_ASSERT(sample->y >= 0 && sample->y <= 6000);
      RC_ASSERT(sample->pressure.value() >= 0 && sample->pressure.value() <= 1000);
      RC_ASSERT(sample->time >= before);
      before = sample->time;
    }
  }));
  REQUIRE(rc::check("any bytes", [](const Bytes& bytes) {
    (void)stu::read_pen(bytes);
    (void)stu::read_status(bytes);
    if (const auto capability = stu::read_capability(bytes)) {
      RC_ASSERT(capability->units_an_inch > 0);
      RC_ASSERT(stu::size_of(*capability).width > 0);
    }
  }));
}
