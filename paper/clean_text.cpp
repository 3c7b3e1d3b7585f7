#include "paper/clean_text.hpp"

#include <glib.h>

#include <algorithm>
#include <array>

namespace slipway::paper {
namespace {

constexpr int kMostAccents = 2;

bool is_blank(gunichar letter) {
  return letter == '\t' || letter == '\n' || letter == '\r' || g_unichar_isspace(letter) != FALSE;
}

bool is_dropped(gunichar letter) {
  switch (g_unichar_type(letter)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:  // directions, joiners, soft hyphen, byte order mark
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
      return true;
    default:
      return letter == 0xFFFC || letter == 0xFFFD;  // object and replacement characters
  }
}

// Valid UTF-8 of what of `text` a slip may show; stops when `most` + 1 letters are there.
std::u32string letters_of(std::string_view text, std::size_t most) {
  std::u32string letters;
  int accents = 0;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end && letters.size() <= most) {
    const gunichar letter = g_utf8_get_char_validated(at, end - at);
    if (letter == static_cast<gunichar>(-1) || letter == static_cast<gunichar>(-2)) {
      ++at;
      continue;
    }
    at += g_unichar_to_utf8(letter, nullptr);
    if (is_blank(letter)) {
      if (!letters.empty() && letters.back() != U' ') letters.push_back(U' ');
      accents = 0;
    } else if (!is_dropped(letter)) {
      accents = g_unichar_ismark(letter) != FALSE ? accents + 1 : 0;
      if (accents <= kMostAccents) letters.push_back(letter);
    }
  }
  while (!letters.empty() && letters.back() == U' ')
    letters.pop_back();
  return letters;
}

}  // namespace

std::string clean_text(std::string_view text, std::size_t most) {
  std::u32string letters = letters_of(text, most);
  if (letters.size() > most) {
    letters.resize(most - std::min<std::size_t>(most, 1));
    letters.push_back(U'…');
  }
  std::string cleaned;
  for (const char32_t letter : letters) {
    std::array<char, 6> bytes{};
    const int count = g_unichar_to_utf8(letter, bytes.data());
    cleaned.append(bytes.data(), static_cast<std::size_t>(count));
  }
  return cleaned;
}

refund::Phrase clean_text(const refund::Phrase& phrase, std::size_t most) {
  return {clean_text(phrase.zh, most), clean_text(phrase.en, most)};
}

}  // namespace slipway::paper
