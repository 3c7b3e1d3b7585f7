#include "devices/printer/printer_choice.hpp"

#include "devices/printer/printer_interface.hpp"
#include "devices/printer/virtual_printer.hpp"
#include "devices/printer/virtual_star_printer.hpp"
#include "devices/usb/virtual_transport.hpp"
#include "tests/catch.hpp"

using slipway::devices::DeviceId;
using slipway::devices::Evidence;
using slipway::devices::Fault;
using slipway::devices::known_profiles;
using slipway::devices::Language;
using slipway::devices::open_printer;
using slipway::devices::printer_interface_of;
using slipway::devices::profile_for;
using slipway::devices::profile_named;
using slipway::devices::read_device_id;
using slipway::devices::VirtualPrinter;
using slipway::devices::VirtualStarPrinter;
using slipway::devices::usb::Bytes;
using slipway::devices::usb::Description;
using slipway::devices::usb::Interface;
using slipway::devices::usb::TransferKind;

namespace {

std::string chosen(std::uint16_t vendor, std::uint16_t product, const DeviceId& id) {
  Description device;
  device.vendor = vendor;
  device.product = product;
  return profile_for(device, id, known_profiles()).name;
}

Bytes device_id(const std::string& text, std::size_t high, std::size_t low) {
  Bytes bytes = {static_cast<std::uint8_t>(high), static_cast<std::uint8_t>(low)};
  bytes.insert(bytes.end(), text.begin(), text.end());
  return bytes;
}

// A Star printer of another name; takes bytes, which it must never get.
class RenamedPrinter final : public slipway::devices::usb::PipedDevice {
 public:
  explicit RenamedPrinter(std::string name)
      : PipedDevice(VirtualStarPrinter::description()), name_(std::move(name)) {}
  std::size_t bytes_taken = 0;

 protected:
  std::optional<Bytes> on_request(const slipway::devices::usb::Setup&,
                                  std::span<const std::uint8_t>) override {
    return device_id(name_, 0, name_.size() + 2);
  }
  std::size_t on_bytes(std::uint8_t, std::span<const std::uint8_t> bytes) override {
    bytes_taken += bytes.size();
    return bytes.size();
  }
  std::optional<std::string> on_words(const std::string&) override { return std::nullopt; }
  void on_time(std::chrono::milliseconds) override {}
  void on_power_lost() override {}

 private:
  std::string name_;
};

}  // namespace

TEST_CASE("printers are chosen by interface class and endpoints, as they are in the field") {
  const auto interface = [](std::uint8_t number, std::uint8_t device_class, std::uint8_t protocol,
                            std::uint8_t out, std::uint8_t in) {
    Interface one;
    one.number = number;
    one.device_class = device_class;
    one.subclass = 1;
    one.protocol = protocol;
    one.endpoints = {{out, TransferKind::Bulk, 64}};
    if (in != 0) one.endpoints.push_back({in, TransferKind::Bulk, 64});
    return one;
  };
  Description epson_class = VirtualPrinter::description();
  CHECK(printer_interface_of(epson_class) == &epson_class.interfaces[0]);

  Description epson_vendor;
  epson_vendor.vendor = 0x04B8;
  epson_vendor.product = 0x0202;
  epson_vendor.interfaces = {interface(0, 0xFF, 0, 0x01, 0x82)};
  CHECK(printer_interface_of(epson_vendor) == &epson_vendor.interfaces[0]);
  epson_vendor.vendor = 0x1234;
  CHECK(printer_interface_of(epson_vendor) == nullptr);

  Description gprinter;  // IN 84, OUT 03, and a protocol 01 interface that has a way back
  gprinter.vendor = 0x6868;
  gprinter.product = 0x0500;
  gprinter.interfaces = {interface(0, 0x07, 1, 0x01, 0x81), interface(1, 0x07, 2, 0x03, 0x84)};
  REQUIRE(printer_interface_of(gprinter) != nullptr);
  CHECK(printer_interface_of(gprinter)->number == 1);
  gprinter.interfaces.pop_back();
  CHECK(printer_interface_of(gprinter) == &gprinter.interfaces[0]);

  Description one_way;
  one_way.interfaces = {interface(0, 0x07, 1, 0x01, 0)};
  CHECK(printer_interface_of(one_way) == nullptr);
  Description ipp;
  ipp.interfaces = {interface(0, 0x07, 4, 0x01, 0x82)};
  CHECK(printer_interface_of(ipp) == nullptr);
}

TEST_CASE("a profile is chosen by what the device says of itself, never by its USB id alone") {
  CHECK(chosen(0x04B8, 0x0E28, {"EPSON", "TM-T20III", "ESC/POS"}) == "Epson TM-T20III");
  CHECK(chosen(0x04B8, 0x0202, {"EPSON", "TM-T20III", ""}) == "Epson TM-T20III");
  CHECK(chosen(0x04B8, 0x0E28, {"Epson", "EPSON TM-T20III", ""}) == "Epson TM-T20III");
  CHECK(chosen(0x04B8, 0x0E03, {"EPSON", "TM-T88V", "ESC/POS"}) == "Epson TM-T88V");
  CHECK(chosen(0x04B8, 0x0E28, {}) == "generic 80 mm");  // the id alone
  CHECK(chosen(0x04B8, 0x0E28, {"EPSON", "TM-X99", ""}) == "generic 80 mm");
  CHECK(chosen(0x0483, 0x5743, {"EPSON", "TM-T20III", ""}) == "generic 80 mm");  // a borrowed name
  CHECK(chosen(0x6868, 0x0200, {}) == "generic 80 mm");                          // shared by many
  CHECK(chosen(0x6868, 0x0200, {"Gprinter", "GP-58MBIII+", ""}) == "Gprinter 58 mm");
  CHECK(chosen(0x2730, 0x0FFF, {"CITIZEN", "CT-S651", ""}) == "Citizen CT-S651");
  CHECK(chosen(0x1234, 0x0001, {"", "TM-T88V", ""}) == "generic 80 mm");
}

TEST_CASE("descriptor strings stand in for a device id that does not come") {
  Description device = VirtualPrinter::description();
  CHECK(profile_for(device, {}, known_profiles()).name == "Epson TM-T20III");
  device.model = "USB Printing Support";
  CHECK(profile_for(device, {}, known_profiles()).name == "generic 80 mm");
}

TEST_CASE("a printer is opened with the profile that it names, or with the operator's") {
  VirtualPrinter device;
  auto wire = slipway::devices::usb::VirtualTransport::open(device);
  REQUIRE(wire);
  const auto own = open_printer(std::move(*wire), nullptr);
  REQUIRE(own);
  CHECK((*own)->width_dots() == 576);
  wire = slipway::devices::usb::VirtualTransport::open(device);
  REQUIRE(wire);
  const auto wanted = open_printer(
      std::move(*wire), slipway::devices::profile_named("Epson 58 mm", known_profiles()));
  REQUIRE(wanted);
  CHECK((*wanted)->width_dots() == 416);
}

TEST_CASE(
    "a Star printer gets its own driver, and one of an unknown model is refused with a reason") {
  CHECK(chosen(0x0519, 0x0003, {"Star", "TSP143IV (STR_T-001)", "STAR"}) == "Star TSP100IV");
  CHECK(chosen(0x0519, 0x000B, {"Star", "BSC10", "ESC/POS"}) == "Star BSC10");
  CHECK(profile_named("Star BSC10", known_profiles())->language == Language::EscPos);
  VirtualStarPrinter device;
  auto wire = slipway::devices::usb::VirtualTransport::open(device);
  REQUIRE(wire);
  auto printer = open_printer(std::move(*wire), nullptr);
  REQUIRE(printer);
  CHECK((*printer)->print({8, 1, {0xFF}}, 1).evidence == Evidence::EtbCounter);
  // The same USB id, and a language that is not StarPRNT.
  RenamedPrinter raster_only("MFG:Star;CMD:STAR;MDL:TSP143 (STR_T-001);CLS:PRINTER;");
  wire = slipway::devices::usb::VirtualTransport::open(raster_only);
  REQUIRE(wire);
  printer = open_printer(std::move(*wire), nullptr);
  REQUIRE_FALSE(printer);
  CHECK(printer.error().fault == Fault::Unsupported);
  CHECK(printer.error().text.find("TSP143") != std::string::npos);
  CHECK(raster_only.bytes_taken == 0);
}

TEST_CASE("a device id is read as it is sent, with either length, and otherwise left empty") {
  const std::string text = "MFG:EPSON;CMD:ESC/POS;MDL:TM-T20III;CLS:PRINTER;";
  const DeviceId epson{"EPSON", "TM-T20III", "ESC/POS"};
  const std::size_t length = text.size() + 2;
  CHECK(read_device_id(device_id(text, 0, length)) == epson);
  CHECK(read_device_id(device_id(text, length, 0)) == epson);
  CHECK(read_device_id(
            device_id("manufacturer: EPSON ;Model:TM-T20III;command set:ESC/POS", 0, 58)) == epson);
  CHECK(read_device_id(device_id(text, 0xFF, 0xFF)) == DeviceId{});
  CHECK(read_device_id(device_id(text, 0, 5)) == DeviceId{});
  CHECK(read_device_id(device_id("MFG:A", 0, 7)) == DeviceId{});
  CHECK(read_device_id({}) == DeviceId{});
  CHECK(read_device_id(device_id("MFG:\x01\xFF;MDL:::;;;:x;;;", 0, 23)).maker == "??");
}
