#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "refund/policy.hpp"

namespace slipway::refund {

// The first character of a policy text that may not stand where it stands: outside quotes and
// comments only what ASCII prints, and no text over several lines. The TOML reader is not asked
// about anything else, because its behaviour for it is undefined (toml++ 3.3, whitespace).
[[nodiscard]] std::optional<PolicyMistake> stray_character(std::string_view toml);

// The same text in ASCII: single quotes as double ones, inside quotes every other character as its
// escape, "\U00004E2D", in comments a question mark. What the TOML reader is given can so never
// reach its undefined handling of other characters, whatever it takes for quoted. Nothing when the
// text is not UTF-8. For texts without a stray character.
[[nodiscard]] std::optional<std::string> in_ascii(std::string_view toml);

}  // namespace slipway::refund
