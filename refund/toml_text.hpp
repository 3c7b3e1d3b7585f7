#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace slipway::refund {

struct TomlMistake {
  int line = 0;
  std::string text;  // what stands there and what is allowed
};

// A TOML text as the reader may be given it: in ASCII, single quotes as double ones, inside quotes
// every other character as its escape, "\U00004E2D", in comments a question mark; every line where
// it was. Whoever reads TOML asks here first, because the behaviour of the reader (toml++ 3.3) is
// undefined for some characters outside quotes, and for what it takes to be outside.
//
// A mistake is a character that may not stand where it stands: outside quotes and comments only
// what ASCII prints; no text over several lines, no quotes but around a whole value or key, few
// dots in a line (a name of thousands of dotted parts would end the process); and bytes that are
// not UTF-8. A byte order mark at the very beginning is passed over.
[[nodiscard]] tl::expected<std::string, TomlMistake> ascii_toml(std::string_view toml);

}  // namespace slipway::refund
