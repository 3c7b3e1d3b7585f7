#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "refund/phrase.hpp"

namespace slipway::paper {

// What may stand on paper of a text from a wire or a member: valid UTF-8 on one line, without
// control, direction, zero-width and private characters, with at most two accents on a letter, and
// of at most `most` letters, the last of them "…" when something was cut off.
[[nodiscard]] std::string clean_text(std::string_view text, std::size_t most);
[[nodiscard]] refund::Phrase clean_text(const refund::Phrase& phrase, std::size_t most);

}  // namespace slipway::paper
