#include "devices/pad/virtual_digitizer.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace slipway::devices {

using std::chrono::microseconds;
using usb::Bytes;

namespace {

constexpr std::uint8_t kInterrupt = 0x81;
constexpr microseconds kReportTime{5'000};
constexpr std::size_t kKept = 200;
constexpr int kLostByGap = 40;

// Huion New 1060 Plus, as `usbhid-dump` showed it (github.com/DIGImend/digimend-kernel-drivers,
// issue 77): report 10, six switches and in range, X and Y to 32,767, pressure to 8,191. Its unit
// is an inch to the third power, which is no length.
constexpr std::array<std::uint8_t, 83> kTablet = {
    0x05, 0x0D, 0x09, 0x02, 0xA1, 0x01, 0x85, 0x0A, 0x09, 0x20, 0xA1, 0x00, 0x09, 0x42,
    0x09, 0x44, 0x09, 0x45, 0x09, 0x3C, 0x09, 0x43, 0x09, 0x44, 0x15, 0x00, 0x25, 0x01,
    0x75, 0x01, 0x95, 0x06, 0x81, 0x02, 0x09, 0x32, 0x75, 0x01, 0x95, 0x01, 0x81, 0x02,
    0x81, 0x03, 0x05, 0x01, 0x09, 0x30, 0x09, 0x31, 0x55, 0x0D, 0x65, 0x33, 0x26, 0xFF,
    0x7F, 0x35, 0x00, 0x46, 0x00, 0x08, 0x75, 0x10, 0x95, 0x02, 0x81, 0x02, 0x05, 0x0D,
    0x09, 0x30, 0x26, 0xFF, 0x1F, 0x75, 0x10, 0x95, 0x01, 0x81, 0x02, 0xC0, 0xC0};

// One of the fingers of an Elo touch screen, 04e7:0080 (recorded for the kernel's own tests,
// tools/testing/selftests/hid/tests/test_multitouch.py): tip, in range and confidence, number, X
// and Y over 93.4 by 52.7 cm.
constexpr std::array<std::uint8_t, 58> kFinger = {
    0xA1, 0x02, 0x05, 0x0D, 0x09, 0x42, 0x15, 0x00, 0x25, 0x01, 0x75, 0x01, 0x95, 0x01, 0x81,
    0x02, 0x95, 0x03, 0x81, 0x03, 0x09, 0x32, 0x09, 0x47, 0x95, 0x02, 0x81, 0x02, 0x95, 0x02,
    0x81, 0x03, 0x09, 0x51, 0x75, 0x08, 0x95, 0x01, 0x81, 0x02, 0x05, 0x01, 0x26, 0xFF, 0x7F,
    0x65, 0x11, 0x55, 0x0E, 0x46, 0x7C, 0x24, 0x75, 0x10, 0x95, 0x01, 0x09, 0x30};
constexpr std::array<std::uint8_t, 8> kFingerEnd = {0x81, 0x02, 0x09, 0x31, 0x46, 0x96, 0x14, 0x81};
constexpr int kFingers = 2;
// How long since the first frame, in 100 us, and how many fingers the report tells of.
constexpr std::array<std::uint8_t, 32> kFrame = {
    0x05, 0x0D, 0x55, 0x0C, 0x66, 0x01, 0x10, 0x47, 0xFF, 0xFF, 0x00, 0x00, 0x27, 0xFF, 0xFF, 0x00,
    0x00, 0x75, 0x10, 0x95, 0x01, 0x09, 0x56, 0x81, 0x02, 0x09, 0x54, 0x75, 0x08, 0x95, 0x01, 0x15};

// The shape of an ePad's report, of which no descriptor is at hand.
constexpr std::array<std::uint8_t, 21> kEpad = {0x06, 0x00, 0xFF, 0x09, 0x01, 0xA1, 0x01,
                                                0x15, 0x00, 0x26, 0xFF, 0x00, 0x75, 0x08,
                                                0x95, 0x06, 0x09, 0x01, 0x81, 0x02, 0xC0};

// HID 1.11, appendix E.10: the mouse that every host knows.
constexpr std::array<std::uint8_t, 50> kMouse = {
    0x05, 0x01, 0x09, 0x02, 0xA1, 0x01, 0x09, 0x01, 0xA1, 0x00, 0x05, 0x09, 0x19,
    0x01, 0x29, 0x03, 0x15, 0x00, 0x25, 0x01, 0x95, 0x03, 0x75, 0x01, 0x81, 0x02,
    0x95, 0x01, 0x75, 0x05, 0x81, 0x01, 0x05, 0x01, 0x09, 0x30, 0x09, 0x31, 0x15,
    0x81, 0x25, 0x7F, 0x75, 0x08, 0x95, 0x02, 0x81, 0x06, 0xC0, 0xC0};

Bytes touch_descriptor() {
  Bytes bytes = {0x05, 0x0D, 0x09, 0x04, 0xA1, 0x01};
  for (int finger = 0; finger < kFingers; ++finger) {
    bytes.insert(bytes.end(), {0x05, 0x0D, 0x09, 0x22});
    bytes.insert(bytes.end(), kFinger.begin(), kFinger.end());
    bytes.insert(bytes.end(), kFingerEnd.begin(), kFingerEnd.end());
    bytes.insert(bytes.end(), {0x02, 0xC0});
  }
  bytes.insert(bytes.end(), kFrame.begin(), kFrame.end());
  bytes.insert(bytes.end(), {0x00, 0x25, 0x08, 0x81, 0x02, 0xC0});
  return bytes;
}

int on_axis(double share, int most) {
  return std::clamp(static_cast<int>(std::lround(share * most)), 0, most);
}

void put_word(Bytes& bytes, int value) {
  bytes.push_back(static_cast<std::uint8_t>(value & 0xFF));
  bytes.push_back(static_cast<std::uint8_t>(value >> 8 & 0xFF));
}

Bytes tablet_report(const HandPosition& pen) {
  const bool touching = pen.pressure > 0;
  Bytes bytes = {0x0A, static_cast<std::uint8_t>(0xC0 | (touching ? 1 : 0))};
  put_word(bytes, on_axis(pen.x, 32'767));
  put_word(bytes, on_axis(pen.y, 32'767));
  put_word(bytes, on_axis(pen.pressure, 8'191));
  return bytes;
}

// A finger that is away is told of once, with its number, and then no more.
Bytes touch_report(const HandPosition& pen, microseconds clock, bool has_palm) {
  const bool touching = pen.pressure > 0;
  Bytes bytes;
  if (has_palm) {
    bytes = {0x11, 3};  // a tip without confidence
    put_word(bytes, 30'000);
    put_word(bytes, 30'000);
  }
  bytes.insert(bytes.end(), {static_cast<std::uint8_t>(touching ? 0x31 : 0x20), 7});
  put_word(bytes, on_axis(pen.x, 32'767));
  put_word(bytes, on_axis(pen.y, 32'767));
  bytes.resize(std::size_t{kFingers} * 6);
  put_word(bytes, static_cast<int>(clock / microseconds(100) & 0xFFFF));
  bytes.push_back(has_palm ? 2 : 1);
  return bytes;
}

Bytes epad_report(const HandPosition& pen) {
  Bytes bytes = {static_cast<std::uint8_t>(pen.pressure > 0 ? 0x60 : 0x40)};
  put_word(bytes, on_axis(pen.x, 1'098));  // as far as its pen was seen to reach
  put_word(bytes, on_axis(pen.y, 569));
  bytes.push_back(static_cast<std::uint8_t>(on_axis(pen.pressure, 127)));
  return bytes;
}

}  // namespace

Bytes VirtualDigitizer::report_descriptor(Kind kind) {
  switch (kind) {
    case Kind::Tablet:
      return {kTablet.begin(), kTablet.end()};
    case Kind::Touch:
      return touch_descriptor();
    case Kind::Epad:
      return {kEpad.begin(), kEpad.end()};
    case Kind::Mouse:
      break;
  }
  return {kMouse.begin(), kMouse.end()};
}

usb::Description VirtualDigitizer::description(Kind kind) {
  struct Face {
    std::uint16_t vendor;
    std::uint16_t product;
    const char* maker;
    const char* model;
  };
  static constexpr std::array<Face, 4> kFaces = {
      {{0x256C, 0x006E, "HUION", "PenTablet"},
       {0x04E7, 0x0080, "Elo Touch Solutions", "Pcap USB Interface"},
       {0x04DF, 0x0012, "Interlink Electronics", "ePad"},
       {0x046D, 0xC077, "Logitech", "USB Optical Mouse"}}};
  const Face& face = kFaces.at(static_cast<std::size_t>(kind));
  usb::Description description;
  description.vendor = face.vendor;
  description.product = face.product;
  description.maker = face.maker;
  description.model = face.model;
  usb::Interface interface;
  interface.device_class = 0x03;
  if (kind == Kind::Mouse) {
    interface.subclass = 1;
    interface.protocol = 2;
  }
  const auto length = report_descriptor(kind).size();
  interface.extra = {9,
                     0x21,
                     0x11,
                     0x01,
                     0,
                     1,
                     0x22,
                     static_cast<std::uint8_t>(length & 0xFF),
                     static_cast<std::uint8_t>(length >> 8)};
  interface.endpoints = {{kInterrupt, usb::TransferKind::Interrupt,
                          static_cast<std::uint16_t>(kind == Kind::Touch ? 64 : 8)}};
  description.interfaces.push_back(interface);
  return description;
}

VirtualDigitizer::VirtualDigitizer(Kind kind) : PipedDevice(description(kind)), kind_(kind) {}

std::optional<Bytes> VirtualDigitizer::on_request(const usb::Setup& setup,
                                                  std::span<const std::uint8_t>) {
  if (setup.request_type == 0x81 && setup.request == 0x06 && setup.value == 0x2200) {
    return report_descriptor(kind_);
  }
  if (setup.request_type == 0x21 && setup.request == 0x0A) return Bytes{};  // SET_IDLE
  return std::nullopt;
}

std::size_t VirtualDigitizer::on_bytes(std::uint8_t, std::span<const std::uint8_t> bytes) {
  return bytes.size();
}

void VirtualDigitizer::on_power_lost() {
  ahead_.clear();
  last_ = {};
  owed_ = clock_ = microseconds{0};
  has_palm_ = false;
}

std::optional<std::string> VirtualDigitizer::on_words(const std::string& words) {
  if (words == "help") {
    return "sign (as a person would), sign part (and the pen stays down), lift, gap (some samples "
           "are lost), palm (rests on it from now on), empty (an empty packet), stall";
  }
  if (words == "sign" || words == "sign part") {
    const auto hand = sign_name(words == "sign" ? Signing::Whole : Signing::Part);
    ahead_.insert(ahead_.end(), hand.begin(), hand.end());
    return "signing";
  }
  if (words == "lift") {
    HandPosition pen = ahead_.empty() ? last_ : ahead_.back();
    pen.pressure = 0;
    ahead_.push_back(pen);
    return "the pen is away";
  }
  if (words == "gap") {
    for (int lost = 0; lost < kLostByGap && ahead_.size() > 1; ++lost)
      ahead_.pop_front();
    clock_ += kReportTime * kLostByGap;
    return "samples were lost";
  }
  if (words == "palm") {
    has_palm_ = true;
    return "a palm rests on it";
  }
  if (words == "empty") {
    offer(kInterrupt, {});
    return "an empty packet";
  }
  if (words == "stall") {
    stall_next(kInterrupt);
    return "the next report stalls";
  }
  return std::nullopt;
}

void VirtualDigitizer::on_time(std::chrono::milliseconds elapsed) {
  if (ahead_.empty()) {
    owed_ = microseconds{0};
    clock_ += elapsed;
    return;
  }
  owed_ += elapsed;
  while (owed_ >= kReportTime && !ahead_.empty()) {
    owed_ -= kReportTime;
    clock_ += kReportTime;
    last_ = ahead_.front();
    ahead_.pop_front();
    if (offered(kInterrupt) < kKept) offer(kInterrupt, report_of(last_));
  }
}

Bytes VirtualDigitizer::report_of(const HandPosition& pen) const {
  switch (kind_) {
    case Kind::Tablet:
      return tablet_report(pen);
    case Kind::Touch:
      return touch_report(pen, clock_, has_palm_);
    case Kind::Epad:
      return epad_report(pen);
    case Kind::Mouse:
      break;
  }
  return {static_cast<std::uint8_t>(pen.pressure > 0 ? 1 : 0), 1, 0};
}

}  // namespace slipway::devices
