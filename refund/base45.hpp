#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::refund {

// RFC 9285: two bytes to three characters that a QR code packs well.
[[nodiscard]] std::string to_base45(std::span<const std::uint8_t> bytes);
// Nothing for a character outside the alphabet, a length of 1 modulo 3 or a group that overflows.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> from_base45(std::string_view text);

}  // namespace slipway::refund
