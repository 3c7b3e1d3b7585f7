#include "devices/pad/digitizer_scrubber.hpp"

#include <algorithm>
#include <array>

#include "devices/pad/epad.hpp"
#include "devices/pad/hid_wire.hpp"
#include "devices/usb/wipe.hpp"

namespace slipway::devices {
namespace {

namespace hid = usb::hid;
using usb::Bytes;

constexpr hid::Usage kX = 0x00010030;
constexpr hid::Usage kY = 0x00010031;
constexpr hid::Usage kPressure = 0x000D0030;
// In range, upside down, tip, eraser, confidence, which contact, how many, and when.
constexpr std::array<hid::Usage, 8> kKept = {0x000D0032, 0x000D003C, 0x000D0042, 0x000D0045,
                                             0x000D0047, 0x000D0051, 0x000D0054, 0x000D0056};
constexpr int kTurn = 64;  // samples from one end of the zigzag to the other and back

// How far the zigzag has come, of a thousand.
int along(int samples) {
  return 100 + samples * 2 % 800;
}
int across(int samples) {
  const int phase = samples % kTurn;
  return 400 + 6 * std::min(phase, kTurn - phase);
}

std::int64_t share(const hid::Field& field, int thousandths) {
  const std::int64_t range = std::int64_t{field.logical_maximum} - field.logical_minimum;
  return field.logical_minimum + range * thousandths / 1000;
}

// The lowest bit first, as HID packs its values (1.11, 6.2.2.4 and 8.4).
void put(Bytes& report, std::size_t first_bit, std::uint32_t bits, std::int64_t value) {
  for (std::uint32_t one = 0; one < bits; ++one) {
    const std::size_t at = first_bit + one;
    if (at / 8 < report.size() && (value >> one & 1) != 0)
      report[at / 8] = static_cast<std::uint8_t>(report[at / 8] | 1U << at % 8);
  }
}

// As far as the report has come.
void keep(Bytes& clean, std::span<const std::uint8_t> report, std::size_t first_bit,
          std::uint32_t bits) {
  for (std::uint32_t one = 0; one < bits; ++one) {
    const std::size_t at = first_bit + one;
    if (at / 8 < report.size())
      clean[at / 8] = static_cast<std::uint8_t>(clean[at / 8] | (report[at / 8] & 1U << at % 8));
  }
}

}  // namespace

DigitizerScrubber::DigitizerScrubber(const usb::Interface& claimed) {
  const usb::Endpoint* endpoint = hid_wire::report_endpoint(claimed);
  if (endpoint != nullptr) packet_size_ = endpoint->packet_size;
}

Bytes DigitizerScrubber::control_in(const usb::Setup& setup, std::span<const std::uint8_t> bytes) {
  if (setup.request_type == 0x81 && setup.request == 0x06 && setup.value == 0x2200) {
    auto reports = hid::read_reports(bytes);
    reports_.reset();
    if (reports) {
      is_epad_ = epad::has_shape(*reports);
      reports_ = std::move(*reports);
    }
  }
  return Scrubber::control_in(setup, bytes);
}

// A report ends with its last byte or with a packet that is not full. What was made up for the
// packets before is made up again: nothing of it depends on the bytes that are still to come, but
// for those that stay.
Bytes DigitizerScrubber::read(std::uint8_t, std::span<const std::uint8_t> bytes,
                              std::chrono::milliseconds) {
  Bytes clean(bytes.size(), 0);
  if (!reports_ || bytes.empty()) return clean;
  const std::size_t from = begun_.size();
  begun_.insert(begun_.end(), bytes.begin(), bytes.end());
  const std::uint8_t number = reports_->are_numbered ? begun_[0] : std::uint8_t{0};
  const std::size_t size = reports_->input_size(number);
  Bytes whole = is_epad_ ? made_up_epad(begun_) : made_up(begun_);
  whole.resize(begun_.size(), 0);
  if (size != 0) {
    std::copy(whole.begin() + static_cast<std::ptrdiff_t>(from), whole.end(), clean.begin());
  }
  if (begun_.size() >= size || bytes.size() < packet_size_) {
    wipe(begun_.data(), begun_.size());
    begun_.clear();
    ++samples_;
  }
  return clean;
}

Bytes DigitizerScrubber::made_up(std::span<const std::uint8_t> report) {
  Bytes clean(report.size(), 0);
  const std::uint8_t number = reports_->are_numbered ? report[0] : std::uint8_t{0};
  if (reports_->are_numbered) clean[0] = number;
  const std::size_t head = reports_->are_numbered ? 8 : 0;
  for (const hid::Field& field : reports_->fields) {
    if (field.kind != hid::Kind::Input || field.report != number || field.is_constant ||
        field.is_array || field.is_relative) {
      continue;
    }
    for (std::size_t index = 0; index < field.count; ++index) {
      const hid::Usage usage = field.usage_of(index);
      std::optional<std::int64_t> value;
      const std::size_t first = head + field.offset + index * field.bits;
      if (std::find(kKept.begin(), kKept.end(), usage) != kKept.end()) {
        keep(clean, report, first, field.bits);
      } else if (usage == kX) {
        value = share(field, along(samples_));
      } else if (usage == kY) {
        value = share(field, across(samples_));
      } else if (usage == kPressure) {
        value = share(field, 500);
      }
      if (value) put(clean, first, field.bits, *value);
    }
  }
  return clean;
}

Bytes DigitizerScrubber::made_up_epad(std::span<const std::uint8_t> report) {
  constexpr std::uint8_t kTouchingAndNear = 0x60;
  constexpr std::uint8_t kTouching = 0x20;
  Bytes clean(epad::kReportLength, 0);
  clean[0] = static_cast<std::uint8_t>(report[0] & kTouchingAndNear);
  if ((report[0] & kTouching) == 0) return clean;
  const int x = epad::kMostX * along(samples_) / 1000;
  const int y = epad::kMostY * across(samples_) / 1000;
  clean[1] = static_cast<std::uint8_t>(x & 0xFF);
  clean[2] = static_cast<std::uint8_t>(x >> 8);
  clean[3] = static_cast<std::uint8_t>(y & 0xFF);
  clean[4] = static_cast<std::uint8_t>(y >> 8);
  clean[5] = epad::kMostPressure / 2;
  return clean;
}

}  // namespace slipway::devices
