#pragma once

#include <string>
#include <string_view>

#include "refund/sodium.hpp"

namespace slipway::refund {

// Digits and letters that nobody mistakes for one another on paper: no O I L B S Z, no 0 1.
inline constexpr std::string_view kPersonAlphabet = "23456789ACDEFGHJKMNPQRTUVWXY";

// So many characters (at most 12) of that alphabet, drawn from a digest.
[[nodiscard]] std::string person_code(const Digest& digest, std::size_t length);

}  // namespace slipway::refund
