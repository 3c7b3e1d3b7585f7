#include <algorithm>
#include <fstream>
#include <sstream>

#include "devices/printer/printer_interface.hpp"
#include "tests/devices/printer_bench.hpp"

using namespace slipway::devices;
using usb::Description;
using usb::Endpoint;
using usb::TransferKind;

namespace {

struct Fielded {
  std::string name;
  std::string chosen;  // "number.alternate", or "none"
  Description description;
};

std::uint16_t hex(const std::string& digits) {
  return static_cast<std::uint16_t>(std::stoul(digits, nullptr, 16));
}

Endpoint endpoint_from(std::string word) {
  Endpoint endpoint{0, TransferKind::Bulk, 64};
  std::erase(word, '~');
  if (word.back() == 'i') {
    endpoint.kind = TransferKind::Interrupt;
    word.pop_back();
  }
  const std::size_t size = word.find('=');
  if (size != std::string::npos) {
    endpoint.packet_size = static_cast<std::uint16_t>(std::stoul(word.substr(size + 1)));
  }
  endpoint.address = static_cast<std::uint8_t>(hex(word.substr(0, size)));
  return endpoint;
}

usb::Interface interface_from(std::istream& words) {
  std::string place, kind;
  words >> place >> kind;
  REQUIRE(place.size() == 3);
  REQUIRE(kind.size() == 8);
  usb::Interface interface;
  interface.number = static_cast<std::uint8_t>(hex(place.substr(0, 1)));
  interface.alternate = static_cast<std::uint8_t>(hex(place.substr(2)));
  interface.device_class = static_cast<std::uint8_t>(hex(kind.substr(0, 2)));
  interface.subclass = static_cast<std::uint8_t>(hex(kind.substr(3, 2)));
  interface.protocol = static_cast<std::uint8_t>(hex(kind.substr(6)));
  for (std::string word; words >> word;)
    interface.endpoints.push_back(endpoint_from(word));
  return interface;
}

std::vector<Fielded> fielded_printers() {
  std::ifstream file(SLIPWAY_SOURCE "/tests/devices/printers/usb.txt");
  REQUIRE(file);
  std::vector<Fielded> printers;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string kind;
    words >> kind;
    if (kind == "printer") {
      Fielded one;
      std::string numbers;
      words >> numbers >> one.chosen;
      std::getline(words >> std::ws, one.name);
      one.description.vendor = hex(numbers.substr(0, 4));
      one.description.product = hex(numbers.substr(5));
      printers.push_back(one);
    } else if (kind == "interface") {
      REQUIRE_FALSE(printers.empty());
      printers.back().description.interfaces.push_back(interface_from(words));
    }
  }
  return printers;
}

}  // namespace

TEST_CASE(
    "of every printer in the field the interface with a way back is chosen, or rightly none") {
  const auto printers = fielded_printers();
  CHECK(printers.size() >= 15);
  for (const Fielded& one : printers) {
    CAPTURE(one.name);
    const usb::Interface* chosen = printer_interface_of(one.description);
    const std::string found = chosen == nullptr ? "none"
                                                : std::to_string(chosen->number) + "." +
                                                      std::to_string(chosen->alternate);
    CHECK(found == one.chosen);
    if (chosen == nullptr) continue;
    const auto pair = bulk_pair_of(*chosen);
    REQUIRE(pair);
    for (const std::uint8_t address : {pair->in, pair->out}) {
      const auto has = std::any_of(
          chosen->endpoints.begin(), chosen->endpoints.end(), [&](const Endpoint& endpoint) {
            return endpoint.address == address && endpoint.kind == TransferKind::Bulk;
          });
      CHECK(has);
    }
  }
}

TEST_CASE("every chosen interface prints a page, whatever its endpoints are and their order") {
  int printed = 0;
  for (const Fielded& one : fielded_printers()) {
    const usb::Interface* chosen = printer_interface_of(one.description);
    // The wire below this test knows first alternates alone.
    if (chosen == nullptr || chosen->alternate != 0) continue;
    CAPTURE(one.name);
    VirtualPrinter device(one.description);
    auto wire = usb::VirtualTransport::open(device, chosen->number);
    REQUIRE(wire);
    const auto printer = EscposPrinter::open(std::move(*wire), bench::epson());
    REQUIRE(printer);
    const Page page = bench::page_of(60);
    CHECK((*printer)->print(page, 1) == bench::kProven);
    CHECK(bench::originals(device, escpos::softened(page)) == 1);
    ++printed;
  }
  CHECK(printed >= 14);
}
