#include "devices/service/survey.hpp"

#include <unistd.h>

#include <chrono>
#include <filesystem>

#include "devices/pad/virtual_pad.hpp"
#include "devices/printer/virtual_printer.hpp"
#include "devices/reader/virtual_hid_reader.hpp"
#include "devices/reader/virtual_reader.hpp"
#include "devices/usb/descriptors.hpp"
#include "tests/catch.hpp"

using namespace slipway::devices;
using Milliseconds = std::chrono::milliseconds;

namespace {

// An opened device that says who it is and does nothing.
class Opened final : public usb::Transport {
 public:
  explicit Opened(usb::Description description) : description_(std::move(description)) {}
  const usb::Description& description() const override { return description_; }
  const usb::Interface& interface() const override { return description_.interfaces.front(); }
  Result<usb::Bytes> control_in(const usb::Setup&, std::size_t, Milliseconds) override {
    return usb::Bytes{};
  }
  Result<void> control_out(const usb::Setup&, std::span<const std::uint8_t>,
                           Milliseconds) override {
    return {};
  }
  Written write(std::uint8_t, std::span<const std::uint8_t> bytes, Milliseconds) override {
    return {bytes.size(), std::nullopt};
  }
  Result<usb::Bytes> read(std::uint8_t, std::size_t, Milliseconds) override { return usb::Bytes{}; }
  Result<void> clear_halt(std::uint8_t) override { return {}; }
  void interrupt() override {}

 private:
  usb::Description description_;
};

// A bus of descriptions; opening gives the fault that a port was told to have.
class DescribedBus : public usb::Bus {
 public:
  std::vector<usb::Description> plugged;
  std::vector<std::pair<std::string, Fault>> troubles;
  int opened = 0;
  bool opens = false;

  std::vector<usb::Description> devices() override { return plugged; }
  Result<std::unique_ptr<usb::Transport>> open(const usb::Description& device,
                                               const usb::Interface&) override {
    ++opened;
    for (const auto& [port, fault] : troubles) {
      if (port == device.port) return tl::unexpected(Error{fault, "told so"});
    }
    if (opens) return std::make_unique<Opened>(device);
    return tl::unexpected(Error{Fault::Busy, "held"});
  }

  void plug(usb::Description description, const std::string& port) {
    description.port = port;
    plugged.push_back(std::move(description));
  }
};

usb::Description of(const usb::VirtualDevice& device) {
  const auto description = usb::describe(device.descriptors(), device.strings());
  REQUIRE(description);
  return *description;
}

usb::Description only_interface(std::uint8_t device_class, std::uint8_t protocol = 0) {
  usb::Description device;
  usb::Interface interface;
  interface.device_class = device_class;
  interface.subclass = 1;
  interface.protocol = protocol;
  interface.endpoints = {{0x01, usb::TransferKind::Bulk, 64}};
  device.interfaces.push_back(interface);
  return device;
}

}  // namespace

TEST_CASE("survey: every device has its role, and those of no role are not opened") {
  DescribedBus bus;
  bus.plug(only_interface(0x09), "1-0");  // a hub
  bus.plug(of(VirtualReader()), "1-1");
  bus.plug(of(VirtualPrinter()), "1-2");
  bus.plug(of(VirtualPad()), "1-3");
  bus.plug(only_interface(0x08), "1-4");  // a memory stick
  const auto found = survey(bus, Inspection(""));
  REQUIRE(found.size() == 4);
  CHECK(found[0].role == Role::Reader);
  CHECK(found[1].role == Role::Printer);
  CHECK(found[2].role == Role::Pad);
  CHECK_FALSE(found[3].role);
  CHECK(advice_for(found[3]) == "Not for Slipway.");
  CHECK(bus.opened == 3);
}

TEST_CASE("survey: of two readers the one that the service takes is first, the other is told how") {
  DescribedBus bus;
  bus.plug(of(VirtualHidReader(VirtualHidReader::Kind::Scanner)), "1-1");
  bus.plug(of(VirtualReader()), "1-2.3");
  auto found = survey(bus, Inspection(""));
  REQUIRE(found.size() == 2);
  CHECK_FALSE(found[0].is_first);  // it writes numbers, the other sees cards
  CHECK(found[1].is_first);
  found[0].trouble.reset();
  CHECK(advice_for(found[0]).find("[reader] port = \"1-1\"") != std::string::npos);
  found[1].trouble.reset();
  CHECK(advice_for(found[1]) == "Ready.");
}

TEST_CASE("survey: of several alike that have moved, the inspected one is first") {
  const auto pad = [](const std::string& serial, const std::string& port) {
    usb::Description one = of(VirtualPad());
    one.serial = serial;
    one.port = port;
    return one;
  };
  const auto folder = std::filesystem::temp_directory_path() /
                      ("slipway-survey-" + std::to_string(static_cast<long>(::getpid())));
  std::filesystem::create_directory(folder);
  Inspection inspection(folder);
  REQUIRE(inspection.accept(Role::Pad, pad("OURS", "1-9")));
  DescribedBus bus;
  bus.opens = true;
  bus.plugged = {pad("FIRST", "1-3"), pad("OURS", "1-4")};
  auto found = survey(bus, inspection);
  REQUIRE(found.size() == 2);
  CHECK_FALSE(found[0].is_first);
  CHECK(found[1].is_first);
  CHECK(advice_for(found[1]) == "Ready.");
  // While the service holds its own, nobody is told to accept the other.
  bus.troubles = {{"1-4", Fault::Busy}};
  found = survey(bus, inspection);
  CHECK_FALSE(found[0].is_first);
  CHECK_FALSE(found[0].trouble);
  CHECK(found[1].is_first);
  bus.troubles.clear();
  // At a port that is named the service looks for no other.
  Ports ports;
  of(Role::Pad, ports) = "1-3";
  found = survey(bus, inspection, ports);
  CHECK(found[0].is_first);
  REQUIRE(found[0].trouble);
  CHECK(found[0].trouble->fault == Fault::Strange);
  CHECK_FALSE(found[1].is_first);

  bus.plugged = {pad("FIRST", "1-3"), pad("SECOND", "1-4")};
  found = survey(bus, inspection);
  std::filesystem::remove_all(folder);
  REQUIRE(found.size() == 2);
  CHECK(found[0].is_first);
  REQUIRE(found[0].trouble);
  CHECK(found[0].trouble->fault == Fault::Strange);
  CHECK_FALSE(found[1].is_first);
}

TEST_CASE("survey: a port that is named decides, also for what would play no role by itself") {
  DescribedBus bus;
  bus.plug(of(VirtualReader()), "1-1");
  auto keyboard = of(VirtualHidReader(VirtualHidReader::Kind::Keyboard));
  keyboard.vendor = 0x1234;
  keyboard.product = 0x5678;
  bus.plug(keyboard, "1-4");
  CHECK_FALSE(survey(bus, Inspection(""))[1].role);
  Ports ports;
  slipway::devices::of(Role::Reader, ports) = "1-4";
  const auto found = survey(bus, Inspection(""), ports);
  REQUIRE(found.size() == 2);
  CHECK(found[0].role == Role::Reader);
  CHECK_FALSE(found[0].is_first);
  CHECK(found[1].role == Role::Reader);
  CHECK(found[1].is_first);
  slipway::devices::of(Role::Reader, ports) = "1-9";
  for (const Found& one : survey(bus, Inspection(""), ports))
    CHECK_FALSE(one.is_first);
  CHECK(advice_without(Role::Reader, "1-9").find("[reader] port = \"1-9\"") != std::string::npos);
}

TEST_CASE("survey: a keyboard that nobody knows and a printer that cannot answer say what to do") {
  Found keyboard;
  keyboard.device = of(VirtualHidReader(VirtualHidReader::Kind::Keyboard));
  keyboard.device.vendor = 0x1234;
  keyboard.device.product = 0x5678;
  keyboard.device.port = "1-4";
  keyboard.role = role_of(keyboard.device);
  REQUIRE_FALSE(keyboard.role);
  CHECK(advice_for(keyboard).find("[reader] port = \"1-4\"") != std::string::npos);
  Found printer;
  printer.device = only_interface(0x07, 1);
  printer.role = role_of(printer.device);
  REQUIRE_FALSE(printer.role);
  CHECK(advice_for(printer).find("cannot answer") != std::string::npos);
}

TEST_CASE("survey: every trouble has a next step, and no two the same") {
  std::vector<std::string> all;
  for (const Fault fault : {Fault::Busy, Fault::Access, Fault::Gone, Fault::Timeout,
                            Fault::Protocol, Fault::Unsupported, Fault::Media}) {
    all.push_back(advice_for(Error{fault, "told so"}));
  }
  for (const Role role : {Role::Reader, Role::Printer, Role::Pad})
    all.push_back(advice_without(role));
  for (const PrintCause cause :
       {PrintCause::None, PrintCause::PaperOut, PrintCause::CoverOpen, PrintCause::Offline,
        PrintCause::Cutter, PrintCause::Unplugged, PrintCause::Silent, PrintCause::Refused}) {
    all.push_back(advice_for(Printed{Outcome::Unknown, Evidence::Nothing, cause}));
    CHECK(all.back().find("look") != std::string::npos);
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    CHECK_FALSE(all[i].empty());
    for (std::size_t j = 0; j < i; ++j)
      CHECK(all[i] != all[j]);
  }
}
