#pragma once

#include <string_view>

namespace slipway::refund {

// The line of a policy text on which a dotted key stands, "shop.fee.member.least"; of the nearest
// table above it when the key is absent, and 0 for a text without any of it. Of tables in a list
// the first that has the key, else the first.
[[nodiscard]] int line_of_key(std::string_view toml, std::string_view key);

}  // namespace slipway::refund
