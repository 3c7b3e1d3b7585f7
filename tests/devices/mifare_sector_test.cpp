#include "devices/reader/mifare_sector.hpp"

#include <rapidcheck.h>

#include "devices/reader/reader_choice.hpp"
#include "devices/reader/virtual_reader.hpp"
#include "devices/usb/virtual_transport.hpp"
#include "tests/catch.hpp"

using namespace std::chrono_literals;
using namespace slipway::devices;
using ccid::Bytes;

namespace {

MifareSector site() {
  return *mifare_sector("4 A A0A1A2A3A4A5");
}

// What a reader with this sector makes of a card.
struct Bench {
  VirtualReader device;
  std::unique_ptr<CardReader> reader;

  explicit Bench(const MifareSector& sector, NumberFormat format = NumberFormat::Digits) {
    auto transport = usb::VirtualTransport::open(device);
    REQUIRE(transport);
    auto opened = open_reader(std::move(*transport), format, sector);
    REQUIRE(opened);
    reader = std::move(*opened);
    REQUIRE(reader->enable());
  }
  Reading after(const std::string& words) {
    REQUIRE(device.obey(words).has_value());
    for (int tries = 0; tries < 10; ++tries) {
      const auto reading = reader->wait(200ms);
      REQUIRE(reading);
      if (reading->news != ReaderNews::Nothing && reading->news != ReaderNews::Removed) {
        return *reading;
      }
    }
    return {};
  }
};

}  // namespace

TEST_CASE("a sector is a block that holds data, a kind of key and a key") {
  const auto sector = mifare_sector("62 B FFffFFffFF01");
  REQUIRE(sector);
  CHECK(sector->block == 62);
  CHECK(sector->is_key_b);
  CHECK(sector->key == std::array<std::uint8_t, 6>{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01});
  CHECK(mifare_sector("128 A A0A1A2A3A4A5"));
  CHECK(mifare_sector("131 A A0A1A2A3A4A5"));  // of a large sector
  for (const char* wrong :
       {"", "4", "4 A", "4 C A0A1A2A3A4A5", "4 A A0A1A2A3A4", "4 A A0A1A2A3A4A5A6",
        "4 A A0A1A2A3A4AX", " A A0A1A2A3A4A5", "256 A A0A1A2A3A4A5", "-4 A A0A1A2A3A4A5",
        "0 A A0A1A2A3A4A5", "3 A A0A1A2A3A4A5", "127 A A0A1A2A3A4A5", "143 A A0A1A2A3A4A5"}) {
    CAPTURE(wrong);
    CHECK_FALSE(mifare_sector(wrong));
  }
}

TEST_CASE("the commands for a sector are those of PC/SC part 3") {
  CHECK(load_key(site(), KeyPlace::Volatile) ==
        Bytes{0xFF, 0x82, 0x00, 0x00, 6, 0xA0, 0xA1, 0xA2, 0xA3, 0xA4, 0xA5});
  CHECK(load_key(site(), KeyPlace::Reader)[2] == 0x20);
  CHECK(authenticate(site()) == Bytes{0xFF, 0x86, 0, 0, 5, 0x01, 0x00, 4, 0x60, 0});
  CHECK(authenticate(*mifare_sector("4 B A0A1A2A3A4A5"))[8] == 0x61);
  CHECK(read_block(site()) == Bytes{0xFF, 0xB0, 0x00, 4, 16});
}

TEST_CASE("the number in a block is text before its padding") {
  const auto answer = [](const std::string& text, char padding) {
    Bytes bytes(text.begin(), text.end());
    bytes.resize(16, static_cast<std::uint8_t>(padding));
    bytes.insert(bytes.end(), {0x90, 0x00});
    return bytes;
  };
  CHECK(read_number(answer("6001234567", '\0')) == std::string("6001234567"));
  CHECK(read_number(answer("6001234567", ' ')) == std::string("6001234567"));
  CHECK(read_number(answer("6001234567890123", '\0')) == std::string("6001234567890123"));
  CHECK(read_number(answer("", '\0')).error().fault == Fault::Media);
  CHECK(read_number(answer("12 34", '\0')).error().fault == Fault::Media);
  CHECK(read_number(answer("12\x01", '\0')).error().fault == Fault::Media);
  CHECK(read_number(Bytes{0x63, 0x00}).error().fault == Fault::Media);
  CHECK(read_number(Bytes{'1', 0x90, 0x00}).error().fault == Fault::Protocol);
  CHECK(read_number(Bytes{}).error().fault == Fault::Protocol);
}

TEST_CASE("any answer to a sector's question is a number or an error") {
  REQUIRE(rc::check("any bytes", [](const Bytes& bytes) {
    const auto number = read_number(bytes);
    if (number) RC_ASSERT(!number->empty() && number->size() <= 16U);
  }));
}

TEST_CASE("a card is known by the number in the site's sector, wherever the reader keeps keys") {
  for (const char* place : {"keys 00", "keys 20"}) {
    Bench bench(site());
    REQUIRE(bench.device.obey(place).has_value());
    REQUIRE(bench.device.obey("sector 4 A A0A1A2A3A4A5 6001234567").has_value());
    const Reading arrived = bench.after("tap 04DE5F1EACC040");
    REQUIRE(arrived.news == ReaderNews::Arrived);
    CHECK(arrived.card.uid == "00006001234567");
    CHECK(arrived.card.assurance == Assurance::Identifier);
    REQUIRE(bench.device.obey("remove").has_value());
    // Another card with another number.
    REQUIRE(bench.device.obey("sector 4 A A0A1A2A3A4A5 42").has_value());
    CHECK(bench.after("tap 08B1C2D3").card.uid == "00000042");
  }
}

TEST_CASE(
    "a card without the site's sector, key or number is unreadable, and the UID stays hidden") {
  for (const char* sector :
       {"sector 4 A 000000000000 6001234567", "sector 4 B A0A1A2A3A4A5 6001234567",
        "sector 8 A A0A1A2A3A4A5 6001234567", "sector 4 A A0A1A2A3A4A5 NOT-A-NUMBER"}) {
    CAPTURE(sector);
    Bench bench(site());
    REQUIRE(bench.device.obey(sector).has_value());
    const Reading failed = bench.after("tap 04DE5F1EACC040");
    CHECK(failed.news == ReaderNews::Failed);
    CHECK(failed.error.fault == Fault::Media);
    CHECK(failed.error.text.find("04DE") == std::string::npos);
  }
  Bench plain(site());  // a card that knows no sectors
  CHECK(plain.after("tap 04DE5F1EACC040").news == ReaderNews::Failed);
}
