#include "devices/reader/keyboard_burst.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace slipway::devices {
namespace {

using std::chrono::milliseconds;
namespace hid = usb::hid;

constexpr hid::Usage kKeyboard = 0x00010006;
constexpr hid::Usage kKeypad = 0x00010007;
constexpr hid::Usage kKeyPage = 0x0007;
constexpr std::uint8_t kRollover = 0x01;
constexpr std::uint8_t kEnter = 0x28;
constexpr std::uint8_t kKeypadEnter = 0x58;
constexpr std::uint8_t kFirstModifier = 0xE0;
constexpr std::uint8_t kLeftShift = 0xE1;
constexpr std::uint8_t kRightShift = 0xE5;
constexpr std::size_t kMostHeld = 32;
constexpr milliseconds kBurst{250};
constexpr std::size_t kInBurst = 16;
constexpr milliseconds kPerLetter{20};
constexpr milliseconds kPause{2'000};

bool is_of_keys(const hid::Field& field) {
  return field.kind == hid::Kind::Input && !field.is_constant && !field.usages.empty() &&
         field.usages.front().first >> 16 == kKeyPage &&
         (field.application == kKeyboard || field.application == kKeypad);
}

bool holds(const std::vector<std::uint8_t>& keys, std::uint8_t key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

}  // namespace

bool KeyboardBurst::fits(const hid::Reports& reports) {
  return std::any_of(reports.fields.begin(), reports.fields.end(), [](const hid::Field& field) {
    return is_of_keys(field) && field.has(kKeyPage << 16 | kEnter);
  });
}

ReportDecoder::Heard KeyboardBurst::take(std::span<const std::uint8_t> report, milliseconds now) {
  auto keys = pressed(report);
  if (!keys) return Heard::More;
  const Keys before = std::exchange(held_, std::move(*keys));
  const bool is_shifted = holds(held_, kLeftShift) || holds(held_, kRightShift);
  for (const std::uint8_t key : held_) {
    if (holds(before, key) || key == kLeftShift || key == kRightShift) continue;
    if (key == kEnter || key == kKeypadEnter) return on_enter(now);
    if (key >= kFirstModifier) {
      is_spoilt_ = true;
      text_.clear();
      latest_ = now;
    } else {
      on_letter(letter_of_key(key, is_shifted), now);
    }
  }
  return Heard::More;
}

// Nothing when another report is meant, or more keys are held than it can say.
std::optional<KeyboardBurst::Keys> KeyboardBurst::pressed(
    std::span<const std::uint8_t> report) const {
  const std::uint8_t number = reports_.are_numbered && !report.empty() ? report[0] : 0;
  Keys keys;
  bool is_meant = false;
  for (const hid::Field& field : reports_.fields) {
    if (!is_of_keys(field) || field.report != number) continue;
    for (std::size_t at = 0; at < field.count; ++at) {
      const auto value = hid::value_of(reports_, field, at, report);
      if (!value) return std::nullopt;
      is_meant = true;
      if (!field.is_array && *value == 0) continue;
      const auto usage = field.is_array ? field.usage_said(*value) : field.usage_of(at);
      const auto key = static_cast<std::uint8_t>(usage & 0xFF);
      if (usage >> 16 != kKeyPage || (usage & 0xFF00) != 0 || key == 0) continue;
      if (key == kRollover || keys.size() == kMostHeld) return std::nullopt;
      keys.push_back(key);
    }
  }
  if (!is_meant) return std::nullopt;
  return keys;
}

bool KeyboardBurst::is_too_slow(std::size_t letters, milliseconds now) const {
  const auto beyond = letters > kInBurst ? letters - kInBurst : 0;
  return now - began_ > kBurst + kPerLetter * static_cast<int>(beyond);
}

void KeyboardBurst::on_letter(char letter, milliseconds now) {
  on_silence(now);
  latest_ = now;
  if (is_spoilt_) return;
  if (text_.text().empty()) began_ = now;
  const bool is_kept =
      letter != 0 && !is_too_slow(text_.text().size() + 1, now) && text_.add(letter);
  if (is_kept) return;
  is_spoilt_ = true;
  text_.clear();
}

ReportDecoder::Heard KeyboardBurst::on_enter(milliseconds now) {
  const std::size_t letters = text_.text().size();
  if (!is_spoilt_ && letters >= kFewest && !is_too_slow(letters, now)) return Heard::Whole;
  forget();
  return Heard::More;
}

void KeyboardBurst::on_silence(milliseconds now) {
  if (now - latest_ > kPause) forget();
}

void KeyboardBurst::forget() {
  text_.clear();
  is_spoilt_ = false;
}

char letter_of_key(std::uint8_t usage, bool is_shifted) {
  // From 1E on: digits and signs. A dot stands for a key that writes nothing, or not the same on
  // every keyboard.
  static constexpr std::string_view kPlain = "1234567890.... -=[]\\.;'`,";
  static constexpr std::string_view kShifted = "!@#$%^&*().... _+{}|.:\"~<";
  static constexpr std::string_view kKeypadSigns = "/*-+.1234567890";  // from 54 on, without Enter
  if (usage >= 0x04 && usage <= 0x1D) {
    return static_cast<char>((is_shifted ? 'A' : 'a') + (usage - 0x04));
  }
  if (usage == 0x37) return is_shifted ? '>' : '.';
  if (usage == 0x38) return is_shifted ? '?' : '/';
  if (usage >= 0x1E && usage < 0x1E + kPlain.size()) {
    const char letter = (is_shifted ? kShifted : kPlain)[usage - 0x1EU];
    return letter == '.' ? '\0' : letter;
  }
  if (usage == 0x63) return '.';
  if (usage < 0x54 || usage > 0x62 || usage == 0x58) return 0;
  return kKeypadSigns[usage - 0x54U];
}

}  // namespace slipway::devices
