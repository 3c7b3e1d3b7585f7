#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "devices/usb/transport.hpp"

// Report descriptors (USB HID 1.11, 6.2.2) as values: where in which report a usage lies. No I/O,
// and nothing is believed beyond its bounds.
namespace slipway::devices::usb::hid {

// A usage with its page in the upper half: 0x00010006 is a keyboard.
using Usage = std::uint32_t;

struct UsageRange {
  Usage first = 0;
  Usage last = 0;
};

enum class Kind { Input, Output, Feature };

// One main item: `count` values of `bits` bits each, one behind the other.
struct Field {
  Kind kind = Kind::Input;
  std::uint8_t report = 0;  // its report's number; 0: reports are not numbered
  Usage application = 0;    // of the outermost collection
  std::uint16_t group = 0;  // number of the collection right inside of it, from 1; 0: in none
  bool is_constant = false;
  bool is_array = false;  // each value says which usage holds, instead of how much of its own
  bool is_relative = false;
  std::int32_t logical_minimum = 0;
  std::int32_t logical_maximum = 0;
  std::int32_t physical_minimum = 0;  // both 0: as the logical ones (6.2.2.7)
  std::int32_t physical_maximum = 0;
  std::uint32_t unit = 0;    // of the physical ones, in nibbles: system, length, mass, time, ...
  int exponent = 0;          // of ten, of the unit
  std::uint32_t offset = 0;  // in bits, behind the report's number
  std::uint32_t bits = 0;    // 1 to 32
  std::uint32_t count = 0;
  std::vector<UsageRange> usages;

  // What the value at this place means: of a variable its usage (the last one stands for all that
  // follow), of an array the usage that the value `says`. 0 when there is none.
  [[nodiscard]] Usage usage_of(std::size_t index) const;
  [[nodiscard]] Usage usage_said(std::int64_t says) const;
  [[nodiscard]] bool has(Usage usage) const;
};

struct Reports {
  std::vector<Field> fields;
  bool are_numbered = false;

  // How many bytes an input report has, its number included; 0 when there is none of this number.
  [[nodiscard]] std::size_t input_size(std::uint8_t report) const;
  // The first input field with this usage that is not padding.
  [[nodiscard]] const Field* input(Usage usage) const;
};

inline constexpr std::size_t kLongestDescriptor = 4096;
inline constexpr std::size_t kLongestReport = 4096;

// Protocol for what is malformed or beyond reason: more than 256 fields, 64 ranges of usages to one
// of them, 16 collections or 8 pushed states in one another, a report of more than 4,096 bytes.
[[nodiscard]] Result<Reports> read_reports(std::span<const std::uint8_t> descriptor);

// How long the report descriptor is, by the HID descriptor among those of the interface (6.2.1).
[[nodiscard]] std::optional<std::size_t> report_descriptor_length(
    std::span<const std::uint8_t> extra);

// One value of a field from a whole report (with its number, where they are numbered); nothing when
// the report ends before it. With its sign when the field's minimum has one.
[[nodiscard]] std::optional<std::int64_t> value_of(const Reports& reports, const Field& field,
                                                   std::size_t index,
                                                   std::span<const std::uint8_t> report);

}  // namespace slipway::devices::usb::hid
