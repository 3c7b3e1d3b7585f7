#include "refund/toml_text.hpp"

#include <cstdint>
#include <optional>

#include "refund/utf8.hpp"

namespace slipway::refund {

namespace {

// What a quoted text may follow: the start of a line, a sign of TOML. After anything else the TOML
// reader would not take it for a text.
constexpr std::string_view kBeforeQuotes = "\n=,.[{";
// Each dot nests one table deeper, and the TOML reader goes into them by calling itself.
constexpr int kMostDots = 16;

// Where the quoted text that begins at `start` ends; the end of the line when it is not closed,
// which the TOML reader then reports.
std::size_t end_of_quoted(std::string_view toml, std::size_t start) {
  const char quote = toml[start];
  for (std::size_t i = start + 1; i < toml.size(); ++i) {
    if (toml[i] == '\n' || toml[i] == quote) return i;
    if (toml[i] == '\\' && quote == '"') ++i;
  }
  return toml.size();
}

// A character of several bytes as TOML's basic strings escape it.
std::string escape_of(std::string_view character) {
  const auto first = static_cast<unsigned char>(character.front());
  std::uint32_t code = first & (0xFFU >> (character.size() + 1));
  for (const char byte : character.substr(1))
    code = code << 6 | (static_cast<unsigned char>(byte) & 0x3FU);
  std::string escape = "\\U";
  for (int shift = 28; shift >= 0; shift -= 4)
    escape += "0123456789ABCDEF"[code >> shift & 0x0FU];
  return escape;
}

// The first character that may not stand where it stands.
std::optional<TomlMistake> stray_character(std::string_view toml) {
  int line = 1;
  int dots = 0;        // outside quotes, in this line
  char before = '\n';  // the last character that is no blank
  for (std::size_t i = 0; i < toml.size(); ++i) {
    const char c = toml[i];
    if (c == '#') {
      i = toml.find('\n', i);
      if (i == std::string_view::npos) break;
    } else if (c == '"' || c == '\'') {
      const std::string_view three = toml.substr(i, 3);
      if (three == "\"\"\"" || three == "\'\'\'") {
        return TomlMistake{line,
                           "a text over several lines stands here; allowed: texts within one line"};
      }
      if (kBeforeQuotes.find(before) == std::string_view::npos) {
        return TomlMistake{line, "quotes stand in the middle; allowed: around a whole value"};
      }
      i = end_of_quoted(toml, i);
    } else if (c != '\n' && c != '\r' && c != '\t' && (c < ' ' || c > '~')) {
      return TomlMistake{line,
                         "a character that is not ASCII stands outside quotes and comments; "
                         "allowed: letters, digits and signs of ASCII"};
    } else if (c == '.' && ++dots > kMostDots) {
      return TomlMistake{line, "more than " + std::to_string(kMostDots) +
                                   " dots stand in this line; allowed: names as "
                                   "\"shop.fee.member\""};
    }
    const char last = i < toml.size() ? toml[i] : '\n';
    if (last == '\n') {
      ++line;
      dots = 0;
    }
    if (last != ' ' && last != '\t' && last != '\r') before = last;
  }
  return std::nullopt;
}

// For texts without a stray character.
std::string in_ascii(const std::vector<std::string_view>& characters) {
  std::string ascii;
  char inside = '\n';  // the quote or # that we are in; a line's end: none
  bool is_escaped = false;
  for (const std::string_view character : characters) {
    const char c = character.front();
    const bool is_literal = inside == '\'' && c != '\'' && c != '\n';
    if (character.size() == 1) {
      if (is_literal && (c == '"' || c == '\\')) ascii += '\\';
      const bool is_quote = c == '\'' && (inside == '\'' || inside == '\n');
      ascii += is_quote ? '"' : c;
      const bool is_end = c == '\n' || (inside != '#' && c == inside && !is_escaped);
      if (is_end) {
        inside = '\n';
      } else if (inside == '\n' && (c == '"' || c == '\'' || c == '#')) {
        inside = c;
      }
      is_escaped = inside == '"' && c == '\\' && !is_escaped;
    } else if (inside == '"' || inside == '\'') {
      ascii += escape_of(character);
      is_escaped = false;
    } else {
      ascii += '?';
    }
  }
  return ascii;
}

// The first line that is not UTF-8 in a text that is not.
TomlMistake not_utf8(std::string_view toml) {
  int line = 1;
  for (std::size_t end = toml.find('\n');
       end != std::string_view::npos && is_utf8(toml.substr(0, end)); end = toml.find('\n')) {
    toml.remove_prefix(end + 1);
    ++line;
  }
  return {line, "this is no TOML: it is not UTF-8"};
}

}  // namespace

tl::expected<std::string, TomlMistake> ascii_toml(std::string_view toml) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (toml.substr(0, kMark.size()) == kMark) toml.remove_prefix(kMark.size());
  if (auto stray = stray_character(toml)) return tl::unexpected(std::move(*stray));
  const auto characters = characters_of(toml);
  if (!characters) return tl::unexpected(not_utf8(toml));
  return in_ascii(*characters);
}

}  // namespace slipway::refund
