#include "devices/reader/ccid_reader.hpp"

#include "devices/reader/virtual_reader.hpp"
#include "devices/usb/descriptors.hpp"
#include "devices/usb/virtual_transport.hpp"
#include "tests/catch.hpp"

using namespace std::chrono_literals;
using slipway::devices::CcidReader;
using slipway::devices::Fault;
using slipway::devices::ReaderNews;
using slipway::devices::Reading;
using slipway::devices::VirtualReader;
using slipway::devices::usb::Bytes;
using slipway::devices::usb::Description;
using slipway::devices::usb::Interface;
using slipway::devices::usb::TransferKind;
using slipway::devices::usb::VirtualTransport;

namespace {

// A driver on a virtual reader, with a hand on the wire between them.
struct Bench {
  VirtualReader device;
  VirtualTransport* wire = nullptr;
  std::unique_ptr<CcidReader> reader;

  explicit Bench(const Description& description = VirtualReader::description())
      : device(description) {
    auto transport = VirtualTransport::open(device);
    REQUIRE(transport.has_value());
    wire = transport->get();
    auto opened = CcidReader::open(std::move(*transport));
    REQUIRE(opened.has_value());
    reader = std::move(*opened);
  }
  void say(const std::string& words) { REQUIRE(device.obey(words).has_value()); }
  Reading next(std::chrono::milliseconds limit = 1s) {
    auto reading = reader->wait(limit);
    REQUIRE(reading.has_value());
    return *reading;
  }
};

// A CCID interface as readers in the field describe it.
Interface ccid_interface(std::uint32_t features, std::uint32_t longest) {
  Interface interface = VirtualReader::description().interfaces.front();
  for (std::size_t i = 0; i < 4; ++i) {
    interface.extra[40 + i] = static_cast<std::uint8_t>(features >> 8 * i & 0xFF);
    interface.extra[44 + i] = static_cast<std::uint8_t>(longest >> 8 * i & 0xFF);
  }
  return interface;
}

}  // namespace

TEST_CASE("a tapped card is reported with its identifier, and its going too") {
  Bench bench;
  REQUIRE(bench.reader->enable().has_value());
  CHECK(bench.next(50ms).news == ReaderNews::Nothing);
  bench.say("tap 04DE5F1EACC040");
  const Reading arrived = bench.next();
  REQUIRE(arrived.news == ReaderNews::Arrived);
  CHECK(arrived.card.uid == "04DE5F1EACC040");
  CHECK(arrived.card.atr == "3B8F8001804F0CA000000306030001000000006A");
  CHECK(bench.next(50ms).news == ReaderNews::Nothing);
  bench.say("remove");
  CHECK(bench.next().news == ReaderNews::Removed);
}

TEST_CASE("a card that lies there when the reader is enabled is reported once") {
  Bench bench;
  bench.say("tap 04DE5F1E");
  REQUIRE(bench.reader->enable().has_value());
  CHECK(bench.next().news == ReaderNews::Arrived);
  CHECK(bench.next(50ms).news == ReaderNews::Nothing);  // the interrupt says the same once more
}

TEST_CASE("another card in one movement is a removal and an arrival") {
  Bench bench;
  REQUIRE(bench.reader->enable().has_value());
  bench.say("tap 04DE5F1E");
  CHECK(bench.next().news == ReaderNews::Arrived);
  bench.say("tap 11223344");
  CHECK(bench.next().news == ReaderNews::Removed);
  const Reading second = bench.next();
  CHECK(second.news == ReaderNews::Arrived);
  CHECK(second.card.uid == "11223344");
}

TEST_CASE("trouble with one answer asks the member to tap again and leaves the reader working") {
  for (const char* mishap : {"short", "silence", "stall"}) {
    CAPTURE(mishap);
    Bench bench;
    REQUIRE(bench.reader->enable().has_value());
    bench.say("tap 04DE5F1E");
    bench.say(mishap);
    CHECK(bench.next().news == ReaderNews::Failed);
    bench.say("remove");
    CHECK(bench.next().news == ReaderNews::Removed);
    bench.say("tap 04DE5F1E");
    CHECK(bench.next().news == ReaderNews::Arrived);
  }
}

TEST_CASE("a mute card fails, a late answer and a stale one do not") {
  Bench bench;
  REQUIRE(bench.reader->enable().has_value());
  bench.say("mute");
  const Reading failed = bench.next();
  REQUIRE(failed.news == ReaderNews::Failed);
  CHECK(failed.error.fault == Fault::Media);
  bench.say("remove");
  CHECK(bench.next().news == ReaderNews::Removed);
  for (const char* mishap : {"extend", "stale"}) {
    CAPTURE(mishap);
    bench.say("tap 04DE5F1E");
    bench.say(mishap);
    CHECK(bench.next().news == ReaderNews::Arrived);
    bench.say("remove");
    CHECK(bench.next().news == ReaderNews::Removed);
  }
}

TEST_CASE("a reader unplugged at any transfer is gone, never a card") {
  std::size_t transfers = 0;
  {
    Bench bench;
    REQUIRE(bench.reader->enable().has_value());
    bench.say("tap 04DE5F1E");
    CHECK(bench.next().news == ReaderNews::Arrived);
    transfers = bench.wire->transfers();
  }
  REQUIRE(transfers >= 7);
  for (std::size_t after = 0; after < transfers; ++after) {
    CAPTURE(after);
    Bench bench;
    bench.wire->unplug_after_transfers(after);
    const auto enabled = bench.reader->enable();
    if (!enabled) {
      CHECK(enabled.error().fault == Fault::Gone);
      continue;
    }
    bench.say("tap 04DE5F1E");
    const auto reading = bench.reader->wait(1s);
    REQUIRE_FALSE(reading.has_value());
    CHECK(reading.error().fault == Fault::Gone);
  }
}

TEST_CASE("a reader that never answers is an error within seconds of simulated time") {
  Bench bench;
  bench.say("silence");
  const auto enabled = bench.reader->enable();
  REQUIRE_FALSE(enabled.has_value());
  CHECK(enabled.error().fault == Fault::Timeout);
  CHECK(bench.wire->now() < 5s);
  CHECK(bench.reader->enable().has_value());
}

TEST_CASE("readers at APDU level are chosen by their descriptors, others are not") {
  Description acr122 = VirtualReader::description();
  CHECK(CcidReader::interface_of(acr122) == &acr122.interfaces[0]);

  Description omnikey;  // 5022: extended APDU, other endpoints, behind a HID interface
  omnikey.vendor = 0x076B;
  omnikey.product = 0x5022;
  Interface keyboard;
  keyboard.device_class = 0x03;
  keyboard.endpoints = {{0x84, TransferKind::Interrupt, 8}};
  Interface slot = ccid_interface(0x000404BA, 520);
  slot.number = 1;
  slot.endpoints = {{0x83, TransferKind::Interrupt, 8},
                    {0x01, TransferKind::Bulk, 64},
                    {0x82, TransferKind::Bulk, 64}};
  omnikey.interfaces = {keyboard, slot};
  REQUIRE(CcidReader::interface_of(omnikey) != nullptr);
  CHECK(CcidReader::interface_of(omnikey)->number == 1);

  Description touchatag;  // TPDU level
  touchatag.interfaces = {ccid_interface(0x00010030, 271)};
  CHECK(CcidReader::interface_of(touchatag) == nullptr);
  Description character;
  character.interfaces = {ccid_interface(0x00000030, 271)};
  CHECK(CcidReader::interface_of(character) == nullptr);
  Description no_way_out;
  no_way_out.interfaces = {ccid_interface(0x00020040, 271)};
  no_way_out.interfaces[0].endpoints.erase(no_way_out.interfaces[0].endpoints.begin() + 1);
  CHECK(CcidReader::interface_of(no_way_out) == nullptr);
  Description unknown_revision;
  unknown_revision.interfaces = {ccid_interface(0x00020040, 271)};
  unknown_revision.interfaces[0].extra[3] = 0x42;
  CHECK(CcidReader::interface_of(unknown_revision) != nullptr);
  unknown_revision.interfaces[0].device_class = 0xFF;
  CHECK(CcidReader::interface_of(unknown_revision) == nullptr);
  Description tiny;
  tiny.interfaces = {ccid_interface(0x00020040, 4)};
  CHECK(CcidReader::interface_of(tiny) == nullptr);
}

TEST_CASE(
    "a reader without an interrupt endpoint, in class FF and with other endpoints, is asked") {
  Description plain = VirtualReader::description();
  plain.interfaces[0].device_class = 0xFF;
  plain.interfaces[0].endpoints = {{0x85, TransferKind::Bulk, 64}, {0x04, TransferKind::Bulk, 64}};
  Bench bench(plain);
  REQUIRE(bench.reader->enable().has_value());
  CHECK(bench.next(50ms).news == ReaderNews::Nothing);
  CHECK(bench.wire->now() >= 50ms);  // asked no oftener than the caller wants to know
  bench.say("tap 04DE5F1E");
  const Reading arrived = bench.next(50ms);
  REQUIRE(arrived.news == ReaderNews::Arrived);
  CHECK(arrived.card.uid == "04DE5F1E");
  CHECK(bench.next(50ms).news == ReaderNews::Nothing);
  bench.say("remove");
  CHECK(bench.next(50ms).news == ReaderNews::Removed);
  bench.say("mute");
  CHECK(bench.next(50ms).news == ReaderNews::Failed);
  CHECK(bench.next(50ms).news == ReaderNews::Nothing);
}

TEST_CASE(
    "interrupts that are empty or a maker's own mean nothing, and nothing but them is trouble") {
  Bench bench;
  REQUIRE(bench.reader->enable().has_value());
  bench.say("interrupt");  // an empty packet
  CHECK(bench.next(50ms).news == ReaderNews::Nothing);
  for (int i = 0; i < 7; ++i) {
    bench.say("interrupt 42FF");
    CHECK(bench.next(50ms).news == ReaderNews::Nothing);
  }
  bench.say("tap 04DE5F1E");
  CHECK(bench.next().news == ReaderNews::Arrived);
  for (int i = 0; i < 7; ++i) {
    bench.say("interrupt 42FF");
    CHECK(bench.next(50ms).news == ReaderNews::Nothing);
  }
  bench.say("interrupt 42FF");
  const auto broken = bench.reader->wait(50ms);
  REQUIRE_FALSE(broken.has_value());
  CHECK(broken.error().fault == Fault::Protocol);
}

TEST_CASE("an unasked slot status and an empty packet before the answer do not disturb it") {
  for (const char* stray : {"stray", "empty"}) {
    CAPTURE(stray);
    Bench bench;
    REQUIRE(bench.reader->enable().has_value());
    bench.say(stray);
    bench.say("tap 04DE5F1E");
    CHECK(bench.next().news == ReaderNews::Arrived);
  }
}

TEST_CASE("of several slots behind one interface any may hold the card, and a SAM is none") {
  Description triple = VirtualReader::description();  // as an ACR1281U: contact, contactless, SAM
  triple.interfaces[0].extra[4] = 2;
  for (const bool has_interrupts : {true, false}) {
    CAPTURE(has_interrupts);
    if (!has_interrupts)
      triple.interfaces[0].endpoints.erase(triple.interfaces[0].endpoints.begin());
    Bench bench(triple);
    bench.say("slot 2");
    bench.say("sam");
    REQUIRE(bench.reader->enable().has_value());
    CHECK(bench.next(50ms).news == ReaderNews::Nothing);
    bench.say("slot 1");
    bench.say("tap 04DE5F1EACC040");
    const Reading arrived = bench.next(50ms);
    REQUIRE(arrived.news == ReaderNews::Arrived);
    CHECK(arrived.card.uid == "04DE5F1EACC040");
    bench.say("slot 0");
    bench.say("mute");
    CHECK(bench.next(50ms).news == ReaderNews::Failed);
    bench.say("slot 1");
    bench.say("remove");
    CHECK(bench.next(50ms).news == ReaderNews::Removed);
    bench.say("slot 2");
    bench.say("remove");  // of the SAM nobody was told
    CHECK(bench.next(50ms).news == ReaderNews::Nothing);
    bench.say("tap 11223344");
    CHECK(bench.next(50ms).card.uid == "11223344");
  }
}
