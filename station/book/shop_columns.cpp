#include "station/book/shop_columns.hpp"

#include <algorithm>
#include <charconv>

namespace slipway::book {
namespace {

bool is_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Letters, digits and "-_." only: what an id of the shop's is made of.
bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
           c == '_' || c == '.';
  });
}

bool is_uid(std::string_view text) {
  const bool length = text.size() == 8 || text.size() == 14 || text.size() == 20;
  return length && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
         });
}

bool is_hash(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace

bool Columns::says(std::string_view name) {
  const auto& heading = *origin_.heading;
  const auto found = std::find(heading.begin(), heading.end(), name);
  if (found == heading.end()) return false;
  at_ = static_cast<std::size_t>(found - heading.begin());
  return !origin_.fields[at_].empty();
}

std::string Columns::id() {
  return checked(is_id, {"1 到 40 个字母、数字或 -_.", "1 to 40 letters, digits or -_."});
}

std::string Columns::id_or_nothing() {
  return checked(
      [](std::string_view text) { return text.empty() || is_id(text); },
      {"空，或 1 到 40 个字母、数字或 -_.", "nothing, or 1 to 40 letters, digits or -_."});
}

std::string Columns::uid() {
  return checked(is_uid, {"4、7 或 10 字节的卡号，大写十六进制",
                          "a card UID of 4, 7 or 10 bytes in upper-case hex"});
}

std::string Columns::hash() {
  return checked(is_hash, {"空，或 64 位小写十六进制的章程哈希",
                           "nothing, or the hash of a policy: 64 digits of lower-case hex"});
}

std::string Columns::text(std::size_t most) {
  return checked([most](std::string_view text) { return !text.empty() && text.size() <= most; },
                 {"1 到 " + std::to_string(most) + " 字节的文字",
                  "1 to " + std::to_string(most) + " bytes of text"});
}

std::string Columns::digits(std::size_t least, std::size_t most) {
  const std::string range = std::to_string(least) + "–" + std::to_string(most);
  return checked(
      [least, most](std::string_view text) {
        return is_digits(text) && text.size() >= least && text.size() <= most;
      },
      {range + " 位数字", range + " digits"});
}

std::string Columns::pin_or_nothing(std::size_t least) {
  const std::string range = std::to_string(least) + "–8";
  return checked(
      [least](std::string_view text) {
        return text.empty() || (is_digits(text) && text.size() >= least && text.size() <= 8);
      },
      {"空，或 " + range + " 位数字的密码", "nothing, or a PIN of " + range + " digits"});
}

std::string Columns::one_of(std::span<const std::string_view> words) {
  std::string list;
  for (const auto word : words)
    list += (list.empty() ? "" : ", ") + std::string(word);
  return checked(
      [words](std::string_view text) {
        return std::find(words.begin(), words.end(), text) != words.end();
      },
      {"以下之一：" + list, "one of " + list});
}

refund::Money Columns::money() {
  const auto amount = refund::money_from(next(), refund::Currency::Cny);
  if (!amount) refuse({"金额，如 1286.50，不为负", "an amount as 1286.50, not negative"});
  return amount.value_or(refund::zero(refund::Currency::Cny));
}

int Columns::count(int most) {
  const std::string& field = next();
  int number = 0;
  const auto read = std::from_chars(field.data(), field.data() + field.size(), number);
  const bool is_right = is_digits(field) && read.ec == std::errc{} && number <= most;
  const std::string range = std::to_string(most);
  if (!is_right) refuse({"0 到 " + range + " 的整数", "a whole number from 0 to " + range});
  return is_right ? number : 0;
}

refund::Instant Columns::instant() {
  const auto at = refund::instant_from(next());
  if (!at) refuse({"时间，如 2026-11-21 20:38", "a time as 2026-11-21 20:38"});
  return at.value_or(refund::Instant{});
}

refund::Date Columns::date() {
  const auto day = refund::date_from(next());
  if (!day) refuse({"空，或日期，如 2026-11-21", "nothing, or a date as 2026-11-21"});
  return day.value_or(refund::Date{});
}

std::optional<refund::Date> Columns::date_or_nothing() {
  if (!origin_.fields[at_].empty()) return date();
  ++at_;
  return std::nullopt;
}

void Columns::refuse(refund::Phrase expected) {
  if (mistakes_.size() >= kMostMistakes) return;
  mistakes_.push_back(mistake_at(origin_, (*origin_.heading)[at_ - 1], std::move(expected)));
}

std::string Columns::checked(const std::function<bool(std::string_view)>& is_right,
                             refund::Phrase expected) {
  std::string field = next();
  if (!is_right(field)) refuse(std::move(expected));
  return field;
}

}  // namespace slipway::book
