#include "devices/pad/digitizer.hpp"

#include <rapidcheck.h>

#include "devices/pad/virtual_digitizer.hpp"
#include "devices/reader/virtual_hid_reader.hpp"
#include "tests/catch.hpp"
#include "tests/devices/report_descriptors.hpp"

using namespace std::chrono_literals;
using namespace slipway::devices;
using digitizer::Layout;
using digitizer::Surface;
using digitizer::Trace;
using usb::Bytes;
namespace hid = usb::hid;

namespace {

Result<Layout> layout_of(const Bytes& descriptor) {
  auto reports = hid::read_reports(descriptor);
  REQUIRE(reports.has_value());
  return digitizer::read_layout(std::move(*reports));
}

Trace trace_of(const Bytes& descriptor) {
  auto layout = layout_of(descriptor);
  REQUIRE(layout.has_value());
  return Trace(std::move(*layout));
}

// One finger of the Elo's report: its first byte, its number, X and Y.
struct Finger {
  std::uint8_t switches = 0;
  std::uint8_t number = 0;
  int x = 0;
  int y = 0;
};

Bytes elo(const Finger& first, const Finger& second, int scan, int count) {
  Bytes bytes;
  for (const Finger& one : {first, second}) {
    bytes.insert(bytes.end(),
                 {one.switches, one.number, static_cast<std::uint8_t>(one.x & 0xFF),
                  static_cast<std::uint8_t>(one.x >> 8), static_cast<std::uint8_t>(one.y & 0xFF),
                  static_cast<std::uint8_t>(one.y >> 8)});
  }
  bytes.insert(bytes.end(),
               {static_cast<std::uint8_t>(scan & 0xFF), static_cast<std::uint8_t>(scan >> 8 & 0xFF),
                static_cast<std::uint8_t>(count)});
  return bytes;
}

constexpr std::uint8_t kDown = 0x31;  // tip, in range, confident
constexpr std::uint8_t kUp = 0x20;
constexpr std::uint8_t kPalm = 0x11;

const Bytes kElo = VirtualDigitizer::report_descriptor(VirtualDigitizer::Kind::Touch);
const Bytes kHuion = VirtualDigitizer::report_descriptor(VirtualDigitizer::Kind::Tablet);

}  // namespace

TEST_CASE("digitizer: a Huion tablet is found by its descriptor, and its size is not believed") {
  const auto layout = layout_of(kHuion);
  REQUIRE(layout.has_value());
  CHECK(layout->surface == Surface::PenTablet);
  REQUIRE(layout->contacts.size() == 1);
  CHECK(layout->contacts[0].report == 10);
  CHECK(layout->contacts[0].pressure.has_value());
  CHECK(layout->contacts[0].eraser.has_value());
  CHECK_FALSE(layout->contacts[0].scan_time.has_value());
  // 2,048 thousandths of an inch to the third power for both of its sides.
  CHECK_FALSE(layout->is_size_known);
  CHECK(layout->size.width == 10'000);
  CHECK(layout->size.height == 6'250);
}

TEST_CASE("digitizer: what a Huion tablet was seen to send is a stroke with pressure") {
  // github.com/DIGImend/digimend-kernel-drivers, issue 217: a pen that comes down.
  Trace trace = trace_of(kHuion);
  CHECK_FALSE(trace.take(Bytes{0x0A, 0xC0, 0x25, 0x1E, 0xA5, 0x39, 0x00, 0x00}, 0us).has_value());
  CHECK_FALSE(trace.take(Bytes{0x0A, 0xC0, 0xB9, 0x1E, 0xDA, 0x39, 0x00, 0x00}, 9ms).has_value());
  const auto down = trace.take(Bytes{0x0A, 0xC1, 0x9E, 0x20, 0x88, 0x39, 0x63, 0x05}, 20ms);
  REQUIRE(down.has_value());
  CHECK(down->touching);
  CHECK(down->time == 0);
  CHECK(down->x == 8350 * 10'000 / 32'767);
  CHECK(down->y == 14'728 * 6'250 / 32'767);
  CHECK(down->pressure == (0x563 * 1000 + 4095) / 8191);
  const auto next = trace.take(Bytes{0x0A, 0xC1, 0x22, 0x21, 0x51, 0x39, 0xB7, 0x05}, 32ms);
  REQUIRE(next.has_value());
  CHECK(next->time == 12'000);
  CHECK_FALSE(next->after_gap);
  const auto up = trace.take(Bytes{0x0A, 0xC0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00}, 40ms);
  REQUIRE(up.has_value());
  CHECK_FALSE(up->touching);
  CHECK(up->x == next->x);
  CHECK(up->pressure == 0);
}

TEST_CASE("digitizer: a pen that is upside down or erases writes nothing") {
  Trace trace = trace_of(kHuion);
  for (const std::uint8_t switches : Bytes{0xC5, 0xC9, 0xCD}) {
    CHECK_FALSE(trace.take(Bytes{0x0A, switches, 1, 1, 1, 1, 9, 0}, 0us).has_value());
  }
  CHECK(trace.take(Bytes{0x0A, 0xC1, 1, 1, 1, 1, 9, 0}, 0us).has_value());
  const auto turned = trace.take(Bytes{0x0A, 0xC9, 1, 1, 1, 1, 9, 0}, 1ms);
  REQUIRE(turned.has_value());
  CHECK_FALSE(turned->touching);
}

TEST_CASE("digitizer: a touch screen tells its size in centimetres, and no pressure") {
  const auto layout = layout_of(kElo);
  REQUIRE(layout.has_value());
  CHECK(layout->surface == Surface::TouchScreen);
  CHECK(layout->contacts.size() == 2);
  CHECK(layout->is_size_known);
  CHECK(layout->size.width == 93'400);
  CHECK(layout->size.height == 52'700);
  Trace trace = trace_of(kElo);
  const auto down = trace.take(elo({kDown, 4, 32'767, 16'384}, {}, 100, 1), 0us);
  REQUIRE(down.has_value());
  CHECK(down->x == 93'400);
  CHECK(down->y == 26'351);
  CHECK_FALSE(down->pressure.has_value());
}

TEST_CASE("digitizer: the first finger is followed, others and palms are not") {
  Trace trace = trace_of(kElo);
  CHECK_FALSE(trace.take(elo({kPalm, 1, 9, 9}, {}, 0, 1), 0us).has_value());
  const auto first = trace.take(elo({kPalm, 1, 9, 9}, {kDown, 2, 1000, 0}, 10, 2), 0us);
  REQUIRE(first.has_value());
  const auto x = first->x;
  // It has moved to the other place of the report, and a second finger has come down before it.
  const auto both = trace.take(elo({kDown, 3, 30'000, 0}, {kDown, 2, 1000, 0}, 20, 2), 0us);
  REQUIRE(both.has_value());
  CHECK(both->x == x);
  CHECK(both->time == 1'000);
  // What a report has room for and does not count is nobody's.
  const auto alone = trace.take(elo({kDown, 2, 1000, 0}, {kUp, 2, 0, 0}, 30, 1), 0us);
  REQUIRE(alone.has_value());
  CHECK(alone->touching);
  const auto up = trace.take(elo({kUp, 2, 0, 0}, {kDown, 3, 30'000, 0}, 40, 2), 0us);
  REQUIRE(up.has_value());
  CHECK_FALSE(up->touching);
  CHECK(up->x == x);
  const auto other = trace.take(elo({kDown, 3, 30'000, 0}, {}, 50, 1), 0us);
  REQUIRE(other.has_value());
  CHECK(other->x > x);
}

TEST_CASE("digitizer: a finger that becomes a palm, or is not told of any more, is lifted") {
  Trace trace = trace_of(kElo);
  REQUIRE(trace.take(elo({kDown, 2, 1000, 0}, {}, 10, 1), 0us).has_value());
  CHECK_FALSE(trace.take(elo({kPalm, 2, 1000, 0}, {}, 20, 1), 0us)->touching);
  REQUIRE(trace.take(elo({kDown, 2, 1000, 0}, {}, 30, 1), 0us)->touching);
  const auto lost = trace.take(elo({kDown, 5, 9, 9}, {}, 40, 1), 0us);
  REQUIRE(lost.has_value());
  CHECK_FALSE(lost->touching);
  CHECK(trace.take(elo({kDown, 5, 9, 9}, {}, 50, 1), 0us)->touching);
}

TEST_CASE("digitizer: a frame of more fingers than a report holds comes in several") {
  Trace trace = trace_of(kElo);
  REQUIRE(trace.take(elo({kDown, 1, 1, 1}, {kDown, 2, 9, 9}, 10, 2), 0us).has_value());
  CHECK(trace.take(elo({kDown, 2, 9, 9}, {kDown, 3, 5, 5}, 20, 3), 0us) == std::nullopt);
  // The third of three: the second report of the frame counts nought.
  const auto rest = trace.take(elo({kDown, 1, 2, 2}, {kUp, 1, 0, 0}, 20, 0), 0us);
  REQUIRE(rest.has_value());
  CHECK(rest->touching);
}

TEST_CASE("digitizer: the screen's clock runs over, and tells of what was lost") {
  Trace trace = trace_of(kElo);
  REQUIRE(trace.take(elo({kDown, 1, 0, 0}, {}, 65'530, 1), 0us).has_value());
  const auto next = trace.take(elo({kDown, 1, 1, 0}, {}, 4, 1), 0us);
  REQUIRE(next.has_value());
  CHECK(next->time == 1'000);
  CHECK_FALSE(next->after_gap);
  // A finger that rests is not reported; one that jumped was not heard.
  CHECK_FALSE(trace.take(elo({kDown, 1, 2, 0}, {}, 5'004, 1), 0us)->after_gap);
  const auto gap = trace.take(elo({kDown, 1, 9'000, 0}, {}, 6'504, 1), 0us);
  CHECK(gap->after_gap);
  CHECK(gap->time == 651'000);
}

TEST_CASE("digitizer: signed places, places beyond the edge and short reports") {
  Trace trace = trace_of(descriptors::kSignedPen);
  CHECK(trace.layout().size.width == 25'400);  // 10 inches
  CHECK(trace.layout().size.height == 12'700);
  CHECK(trace.take(Bytes{1, 0x00, 0xFC, 0, 0}, 0us)->x == 0);       // -1024
  CHECK(trace.take(Bytes{1, 0x00, 0x00, 0, 0}, 0us)->x == 12'706);  // in the middle of 2,047
  CHECK(trace.take(Bytes{1, 0xFF, 0x03, 0, 0}, 0us)->x == 25'400);  // 1023
  CHECK(trace.take(Bytes{1, 0x00, 0x80, 0, 0}, 0us)->x == 0);       // far beyond
  CHECK_FALSE(trace.take(Bytes{1, 0, 0, 0}, 0us).has_value());
  CHECK_FALSE(trace.take(Bytes{}, 0us).has_value());
}

TEST_CASE("digitizer: public descriptors of pens and screens have the surface that they are") {
  const auto pen = layout_of(descriptors::kIntegratedPen);
  REQUIRE(pen.has_value());
  CHECK(pen->surface == Surface::PenTablet);
  CHECK(pen->is_size_known);
  CHECK(pen->contacts[0].invert.has_value());
  const auto both = layout_of(descriptors::kNexio);
  REQUIRE(both.has_value());
  CHECK(both->surface == Surface::TouchScreen);  // with a pen, and a mouse for old systems
  CHECK(both->contacts.size() == 3);
  CHECK(both->size.width == 64'300);
  CHECK(both->size.height == 40'300);
  const auto egalax = layout_of(descriptors::kEgalax);
  REQUIRE(egalax.has_value());
  CHECK(egalax->surface == Surface::TouchScreen);
  CHECK_FALSE(egalax->is_size_known);  // inches to the third power, as Huion's
}

TEST_CASE("digitizer: a mouse, a keyboard and a touch pad are refused, each in its own words") {
  const auto why = [](const Bytes& descriptor) {
    const auto layout = layout_of(descriptor);
    REQUIRE_FALSE(layout.has_value());
    CHECK(layout.error().fault == Fault::Unsupported);
    return layout.error().text;
  };
  const auto mouse = why(VirtualDigitizer::report_descriptor(VirtualDigitizer::Kind::Mouse));
  CHECK(mouse.find("mouse") != std::string::npos);
  const auto keyboard = why(VirtualHidReader::report_descriptor(VirtualHidReader::Kind::Keyboard));
  CHECK(keyboard.find("keyboard") != std::string::npos);
  CHECK(why(descriptors::kTouchPad).find("touch pad") != std::string::npos);
  CHECK(why(VirtualDigitizer::report_descriptor(VirtualDigitizer::Kind::Epad)).find("no pen") !=
        std::string::npos);
  // A pen with relative places, as some tablets have for old systems.
  Bytes relative = descriptors::kSignedPen;
  const Bytes absolute = {0x95, 0x01, 0x81, 0x02, 0x46};
  const auto at = std::search(relative.begin(), relative.end(), absolute.begin(), absolute.end());
  REQUIRE(at != relative.end());
  *(at + 3) = 0x06;
  CHECK_FALSE(layout_of(relative).has_value());
}

TEST_CASE("digitizer: whatever is sent, samples lie on the glass and time does not run back") {
  const std::vector<Bytes> all = {kHuion, kElo, descriptors::kSignedPen, descriptors::kNexio,
                                  descriptors::kEgalax};
  REQUIRE(rc::check("any reports", [&](std::uint8_t which, const std::vector<Bytes>& reports) {
    Trace trace = trace_of(all[which % all.size()]);
    const PadSize glass = trace.layout().size;
    std::int64_t before = 0;
    std::chrono::microseconds now{0};
    for (Bytes report : reports) {
      report.resize(32);
      report[0] = report[0] % 2 == 0 ? report[0] : trace.layout().contacts[0].report;
      const auto sample = trace.take(report, now += 5ms);
      if (!sample) continue;
      RC_ASSERT(sample->x >= 0 && sample->x <= glass.width);
      RC_ASSERT(sample->y >= 0 && sample->y <= glass.height);
      RC_ASSERT(sample->time >= before);
      before = sample->time;
      if (sample->pressure) RC_ASSERT(*sample->pressure >= 0 && *sample->pressure <= 1000);
    }
  }));
}
