// The drivers of what is signed on and is no Wacom STU.
#include <rapidcheck.h>

#include "devices/pad/digitizer_pad.hpp"
#include "devices/pad/epad_pad.hpp"
#include "devices/pad/pad_choice.hpp"
#include "devices/pad/virtual_digitizer.hpp"
#include "devices/usb/virtual_transport.hpp"
#include "tests/catch.hpp"

using namespace std::chrono_literals;
using namespace slipway::devices;
using usb::Bytes;
using usb::VirtualTransport;
using Kind = VirtualDigitizer::Kind;

namespace {

// A driver on a virtual device, in simulated time.
struct Bench {
  VirtualDigitizer device;
  VirtualTransport* wire = nullptr;
  std::unique_ptr<SignaturePad> pad;

  explicit Bench(Kind kind) : device(kind) {
    auto transport = VirtualTransport::open(device);
    REQUIRE(transport.has_value());
    wire = transport->get();
    const auto clock = [this]() -> std::chrono::microseconds { return wire->now(); };
    if (kind == Kind::Epad) {
      auto opened = EpadPad::open(std::move(*transport), clock);
      REQUIRE(opened.has_value());
      pad = std::move(*opened);
    } else {
      auto opened = DigitizerPad::open(std::move(*transport), clock);
      REQUIRE(opened.has_value());
      pad = std::move(*opened);
    }
  }
  void say(const std::string& words) { REQUIRE(device.obey(words).has_value()); }
  // Everything until the pen rests for a second.
  std::vector<PenSample> drawn() {
    std::vector<PenSample> all;
    const auto deadline = wire->now() + 60s;
    auto quiet_since = wire->now();
    while (wire->now() < deadline && wire->now() - quiet_since < 1s) {
      auto some = pad->wait(100ms);
      REQUIRE(some.has_value());
      if (!some->empty()) quiet_since = wire->now();
      all.insert(all.end(), some->begin(), some->end());
    }
    return all;
  }
};

int strokes_of(const std::vector<PenSample>& samples) {
  int strokes = 0;
  for (const PenSample& sample : samples)
    strokes += sample.touching ? 0 : 1;
  return strokes;
}

}  // namespace

TEST_CASE("tablet: a signature arrives in its strokes, from each kind of surface") {
  for (const Kind kind : {Kind::Tablet, Kind::Touch, Kind::Epad}) {
    CAPTURE(static_cast<int>(kind));
    Bench bench(kind);
    REQUIRE(bench.pad->begin().has_value());
    bench.say("sign");
    const auto samples = bench.drawn();
    REQUIRE(samples.size() > 300);
    CHECK(samples.front().time == 0);
    CHECK(strokes_of(samples) == 5);
    CHECK(samples.back().time > 2'000'000);
    CHECK(samples.back().time < 5'000'000);
    std::int32_t right = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
      CHECK(samples[i].x <= bench.pad->size().width);
      CHECK(samples[i].y <= bench.pad->size().height);
      CHECK(samples[i].pressure.has_value() == (kind != Kind::Touch));
      CHECK_FALSE(samples[i].after_gap);
      if (i > 0) CHECK(samples[i].time >= samples[i - 1].time);
      right = std::max(right, samples[i].x);
    }
    CHECK(right > 2'500);
    REQUIRE(bench.pad->end().has_value());
  }
}

TEST_CASE("tablet: a signature begins anew when it is cleared, also in the middle of a stroke") {
  for (const Kind kind : {Kind::Tablet, Kind::Touch, Kind::Epad}) {
    CAPTURE(static_cast<int>(kind));
    Bench bench(kind);
    REQUIRE(bench.pad->begin().has_value());
    bench.say("sign part");
    const auto part = bench.drawn();
    REQUIRE_FALSE(part.empty());
    CHECK(part.back().touching);
    REQUIRE(bench.pad->clear().has_value());
    bench.say("lift");
    CHECK(bench.drawn().empty());  // it ends what is no more
    bench.say("sign");
    const auto again = bench.drawn();
    REQUIRE_FALSE(again.empty());
    CHECK(again.front().time == 0);
  }
}

TEST_CASE("tablet: what was drawn before it was asked for is nobody's signature") {
  for (const Kind kind : {Kind::Tablet, Kind::Touch, Kind::Epad}) {
    Bench bench(kind);
    bench.say("sign");
    bench.wire->pass(6s);
    REQUIRE(bench.pad->begin().has_value());
    CHECK(bench.drawn().empty());
  }
}

TEST_CASE("tablet: a palm on the glass does not disturb a finger that signs") {
  Bench bench(Kind::Touch);
  REQUIRE(bench.pad->begin().has_value());
  bench.say("palm");
  bench.say("sign");
  const auto samples = bench.drawn();
  CHECK(samples.size() > 300);
  CHECK(strokes_of(samples) == 5);
  for (const PenSample& sample : samples)
    CHECK(sample.x < 85'000);  // the palm rests beyond
}

TEST_CASE("tablet: what a screen with a clock lost is flagged, and the time goes on over it") {
  Bench bench(Kind::Touch);
  REQUIRE(bench.pad->begin().has_value());
  bench.say("sign");
  bench.wire->at(bench.wire->now() + 900ms, [&] { bench.say("gap"); });
  int gaps = 0;
  for (const PenSample& sample : bench.drawn())
    gaps += sample.after_gap ? 1 : 0;
  CHECK(gaps == 1);
}

TEST_CASE("tablet: empty packets are nothing, a halted endpoint is an error that passes") {
  for (const Kind kind : {Kind::Tablet, Kind::Touch, Kind::Epad}) {
    Bench bench(kind);
    REQUIRE(bench.pad->begin().has_value());
    bench.say("empty");
    const auto nothing = bench.pad->wait(100ms);
    REQUIRE(nothing.has_value());
    CHECK(nothing->empty());
    bench.say("stall");
    const auto halted = bench.pad->wait(100ms);
    REQUIRE_FALSE(halted.has_value());
    CHECK(halted.error().fault == Fault::Protocol);
    bench.say("sign");
    CHECK(strokes_of(bench.drawn()) == 5);
  }
}

TEST_CASE("tablet: unplugged at any transfer it is gone, and nothing is left of what was drawn") {
  for (const Kind kind : {Kind::Tablet, Kind::Touch, Kind::Epad}) {
    for (std::size_t after = 0; after < 30; ++after) {
      CAPTURE(static_cast<int>(kind), after);
      Bench bench(kind);
      bench.wire->unplug_after_transfers(after);
      std::optional<Fault> fault;
      if (auto begun = bench.pad->begin(); !begun) fault = begun.error().fault;
      bench.say("sign");
      for (int i = 0; i < 60 && !fault; ++i) {
        if (auto some = bench.pad->wait(100ms); !some) fault = some.error().fault;
      }
      REQUIRE(fault.has_value());
      CHECK(*fault == Fault::Gone);
      CHECK(bench.pad->end().has_value());
    }
  }
}

TEST_CASE("tablet: unplugged while it is opened it is gone, whatever it was to become") {
  for (const Kind kind : {Kind::Tablet, Kind::Touch, Kind::Epad}) {
    VirtualDigitizer device(kind);
    auto transport = VirtualTransport::open(device);
    REQUIRE(transport.has_value());
    (*transport)->unplug_after_transfers(0);
    const auto pad = open_pad(std::move(*transport), Encryption::Prefer);
    REQUIRE_FALSE(pad.has_value());
    CHECK(pad.error().fault == Fault::Gone);
  }
}

TEST_CASE("epad: its report is read as the one public capture has it") {
  const auto pen = epad::read_pen(Bytes{0x60, 0x4A, 0x04, 0x39, 0x02, 0x40});
  REQUIRE(pen.has_value());
  CHECK(pen->touching);
  CHECK(pen->x == 1098);
  CHECK(pen->y == 569);
  CHECK(pen->pressure == 64);
  CHECK_FALSE(epad::read_pen(Bytes{0x40, 0, 0, 0, 0, 0})->touching);
  CHECK(epad::read_pen(Bytes{0x20, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF})->x == epad::kMostX);
  CHECK_FALSE(epad::read_pen(Bytes{0x60, 0, 0, 0, 0}).has_value());
  CHECK_FALSE(epad::read_pen(Bytes{0x60, 0, 0, 0, 0, 0, 0}).has_value());
  CHECK_FALSE(epad::read_pen(Bytes{}).has_value());
}

TEST_CASE("epad: whatever it sends, samples lie on its glass and time does not run back") {
  REQUIRE(rc::check("any reports", [](const std::vector<Bytes>& reports) {
    epad::Stroke stroke;
    std::int64_t before = 0;
    std::chrono::microseconds now{0};
    for (Bytes bytes : reports) {
      bytes.resize(6);
      const auto sample = stroke.take(*epad::read_pen(bytes), now += 8ms);
      if (!sample) continue;
      RC_ASSERT(sample->x >= 0 && sample->x <= epad::size().width);
      RC_ASSERT(sample->y >= 0 && sample->y <= epad::size().height);
      RC_ASSERT(*sample->pressure >= 0 && *sample->pressure <= 1000);
      RC_ASSERT(sample->time >= before);
      before = sample->time;
    }
  }));
}
