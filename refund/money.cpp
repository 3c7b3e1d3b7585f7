#include "refund/money.hpp"

#include <array>

#include "refund/require.hpp"

namespace slipway::refund {

namespace {

constexpr std::string_view kMinus = "\u2212";

// Digits with a comma before every three from the right.
std::string with_commas(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t i = text.size(); i > 3; i -= 3)
    text.insert(i - 3, 1, ',');
  return text;
}

std::uint64_t size_of(Money amount) {
  const auto bits = static_cast<std::uint64_t>(amount.minor);
  return amount.minor < 0 ? 0 - bits : bits;
}

std::string unsigned_text(Money amount) {
  const std::uint64_t size = size_of(amount);
  std::string cents = std::to_string(size % 100);
  if (cents.size() < 2) cents.insert(0, 1, '0');
  return std::string(symbol(amount.currency)) + with_commas(size / 100) + '.' + cents;
}

constexpr std::array<std::string_view, 10> kCapitalDigits = {"零", "壹", "贰", "叁", "肆",
                                                             "伍", "陆", "柒", "捌", "玖"};

// A number of 1 to 9,999. One 零 stands for a gap between two digits, none for trailing zeros.
std::string capital_group(std::uint64_t number) {
  constexpr std::array<std::string_view, 4> units = {"仟", "佰", "拾", ""};
  std::string text;
  bool gap = false;
  std::uint64_t weight = 1000;
  for (const std::string_view unit : units) {
    const std::uint64_t digit = number / weight % 10;
    weight /= 10;
    if (digit == 0) {
      gap = true;
      continue;
    }
    if (gap && !text.empty()) text += kCapitalDigits[0];
    gap = false;
    text += kCapitalDigits[digit];
    text += unit;
  }
  return text;
}

std::string capital_integer(std::uint64_t number) {
  if (number < 10'000) return capital_group(number);
  const bool has_yi = number >= 100'000'000;
  const std::uint64_t step = has_yi ? 100'000'000 : 10'000;
  const std::uint64_t rest = number % step;
  std::string text = capital_integer(number / step);
  text += has_yi ? "亿" : "万";
  if (rest == 0) return text;
  if (rest < step / 10) text += kCapitalDigits[0];
  return text + capital_integer(rest);
}

}  // namespace

std::optional<Currency> currency_from(std::int64_t iso_number) {
  for (const Currency currency : {Currency::Cny, Currency::Usd, Currency::Eur}) {
    if (static_cast<std::int64_t>(currency) == iso_number) return currency;
  }
  return std::nullopt;
}

std::optional<Currency> currency_from(std::string_view iso_letters) {
  for (const Currency currency : {Currency::Cny, Currency::Usd, Currency::Eur}) {
    if (letters(currency) == iso_letters) return currency;
  }
  return std::nullopt;
}

std::string_view letters(Currency currency) {
  switch (currency) {
    case Currency::Cny:
      return "CNY";
    case Currency::Usd:
      return "USD";
    case Currency::Eur:
      break;
  }
  return "EUR";
}

std::string_view symbol(Currency currency) {
  switch (currency) {
    case Currency::Cny:
      return "¥";
    case Currency::Usd:
      return "$";
    case Currency::Eur:
      break;
  }
  return "€";
}

Money operator+(Money a, Money b) {
  require(a.currency == b.currency);
  Money sum{0, a.currency};
  require(!__builtin_add_overflow(a.minor, b.minor, &sum.minor));
  return sum;
}

Money operator-(Money a, Money b) {
  require(a.currency == b.currency);
  Money difference{0, a.currency};
  require(!__builtin_sub_overflow(a.minor, b.minor, &difference.minor));
  return difference;
}

Money operator-(Money a) {
  return zero(a.currency) - a;
}

bool operator<(Money a, Money b) {
  require(a.currency == b.currency);
  return a.minor < b.minor;
}

bool operator<=(Money a, Money b) {
  return !(b < a);
}

bool is_positive(Money amount) {
  return amount.minor > 0;
}

bool is_zero(Money amount) {
  return amount.minor == 0;
}

Money zero(Currency currency) {
  return {0, currency};
}

Money smaller(Money a, Money b) {
  return b < a ? b : a;
}

std::string to_text(Money amount) {
  return (amount.minor < 0 ? std::string(kMinus) : std::string()) + unsigned_text(amount);
}

std::string to_signed_text(Money amount) {
  if (amount.minor > 0) return "+" + unsigned_text(amount);
  return to_text(amount);
}

std::string to_capital_form(Money amount) {
  require(amount.currency == Currency::Cny && amount.minor >= 0);
  const std::uint64_t size = size_of(amount);
  const std::uint64_t yuan = size / 100;
  const std::uint64_t jiao = size / 10 % 10;
  const std::uint64_t fen = size % 10;
  if (size == 0) return "零元整";
  std::string text;
  if (yuan > 0) text = capital_integer(yuan) + "元";
  if (jiao == 0 && fen == 0) return text + "整";
  if (jiao > 0) {
    text += kCapitalDigits[jiao];
    text += "角";
  } else if (yuan > 0) {
    text += kCapitalDigits[0];
  }
  if (fen > 0) {
    text += kCapitalDigits[fen];
    text += "分";
  }
  return text;
}

std::optional<Money> money_from(std::string_view text, Currency currency) {
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  std::int64_t minor = 0;
  const bool has_commas = whole.find(',') != std::string_view::npos;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    const std::size_t from_right = whole.size() - i;
    const bool comma_here = has_commas && from_right % 4 == 0;
    if (comma_here != (whole[i] == ',')) return std::nullopt;
    if (comma_here) continue;
    if (whole[i] < '0' || whole[i] > '9') return std::nullopt;
    minor = minor * 10 + (whole[i] - '0');
    if (minor > Money::kMost / 100) return std::nullopt;
  }
  const bool has_leading_zero = whole.size() > 1 && whole.front() == '0';
  const bool has_leading_comma = !whole.empty() && whole.front() == ',';
  if (whole.empty() || has_leading_zero || has_leading_comma) return std::nullopt;
  minor *= 100;
  if (point != std::string_view::npos) {
    const std::string_view cents = text.substr(point + 1);
    if (cents.empty() || cents.size() > 2) return std::nullopt;
    std::int64_t weight = 10;
    for (const char c : cents) {
      if (c < '0' || c > '9') return std::nullopt;
      minor += (c - '0') * weight;
      weight /= 10;
    }
  }
  if (minor > Money::kMost) return std::nullopt;
  return Money{minor, currency};
}

}  // namespace slipway::refund
