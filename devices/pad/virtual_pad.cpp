#include "devices/pad/virtual_pad.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace slipway::devices {

using std::chrono::microseconds;
using usb::Bytes;

namespace {

constexpr std::uint8_t kInterrupt = 0x81;
constexpr int kMostX = 9600;
constexpr int kMostY = 6000;
constexpr int kMostPressure = 1023;
constexpr microseconds kReportTime{5'000};  // 200 reports a second
// Reports that the pad keeps while nobody asks; older ones are lost and leave a gap.
constexpr std::size_t kKept = 64;
constexpr int kLostByGap = 12;

// A vendor page collection with feature reports and one input report: enough for a HID parser.
constexpr std::array<std::uint8_t, 27> kReportDescriptor = {
    0x06, 0x0D, 0xFF,                    // usage page: Wacom
    0x09, 0x01, 0xA1, 0x01,              // usage, application collection
    0x15, 0x00, 0x26, 0xFF, 0x00,        // 0 to 255
    0x75, 0x08, 0x85, 0x34, 0x95, 0x0A,  // report 34, ten bytes
    0x09, 0x01, 0x81, 0x02,              // input
    0x09, 0x01, 0xB1, 0x02,              // feature
    0xC0};

struct Curve {
  double from_x;  // start and width on the glass, in device units
  double width;
  double base_y;
  double height;
  double loops;  // full turns of the pen
  int samples;
  int pause;  // hovering samples before it
};

// A name in five movements: a tall capital, a run of small loops, a crossing, a tail, a dot.
constexpr std::array<Curve, 5> kName = {{{1400, 900, 3100, 1900, 1.2, 90, 10},
                                         {2500, 3300, 3500, 620, 5.5, 190, 28},
                                         {2300, 2600, 2700, 160, 0.4, 45, 32},
                                         {5600, 2300, 3300, 900, 1.6, 95, 25},
                                         {6100, 60, 2350, 40, 0.5, 8, 30}}};

std::uint16_t within(double value, int most) {
  return static_cast<std::uint16_t>(std::clamp(static_cast<int>(std::lround(value)), 0, most));
}

void put_word(Bytes& bytes, int value) {  // big-endian, as everything of this family
  bytes.push_back(static_cast<std::uint8_t>(value >> 8 & 0xFF));
  bytes.push_back(static_cast<std::uint8_t>(value & 0xFF));
}

}  // namespace

usb::Description VirtualPad::description() {
  usb::Description description;
  description.vendor = 0x056A;
  description.product = 0x00A4;
  description.maker = "Wacom Co.,Ltd.";
  description.model = "STU-430";
  description.serial = "SIM0430";
  usb::Interface interface;
  interface.device_class = 0x03;
  interface.extra = {
      9, 0x21, 0x11, 0x01, 0, 1, 0x22, static_cast<std::uint8_t>(kReportDescriptor.size()), 0};
  interface.endpoints = {{kInterrupt, usb::TransferKind::Interrupt, 64}};
  description.interfaces.push_back(interface);
  return description;
}

VirtualPad::VirtualPad() : PipedDevice(description()) {}

std::optional<Bytes> VirtualPad::on_request(const usb::Setup& setup,
                                            std::span<const std::uint8_t> sent) {
  if (setup.request_type == 0x81 && setup.value == 0x2200) {
    return Bytes(kReportDescriptor.begin(), kReportDescriptor.end());
  }
  if (setup.request_type == 0x21 && setup.request == 0x0A) return Bytes{};  // SET_IDLE
  const auto report = static_cast<std::uint8_t>(setup.value & 0xFF);
  if (setup.value >> 8 != 3) return std::nullopt;  // feature reports only
  if (setup.request_type == 0xA1 && setup.request == 0x01) return feature(report);
  if (setup.request_type != 0x21 || setup.request != 0x09) return std::nullopt;
  if (stall_requests_ || sent.empty() || sent[0] != report || !set_feature(sent)) {
    return std::nullopt;
  }
  return Bytes{};
}

std::size_t VirtualPad::on_bytes(std::uint8_t, std::span<const std::uint8_t> bytes) {
  return bytes.size();
}

void VirtualPad::on_power_lost() {
  ahead_.clear();
  last_.reset();
  clock_ = microseconds{0};
  sequence_ = 0;
  option_mode_ = 0;
  ink_ = 0;
  inking_ = quick_ = stall_requests_ = false;
}

std::optional<Bytes> VirtualPad::feature(std::uint8_t report) const {
  switch (report) {
    case 0x03:
      return Bytes{0x03, 0, last_result_, 0, 0};  // ready
    case 0x08: {
      Bytes bytes = {0x08, 'S', 'T', 'U', '-', '4', '3', '0', 0, 0, 1, 5};
      bytes.resize(17);
      return bytes;
    }
    case 0x09: {
      Bytes bytes = {0x09};
      for (const int value : {kMostX, kMostY, kMostPressure, 320, 200})
        put_word(bytes, value);
      bytes.push_back(200);
      put_word(bytes, 2540);  // units per inch: a hundred to the millimetre
      bytes.push_back(0x03);  // zlib, 1 bit
      bytes.resize(17);
      return bytes;
    }
    case 0x21:
      return Bytes{0x21, static_cast<std::uint8_t>(inking_ ? 1 : 0)};
    case 0x22:
      return Bytes{0x22, 0x15, 0, 0x10, 0};
    case 0x32:
      return Bytes{0x32, option_mode_};
    default:
      return std::nullopt;
  }
}

bool VirtualPad::set_feature(std::span<const std::uint8_t> report) {
  if (report.size() < 2) return false;
  switch (report[0]) {
    case 0x04:
      on_power_lost();
      return true;
    case 0x20:
      ink_ = 0;
      return true;
    case 0x21:
      inking_ = report[1] != 0;
      return true;
    case 0x32:
      if (report[1] > 3) return false;
      option_mode_ = report[1];
      return true;
    default:
      return false;
  }
}

std::optional<std::string> VirtualPad::on_words(const std::string& words) {
  if (words == "help") {
    return "sign (as a person would), sign quick, sign part (and the pen stays down), lift, "
           "gap (some samples are lost), stall (requests fail from now on)";
  }
  if (words == "sign" || words == "sign quick") {
    quick_ = words == "sign quick";
    draw(0, kName.size());
    return "signing";
  }
  if (words == "sign part") {
    quick_ = false;
    draw(0, 2);
    // The pen comes to rest in mid-stroke: the last movement loses its end and the lift after it.
    ahead_.resize(ahead_.size() - 40);
    return "signing, and stopping half way";
  }
  if (words == "lift") {
    lift();
    return "the pen is away";
  }
  if (words == "gap") {
    sequence_ = static_cast<std::uint16_t>(sequence_ + kLostByGap);
    clock_ += kReportTime * kLostByGap;
    return "samples were lost";
  }
  if (words == "stall") {
    stall_requests_ = true;
    return "requests fail from now on";
  }
  return std::nullopt;
}

// Lays out the movements: a loop that travels from left to right, pressed harder on the way down.
void VirtualPad::draw(std::size_t first, std::size_t last) {
  for (std::size_t i = first; i < last; ++i) {
    const Curve& curve = kName.at(i);
    for (int k = 0; k < curve.pause; ++k) {
      ahead_.push_back({within(curve.from_x, kMostX), within(curve.base_y, kMostY), 0});
    }
    for (int k = 0; k < curve.samples; ++k) {
      const double t = static_cast<double>(k) / curve.samples;
      const double turn = 2 * std::numbers::pi * curve.loops * t;
      const double fade = 1.0 - 0.35 * t;  // hands tire: later loops are smaller
      const double x = curve.from_x + curve.width * t + 0.32 * curve.height * fade * std::sin(turn);
      const double y = curve.base_y - 0.5 * curve.height * fade * (1 - std::cos(turn));
      const double press = 0.45 + 0.25 * std::sin(turn + 0.6);
      const double touch = std::min({1.0, 8 * t + 0.15, 8 * (1 - t) + 0.1});
      ahead_.push_back({within(x, kMostX), within(y, kMostY),
                        within(1 + press * touch * kMostPressure, kMostPressure)});
    }
  }
  if (last == kName.size()) lift();
}

void VirtualPad::lift() {
  Pen pen = ahead_.empty() ? last_.value_or(Pen{}) : ahead_.back();
  pen.pressure = 0;
  for (int k = 0; k < 4; ++k)
    ahead_.push_back(pen);
}

void VirtualPad::on_time(std::chrono::milliseconds elapsed) {
  if (ahead_.empty()) {
    owed_ = microseconds{0};
    clock_ += elapsed;
    return;
  }
  owed_ += elapsed;
  const microseconds pace = quick_ ? kReportTime / 10 : kReportTime;
  while (owed_ >= pace && !ahead_.empty()) {
    owed_ -= pace;
    last_ = ahead_.front();
    ahead_.pop_front();
    report(*last_);
  }
}

void VirtualPad::report(const Pen& pen) {
  const bool touching = pen.pressure != 0;
  if (touching && inking_) ++ink_;
  const auto time = static_cast<int>(clock_ / std::chrono::milliseconds(1) & 0xFFFF);
  clock_ += kReportTime;
  const std::uint16_t sequence = sequence_++;
  if (offered(kInterrupt) >= kKept) return;
  Bytes bytes = {static_cast<std::uint8_t>(option_mode_ == 3 ? 0x34 : 0x01),
                 static_cast<std::uint8_t>(0x80 | (touching ? 0x10 : 0) | pen.pressure >> 8),
                 static_cast<std::uint8_t>(pen.pressure & 0xFF)};
  put_word(bytes, pen.x);
  put_word(bytes, pen.y);
  if (option_mode_ == 3) put_word(bytes, time);
  if (option_mode_ == 2 || option_mode_ == 3) put_word(bytes, sequence);
  offer(kInterrupt, bytes);
}

}  // namespace slipway::devices
