#include "devices/reader/bank_card.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "devices/usb/wipe.hpp"

namespace slipway::devices {
namespace {

constexpr std::size_t kFewestDigits = 12;
constexpr std::size_t kMostDigits = 19;
constexpr std::size_t kTrack3Head = 2;
constexpr std::size_t kFewestMasked = 13;
constexpr std::size_t kExpiry = 4;

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

// The first four digits of a scheme's numbers and the lengths that it issues (ISO/IEC 7812, the
// schemes' own publications).
struct Scheme {
  int first;
  int last;
  std::size_t shortest;
  std::size_t longest;
};
constexpr std::array kSchemes = {
    Scheme{2200, 2204, 16, 19},  // Mir
    Scheme{2221, 2720, 16, 16},  // Mastercard
    Scheme{3000, 3059, 14, 19},  // Diners Club
    Scheme{3095, 3095, 14, 19},  // Diners Club
    Scheme{3400, 3499, 15, 15},  // American Express
    Scheme{3528, 3589, 16, 19},  // JCB
    Scheme{3600, 3699, 14, 19},  // Diners Club
    Scheme{3700, 3799, 15, 15},  // American Express
    Scheme{3800, 3999, 14, 19},  // Diners Club
    Scheme{4000, 4999, 13, 19},  // Visa
    Scheme{5000, 5099, 12, 19},  // Maestro, RuPay
    Scheme{5100, 5599, 16, 16},  // Mastercard
    Scheme{5600, 5899, 12, 19},  // Maestro
    Scheme{6000, 6999, 12, 19},  // Maestro, Discover, RuPay, UnionPay
    Scheme{8100, 8199, 16, 19},  // UnionPay
    Scheme{9558, 9559, 16, 19},  // banks in China before UnionPay
    Scheme{9792, 9792, 16, 16},  // Troy
};

// A run of digits, without the spaces between them.
struct Run {
  std::array<char, kMostDigits + kTrack3Head> digits{};
  std::size_t size = 0;  // counts on beyond what is kept
};

bool satisfies_luhn(const char* digits, std::size_t size) {
  int sum = 0;
  for (std::size_t i = 0; i < size; ++i) {
    int digit = digits[size - 1 - i] - '0';
    if (i % 2 == 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 == 0;
}

bool is_of_scheme(const char* digits, std::size_t size) {
  int head = 0;
  for (std::size_t i = 0; i < 4; ++i)
    head = head * 10 + (digits[i] - '0');
  return std::any_of(kSchemes.begin(), kSchemes.end(), [&](const Scheme& scheme) {
    return head >= scheme.first && head <= scheme.last && size >= scheme.shortest &&
           size <= scheme.longest;
  });
}

bool is_expiry(std::string_view text) {
  if (text.size() < 4 || !std::all_of(text.begin(), text.begin() + 4, is_digit)) return false;
  const int month = (text[2] - '0') * 10 + (text[3] - '0');
  return month >= 1 && month <= 12;
}

// `rest`: what stands behind the digits. A card without an expiry has another separator in its
// place.
bool is_followed_as_on_a_track(std::string_view rest) {
  if (rest.starts_with('=') || rest.starts_with('D')) {
    rest.remove_prefix(1);
    return rest.starts_with('=') || is_expiry(rest);
  }
  if (!rest.starts_with('^')) return false;
  const auto name_end = rest.find('^', 1);
  if (name_end == std::string_view::npos) return false;
  rest.remove_prefix(name_end + 1);
  return rest.starts_with('^') || is_expiry(rest);
}

bool is_number(const char* digits, std::size_t size, std::string_view rest) {
  if (size < kFewestDigits || size > kMostDigits || !satisfies_luhn(digits, size)) return false;
  return is_of_scheme(digits, size) || is_followed_as_on_a_track(rest);
}

// On track 3 a country's code and money follow the number, never an expiry.
bool is_track3_number(const char* digits, std::size_t size, std::string_view rest) {
  return rest.starts_with('=') && size >= kFewestDigits && size <= kMostDigits &&
         satisfies_luhn(digits, size);
}

}  // namespace

bool holds_bank_card(std::string_view text) {
  Run run;
  const WipedAtEnd wiped(run.digits);
  std::size_t at = 0;
  while (at < text.size()) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    run.size = 0;
    std::size_t end = at;  // behind the last digit
    for (; at < text.size() && (is_digit(text[at]) || text[at] == ' '); ++at) {
      if (text[at] == ' ') continue;
      if (run.size < run.digits.size()) run.digits[run.size] = text[at];
      ++run.size;
      end = at + 1;
    }
    if (run.size > run.digits.size()) continue;
    const auto rest = text.substr(end);
    if (is_number(run.digits.data(), run.size, rest)) return true;
    if (run.size > kTrack3Head &&
        is_track3_number(run.digits.data() + kTrack3Head, run.size - kTrack3Head, rest)) {
      return true;
    }
  }
  return false;
}

bool is_masked_bank_card(std::string_view track) {
  const bool is_first = track.starts_with("%B");
  if (!is_first &&
      (track.empty() || std::string_view(";+!").find(track.front()) == std::string_view::npos)) {
    return false;
  }
  track.remove_prefix(is_first ? 2 : 1);
  const std::size_t end = track.find(is_first ? '^' : '=');
  if (end == std::string_view::npos || end < kFewestMasked || end > kMostDigits) return false;
  auto rest = track.substr(end + 1);
  if (rest.ends_with('?')) rest.remove_suffix(1);
  return is_first ? rest.find('^') != std::string_view::npos : rest.size() >= kExpiry;
}

}  // namespace slipway::devices
