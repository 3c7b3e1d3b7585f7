#include "devices/pad/stu_pad.hpp"

#include "devices/pad/virtual_pad.hpp"
#include "devices/usb/virtual_transport.hpp"
#include "tests/catch.hpp"

using namespace std::chrono_literals;
using slipway::devices::Encryption;
using slipway::devices::Fault;
using slipway::devices::PenSample;
using slipway::devices::StuPad;
using slipway::devices::VirtualPad;
using slipway::devices::usb::Description;
using slipway::devices::usb::VirtualTransport;

namespace {

// A driver on a virtual pad, with a hand on the wire between them.
struct Bench {
  VirtualPad device;
  VirtualTransport* wire = nullptr;
  std::unique_ptr<StuPad> pad;

  Bench() {
    auto transport = VirtualTransport::open(device);
    REQUIRE(transport.has_value());
    wire = transport->get();
    auto opened = StuPad::open(std::move(*transport), Encryption::Never);
    REQUIRE(opened.has_value());
    pad = std::move(*opened);
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

}  // namespace

TEST_CASE("the pad's size comes from what it says of itself") {
  Bench bench;
  CHECK(bench.pad->size().width == 9600);  // 96 mm
  CHECK(bench.pad->size().height == 6000);
}

TEST_CASE("a signature arrives in strokes with pressure and time") {
  for (const char* words : {"sign", "sign quick"}) {
    CAPTURE(words);
    Bench bench;
    REQUIRE(bench.pad->begin().has_value());
    CHECK(bench.device.is_inking());
    bench.say(words);
    const auto samples = bench.drawn();
    REQUIRE(samples.size() > 300);
    CHECK(samples.front().time == 0);
    CHECK(samples.front().touching);
    CHECK_FALSE(samples.back().touching);
    int strokes = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
      const PenSample& sample = samples[i];
      CHECK(sample.x >= 0);
      CHECK(sample.x <= 9600);
      CHECK(sample.y >= 0);
      CHECK(sample.y <= 6000);
      REQUIRE(sample.pressure.has_value());
      CHECK(*sample.pressure <= 1000);
      CHECK_FALSE(sample.after_gap);
      if (i > 0) CHECK(sample.time > samples[i - 1].time);
      if (!sample.touching) ++strokes;
    }
    CHECK(strokes == 5);
    CHECK(samples.back().time > 2'000'000);
    CHECK(samples.back().time < 5'000'000);
  }
}

TEST_CASE("lost samples are flagged and the time goes on over them") {
  Bench bench;
  REQUIRE(bench.pad->begin().has_value());
  bench.say("sign");
  bench.wire->at(bench.wire->now() + 400ms, [&] { bench.say("gap"); });
  int gaps = 0;
  std::int64_t longest = 0;
  std::int64_t before = 0;
  for (const PenSample& sample : bench.drawn()) {
    if (sample.after_gap) {
      ++gaps;
      longest = sample.time - before;
    }
    before = sample.time;
  }
  CHECK(gaps == 1);
  CHECK(longest >= 60'000);
}

TEST_CASE("a pen that stays down keeps its stroke open until it is lifted") {
  Bench bench;
  REQUIRE(bench.pad->begin().has_value());
  bench.say("sign part");
  const auto part = bench.drawn();
  REQUIRE_FALSE(part.empty());
  CHECK(part.back().touching);
  bench.say("lift");
  const auto rest = bench.drawn();
  REQUIRE(rest.size() == 1);
  CHECK_FALSE(rest.front().touching);
}

TEST_CASE("clearing starts anew, ending blanks the glass and stops the ink") {
  Bench bench;
  REQUIRE(bench.pad->begin().has_value());
  bench.say("sign");
  CHECK(bench.drawn().size() > 300);
  CHECK(bench.device.ink() > 300);
  REQUIRE(bench.pad->clear().has_value());
  CHECK(bench.device.ink() == 0);
  CHECK(bench.device.is_inking());
  bench.say("sign quick");
  const auto again = bench.drawn();
  REQUIRE_FALSE(again.empty());
  CHECK(again.front().time == 0);
  REQUIRE(bench.pad->end().has_value());
  CHECK(bench.device.ink() == 0);
  CHECK_FALSE(bench.device.is_inking());
}

TEST_CASE("a signature that a dead program left on the glass is blanked when the pad is opened") {
  VirtualPad device;
  {
    auto transport = VirtualTransport::open(device);
    auto* wire = transport->get();
    auto pad = StuPad::open(std::move(*transport), Encryption::Never);
    REQUIRE((*pad)->begin().has_value());
    REQUIRE(device.obey("sign").has_value());
    wire->pass(3s);
    CHECK(device.ink() > 100);
  }
  auto transport = VirtualTransport::open(device);
  REQUIRE(StuPad::open(std::move(*transport), Encryption::Never).has_value());
  CHECK(device.ink() == 0);
  CHECK_FALSE(device.is_inking());
}

TEST_CASE("a pad unplugged at any transfer is gone, and refusing requests is an error") {
  for (std::size_t after = 0; after < 40; ++after) {
    CAPTURE(after);
    Bench bench;
    bench.wire->unplug_after_transfers(after);
    std::optional<Fault> fault;
    if (auto begun = bench.pad->begin(); !begun) fault = begun.error().fault;
    bench.say("sign");
    for (int i = 0; i < 40 && !fault; ++i) {
      if (auto some = bench.pad->wait(100ms); !some) fault = some.error().fault;
    }
    REQUIRE(fault.has_value());
    CHECK(*fault == Fault::Gone);
    CHECK(bench.pad->end().error().fault == Fault::Gone);
  }
  Bench bench;
  bench.say("stall");
  CHECK_FALSE(bench.pad->begin().has_value());
  CHECK_FALSE(bench.pad->end().has_value());
}

TEST_CASE("only known pads are taken, not every tablet of the same maker") {
  Description pad = VirtualPad::description();
  CHECK(StuPad::interface_of(pad) == &pad.interfaces[0]);
  pad.product = 0x0357;
  CHECK(StuPad::interface_of(pad) == nullptr);
  pad = VirtualPad::description();
  pad.interfaces[0].endpoints.clear();
  CHECK(StuPad::interface_of(pad) == nullptr);
}
