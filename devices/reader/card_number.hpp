#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace slipway::devices {

// How a reader that types or prints writes a card's number (devices.md 2.2: the same card has
// several). The books know cards by the UID that a contactless reader gives.
enum class NumberFormat {
  Digits,       // a number of its own: zeros before it, to 8, 14 or 20 digits
  Decimal,      // the UID's low four bytes as one decimal number
  Hex,          // the UID in hex, in its own order
  HexReversed,  // the UID in hex, last byte first
};

[[nodiscard]] const char* name_of(NumberFormat format);
[[nodiscard]] std::optional<NumberFormat> number_format(std::string_view name);

// The number as a UID of 4, 7 or 10 bytes in upper-case hex; nothing when it cannot be one.
[[nodiscard]] std::optional<std::string> uid_of(std::string_view number, NumberFormat format);

}  // namespace slipway::devices
