#include "refund/time.hpp"

#include <array>
#include <cstdio>

namespace slipway::refund {

namespace {

// Exactly so many digits at the front, which are taken off; -1 when they are not there.
int take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return -1;
  int number = 0;
  for (const char c : text.substr(0, count)) {
    if (c < '0' || c > '9') return -1;
    number = number * 10 + (c - '0');
  }
  text.remove_prefix(count);
  return number;
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<Date> take_date(std::string_view& text) {
  const int year = take_digits(text, 4);
  if (year < 0 || !take(text, '-')) return std::nullopt;
  const int month = take_digits(text, 2);
  if (month < 0 || !take(text, '-')) return std::nullopt;
  const int day = take_digits(text, 2);
  if (day < 0) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return Date(date);
}

}  // namespace

Date date_of(Instant instant, Offset offset) {
  return std::chrono::floor<std::chrono::days>(instant + offset);
}

std::string to_text(Date date) {
  const std::chrono::year_month_day parts(date);
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(parts.year()),
                static_cast<unsigned>(parts.month()), static_cast<unsigned>(parts.day()));
  return text.data();
}

std::string to_text(Instant instant, Offset offset) {
  const Date date = date_of(instant, offset);
  const std::chrono::hh_mm_ss clock(instant + offset - date);
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), " %02d:%02d", static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()));
  return to_text(date) + text.data();
}

std::optional<Date> date_from(std::string_view text) {
  const std::optional<Date> date = take_date(text);
  return text.empty() ? date : std::nullopt;
}

std::optional<Instant> instant_from(std::string_view text, Offset offset) {
  const std::optional<Date> date = take_date(text);
  if (!date || !take(text, ' ')) return std::nullopt;
  const int hour = take_digits(text, 2);
  if (hour < 0 || hour > 23 || !take(text, ':')) return std::nullopt;
  const int minute = take_digits(text, 2);
  if (minute < 0 || minute > 59) return std::nullopt;
  int second = 0;
  if (!text.empty()) {
    if (!take(text, ':')) return std::nullopt;
    second = take_digits(text, 2);
    if (second < 0 || second > 59 || !text.empty()) return std::nullopt;
  }
  return Instant(*date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second) - offset;
}

}  // namespace slipway::refund
