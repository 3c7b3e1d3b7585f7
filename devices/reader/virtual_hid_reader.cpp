#include "devices/reader/virtual_hid_reader.hpp"

#include <algorithm>
#include <array>

#include "devices/reader/keyboard_burst.hpp"

namespace slipway::devices {

using std::chrono::milliseconds;
using usb::Bytes;

namespace {

constexpr std::uint8_t kEnter = 0x28;
// A full-speed keyboard is asked every eight milliseconds and says each key twice: down and up.
constexpr milliseconds kReportTime{8};
constexpr milliseconds kPersonsKey{120};
constexpr std::size_t kScanned = 56;

// HID 1.11, appendix E.6: the keyboard that every host knows.
constexpr std::array<std::uint8_t, 63> kKeyboardReports = {
    0x05, 0x01, 0x09, 0x06, 0xA1, 0x01, 0x05, 0x07, 0x19, 0xE0, 0x29, 0xE7, 0x15, 0x00, 0x25, 0x01,
    0x75, 0x01, 0x95, 0x08, 0x81, 0x02, 0x95, 0x01, 0x75, 0x08, 0x81, 0x01, 0x95, 0x05, 0x75, 0x01,
    0x05, 0x08, 0x19, 0x01, 0x29, 0x05, 0x91, 0x02, 0x95, 0x01, 0x75, 0x03, 0x91, 0x01, 0x95, 0x06,
    0x75, 0x08, 0x15, 0x00, 0x25, 0x65, 0x05, 0x07, 0x19, 0x00, 0x29, 0x65, 0x81, 0x00, 0xC0};

// Report 2 of a scanner: byte count, three letters of the AIM identifier, 56 of data, two of the
// maker's, one bit that more follows.
constexpr std::array<std::uint8_t, 75> kScannerReports = {
    0x05, 0x8C, 0x09, 0x02, 0xA1, 0x01, 0x09, 0x12, 0xA1, 0x02, 0x85, 0x02, 0x15, 0x00, 0x26,
    0xFF, 0x00, 0x75, 0x08, 0x95, 0x01, 0x05, 0x01, 0x09, 0x3B, 0x81, 0x02, 0x95, 0x03, 0x05,
    0x8C, 0x09, 0xFB, 0x09, 0xFC, 0x09, 0xFD, 0x81, 0x02, 0x95, 0x38, 0x09, 0xFE, 0x82, 0x02,
    0x01, 0x95, 0x02, 0x06, 0x66, 0xFF, 0x09, 0x04, 0x09, 0x00, 0x81, 0x02, 0x05, 0x8C, 0x25,
    0x01, 0x75, 0x01, 0x95, 0x01, 0x09, 0xFF, 0x81, 0x02, 0x75, 0x07, 0x81, 0x03, 0xC0, 0xC0};

// One report of 337 (0x0151) or 509 (0x01FD) bytes on page FF00, and a feature report of 24.
constexpr std::array<std::uint8_t, 30> kStripeReports = {
    0x06, 0x00, 0xFF, 0x09, 0x01, 0xA1, 0x01, 0x15, 0x00, 0x26, 0xFF, 0x00, 0x75, 0x08, 0x96,
    0x51, 0x01, 0x09, 0x30, 0x82, 0x02, 0x01, 0x95, 0x18, 0x09, 0x20, 0xB2, 0x02, 0x01, 0xC0};
constexpr std::size_t kCountPlace = 15;
constexpr std::size_t kTrackRoom = 110;
constexpr std::size_t kMostText = 500;

struct Key {
  std::uint8_t usage = 0;
  bool is_shifted = false;
};

std::optional<Key> key_of(char letter) {
  for (const bool is_shifted : {false, true}) {
    for (int usage = 0x04; usage < 0x40; ++usage) {
      const auto code = static_cast<std::uint8_t>(usage);
      if (letter_of_key(code, is_shifted) == letter) return Key{code, is_shifted};
    }
  }
  return std::nullopt;
}

bool is_stripe(VirtualHidReader::Kind kind) {
  using Kind = VirtualHidReader::Kind;
  return kind == Kind::Stripe || kind == Kind::TextStripe || kind == Kind::SealedStripe;
}

// What follows the first word, and whether there is anything.
std::optional<std::string> after(const std::string& words, const std::string& first) {
  if (!words.starts_with(first + " ") || words.size() == first.size() + 1) return std::nullopt;
  return words.substr(first.size() + 1);
}

}  // namespace

Bytes VirtualHidReader::report_descriptor(Kind kind) {
  if (kind == Kind::Keyboard) return {kKeyboardReports.begin(), kKeyboardReports.end()};
  if (kind == Kind::Stripe) return {kStripeReports.begin(), kStripeReports.end()};
  if (kind == Kind::SealedStripe) return VirtualHead::report_descriptor();
  if (kind == Kind::TextStripe) {
    Bytes bytes(kStripeReports.begin(), kStripeReports.end());
    bytes[kCountPlace] = 0xFD;
    return bytes;
  }
  return {kScannerReports.begin(), kScannerReports.end()};
}

usb::Description VirtualHidReader::description(Kind kind) {
  struct Face {
    std::uint16_t vendor;
    std::uint16_t product;
    const char* maker;
    const char* model;
    usb::Endpoint endpoint;
  };
  constexpr auto kInterrupt = usb::TransferKind::Interrupt;
  static const std::array<Face, 5> kFaces = {
      {{0xFFFF,
        0x0035,
        "Sycreader RFID Technology Co., Ltd",
        "SYC ID&IC USB Reader",
        {0x81, kInterrupt, 8}},
       {0x1EAB, 0x8310, "Newland", "HID-POS Scanner", {0x84, kInterrupt, 64}},
       {0x0801, 0x0002, "Mag-Tek", "USB Swipe Reader", {0x81, kInterrupt, 8}},
       {0x0ACD, 0x2010, "ID TECH", "TM3 Magstripe USB-HID Reader", {0x83, kInterrupt, 64}},
       {0x0801, 0x0011, "Mag-Tek", "MagneSafe USB Swipe Reader", {0x81, kInterrupt, 64}}}};
  const Face& face = kFaces.at(static_cast<std::size_t>(kind));
  usb::Description description;
  description.vendor = face.vendor;
  description.product = face.product;
  description.maker = face.maker;
  description.model = face.model;
  usb::Interface interface;
  interface.device_class = 0x03;
  interface.subclass = interface.protocol = kind == Kind::Keyboard ? 1 : 0;
  const auto length = static_cast<std::uint8_t>(report_descriptor(kind).size());
  interface.extra = {9, 0x21, 0x11, 0x01, 0, 1, 0x22, length, 0};
  interface.endpoints = {face.endpoint};
  description.interfaces.push_back(interface);
  return description;
}

VirtualHidReader::VirtualHidReader(Kind kind)
    : PipedDevice(description(kind)),
      kind_(kind),
      endpoint_(description(kind).interfaces[0].endpoints[0].address),
      packet_(description(kind).interfaces[0].endpoints[0].packet_size) {}

std::optional<Bytes> VirtualHidReader::on_request(const usb::Setup& setup,
                                                  std::span<const std::uint8_t>) {
  if (setup.request_type == 0x81 && setup.request == 0x06 && setup.value == 0x2200) {
    return report_descriptor(kind_);
  }
  if (setup.request_type == 0x21 && setup.request == 0x0A) return Bytes{};  // SET_IDLE
  if (setup.request_type == 0x21 && setup.request == 0x0B && kind_ == Kind::Keyboard) {
    return Bytes{};  // SET_PROTOCOL
  }
  return std::nullopt;
}

std::size_t VirtualHidReader::on_bytes(std::uint8_t, std::span<const std::uint8_t> bytes) {
  return bytes.size();
}

std::string VirtualHidReader::help() const {
  if (kind_ == Kind::SealedStripe) {
    return "swipe TRACKS (as \"%NUMBER?;NUMBER?\"), scratch (the next second track), blank, replay "
           "(the last report once more), exhausted (its keys), load KSN KEY (20 and 32 hex digits: "
           "the first of its keys; at first the example of ANSI X9.24), stall";
  }
  if (is_stripe(kind_)) {
    return "swipe TRACKS (as \"%NUMBER?;NUMBER?\"), scratch (the next second track), blank, stall";
  }
  if (kind_ == Kind::Keyboard) {
    return "tap TEXT (types it and Enter), person TEXT (the same as a person types), stall";
  }
  return "scan TEXT (a code that holds it), stall";
}

std::optional<std::string> VirtualHidReader::on_words(const std::string& words) {
  if (words == "help") return help();
  if (words == "stall") {
    stall_next(endpoint_);
    return "the next report stalls";
  }
  if (kind_ == Kind::Scanner) {
    const auto text = after(words, "scan");
    if (!text) return std::nullopt;
    scan(*text);
    return "a code is scanned";
  }
  if (kind_ == Kind::SealedStripe) {
    if (auto said = on_head_words(words)) return said;
  }
  if (is_stripe(kind_)) {
    if (words == "scratch") {
      is_scratched_ = true;
      return "the next second track is not decoded";
    }
    const auto text = words == "blank" ? std::optional<std::string>("") : after(words, "swipe");
    if (!text || !swipe(*text)) return std::nullopt;
    return "a card is swiped";
  }
  for (const auto& [word, time] : {std::pair{"tap", 2 * kReportTime}, {"person", kPersonsKey}}) {
    const auto text = after(words, word);
    if (!text) continue;
    if (!std::all_of(text->begin(), text->end(), [](char one) { return key_of(one); })) {
      return std::nullopt;
    }
    type(*text, time);
    return "keys are typed";
  }
  return std::nullopt;
}

std::optional<std::string> VirtualHidReader::on_head_words(const std::string& words) {
  if (words == "replay" && !latest_.empty()) {
    send(latest_, milliseconds(0));
    return "the last report comes once more";
  }
  if (words == "exhausted") {
    head_.use_up();
    return "its keys are used up";
  }
  const auto rest = after(words, "load");
  if (!rest) return std::nullopt;
  const std::size_t space = rest->find(' ');
  if (space == std::string::npos || !head_.load(rest->substr(0, space), rest->substr(space + 1))) {
    return std::nullopt;
  }
  return "it encrypts with keys of this beginning";
}

void VirtualHidReader::type(const std::string& text, milliseconds per_key) {
  milliseconds at{0};
  const auto press = [&](const Key& key) {
    const auto shift = static_cast<std::uint8_t>(key.is_shifted ? 0x02 : 0);
    send({shift, 0, key.usage, 0, 0, 0, 0, 0}, at);
    send(Bytes(8, 0), at + per_key / 2);
    at += per_key;
  };
  for (const char letter : text) {
    if (const auto key = key_of(letter)) press(*key);
  }
  press(Key{kEnter, false});
}

void VirtualHidReader::scan(const std::string& text) {
  milliseconds at{0};
  for (std::size_t begin = 0; begin < text.size(); begin += kScanned, at += milliseconds(2)) {
    const std::string part = text.substr(begin, kScanned);
    Bytes report = {0x02, static_cast<std::uint8_t>(part.size()), ']', 'Q', '0'};
    report.insert(report.end(), part.begin(), part.end());
    report.resize(61, 0);
    const bool goes_on = begin + kScanned < text.size();
    report.insert(report.end(), {'s', 0, static_cast<std::uint8_t>(goes_on ? 1 : 0)});
    send(report, at);
  }
}

bool VirtualHidReader::swipe(const std::string& text) {
  std::array<std::string, 3> tracks;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find('?', at);
    if (end == std::string::npos) return false;
    const std::string one = text.substr(at, end + 1 - at);
    at = end + 1;
    std::string& track = tracks[one[0] == '%' ? 0 : one[0] == ';' && tracks[1].empty() ? 1 : 2];
    if (!track.empty() || one.size() > kTrackRoom) return false;
    track = one;
  }
  latest_ = report_of(tracks);
  is_scratched_ = false;
  send(latest_, milliseconds(0));
  return true;
}

Bytes VirtualHidReader::report_of(const VirtualHead::Tracks& tracks) {
  if (kind_ == Kind::SealedStripe) {
    VirtualHead::Tracks seen = tracks;
    if (is_scratched_) seen[1].clear();
    return head_.swipe(seen);
  }
  Bytes report(7, 0);
  for (std::size_t i = 0; i < tracks.size(); ++i)
    report[3 + i] = static_cast<std::uint8_t>(tracks[i].size());
  report[1] = is_scratched_ ? 1 : 0;
  if (kind_ == Kind::Stripe) {
    for (const std::string& track : tracks) {
      report.insert(report.end(), track.begin(), track.end());
      report.resize(report.size() + kTrackRoom - track.size(), 0xEE);  // undefined
    }
  } else {
    const std::string all = tracks[0] + tracks[1] + tracks[2];
    report.insert(report.end(), {static_cast<std::uint8_t>(all.size() & 0xFF),
                                 static_cast<std::uint8_t>(all.size() >> 8)});
    report.insert(report.end(), all.begin(), all.end());
    report.resize(report.size() + kMostText - all.size(), 0xEE);
  }
  return report;
}

void VirtualHidReader::send(const Bytes& report, milliseconds delay) {
  for (std::size_t begin = 0; begin < report.size(); begin += packet_) {
    const auto end = std::min(report.size(), begin + packet_);
    offer(endpoint_,
          Bytes(report.begin() + static_cast<std::ptrdiff_t>(begin),
                report.begin() + static_cast<std::ptrdiff_t>(end)),
          delay);
  }
}

}  // namespace slipway::devices
