#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::refund {

// ISO 4217, by its number. All three have two decimals.
enum class Currency : std::uint16_t { Cny = 156, Usd = 840, Eur = 978 };

[[nodiscard]] std::optional<Currency> currency_from(std::int64_t iso_number);
[[nodiscard]] std::optional<Currency> currency_from(std::string_view iso_letters);
[[nodiscard]] std::string_view letters(Currency currency);  // "CNY"
[[nodiscard]] std::string_view symbol(Currency currency);   // "¥"

// An amount in minor units (fen, cents) with its currency. No amount that enters the system is
// larger than kMost (parsers refuse it), so that sums of up to a million amounts cannot overflow;
// the operators `require` equal currencies and a result that fits.
struct Money {
  static constexpr std::int64_t kMost = 1'000'000'000'000;  // ten thousand million yuan

  std::int64_t minor = 0;
  Currency currency = Currency::Cny;

  friend bool operator==(const Money&, const Money&) = default;
};

[[nodiscard]] Money operator+(Money a, Money b);
[[nodiscard]] Money operator-(Money a, Money b);
[[nodiscard]] Money operator-(Money a);
[[nodiscard]] bool operator<(Money a, Money b);
[[nodiscard]] bool operator<=(Money a, Money b);
[[nodiscard]] bool is_positive(Money amount);
[[nodiscard]] bool is_zero(Money amount);
[[nodiscard]] Money zero(Currency currency);
[[nodiscard]] Money smaller(Money a, Money b);

// "¥1,286.50", "−¥963.50" (minus is U+2212), as every screen and slip shows it.
[[nodiscard]] std::string to_text(Money amount);
// "+¥250.00", "−¥963.50", "¥0.00": with a sign for ledger lines.
[[nodiscard]] std::string to_signed_text(Money amount);
// Chinese capital form for paper, "捌佰捌拾陆元伍角"; only CNY and 0 or more.
[[nodiscard]] std::string to_capital_form(Money amount);
// Reads "1286.50", "1,286.5" or "1286"; nothing for anything else, a negative number, more than
// two decimals or more than kMost.
[[nodiscard]] std::optional<Money> money_from(std::string_view text, Currency currency);

}  // namespace slipway::refund
