#include "devices/reader/hid_reader.hpp"

#include <rapidcheck.h>

#include "devices/reader/keyboard_burst.hpp"
#include "devices/reader/scanned_code.hpp"
#include "devices/reader/virtual_hid_reader.hpp"
#include "devices/usb/virtual_transport.hpp"
#include "tests/catch.hpp"

using namespace std::chrono_literals;
using namespace slipway::devices;
namespace hid = usb::hid;
using usb::Bytes;
using Model = VirtualHidReader::Kind;

namespace {

// A driver on a virtual reader, both in simulated time.
struct Bench {
  VirtualHidReader device;
  usb::VirtualTransport* wire = nullptr;
  std::unique_ptr<HidReader> reader;

  explicit Bench(Model kind, NumberFormat format = NumberFormat::Digits) : device(kind) {
    auto transport = usb::VirtualTransport::open(device);
    REQUIRE(transport.has_value());
    wire = transport->get();
    auto opened = HidReader::open(std::move(*transport), format, [this] { return wire->now(); });
    REQUIRE(opened.has_value());
    reader = std::move(*opened);
    REQUIRE(reader->enable().has_value());
  }
  void say(const std::string& words) { REQUIRE(device.obey(words).has_value()); }
  // The first news within so long.
  Reading next(std::chrono::milliseconds limit = 3s) {
    const auto until = wire->now() + limit;
    while (wire->now() < until) {
      auto reading = reader->wait(100ms);
      REQUIRE(reading.has_value());
      if (reading->news != ReaderNews::Nothing) return *reading;
    }
    return {};
  }
};

hid::Reports reports_of(Model kind) {
  auto reports = hid::read_reports(VirtualHidReader::report_descriptor(kind));
  REQUIRE(reports.has_value());
  return *reports;
}

}  // namespace

TEST_CASE("a number that a reader types is a card, and gone at once") {
  Bench bench(Model::Keyboard, NumberFormat::Decimal);
  bench.say("tap 0081682206");
  const Reading arrived = bench.next();
  REQUIRE(arrived.news == ReaderNews::Arrived);
  CHECK(arrived.card.uid == "04DE5F1E");
  CHECK(arrived.card.assurance == Assurance::Identifier);
  CHECK(bench.next().news == ReaderNews::Removed);
  CHECK(bench.next(300ms).news == ReaderNews::Nothing);
  bench.say("tap 0081682206");
  CHECK(bench.next().news == ReaderNews::Arrived);
}

TEST_CASE("what a person types is never a card, and the next card is one") {
  Bench bench(Model::Keyboard, NumberFormat::Decimal);
  bench.say("person 0081682206");
  CHECK(bench.next(5s).news == ReaderNews::Nothing);
  bench.say("tap 0081682206");
  CHECK(bench.next().news == ReaderNews::Arrived);
  CHECK(bench.next().news == ReaderNews::Removed);
  bench.say("tap 12345");  // too short
  CHECK(bench.next(1s).news == ReaderNews::Nothing);
}

TEST_CASE("what is no number of the configured kind is unreadable") {
  Bench bench(Model::Keyboard, NumberFormat::Decimal);
  bench.say("tap 9999999999");
  CHECK(bench.next().news == ReaderNews::Failed);
  bench.say("tap Member-7");
  CHECK(bench.next().news == ReaderNews::Failed);
}

TEST_CASE("a scanned code is a card, also in several reports and only whole") {
  Bench bench(Model::Scanner);
  bench.say("scan 6001234567");
  const Reading arrived = bench.next();
  REQUIRE(arrived.news == ReaderNews::Arrived);
  CHECK(arrived.card.uid == "00006001234567");
  CHECK(bench.next().news == ReaderNews::Removed);
  bench.say("scan M1GATHERGOOD/MICHAEL YABCDEF LHRDURAK 3542 052Y003D23  9999");
  CHECK(bench.next().news == ReaderNews::Failed);  // whole, and no member's number
  bench.say("scan 6001234567");
  CHECK(bench.next().news == ReaderNews::Arrived);
}

TEST_CASE("what was sent while nobody waited is forgotten") {
  for (const Model kind : {Model::Keyboard, Model::Scanner}) {
    Bench bench(kind);
    REQUIRE(bench.reader->disable().has_value());
    bench.say(kind == Model::Keyboard ? "tap 6001234567" : "scan 6001234567");
    bench.wire->pass(1s);
    REQUIRE(bench.reader->enable().has_value());
    CHECK(bench.next(1s).news == ReaderNews::Nothing);
  }
}

TEST_CASE("the tail of a reading that began before anybody waited is no reading") {
  for (const auto late : {0ms, 1ms, 20ms, 60ms, 100ms, 150ms}) {
    CAPTURE(late.count());
    Bench bench(Model::Keyboard);
    REQUIRE(bench.reader->disable().has_value());
    bench.say("tap 6001234567");
    bench.wire->pass(late);
    REQUIRE(bench.wire->read(0x81, 8, 1ms).has_value());  // the host took a key meanwhile
    REQUIRE(bench.reader->enable().has_value());
    CHECK(bench.next(1s).news == ReaderNews::Nothing);
    bench.say("tap 6001234568");
    CHECK(bench.next(1s).card.uid == "00006001234568");
  }
}

TEST_CASE("a bank card typed or scanned fails and nothing of it is said") {
  for (const Model kind : {Model::Keyboard, Model::Scanner}) {
    Bench bench(kind);
    bench.say((kind == Model::Keyboard ? "tap " : "scan ") +
              std::string(";4111111111111111=30121010000000000000?"));
    const Reading failed = bench.next();
    REQUIRE(failed.news == ReaderNews::Failed);
    CHECK(failed.card.uid.empty());
    CHECK(failed.error.text.find("1111") == std::string::npos);
    CHECK(bench.next(300ms).news == ReaderNews::Nothing);
  }
}

TEST_CASE("a HID reader unplugged at any transfer is gone, never a card") {
  for (std::size_t after = 0; after < 12; ++after) {
    Bench bench(Model::Keyboard);
    bench.say("tap 6001234567");
    bench.wire->unplug_after_transfers(after);
    for (std::size_t i = 0; i < after; ++i)
      REQUIRE(bench.reader->wait(100ms).has_value());
    const auto reading = bench.reader->wait(100ms);
    REQUIRE_FALSE(reading.has_value());
    CHECK(reading.error().fault == Fault::Gone);
  }
  Bench bench(Model::Scanner);
  bench.say("stall");
  const auto stalled = bench.reader->wait(100ms);
  REQUIRE_FALSE(stalled.has_value());
  CHECK(stalled.error().fault == Fault::Protocol);
}

TEST_CASE("what nobody ends is overwritten when nothing follows") {
  const auto is_empty = [](const Secret& secret) {
    return std::all_of(secret.storage().begin(), secret.storage().end(),
                       [](char one) { return one == 0; });
  };
  KeyboardBurst burst(reports_of(Model::Keyboard));
  CHECK(burst.take(Bytes{0, 0, 0x21, 0, 0, 0, 0, 0}, 0ms) == ReportDecoder::Heard::More);
  burst.on_silence(1'000ms);
  CHECK(burst.secret().text() == "4");
  burst.on_silence(2'001ms);
  CHECK(is_empty(burst.secret()));
  ScannedCode code(reports_of(Model::Scanner));
  Bytes report(64, 0);
  report[0] = 2;
  report[1] = 1;
  report[5] = '4';
  report[63] = 1;
  CHECK(code.take(report, 0ms) == ReportDecoder::Heard::More);
  code.on_silence(400ms);
  CHECK(code.secret().text() == "4");
  code.on_silence(600ms);
  CHECK(is_empty(code.secret()));
  report[63] = 0;
  CHECK(code.take(report, 700ms) == ReportDecoder::Heard::Unreadable);
}

TEST_CASE("the letters of a burst come with shift, once each, and a full keyboard says nothing") {
  KeyboardBurst burst(reports_of(Model::Keyboard));
  const auto take = [&](Bytes report) { return burst.take(report, 10ms); };
  using Heard = ReportDecoder::Heard;
  CHECK(take({0x02, 0, 0x04, 0, 0, 0, 0, 0}) == Heard::More);     // A
  CHECK(take({0x02, 0, 0x04, 0, 0, 0, 0, 0}) == Heard::More);     // still held
  CHECK(take({0x00, 0, 0x04, 0x05, 0, 0, 0, 0}) == Heard::More);  // b beside it
  CHECK(take({0x00, 0, 1, 1, 1, 1, 1, 1}) == Heard::More);        // rollover
  CHECK(take({0x00, 0, 0, 0, 0, 0, 0, 0}) == Heard::More);
  CHECK(take({0x00, 0, 0x59, 0, 0, 0, 0, 0}) == Heard::More);  // keypad 1
  CHECK(take({0x00, 0, 0x1E, 0, 0, 0, 0, 0}) == Heard::More);
  CHECK(take({0x02, 0, 0x22, 0, 0, 0, 0, 0}) == Heard::More);  // %
  CHECK(take({0x00, 0, 0x38, 0}) == Heard::More);              // cut short: nothing
  CHECK(take({0x00, 0, 0x62, 0, 0, 0, 0, 0}) == Heard::More);  // keypad 0
  CHECK(burst.secret().text() == "Ab11%0");
  CHECK(take({0x00, 0, 0x28, 0, 0, 0, 0, 0}) == Heard::Whole);
  burst.forget();
  CHECK(burst.secret().text().empty());
}

TEST_CASE("a key that writes nothing, or Control, spoils the line until Enter") {
  for (const Bytes& spoiler :
       {Bytes{0x00, 0, 0x3A, 0, 0, 0, 0, 0}, Bytes{0x01, 0, 0, 0, 0, 0, 0, 0}}) {
    KeyboardBurst burst(reports_of(Model::Keyboard));
    const Bytes none(8, 0);
    const auto line = [&](bool is_spoilt) {
      for (std::uint8_t key = 0x1E; key < 0x26; ++key) {
        (void)burst.take(Bytes{0, 0, key, 0, 0, 0, 0, 0}, 10ms);
        (void)burst.take(none, 10ms);
        if (is_spoilt && key == 0x20) (void)burst.take(spoiler, 10ms);
      }
      const auto heard = burst.take(Bytes{0, 0, 0x28, 0, 0, 0, 0, 0}, 10ms);
      (void)burst.take(none, 10ms);
      return heard;
    };
    CHECK(line(true) == ReportDecoder::Heard::More);
    CHECK(line(false) == ReportDecoder::Heard::Whole);
  }
}

TEST_CASE("the rest of a code never passes for a code") {
  ScannedCode code(reports_of(Model::Scanner));
  Bytes first(64, 0);
  first[0] = 2;
  first[1] = 3;
  first[5] = first[6] = first[7] = '1';
  first[63] = 1;
  Bytes second = first;
  second[63] = 0;
  using Heard = ReportDecoder::Heard;
  CHECK(code.take(first, 0ms) == Heard::More);
  CHECK(code.take(second, 5'000ms) == Heard::Unreadable);
  CHECK(code.take(first, 5'010ms) == Heard::More);
  CHECK(code.take(second, 5'020ms) == Heard::Whole);
  CHECK(code.secret().text() == "111111");
  code.forget();
  Bytes lying = second;
  lying[1] = 57;  // more than it holds
  CHECK(code.take(lying, 5'030ms) == Heard::Unreadable);
  Bytes binary = second;
  binary[6] = 0x07;
  CHECK(code.take(binary, 5'040ms) == Heard::Unreadable);
  Bytes other = second;
  other[0] = 3;
  CHECK(code.take(other, 5'050ms) == Heard::More);
  for (int i = 0; i < 500; ++i)
    CHECK(code.take(first, 5'060ms) == Heard::More);  // it never ends
  CHECK(code.take(second, 5'060ms) == Heard::Unreadable);
}

TEST_CASE("no reports, however wrong, disturb the decoders") {
  for (const Model kind : {Model::Keyboard, Model::Scanner}) {
    REQUIRE(rc::check("any reports", [kind](const std::vector<Bytes>& reports) {
      const auto decoder = decoder_for(reports_of(kind));
      std::chrono::milliseconds now{0};
      for (const Bytes& report : reports) {
        (void)decoder->take(report, now += 3ms);
        RC_ASSERT(decoder->secret().text().size() <= ScannedCode::kMost);
      }
    }));
  }
}
