#include "program/journal.hpp"

#include <unistd.h>

#include <cstdlib>

namespace slipway::program {
namespace {

std::string& program_name() {
  static std::string name = "slipway";
  return name;
}

// True for the UTF-8 forms of U+200E, U+200F, U+202A..U+202E and U+2066..U+2069, which reorder
// what a reader sees.
bool is_bidirectional(std::string_view text, std::size_t at) {
  if (at + 2 >= text.size() || text[at] != '\xE2') return false;
  const auto second = static_cast<unsigned char>(text[at + 1]);
  const auto third = static_cast<unsigned char>(text[at + 2]);
  if (second == 0x80) return third == 0x8E || third == 0x8F || (third >= 0xAA && third <= 0xAE);
  return second == 0x81 && third >= 0xA6 && third <= 0xA9;
}

}  // namespace

void name_journal(std::string_view program) {
  program_name() = program;
}

std::string escaped(std::string_view value) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  bool quoted = value.empty();
  for (std::size_t at = 0; at < value.size(); ++at) {
    const auto byte = static_cast<unsigned char>(value[at]);
    if (byte < 0x20 || byte == 0x7F || byte == '\\' || byte == '"' || is_bidirectional(value, at)) {
      out += "\\x";
      out += kHex[byte >> 4];
      out += kHex[byte & 0x0F];
    } else {
      out += static_cast<char>(byte);
    }
    quoted = quoted || byte == ' ' || byte == '=';
  }
  return quoted ? '"' + out + '"' : out;
}

void log(Level level, std::string_view event, std::initializer_list<Field> fields) {
  static const bool journal = std::getenv("JOURNAL_STREAM") != nullptr;
  std::string line = journal ? "<" + std::to_string(static_cast<int>(level)) + ">" : "";
  line += program_name() + ": " + std::string(event);
  for (const Field& field : fields) {
    line += " " + std::string(field.first) + "=" + escaped(field.second);
  }
  line += '\n';
  // One write, so that lines of several threads never mix; a closed stderr is nobody's fault.
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace slipway::program
