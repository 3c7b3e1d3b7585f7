#include "devices/reader/hid_scrubber.hpp"

#include <algorithm>

#include "devices/reader/keyboard_burst.hpp"
#include "devices/reader/scanned_code.hpp"
#include "devices/reader/swiped_stripe.hpp"

namespace slipway::devices {
namespace {

using std::chrono::milliseconds;
using usb::Bytes;
namespace hid = usb::hid;

// As HidReader has it: what comes later belongs to another report.
constexpr milliseconds kPacketPause{250};
constexpr hid::Usage kDecodedData = 0x008C00FE;
constexpr hid::Usage kDataContinued = 0x008C00FF;
constexpr hid::Usage kByteCount = 0x0001003B;
constexpr hid::Usage kLeftControl = 0x000700E0;
constexpr hid::Usage kKeyA = 0x00070004;
constexpr std::uint8_t kShifts = 0x22;
constexpr std::uint8_t kEnter = 0x28;
constexpr std::uint8_t kEscape = 0x29;  // stands for every key that writes nothing
constexpr std::uint8_t kPadEnter = 0x58;
constexpr std::uint8_t kFirstKey = 0x04;
constexpr std::uint8_t kZeroKey = 0x27;
constexpr std::uint8_t kOneKey = 0x1E;
// A swipe: three states, three lengths, the encoding, then 110 bytes for each track.
constexpr std::size_t kTracks = 7;
constexpr std::size_t kTrackRoom = 110;
constexpr std::size_t kTrackReport = 337;
constexpr std::size_t kText = 9;

bool is_digit(std::uint8_t byte) {
  return byte >= '0' && byte <= '9';
}

bool is_line_end(std::uint8_t byte) {
  return byte == '\r' || byte == '\n';
}

// Whether this byte of the report lies in the field.
bool holds(const hid::Field& field, std::size_t byte) {
  const std::size_t first = field.offset / 8;
  const std::size_t end = (field.offset + field.bits * field.count + 7) / 8;
  return byte >= first && byte < end;
}

bool is_bytes(const hid::Field& field) {
  return field.bits == 8 && field.offset % 8 == 0;
}

}  // namespace

Bytes HidScrubber::control_in(const usb::Setup& setup, std::span<const std::uint8_t> bytes) {
  if (setup.request_type == 0x81 && setup.request == 0x06 && setup.value >> 8 == 0x22) learn(bytes);
  return Scrubber::control_in(setup, bytes);
}

void HidScrubber::learn(std::span<const std::uint8_t> descriptor) {
  kind_ = Kind::Unknown;
  auto reports = hid::read_reports(descriptor);
  if (!reports) return;
  reports_ = std::move(*reports);
  if (KeyboardBurst::fits(reports_)) kind_ = Kind::Keys;
  if (SwipedStripe::fits(reports_)) kind_ = Kind::Tracks;
  if (const auto layout = SealedSwipe::layout_of(reports_)) {
    kind_ = Kind::Sealed;
    layout_ = *layout;
  }
  if (ScannedCode::fits(reports_)) kind_ = Kind::Code;
}

Bytes HidScrubber::read(std::uint8_t, std::span<const std::uint8_t> bytes, milliseconds at) {
  if (at - latest_ > kPacketPause) end_report();
  latest_ = at;
  Bytes clean_bytes;
  for (const std::uint8_t byte : bytes)
    clean_bytes.push_back(clean(byte));
  return clean_bytes;
}

void HidScrubber::end_report() {
  position_ = 0;
  held_ = std::exchange(pressed_, {});
}

std::uint8_t HidScrubber::clean(std::uint8_t byte) {
  if (position_ == 0) {
    report_ = reports_.are_numbered ? byte : std::uint8_t{0};
    size_ = reports_.input_size(report_);
  }
  std::uint8_t made = 0;
  const bool is_known = kind_ != Kind::Unknown && size_ != 0;
  if (is_known && reports_.are_numbered && position_ == 0) {
    made = byte;
  } else if (is_known && kind_ == Kind::Tracks) {
    made = clean_stripe(byte);
  } else if (is_known && kind_ == Kind::Sealed) {
    made = report_ == layout_.report ? clean_sealed(byte) : std::uint8_t{0};
  } else if (is_known) {
    switch (place_of(position_)) {
      case Place::Number:
      case Place::Length:
        made = byte;
        break;
      case Place::Data:
        made = clean_code(byte);
        break;
      case Place::Modifiers:
        made = static_cast<std::uint8_t>(byte & ~kShifts);
        break;
      case Place::Key:
        made = clean_key(byte);
        break;
      case Place::Other:
        break;
    }
  }
  if (++position_ >= size_) end_report();
  return made;
}

HidScrubber::Place HidScrubber::place_of(std::size_t position) const {
  const std::size_t byte = position - (reports_.are_numbered ? 1 : 0);
  for (const hid::Field& field : reports_.fields) {
    if (field.kind != hid::Kind::Input || field.report != report_ || !holds(field, byte)) continue;
    if (kind_ == Kind::Code) {
      if (is_bytes(field) && field.has(kDecodedData)) return Place::Data;
      if (is_bytes(field) && field.has(kByteCount)) return Place::Length;
      if (field.has(kDataContinued)) return Place::Length;
      continue;
    }
    if (is_bytes(field) && field.is_array && field.has(kKeyA)) return Place::Key;
    const bool is_modifiers = field.bits == 1 && field.count == 8 && field.offset % 8 == 0;
    if (is_modifiers && field.has(kLeftControl)) return Place::Modifiers;
  }
  return Place::Other;
}

std::uint8_t HidScrubber::next_digit() {
  return static_cast<std::uint8_t>('0' + digit_++ % 10);
}

// A code may go on in the next report; its digits begin anew when something else was between.
std::uint8_t HidScrubber::clean_code(std::uint8_t byte) {
  if (byte == 0 || is_line_end(byte)) {
    digit_ = 0;
    return byte;
  }
  return next_digit();
}

std::uint8_t HidScrubber::clean_key(std::uint8_t usage) {
  if (usage < kFirstKey) return usage;  // nothing, or too many at once
  const auto held = held_.find(usage);
  if (held != held_.end()) return pressed_[usage] = held->second;
  std::uint8_t made = kEscape;
  if (usage == kEnter || usage == kPadEnter) {
    made = usage;
    digit_ = 0;
  } else if (letter_of_key(usage, false) != 0) {
    const std::uint8_t digit = next_digit();
    made = digit == '0' ? kZeroKey : static_cast<std::uint8_t>(kOneKey + digit - '1');
  }
  return pressed_[usage] = made;
}

std::uint8_t HidScrubber::clean_stripe(std::uint8_t byte) {
  if (position_ < kTracks) {
    head_.at(position_) = byte;
    if (position_ == 0) is_plausible_ = true;
    begin_track();
    // Text that got here because a packet was lost is no head.
    const std::size_t most = position_ >= 3 && position_ < 6 ? kTrackRoom : 3;
    is_plausible_ = is_plausible_ && byte <= most;
    return is_plausible_ ? byte : std::uint8_t{0};
  }
  if (!is_plausible_) return 0;
  if (size_ != kTrackReport) {
    if (position_ < kText) {
      begin_track();
      return byte;
    }
    return clean_track(byte);
  }
  const std::size_t track = (position_ - kTracks) / kTrackRoom;
  const std::size_t place = (position_ - kTracks) % kTrackRoom;
  if (place == 0) begin_track();
  return track < 3 && place < head_.at(3 + track) ? clean_track(byte) : std::uint8_t{0};
}

void HidScrubber::begin_track() {
  digit_ = 0;
  check_ = 0;
  base_ = 0;
  has_ended_ = false;
}

std::uint8_t HidScrubber::clean_track(std::uint8_t byte) {
  if ((base_ == 0 || has_ended_) && (byte == '%' || byte == ';' || byte == '+')) {
    begin_track();
    base_ = byte == '%' ? 0x20 : 0x30;
    // The third track's other sentinel counts as the second track's.
    check_ = static_cast<std::uint8_t>((byte == '%' ? '%' : ';') - base_);
    return byte;
  }
  if (base_ == 0 || is_line_end(byte) || byte == 0)
    return is_line_end(byte) ? byte : std::uint8_t{0};
  if (has_ended_) return static_cast<std::uint8_t>(check_ + base_);  // an LRC
  std::uint8_t made = 0;
  if (byte == '?' || byte == '=' || (byte == '^' && base_ == 0x20)) {
    made = byte;
  } else if (is_digit(byte)) {
    made = next_digit();
  } else if (base_ == 0x20 && byte >= 'A' && byte <= 'Z') {
    made = 'X';
  } else if (base_ == 0x20 && byte >= 0x20 && byte <= 0x5F) {
    made = ' ';
  }
  has_ended_ = byte == '?';
  if (made != 0) check_ = static_cast<std::uint8_t>(check_ ^ (made - base_));
  return made;
}

// Text that got here because a packet was lost is no head: nothing of that report stays.
std::uint8_t HidScrubber::clean_sealed(std::uint8_t byte) {
  if (position_ == (reports_.are_numbered ? 1U : 0U)) is_plausible_ = true;
  const auto is_at = [&](const SealedSwipe::Place& place) { return position_ == place.first; };
  const auto stays = [&](bool is_sound) {
    is_plausible_ = is_plausible_ && is_sound;
    return is_plausible_ ? byte : std::uint8_t{0};
  };
  if (std::any_of(layout_.states.begin(), layout_.states.end(), is_at)) return stays(byte <= 3);
  if (std::any_of(layout_.lengths.begin(), layout_.lengths.end(), is_at))
    return stays(byte <= kMostSealed && byte % kSealedBlock == 0);
  if (is_at(layout_.encoding)) return stays(byte <= 7);
  if (is_at(layout_.status)) return stays(byte <= 1);
  if (position_ == layout_.status.first + 1) return stays(byte <= 0x1F);
  return 0;
}

}  // namespace slipway::devices
