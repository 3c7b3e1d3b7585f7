#include "devices/reader/hid_model.hpp"

#include <fstream>
#include <regex>
#include <set>

#include "devices/reader/hid_reader.hpp"
#include "devices/reader/reader_choice.hpp"
#include "devices/reader/virtual_hid_reader.hpp"
#include "tests/catch.hpp"

using namespace slipway::devices;
using Model = VirtualHidReader::Kind;

namespace {

std::string hex(unsigned value) {
  constexpr const char* kDigits = "0123456789abcdef";
  std::string text(4, '0');
  for (std::size_t i = 4; i > 0; --i, value >>= 4)
    text[i - 1] = kDigits[value & 0xF];
  return text;
}

// As udev matches it: a digit that does not count is any.
std::string pattern_of(const HidModel& model) {
  std::string text = hex(model.product);
  const std::string mask = hex(model.mask);
  for (std::size_t i = 0; i < 4; ++i) {
    if (mask[i] == '0') text[i] = '?';
  }
  return text;
}

const char* name_of(HidModel::Kind kind) {
  switch (kind) {
    case HidModel::Kind::Keyboard:
      return "keyboard";
    case HidModel::Kind::Scanner:
      return "scanner";
    case HidModel::Kind::Stripe:
      return "stripe";
  }
  return "";
}

std::vector<std::string> lines_of(const char* file) {
  std::ifstream stream(file);
  REQUIRE(stream);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);)
    lines.push_back(line);
  return lines;
}

}  // namespace

TEST_CASE("the system is told of the same HID readers as the driver") {
  std::set<std::string> known;
  for (const HidModel& model : hid_models()) {
    known.insert(hex(model.vendor) + ":" + pattern_of(model) + " " + name_of(model.kind));
  }
  CHECK(known.size() == hid_models().size());
  const std::regex rule(R"re(^ATTRS\{idVendor\}=="(\w{4})", ATTRS\{idProduct\}=="([\w?]{4})", )re"
                        R"re(ENV\{SLIPWAY_READER\}="(\w+)"$)re");
  std::set<std::string> ruled;
  for (const std::string& line : lines_of(SLIPWAY_SOURCE "/systemd/70-slipway.rules")) {
    std::smatch match;
    if (std::regex_match(line, match, rule)) {
      ruled.insert(match[1].str() + ":" + match[2].str() + " " + match[3].str());
    }
  }
  CHECK(ruled == known);
}

TEST_CASE("the kernel is kept from at most four of them, all of them keyboards") {
  int quirks = 0;
  for (const std::string& line : lines_of(SLIPWAY_SOURCE "/systemd/slipway-modprobe.conf")) {
    if (!line.starts_with("options usbhid ")) continue;
    const std::regex one("0x(\\w{4}):0x(\\w{4}):0x0004");
    for (std::sregex_iterator it(line.begin(), line.end(), one), end; it != end; ++it, ++quirks) {
      usb::Description device;
      device.vendor = static_cast<std::uint16_t>(std::stoul((*it)[1], nullptr, 16));
      device.product = static_cast<std::uint16_t>(std::stoul((*it)[2], nullptr, 16));
      const HidModel* model = hid_model_of(device);
      REQUIRE(model != nullptr);
      CHECK(model->kind == HidModel::Kind::Keyboard);
    }
  }
  CHECK(quirks >= 2);
  CHECK(quirks <= 4);  // MAX_USBHID_BOOT_QUIRKS
}

TEST_CASE("a HID device becomes a reader by its numbers or by an operator's word, no other way") {
  for (const Model kind : {Model::Keyboard, Model::Scanner}) {
    usb::Description device = VirtualHidReader::description(kind);
    CHECK(reader_interface_of(device, Chosen::ByItself) == &device.interfaces[0]);
    device.vendor = 0x046D;  // anybody's keyboard, or a touch screen
    CHECK(reader_interface_of(device, Chosen::ByItself) == nullptr);
    CHECK(reader_interface_of(device, Chosen::ByOperator) == &device.interfaces[0]);
    device.interfaces[0].subclass = 1;
    device.interfaces[0].protocol = 2;  // a mouse is no reader, whoever says so
    CHECK(reader_interface_of(device, Chosen::ByOperator) == nullptr);
  }
  usb::Description both = VirtualHidReader::description(Model::Scanner);
  both.interfaces.push_back(VirtualHidReader::description(Model::Keyboard).interfaces[0]);
  CHECK(reader_interface_of(both, Chosen::ByItself) == &both.interfaces[1]);
  both.interfaces[1].extra.clear();  // says nothing of its reports
  CHECK(reader_interface_of(both, Chosen::ByItself) == &both.interfaces[0]);
}
