#include "devices/reader/virtual_head.hpp"

#include <nettle/des.h>

#include <algorithm>
#include <bit>
#include <charconv>

#include "devices/reader/sealed_stripe.hpp"

namespace slipway::devices {

using usb::Bytes;

namespace {

using Block = std::array<std::uint8_t, 8>;
using Key = VirtualHead::Key;

constexpr std::uint32_t kLastCounter = 0x1FFFFF;
constexpr int kMostOnes = 10;  // a counter with more of them is passed over
constexpr std::size_t kTrackRoom = kMostSealed;
constexpr std::size_t kMagnePrint = 128;
constexpr std::size_t kSerialOfDevice = 16;
constexpr std::uint8_t kOther = 4;  // card encode type; 0 is ISO/ABA
constexpr std::uint8_t kSeals = 0x06;
constexpr std::uint8_t kSealsNoMore = 0x07;

// Manual 99875475, "Report descriptor (HID)".
constexpr std::array<std::uint8_t, 141> kReports = {
    0x06, 0x00, 0xFF, 0x09, 0x01, 0xA1, 0x01, 0x15, 0x00, 0x26, 0xFF, 0x00, 0x75, 0x08,
    // three states, three lengths, the encoding
    0x09, 0x20, 0x09, 0x21, 0x09, 0x22, 0x09, 0x28, 0x09, 0x29, 0x09, 0x2A, 0x09, 0x38, 0x95, 0x07,
    0x81, 0x02,
    // the tracks, encrypted
    0x09, 0x30, 0x95, 0x70, 0x82, 0x02, 0x01, 0x09, 0x31, 0x95, 0x70, 0x82, 0x02, 0x01, 0x09, 0x32,
    0x95, 0x70, 0x82, 0x02, 0x01,
    // card status; MagnePrint's status, length and 128 bytes
    0x09, 0x39, 0x95, 0x01, 0x81, 0x02, 0x75, 0x20, 0x09, 0x23, 0x95, 0x01, 0x81, 0x02, 0x75, 0x08,
    0x09, 0x2B, 0x95, 0x01, 0x81, 0x02, 0x09, 0x33, 0x95, 0x80, 0x82, 0x02, 0x01,
    // the device's serial number, the encryption's status, the key's serial number
    0x09, 0x40, 0x95, 0x10, 0x82, 0x02, 0x01, 0x09, 0x42, 0x95, 0x02, 0x82, 0x02, 0x01, 0x09, 0x46,
    0x95, 0x0A, 0x82, 0x02, 0x01,
    // three lengths, and the masked tracks
    0x09, 0x47, 0x09, 0x48, 0x09, 0x49, 0x95, 0x03, 0x81, 0x02, 0x09, 0x4A, 0x95, 0x70, 0x82, 0x02,
    0x01, 0x09, 0x4B, 0x95, 0x70, 0x82, 0x02, 0x01, 0x09, 0x4C, 0x95, 0x70, 0x82, 0x02, 0x01,
    // the session, and four lengths before encryption
    0x09, 0x50, 0x95, 0x08, 0x82, 0x02, 0x01};
constexpr std::array<std::uint8_t, 20> kReportsEnd = {
    0x09, 0x51, 0x09, 0x52, 0x09, 0x53, 0x09, 0x54, 0x95, 0x04, 0x81, 0x02,
    // commands
    0x09, 0x20, 0x95, 0x3C, 0xB2, 0x02, 0x01, 0xC0};

std::optional<Bytes> from_hex(std::string_view digits) {
  if (digits.size() % 2 != 0) return std::nullopt;
  Bytes bytes;
  for (std::size_t at = 0; at < digits.size(); at += 2) {
    const auto* const end = digits.data() + at + 2;
    std::uint8_t byte = 0;
    if (std::from_chars(digits.data() + at, end, byte, 16).ptr != end) return std::nullopt;
    bytes.push_back(byte);
  }
  return bytes;
}

std::uint32_t bit_of(int place) {
  return std::uint32_t{1} << place;
}

Block encrypted(const std::uint8_t* key, const Block& block) {
  des_ctx context{};
  static_cast<void>(des_set_key(&context, key));  // a weak one is a key, too
  Block out{};
  des_encrypt(&context, out.size(), out.data(), block.data());
  return out;
}

// One half of a new key: the register, encrypted with the left half between the right one.
Block half_of(const Key& key, const Block& from) {
  Block mixed = from;
  for (std::size_t at = 0; at < mixed.size(); ++at)
    mixed.at(at) ^= key.at(8 + at);
  mixed = encrypted(key.data(), mixed);
  for (std::size_t at = 0; at < mixed.size(); ++at)
    mixed.at(at) ^= key.at(8 + at);
  return mixed;
}

// ANSI X9.24-1, A.2: the non-reversible key generation process, from the key serial number's right
// half with `counter` in it.
Key derived(const Key& key, const std::array<std::uint8_t, 10>& serial, std::uint32_t counter) {
  Block from{};
  std::copy(serial.begin() + 2, serial.end(), from.begin());
  from[5] = static_cast<std::uint8_t>(from[5] | (counter >> 16 & 0x1F));
  from[6] = static_cast<std::uint8_t>(counter >> 8 & 0xFF);
  from[7] = static_cast<std::uint8_t>(counter & 0xFF);
  const Block right = half_of(key, from);
  Key other = key;
  for (const std::size_t at : {0U, 1U, 2U, 3U, 8U, 9U, 10U, 11U})
    other.at(at) ^= 0xC0;
  const Block left = half_of(other, from);
  Key made{};
  std::copy(left.begin(), left.end(), made.begin());
  std::copy(right.begin(), right.end(), made.begin() + 8);
  return made;
}

// CBC, beginning with zeros, the last block filled up with zeros.
Bytes sealed(std::string_view text, Key key) {
  key[7] ^= 0xFF;  // the variant for a PIN, which MagTek uses for tracks
  key[15] ^= 0xFF;
  Bytes bytes(text.begin(), text.end());
  bytes.resize((bytes.size() + kSealedBlock - 1) / kSealedBlock * kSealedBlock);
  Block chain{};
  for (std::size_t at = 0; at < bytes.size(); at += chain.size()) {
    for (std::size_t i = 0; i < chain.size(); ++i)
      chain.at(i) ^= bytes.at(at + i);
    des_ctx right{};
    static_cast<void>(des_set_key(&right, key.data() + 8));
    Block middle{};
    const Block first = encrypted(key.data(), chain);
    des_decrypt(&right, middle.size(), middle.data(), first.data());
    chain = encrypted(key.data(), middle);
    std::copy(chain.begin(), chain.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
  }
  return bytes;
}

bool is_digits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

int luhn_of(std::string_view digits) {
  int sum = 0;
  for (std::size_t at = 0; at < digits.size(); ++at) {
    const int digit = digits[digits.size() - 1 - at] - '0';
    sum += at % 2 == 0 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10;
}

// "04040Y", as it leaves the factory: four digits at either end, zeros between, one of them such
// that the whole satisfies Luhn; the expiry and all separators stay.
std::string masked(std::string_view track) {
  std::string shown(track);
  const bool is_first = track.starts_with("%B");
  const std::size_t begin = is_first ? 2 : 1;
  const std::size_t end = track.find(is_first ? '^' : '=');
  if (end == std::string_view::npos || end < begin + 13 || end > begin + 19) return shown;
  if (!is_digits(track.substr(begin, end - begin))) return shown;
  const std::size_t free = begin + (end - begin) / 2;
  std::fill(shown.begin() + static_cast<std::ptrdiff_t>(begin + 4),
            shown.begin() + static_cast<std::ptrdiff_t>(end - 4), '0');
  while (luhn_of(std::string_view(shown).substr(begin, end - begin)) != 0)
    ++shown.at(free);
  const std::size_t expiry = is_first ? track.find('^', end + 1) : end;
  for (std::size_t at = expiry == std::string_view::npos ? shown.size() : expiry + 5;
       at + 1 < shown.size(); ++at)
    shown.at(at) = '0';
  return shown;
}

void put(Bytes& report, const Bytes& bytes, std::size_t room) {
  report.insert(report.end(), bytes.begin(), bytes.end());
  report.resize(report.size() + room - bytes.size(), 0xEE);  // undefined
}

std::uint8_t size_of(std::size_t size) {
  return static_cast<std::uint8_t>(size);
}

}  // namespace

VirtualHead::VirtualHead() {
  static_cast<void>(load("FFFF9876543210E00000", "6AC292FAA1315B4D858AB3A3D7D5933A"));
}

bool VirtualHead::load(std::string_view serial, std::string_view initial) {
  const auto number = from_hex(serial);
  const auto key = from_hex(initial);
  if (!number || !key || number->size() != serial_.size() || key->size() != Key{}.size()) {
    return false;
  }
  std::copy(number->begin(), number->end(), serial_.begin());
  serial_[7] &= 0xE0;
  serial_[8] = serial_[9] = 0;
  future_ = {};
  counter_ = 0;
  Key first{};
  std::copy(key->begin(), key->end(), first.begin());
  fill_registers(first, kRegisters);
  counter_ = 1;
  return true;
}

void VirtualHead::fill_registers(const Key& from, int below) {
  for (int place = 0; place < below; ++place)
    future_.at(static_cast<std::size_t>(place)) = derived(from, serial_, counter_ | bit_of(place));
}

// The lowest bit of the counter names the register; those below it are filled from it, and it is
// erased.
void VirtualHead::advance() {
  const int place = std::countr_zero(counter_);
  auto& used = future_.at(static_cast<std::size_t>(place));
  if (std::popcount(counter_) < kMostOnes) {
    fill_registers(*used, place);
    counter_ += 1;
  } else {
    counter_ += bit_of(place);
  }
  used.reset();
  if (counter_ > kLastCounter) counter_ = 0;
}

Bytes VirtualHead::swipe(const Tracks& tracks) {
  const bool has_key = counter_ != 0;
  std::array<Bytes, 3> closed;
  std::array<Bytes, 3> shown;
  bool is_payment = false;
  for (std::size_t at = 0; has_key && at < tracks.size(); ++at) {
    const Key& key = *future_.at(static_cast<std::size_t>(std::countr_zero(counter_)));
    closed.at(at) = sealed(tracks.at(at), key);
    const std::string text = masked(tracks.at(at));
    shown.at(at).assign(text.begin(), text.end());
    is_payment = is_payment || text != tracks.at(at);
  }
  Bytes report(3, 0);
  for (const Bytes& one : closed)
    report.push_back(size_of(one.size()));
  report.push_back(is_payment ? std::uint8_t{0} : kOther);
  for (const Bytes& one : closed)
    put(report, one, kTrackRoom);
  report.resize(report.size() + 1 + 4 + 1 + kMagnePrint + kSerialOfDevice, 0);
  report.insert(report.end(), {0, has_key ? kSeals : kSealsNoMore});
  Bytes serial(serial_.begin(), serial_.end());
  serial[7] = static_cast<std::uint8_t>(serial[7] | (counter_ >> 16 & 0x1F));
  serial[8] = static_cast<std::uint8_t>(counter_ >> 8 & 0xFF);
  serial[9] = static_cast<std::uint8_t>(counter_ & 0xFF);
  put(report, serial, serial.size());
  for (const Bytes& one : shown)
    report.push_back(size_of(one.size()));
  for (const Bytes& one : shown)
    put(report, one, kTrackRoom);
  report.resize(report.size() + 8, 0);  // no session
  for (const Bytes& one : shown)
    report.push_back(size_of(one.size()));
  report.push_back(0);
  if (has_key) advance();
  return report;
}

Bytes VirtualHead::report_descriptor() {
  Bytes bytes(kReports.begin(), kReports.end());
  bytes.insert(bytes.end(), kReportsEnd.begin(), kReportsEnd.end());
  return bytes;
}

}  // namespace slipway::devices
