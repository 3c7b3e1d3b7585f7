#pragma once

#include <random>

#include "sync/wire/desk_fields.hpp"
#include "sync/wire/kiosk_fields.hpp"

namespace slipway::sync {

class Dice;

// One message of each kind, in the order of the variant's alternatives.
template <typename Variant>
std::vector<Variant> one_of_each(Dice& dice);

// The third form beside Writer and Reader: fills every field of a message with a chance value
// within its bounds, so that a test needs no list of fields.
class Dice {
 public:
  static constexpr bool kWrites = false;
  explicit Dice(std::uint64_t seed) : random_(seed) {}

  template <typename T>
  T message() {
    T message;
    roll(message);
    return message;
  }

  std::array<std::uint8_t, 16> id() {
    std::array<std::uint8_t, 16> id{};
    roll(id);
    return id;
  }

  template <typename Int>
  void number(std::string_view, Int& number, std::int64_t least, std::int64_t most) {
    number = static_cast<Int>(between(least, most));
  }
  void truth(std::string_view, bool& truth) { truth = between(0, 1) == 1; }
  void text(std::string_view, std::string& text, std::size_t most) { text = any_text(most); }
  void bytes(std::string_view, std::vector<std::uint8_t>& bytes, std::size_t most) {
    bytes.resize(count(std::min<std::size_t>(most, 300)));
    for (auto& byte : bytes)
      byte = static_cast<std::uint8_t>(between(0, 255));
  }
  template <typename Enum>
  void choice(std::string_view, Enum& choice, Enum last) {
    choice = static_cast<Enum>(between(0, static_cast<std::int64_t>(last)));
  }
  template <typename T>
  void item(std::string_view, T& item) {
    roll(item);
  }
  template <typename T>
  void maybe(std::string_view, std::optional<T>& item) {
    if (between(0, 1) == 1) roll(item.emplace());
  }
  void maybe_number(std::string_view, std::optional<std::int64_t>& number, std::int64_t least,
                    std::int64_t most) {
    if (between(0, 1) == 1) number = between(least, most);
  }
  template <typename Enum>
  void maybe_choice(std::string_view name, std::optional<Enum>& chosen, Enum last) {
    if (between(0, 1) == 1) choice(name, chosen.emplace(), last);
  }
  template <typename T>
  void list(std::string_view, std::vector<T>& items, std::size_t most) {
    items.resize(count(std::min<std::size_t>(most, 4)));
    for (auto& item : items)
      roll(item);
  }
  template <typename T>
  void lists(std::string_view name, std::vector<std::vector<T>>& lists, std::size_t most,
             std::size_t most_inner) {
    lists.resize(count(std::min<std::size_t>(most, 4)));
    for (auto& inner : lists)
      list(name, inner, most_inner);
  }
  void texts(std::string_view, std::vector<std::string>& texts, std::size_t most,
             std::size_t most_bytes) {
    texts.resize(count(std::min<std::size_t>(most, 4)));
    for (auto& text : texts)
      text = any_text(most_bytes);
  }
  template <typename Enum>
  void choices(std::string_view name, std::vector<Enum>& choices, std::size_t most, Enum last) {
    choices.resize(count(most));
    for (auto& one : choices)
      choice(name, one, last);
  }
  void ticket(std::string_view, std::uint64_t& ticket) { ticket = random_(); }
  template <typename Variant>
  void embedded(std::string_view, Variant& variant) {
    auto each = one_of_each<Variant>(*this);
    variant = std::move(each[count(each.size() - 1)]);
  }
  void check(std::string_view, bool, std::string_view) {}

 private:
  std::int64_t between(std::int64_t least, std::int64_t most) {
    // The ends are where bounds go wrong: every fourth number is one.
    switch (std::uniform_int_distribution<int>(0, 7)(random_)) {
      case 0:
        return least;
      case 1:
        return most;
      default:
        return std::uniform_int_distribution<std::int64_t>(least, most)(random_);
    }
  }
  std::size_t count(std::size_t most) {
    return static_cast<std::size_t>(between(0, static_cast<std::int64_t>(most)));
  }
  std::string any_text(std::size_t most) {
    static constexpr std::string_view kLetters[] = {"a", "Z", " ", "\"", "é", "退", "款", "💧"};
    std::string text;
    const std::size_t size = count(std::min<std::size_t>(most, 60));
    while (text.size() + 4 <= size)
      text += kLetters[between(0, 7)];
    return text;
  }

  void roll(refund::Money& money) {
    static constexpr refund::Currency kAll[] = {refund::Currency::Cny, refund::Currency::Usd,
                                                refund::Currency::Eur};
    money = {between(-refund::Money::kMost, refund::Money::kMost), kAll[between(0, 2)]};
  }
  void roll(refund::Phrase& phrase) { phrase = {any_text(kMostPhrase), any_text(kMostPhrase)}; }
  void roll(refund::Instant& instant) {
    instant = refund::Instant(std::chrono::milliseconds(between(0, kMostInstant)));
  }
  void roll(refund::Date& date) { date = refund::Date(std::chrono::days(between(0, 100'000))); }
  template <std::size_t N>
  void roll(std::array<std::uint8_t, N>& bytes) {
    for (auto& byte : bytes)
      byte = static_cast<std::uint8_t>(between(0, 255));
  }
  void roll(refund::Signature& signature) {
    signature.width = static_cast<std::int32_t>(between(0, 100'000));
    signature.height = static_cast<std::int32_t>(between(0, 100'000));
    signature.strokes.resize(count(3));
    for (auto& stroke : signature.strokes) {
      stroke.resize(count(20));
      for (auto& point : stroke) {
        point.x = static_cast<std::int32_t>(between(-100'000, 100'000));
        point.y = static_cast<std::int32_t>(between(-100'000, 100'000));
        if (between(0, 1) == 1) point.pressure = static_cast<std::int32_t>(between(0, 1'000));
        point.time = between(0, 3'600'000'000);
      }
    }
  }
  void roll(AccountOpened& account) {
    fields(*this, account);
    account.offers.resize(account.quotes.size());
    account.dues.resize(account.quotes.size());
    for (auto& at : account.quote_of) {
      at = account.quotes.empty() ? at : static_cast<std::uint8_t>(at % account.quotes.size());
    }
  }
  template <typename T>
  requires HasFields<T>
  void roll(T& item) { fields(*this, item); }

  std::mt19937_64 random_;
};

template <typename Variant>
std::vector<Variant> one_of_each(Dice& dice) {
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    return std::vector<Variant>{
        Variant(std::in_place_index<I>, dice.message<std::variant_alternative_t<I, Variant>>())...};
  }
  (std::make_index_sequence<std::variant_size_v<Variant>>());
}

}  // namespace slipway::sync
