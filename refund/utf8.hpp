#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace slipway::refund {

// The characters of a UTF-8 text, each as the bytes that it is made of. Nothing when the text is
// not UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF).
[[nodiscard]] std::optional<std::vector<std::string_view>> characters_of(std::string_view text);
[[nodiscard]] bool is_utf8(std::string_view text);

}  // namespace slipway::refund
