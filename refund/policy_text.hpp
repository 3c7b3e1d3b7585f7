#pragma once

#include <optional>
#include <string_view>

#include "refund/policy.hpp"

namespace slipway::refund {

// The first character of a policy text that may not stand where it stands: outside quotes and
// comments only what ASCII prints, and no text over several lines. The TOML reader is not asked
// about anything else, because its behaviour for it is undefined (toml++ 3.3, whitespace).
[[nodiscard]] std::optional<PolicyMistake> stray_character(std::string_view toml);

}  // namespace slipway::refund
