#include "devices/pad/virtual_pad.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

namespace slipway::devices {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using usb::Bytes;

namespace {

constexpr std::uint8_t kInterrupt = 0x81;
constexpr microseconds kReportTime{5'000};  // 200 reports a second
constexpr std::size_t kReportsToArea = 120;
// Reports that the pad keeps while nobody asks, a second of them: a computer that is busy for a
// moment loses nothing. Later ones are lost and leave a gap.
constexpr std::size_t kKept = 200;
constexpr int kLostByGap = 12;
constexpr milliseconds kClearing{40};
constexpr milliseconds kShowing{120};

// What a status report says of the last request.
constexpr std::uint8_t kDone = 0;
constexpr std::uint8_t kWrongState = 2;
constexpr std::uint8_t kBadParameter = 4;
constexpr std::uint8_t kBadEncoding = 0x10;
constexpr std::uint8_t kTooLong = 0x11;

// A vendor page collection with feature reports and one input report: enough for a HID parser.
constexpr std::array<std::uint8_t, 27> kReportDescriptor = {
    0x06, 0x0D, 0xFF,                    // usage page: Wacom
    0x09, 0x01, 0xA1, 0x01,              // usage, application collection
    0x15, 0x00, 0x26, 0xFF, 0x00,        // 0 to 255
    0x75, 0x08, 0x85, 0x34, 0x95, 0x0A,  // report 34, ten bytes
    0x09, 0x01, 0x81, 0x02,              // input
    0x09, 0x01, 0xB1, 0x02,              // feature
    0xC0};

void put_word(Bytes& bytes, int value) {  // big-endian, as everything of this family
  bytes.push_back(static_cast<std::uint8_t>(value >> 8 & 0xFF));
  bytes.push_back(static_cast<std::uint8_t>(value & 0xFF));
}

int on_axis(double share, int most) {
  return std::clamp(static_cast<int>(std::lround(share * most)), 0, most);
}

}  // namespace

struct VirtualPad::Face {
  stu::Model model;
  const char* name;  // as it calls itself
  int most_x;
  int most_y;
  int most_pressure;
  PadScreen screen;
  std::uint8_t encodings;  // 1 zlib, 2 one bit, 4 sixteen bits, 8 twenty-four bits
  bool tells_scale = true;
};

// The 300 and the 500 tell their area only, the 520A of its encodings only that it unpacks. The
// scales of the 430 and the 540 are the pads' own; those of the others are made up in the same
// manner, 100 units to the millimetre: a host has to ask.
const VirtualPad::Face& VirtualPad::face_of(stu::Kind kind) {
  static const std::array<Face, 8> kFaces = {
      {{stu::models()[0], "STU-300", 9900, 2500, 511, {396, 100}, 0, false},
       {stu::models()[1], "STU-430", 9600, 6000, 1023, {320, 200}, 0x03},
       {stu::models()[2], "STU-430V", 9600, 6000, 1023, {320, 200}, 0x03},
       {stu::models()[3], "STU-500", 10200, 7650, 511, {640, 480}, 0, false},
       {stu::models()[4], "STU-520A", 10400, 6240, 511, {800, 480}, 0x01},
       {stu::models()[5], "STU-530", 10800, 6480, 1023, {800, 480}, 0x0F},
       {stu::models()[6], "STU-540", 10800, 6480, 1023, {800, 480}, 0x0F},
       {stu::models()[7], "STU-541", 10800, 6480, 1023, {800, 480}, 0x0F}}};
  return kFaces.at(static_cast<std::size_t>(kind));
}

usb::Description VirtualPad::description(stu::Kind kind) {
  const Face& face = face_of(kind);
  usb::Description description;
  description.vendor = 0x056A;
  description.product = face.model.product;
  description.maker = "Wacom Co.,Ltd.";
  description.model = face.name;
  description.serial = std::string("SIM") + (face.name + 4);
  usb::Interface interface;
  interface.device_class = 0x03;
  interface.extra = {
      9, 0x21, 0x11, 0x01, 0, 1, 0x22, static_cast<std::uint8_t>(kReportDescriptor.size()), 0};
  interface.endpoints = {{kInterrupt, usb::TransferKind::Interrupt, 64}};
  description.interfaces.push_back(interface);
  return description;
}

VirtualPad::VirtualPad(stu::Kind kind)
    : PipedDevice(description(kind)), face_(face_of(kind)), capture_(face_.model.exchange) {}

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
  if (stall_requests_ || sent.size() < 2 || sent[0] != report || !set_feature(sent)) {
    return std::nullopt;
  }
  return Bytes{};
}

std::size_t VirtualPad::on_bytes(std::uint8_t, std::span<const std::uint8_t> bytes) {
  return bytes.size();
}

void VirtualPad::on_power_lost() {
  capture_.lose_power();
  ahead_.clear();
  last_.reset();
  clock_ = microseconds{0};
  busy_ = milliseconds{0};
  sequence_ = 0;
  option_mode_ = last_result_ = 0;
  incoming_.reset();
  picture_ = {};
  ink_ = 0;
  inking_ = quick_ = stall_requests_ = false;
}

std::optional<Bytes> VirtualPad::feature(std::uint8_t report) const {
  switch (report) {
    case 0x03: {
      constexpr std::uint8_t kReady = 0;
      constexpr std::uint8_t kImage = 1;
      constexpr std::uint8_t kCapture = 2;
      constexpr std::uint8_t kCalculating = 3;
      const bool is_busy = busy_.count() > 0 || capture_.is_calculating();
      const std::uint8_t state = incoming_          ? kImage
                                 : is_busy          ? kCalculating
                                 : capture_.is_on() ? kCapture
                                                    : kReady;
      return Bytes{0x03, state, last_result_, 0, 0};
    }
    case 0x08: {
      Bytes bytes = {0x08};
      const std::string name = face_.name;
      bytes.insert(bytes.end(), name.begin(), name.end());
      bytes.resize(10);
      bytes.insert(bytes.end(), {1, 5});
      bytes.resize(17);
      return bytes;
    }
    case 0x09: {
      Bytes bytes = {0x09};
      for (const int value : {face_.most_x, face_.most_y, face_.most_pressure, face_.screen.width,
                              face_.screen.height}) {
        put_word(bytes, value);
      }
      bytes.push_back(face_.tells_scale ? 200 : 0);
      put_word(bytes, face_.tells_scale ? 2540 : 0);  // units per inch: a hundred to the millimetre
      bytes.push_back(face_.encodings);
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
      return capture_.feature(report);
  }
}

// False for a report that this model does not know, which stalls.
bool VirtualPad::set_feature(std::span<const std::uint8_t> report) {
  if (report[0] == 0x04) {
    on_power_lost();
    return true;
  }
  if (report[0] == 0x32) {
    if (face_.model.option == stu::OptionMode::None ||
        report[1] > static_cast<std::uint8_t>(face_.model.option)) {
      return false;
    }
    option_mode_ = report[1];
    return true;
  }
  if (const auto result = capture_.take(report, busy_.count() == 0 && !incoming_)) {
    last_result_ = *result;
    return true;
  }
  constexpr std::array<std::uint8_t, 5> kKnown = {0x20, 0x21, 0x25, 0x26, 0x27};
  if (std::find(kKnown.begin(), kKnown.end(), report[0]) == kKnown.end()) return false;
  last_result_ = carry_out(report);
  return true;
}

// While it is occupied, and while it waits for the rest of a picture, it does nothing else.
std::uint8_t VirtualPad::carry_out(std::span<const std::uint8_t> report) {
  const bool is_of_picture = report[0] == 0x26 || report[0] == 0x27;
  if (busy_.count() > 0 || is_of_picture != incoming_.has_value()) return kWrongState;
  if (incoming_) {
    return report[0] == 0x26 ? take_image_block(report, *incoming_)
                             : end_image(report[1], std::exchange(incoming_, {}).value_or(Bytes{}));
  }
  const bool is_of_ink = report[0] == 0x21;
  if (!is_of_ink && (capture_.is_on() || capture_.is_calculating())) return kWrongState;
  switch (report[0]) {
    case 0x20:
      clear_glass();
      return kDone;
    case 0x25:
      return start_image(report[1]);
    default:
      inking_ = report[1] != 0;
      return kDone;
  }
}

void VirtualPad::clear_glass() {
  ink_ = 0;
  picture_ = {};
  busy_ = std::max(kClearing, face_.model.settling);
}

std::uint8_t VirtualPad::start_image(std::uint8_t encoding) {
  if (encoding != 0) return kBadEncoding;  // the raw one only
  incoming_ = Bytes{};
  return kDone;
}

std::uint8_t VirtualPad::take_image_block(std::span<const std::uint8_t> report,
                                          Bytes& incoming) const {
  constexpr std::size_t kHead = 3;
  if (report.size() != stu::kImageBlockLength) return kBadParameter;
  const std::size_t length = static_cast<std::size_t>(report[1]) | std::size_t{report[2]} << 8;
  if (length == 0 || length > report.size() - kHead) return kBadParameter;
  Prompt whole;
  whole.size = face_.screen;
  if (incoming.size() + length > whole.row_bytes() * static_cast<std::size_t>(whole.size.height)) {
    return kTooLong;
  }
  const auto bytes = report.subspan(kHead, length);
  incoming.insert(incoming.end(), bytes.begin(), bytes.end());
  return kDone;
}

std::uint8_t VirtualPad::end_image(std::uint8_t how, const Bytes& sent) {
  Prompt shown;
  shown.size = face_.screen;
  for (const std::uint8_t byte : sent)
    shown.rows.push_back(static_cast<std::uint8_t>(~byte & 0xFF));
  if (how == 1) return kDone;
  if (how != 0 || !shown.is_sound()) return kBadParameter;
  picture_ = std::move(shown);
  busy_ = kShowing;
  return kDone;
}

std::optional<std::string> VirtualPad::on_words(const std::string& words) {
  if (words == "help") {
    return "sign (as a person would), sign quick, sign part (and the pen stays down), lift, "
           "tap X Y (hundredths of the glass), sign and tap X Y, glass (what is to be seen on it), "
           "gap (some samples are lost), "
           "encryption HOW (honest; none; or a lie: silent, composite, base, key, long, refuse, "
           "session), "
           "stall (requests fail "
           "from now on)";
  }
  if (words == "sign" || words == "sign quick") {
    quick_ = words == "sign quick";
    follow(sign_name(Signing::Whole));
    return "signing";
  }
  if (words == "sign part") {
    quick_ = false;
    follow(sign_name(Signing::Part));
    return "signing, and stopping half way";
  }
  if (words == "lift") {
    lift();
    return "the pen is away";
  }
  if (words.rfind("tap ", 0) == 0 && tap(words.substr(4))) return "tapped";
  constexpr std::string_view kSignAndTap = "sign and tap ";
  if (words.rfind(kSignAndTap, 0) == 0) {
    quick_ = false;
    follow(sign_name(Signing::Whole));
    // The hand moves from the ink to the area.
    HandPosition above = ahead_.back();
    above.pressure = 0;
    ahead_.insert(ahead_.end(), kReportsToArea, above);
    if (tap(words.substr(kSignAndTap.size()))) return "signing, and tapping";
    ahead_.clear();
    return std::nullopt;
  }
  if (words == "glass") return glass();
  constexpr std::string_view kEncryption = "encryption ";
  if (words.rfind(kEncryption, 0) == 0 && capture_.lie(words.substr(kEncryption.size()))) {
    return "so it is";
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

std::string VirtualPad::glass() const {
  const auto is_drawn = [](std::uint8_t eight) { return eight != 0; };
  const bool has_picture = std::any_of(picture_.rows.begin(), picture_.rows.end(), is_drawn);
  if (!has_picture && ink_ == 0) return "blank";
  return std::string(has_picture ? "a picture" : "no picture") + ", " + std::to_string(ink_) +
         " points of ink";
}

void VirtualPad::follow(const std::vector<HandPosition>& hand) {
  ahead_.insert(ahead_.end(), hand.begin(), hand.end());
}

bool VirtualPad::tap(const std::string& place) {
  int x = 0;
  int y = 0;
  const char* const end = place.data() + place.size();
  const auto first = std::from_chars(place.data(), end, x);
  if (first.ec != std::errc{} || first.ptr == end || *first.ptr != ' ') return false;
  const auto second = std::from_chars(first.ptr + 1, end, y);
  if (second.ec != std::errc{} || second.ptr != end) return false;
  if (x < 0 || x > 100 || y < 0 || y > 100) return false;
  follow(tap_at(x / 100.0, y / 100.0));
  return true;
}

void VirtualPad::lift() {
  HandPosition pen = ahead_.empty() ? last_.value_or(HandPosition{}) : ahead_.back();
  pen.pressure = 0;
  ahead_.insert(ahead_.end(), 4, pen);
}

void VirtualPad::on_time(milliseconds elapsed) {
  busy_ = std::max(milliseconds{0}, busy_ - elapsed);
  capture_.pass(elapsed);
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
  if (!ahead_.empty()) return;
  if (auto packet = capture_.rest()) offer(kInterrupt, std::move(*packet));
}

void VirtualPad::report(const HandPosition& pen) {
  const bool touching = pen.pressure > 0;
  if (touching && inking_) ++ink_;
  const auto time = static_cast<int>(clock_ / milliseconds(1) & 0xFFFF);
  clock_ += kReportTime;
  const std::uint16_t sequence = sequence_++;
  if (offered(kInterrupt) >= kKept) return;
  const int pressure = touching ? std::max(1, on_axis(pen.pressure, face_.most_pressure)) : 0;
  constexpr std::array<std::uint8_t, 4> kReports = {0x01, 0x30, 0x30, 0x34};  // by option mode
  Bytes bytes = {kReports.at(option_mode_),
                 static_cast<std::uint8_t>(0x80 | (touching ? 0x10 : 0) | pressure >> 8),
                 static_cast<std::uint8_t>(pressure & 0xFF)};
  put_word(bytes, on_axis(pen.x, face_.most_x));
  put_word(bytes, on_axis(pen.y, face_.most_y));
  if (capture_.is_on()) {
    auto packet = capture_.sealed(std::span(bytes).subspan(1), time, sequence, option_mode_);
    if (packet) offer(kInterrupt, std::move(*packet));
    return;
  }
  if (option_mode_ == 1 || option_mode_ == 3) put_word(bytes, time);
  if (option_mode_ == 2 || option_mode_ == 3) put_word(bytes, sequence);
  offer(kInterrupt, bytes);
}

}  // namespace slipway::devices
