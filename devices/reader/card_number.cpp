#include "devices/reader/card_number.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace slipway::devices {
namespace {

constexpr std::array<NumberFormat, 4> kFormats = {NumberFormat::Digits, NumberFormat::Decimal,
                                                  NumberFormat::Hex, NumberFormat::HexReversed};
constexpr std::array<std::size_t, 3> kLengths = {8, 14, 20};

bool all_of(std::string_view text, std::string_view alphabet) {
  return !text.empty() && text.find_first_not_of(alphabet) == std::string_view::npos;
}

std::optional<std::string> padded(std::string_view digits) {
  if (!all_of(digits, "0123456789")) return std::nullopt;
  for (const std::size_t length : kLengths) {
    if (digits.size() > length) continue;
    return std::string(length - digits.size(), '0') + std::string(digits);
  }
  return std::nullopt;
}

std::optional<std::string> from_decimal(std::string_view digits) {
  if (!all_of(digits, "0123456789") || digits.size() > 10) return std::nullopt;
  std::uint64_t value = 0;
  for (const char digit : digits)
    value = value * 10 + static_cast<std::uint64_t>(digit - '0');
  if (value > 0xFFFFFFFFU) return std::nullopt;
  constexpr const char* kDigits = "0123456789ABCDEF";
  std::string uid(8, '0');
  for (std::size_t i = uid.size(); i > 0; --i, value >>= 4)
    uid[i - 1] = kDigits[value & 0xF];
  return uid;
}

std::optional<std::string> from_hex(std::string_view digits) {
  if (!all_of(digits, "0123456789ABCDEFabcdef")) return std::nullopt;
  if (std::find(kLengths.begin(), kLengths.end(), digits.size()) == kLengths.end()) {
    return std::nullopt;
  }
  std::string uid(digits);
  for (char& letter : uid) {
    if (letter >= 'a') letter = static_cast<char>(letter - 'a' + 'A');
  }
  return uid;
}

std::optional<std::string> reversed(const std::optional<std::string>& uid) {
  if (!uid) return std::nullopt;
  std::string turned;
  for (std::size_t at = uid->size(); at >= 2; at -= 2)
    turned += uid->substr(at - 2, 2);
  return turned;
}

}  // namespace

const char* name_of(NumberFormat format) {
  switch (format) {
    case NumberFormat::Digits:
      return "digits";
    case NumberFormat::Decimal:
      return "decimal";
    case NumberFormat::Hex:
      return "hex";
    case NumberFormat::HexReversed:
      return "hex-reversed";
  }
  return "unknown";
}

std::optional<NumberFormat> number_format(std::string_view name) {
  for (const NumberFormat format : kFormats) {
    if (name == name_of(format)) return format;
  }
  return std::nullopt;
}

std::optional<std::string> uid_of(std::string_view number, NumberFormat format) {
  switch (format) {
    case NumberFormat::Digits:
      return padded(number);
    case NumberFormat::Decimal:
      return from_decimal(number);
    case NumberFormat::Hex:
      return from_hex(number);
    case NumberFormat::HexReversed:
      return reversed(from_hex(number));
  }
  return std::nullopt;
}

}  // namespace slipway::devices
