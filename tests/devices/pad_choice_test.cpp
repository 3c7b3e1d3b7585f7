#include "devices/pad/pad_choice.hpp"

#include "devices/pad/virtual_digitizer.hpp"
#include "devices/pad/virtual_pad.hpp"
#include "devices/reader/virtual_hid_reader.hpp"
#include "devices/service/roster.hpp"
#include "devices/service/survey.hpp"
#include "devices/usb/virtual_transport.hpp"
#include "tests/catch.hpp"
#include "tests/devices/report_descriptors.hpp"

using namespace slipway::devices;
using usb::VirtualTransport;
using Kind = VirtualDigitizer::Kind;

namespace {

// As the bus describes it where the kernel's driver has it.
usb::Description known(Kind kind, const std::string& port = "1-3") {
  usb::Description description = VirtualDigitizer::description(kind);
  description.interfaces[0].reports = VirtualDigitizer::report_descriptor(kind);
  description.port = port;
  return description;
}

usb::Description with_reports(const usb::Bytes& reports) {
  usb::Description description = known(Kind::Tablet);
  description.interfaces[0].reports = reports;
  return description;
}

bool is_pad(const usb::Description& description, Chosen chosen) {
  return pad_interface_of(description, chosen) != nullptr;
}

std::string advice_of(const usb::Description& description) {
  Found found;
  found.device = description;
  found.role = role_of(description);
  return advice_for(found);
}

}  // namespace

TEST_CASE(
    "pad choice: a pen tablet is a pad by itself, a touch screen by an operator's word only") {
  CHECK(is_pad(known(Kind::Tablet), Chosen::ByItself));
  CHECK(is_pad(with_reports(descriptors::kIntegratedPen), Chosen::ByItself));
  CHECK(is_pad(with_reports(descriptors::kSignedPen), Chosen::ByItself));
  for (const auto& screen : {known(Kind::Touch), with_reports(descriptors::kNexio),
                             with_reports(descriptors::kEgalax)}) {
    CHECK_FALSE(is_pad(screen, Chosen::ByItself));
    CHECK(is_pad(screen, Chosen::ByOperator));
    CHECK(advice_of(screen).find("[pad] port = \"1-3\"") != std::string::npos);
  }
  // A pen beside a screen on another interface of the same device belongs to that screen.
  usb::Description both = known(Kind::Tablet);
  both.interfaces.push_back(known(Kind::Touch).interfaces[0]);
  both.interfaces[1].number = 1;
  CHECK_FALSE(is_pad(both, Chosen::ByItself));
}

TEST_CASE("pad choice: a mouse, a keyboard and a touch pad are none, whoever says so") {
  usb::Description keyboard = VirtualHidReader::description(VirtualHidReader::Kind::Keyboard);
  keyboard.interfaces[0].reports =
      VirtualHidReader::report_descriptor(VirtualHidReader::Kind::Keyboard);
  for (const auto& other : {known(Kind::Mouse), VirtualDigitizer::description(Kind::Mouse),
                            keyboard, with_reports(descriptors::kTouchPad)}) {
    CHECK_FALSE(is_pad(other, Chosen::ByItself));
    CHECK_FALSE(is_pad(other, Chosen::ByOperator));
  }
  CHECK(advice_of(known(Kind::Mouse)).find("A mouse is no pad") != std::string::npos);
}

TEST_CASE("pad choice: what nobody knows is left alone until an operator names its port") {
  const usb::Description unknown = VirtualDigitizer::description(Kind::Tablet);
  CHECK_FALSE(is_pad(unknown, Chosen::ByItself));
  CHECK(is_pad(unknown, Chosen::ByOperator));
  usb::Description nonsense = unknown;
  nonsense.interfaces[0].reports = {0xC0};
  CHECK_FALSE(is_pad(nonsense, Chosen::ByItself));
}

TEST_CASE("pad choice: an ePad is known by its number and by the shape of its reports") {
  CHECK(is_pad(VirtualDigitizer::description(Kind::Epad), Chosen::ByItself));
  CHECK(is_pad(known(Kind::Epad), Chosen::ByItself));
  usb::Description other = known(Kind::Epad);
  other.product = 0x7777;
  CHECK_FALSE(is_pad(other, Chosen::ByItself));
  CHECK(is_pad(other, Chosen::ByOperator));
  other = known(Kind::Epad);
  other.interfaces[0].reports = VirtualDigitizer::report_descriptor(Kind::Mouse);
  CHECK_FALSE(is_pad(other, Chosen::ByItself));
}

TEST_CASE("pad choice: a pad that is made for signing is preferred to a tablet") {
  auto stu = VirtualPad::description();
  stu.port = "1-2";
  const auto chosen = choose(Role::Pad, "", {known(Kind::Tablet, "1-1"), stu});
  REQUIRE(chosen.has_value());
  CHECK(chosen->device.port == "1-2");
  const auto alone = choose(Role::Pad, "", {known(Kind::Touch, "1-0"), known(Kind::Tablet, "1-1")});
  REQUIRE(alone.has_value());
  CHECK(alone->device.port == "1-1");
  const auto named = choose(Role::Pad, "1-0", {known(Kind::Touch, "1-0"), stu});
  REQUIRE(named.has_value());
  CHECK(named->device.port == "1-0");
  CHECK_FALSE(choose(Role::Pad, "", {known(Kind::Touch), known(Kind::Mouse)}).has_value());
}

TEST_CASE("pad choice: a device is opened with the driver that it turns out to need") {
  const auto opened = [](usb::VirtualDevice& device) {
    auto transport = VirtualTransport::open(device);
    REQUIRE(transport.has_value());
    return open_pad(std::move(*transport), Encryption::Never);
  };
  VirtualPad stu;
  const auto pad = opened(stu);
  REQUIRE(pad.has_value());
  CHECK((*pad)->said() == "STU-430, firmware 1.5, not encrypted: by the settings");
  for (const auto& [kind, says] : {std::pair{Kind::Tablet, "a pen tablet that does not tell"},
                                   {Kind::Touch, "a touch screen"},
                                   {Kind::Epad, "an ePad"}}) {
    VirtualDigitizer device(kind);
    const auto one = opened(device);
    REQUIRE(one.has_value());
    CHECK((*one)->said().find(says) == 0);
    CHECK_FALSE((*one)->screen().has_value());
    CHECK((*one)->show(Prompt{}).has_value());
  }
  VirtualDigitizer mouse(Kind::Mouse);
  const auto refused = opened(mouse);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().fault == Fault::Unsupported);
  CHECK(refused.error().text.find("mouse") != std::string::npos);
}
