#include "devices/pad/stu_scrubber.hpp"

#include <algorithm>
#include <array>

#include "devices/pad/stu.hpp"

namespace slipway::devices {
namespace {

using usb::Bytes;

constexpr std::uint8_t kGetReport = 0x01;
constexpr std::uint8_t kSetReport = 0x09;
constexpr std::size_t kPlain = 7;
constexpr std::size_t kTimed = 11;
constexpr std::size_t kLongestMode = 20;
// Status, information (model and firmware), capability, and the modes below.
constexpr std::array<std::uint8_t, 3> kTold = {0x03, 0x08, 0x09};
// Clear, inking, handwriting area, colours and widths of ink, backlight, start and end of a
// picture, option mode: numbers only.
constexpr std::array<std::uint8_t, 12> kModes = {0x20, 0x21, 0x22, 0x25, 0x27, 0x28,
                                                 0x2A, 0x2B, 0x2D, 0x2E, 0x2F, 0x32};

template <typename List>
bool has(const List& list, std::uint8_t report) {
  return std::find(list.begin(), list.end(), report) != list.end();
}

Bytes first_only(std::span<const std::uint8_t> bytes) {
  Bytes clean(bytes.size(), 0);
  if (!bytes.empty()) clean[0] = bytes[0];
  return clean;
}

void put_word(Bytes& bytes, std::size_t at, int value) {
  bytes[at] = static_cast<std::uint8_t>(value >> 8);
  bytes[at + 1] = static_cast<std::uint8_t>(value & 0xFF);
}

}  // namespace

Bytes StuScrubber::control_in(const usb::Setup& setup, std::span<const std::uint8_t> bytes) {
  if (setup.request_type != 0xA1 || setup.request != kGetReport) {
    return Scrubber::control_in(setup, bytes);
  }
  const auto report = static_cast<std::uint8_t>(setup.value & 0xFF);
  const bool is_open = has(kTold, report) || has(kModes, report);
  return is_open && bytes.size() <= kLongestMode ? Bytes(bytes.begin(), bytes.end())
                                                 : first_only(bytes);
}

Bytes StuScrubber::control_out(const usb::Setup& setup, std::span<const std::uint8_t> bytes) {
  const bool is_mode = setup.request == kSetReport && bytes.size() <= kLongestMode &&
                       has(kModes, static_cast<std::uint8_t>(setup.value & 0xFF));
  return is_mode ? Bytes(bytes.begin(), bytes.end()) : first_only(bytes);
}

Bytes StuScrubber::read(std::uint8_t, std::span<const std::uint8_t> bytes,
                        std::chrono::milliseconds) {
  Bytes clean = first_only(bytes);
  const auto pen = stu::read_pen(bytes);
  if (!pen) return clean;
  clean[1] = static_cast<std::uint8_t>(bytes[1] & 0xF0);
  if (pen->touching) {
    ++samples_;
    clean[1] = static_cast<std::uint8_t>(clean[1] | 0x02);
  }
  const int phase = samples_ % 64;
  put_word(clean, 3, pen->near ? 1000 + samples_ * 16 % 4000 : 0);
  put_word(clean, 5, pen->near ? 1500 + 20 * std::min(phase, 64 - phase) : 0);
  // Stamps of the time and numbers, as far as this report has any.
  if (const std::size_t end = std::min(bytes.size(), kTimed);
      end > kPlain && bytes[0] != static_cast<std::uint8_t>(stu::Report::PenData)) {
    std::copy(bytes.begin() + kPlain, bytes.begin() + static_cast<std::ptrdiff_t>(end),
              clean.begin() + kPlain);
  }
  return clean;
}

}  // namespace slipway::devices
