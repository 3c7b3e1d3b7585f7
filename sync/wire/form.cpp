#include "sync/wire/form.hpp"

namespace slipway::sync {

std::string get(const Value& value, refund::Money& money) {
  const auto* pair = value.array();
  if (pair == nullptr || pair->size() != 2) return "an amount and its currency";
  const std::int64_t* minor = (*pair)[0].number();
  const std::int64_t* number = (*pair)[1].number();
  if (minor == nullptr || *minor > refund::Money::kMost || *minor < -refund::Money::kMost) {
    return "an amount within bounds";
  }
  const auto currency =
      number == nullptr ? std::optional<refund::Currency>() : refund::currency_from(*number);
  if (!currency) return "a currency that the shop can have";
  money = refund::Money{*minor, *currency};
  return {};
}

std::string get(const Value& value, refund::Phrase& phrase) {
  const auto* pair = value.array();
  if (pair == nullptr || pair->size() != 2) return "a sentence in two languages";
  const std::string* zh = (*pair)[0].text();
  const std::string* en = (*pair)[1].text();
  if (zh == nullptr || en == nullptr || zh->size() > kMostPhrase || en->size() > kMostPhrase) {
    return "sentences of at most " + std::to_string(kMostPhrase) + " bytes";
  }
  phrase = refund::Phrase{*zh, *en};
  return {};
}

std::string get(const Value& value, refund::Instant& instant) {
  const std::int64_t* number = value.number();
  if (number == nullptr || *number < 0 || *number > kMostInstant) return "a moment";
  instant = refund::Instant(std::chrono::milliseconds(*number));
  return {};
}

std::string get(const Value& value, refund::Date& date) {
  constexpr std::int64_t kMostDays = kMostInstant / 86'400'000;
  const std::int64_t* number = value.number();
  if (number == nullptr || *number < 0 || *number > kMostDays) return "a day";
  date = refund::Date(std::chrono::days(*number));
  return {};
}

std::array<std::uint8_t, 8> bytes_of(std::uint64_t number) {
  std::array<std::uint8_t, 8> bytes{};
  for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte, number >>= 8U) {
    *byte = static_cast<std::uint8_t>(number);
  }
  return bytes;
}

std::uint64_t number_of(const std::array<std::uint8_t, 8>& bytes) {
  std::uint64_t number = 0;
  for (const std::uint8_t byte : bytes)
    number = number << 8U | byte;
  return number;
}

}  // namespace slipway::sync
