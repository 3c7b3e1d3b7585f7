#include <algorithm>
#include <fstream>
#include <sstream>

#include "devices/reader/ccid_reader.hpp"
#include "devices/reader/virtual_reader.hpp"
#include "devices/usb/descriptors.hpp"
#include "devices/usb/virtual_transport.hpp"
#include "tests/catch.hpp"

using namespace std::chrono_literals;
using namespace slipway::devices;
using usb::Bytes;
using usb::Description;
using usb::Endpoint;
using usb::TransferKind;

namespace {

struct Fielded {
  std::string name;
  std::string chosen;  // the number of the interface to drive, or "none"
  Description description;
};

void put_quad(Bytes& bytes, std::size_t at, unsigned long value) {
  for (std::size_t i = 0; i < 4; ++i)
    bytes[at + i] = static_cast<std::uint8_t>(value >> 8 * i & 0xFF);
}

unsigned long hex(const std::string& digits) {
  return std::stoul(digits, nullptr, 16);
}

usb::Interface interface_from(std::istream& words) {
  std::string number, device_class, interrupts, revision, slot, volts, protocols, features, longest;
  words >> number >> device_class >> interrupts >> revision >> slot >> volts >> protocols >>
      features >> longest;
  REQUIRE(words);
  Bytes extra(54, 0);
  extra[0] = 54;
  extra[1] = 0x21;
  extra[2] = static_cast<std::uint8_t>(hex(revision) & 0xFF);
  extra[3] = static_cast<std::uint8_t>(hex(revision) >> 8);
  extra[4] = static_cast<std::uint8_t>(std::stoul(slot));
  extra[5] = static_cast<std::uint8_t>(hex(volts));
  put_quad(extra, 6, hex(protocols));
  put_quad(extra, 40, hex(features));
  put_quad(extra, 44, std::stoul(longest));
  usb::Interface interface;
  interface.number = static_cast<std::uint8_t>(std::stoul(number));
  interface.device_class = static_cast<std::uint8_t>(hex(device_class));
  interface.extra = extra;
  const auto at = static_cast<std::uint8_t>(3 * interface.number + 1);
  interface.endpoints = {{at, TransferKind::Bulk, 64},
                         {static_cast<std::uint8_t>(0x80 | at), TransferKind::Bulk, 64}};
  if (interrupts == "interrupt") {
    interface.endpoints.push_back(
        {static_cast<std::uint8_t>(0x80 | (at + 1)), TransferKind::Interrupt, 8});
  }
  return interface;
}

std::vector<Fielded> fielded_readers() {
  std::ifstream file(SLIPWAY_SOURCE "/tests/devices/readers/ccid.txt");
  REQUIRE(file);
  std::vector<Fielded> readers;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string kind;
    words >> kind;
    if (kind == "reader") {
      Fielded one;
      std::string numbers;
      words >> numbers >> one.chosen;
      std::getline(words >> std::ws, one.name);
      one.description.vendor = static_cast<std::uint16_t>(hex(numbers.substr(0, 4)));
      one.description.product = static_cast<std::uint16_t>(hex(numbers.substr(5)));
      readers.push_back(one);
    } else if (kind == "interface") {
      REQUIRE_FALSE(readers.empty());
      readers.back().description.interfaces.push_back(interface_from(words));
    }
  }
  return readers;
}

std::string chosen_of(const Description& description) {
  const usb::Interface* chosen = CcidReader::interface_of(description);
  return chosen == nullptr ? "none" : std::to_string(chosen->number);
}

}  // namespace

TEST_CASE("of every reader in the field the contactless interface is chosen, or rightly none") {
  const auto readers = fielded_readers();
  REQUIRE(readers.size() >= 40);
  CHECK(std::count_if(readers.begin(), readers.end(),
                      [](const Fielded& one) { return one.chosen == "none"; }) >= 5);
  for (const Fielded& reader : readers) {
    INFO(reader.name);
    // As it comes from the bus: written as descriptors and read again.
    const auto described = usb::describe(usb::descriptors_of(reader.description), {});
    REQUIRE(described.has_value());
    CHECK(chosen_of(*described) == reader.chosen);
    Description nobody = *described;  // by what it says of itself, not by its numbers
    nobody.vendor = nobody.product = 0x1234;
    CHECK(chosen_of(nobody) == reader.chosen);
  }
}

TEST_CASE("every chosen interface gives a card, whatever its endpoints are and their order") {
  for (Fielded& reader : fielded_readers()) {
    if (reader.chosen == "none") continue;
    for (int order = 0; order < 6; ++order) {
      INFO(reader.name << ", order " << order);
      Description alone = reader.description;
      alone.interfaces = {*CcidReader::interface_of(reader.description)};
      auto& endpoints = alone.interfaces[0].endpoints;
      std::sort(endpoints.begin(), endpoints.end(),
                [](const Endpoint& a, const Endpoint& b) { return a.address < b.address; });
      for (int i = 0; i < order; ++i) {
        std::next_permutation(
            endpoints.begin(), endpoints.end(),
            [](const Endpoint& a, const Endpoint& b) { return a.address < b.address; });
      }
      VirtualReader device(alone);
      auto transport = usb::VirtualTransport::open(device, alone.interfaces[0].number);
      REQUIRE(transport.has_value());
      auto opened = CcidReader::open(std::move(*transport));
      REQUIRE(opened.has_value());
      REQUIRE((*opened)->enable().has_value());
      REQUIRE(device.obey("tap 04DE5F1EACC040").has_value());
      const auto reading = (*opened)->wait(100ms);
      REQUIRE(reading.has_value());
      CHECK(reading->card.uid == "04DE5F1EACC040");
    }
  }
}

TEST_CASE("a reader that does not choose the voltage is told one that it has") {
  const auto select = [](std::uint32_t features, std::uint8_t volts) {
    ccid::Capabilities one;
    one.features = features;
    one.voltages = volts;
    return static_cast<int>(one.power_select());
  };
  CHECK(select(0x00020040, 0x07) == 1);  // ACR122U: 5 V
  CHECK(select(0x00020040, 0x06) == 2);
  CHECK(select(0x00020040, 0x04) == 3);
  CHECK(select(0x00020040, 0x00) == 0);
  CHECK(select(0x000404BA, 0x07) == 0);  // OMNIKEY 5022 chooses by itself
  CHECK(select(0x00000004, 0x07) == 0);  // as does one that activates cards by itself
}
