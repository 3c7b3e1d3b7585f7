#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "refund/money.hpp"
#include "refund/time.hpp"
#include "station/book/shop_words.hpp"

namespace slipway::command {

using Json = nlohmann::ordered_json;

// A word of a card file and what it stands for.
template <typename T>
struct Choice {
  std::string_view name;
  T value;
};

// Takes one object apart; the first mistake of the whole text is kept where all report to.
class Object {
 public:
  static constexpr std::size_t kMostTextBytes = 200;

  Object(const Json& json, std::string path, std::optional<std::string>& mistake)
      : json_(json), path_(std::move(path)), mistake_(mistake) {
    if (!json_.is_object()) mistaken(path_.empty() ? "the whole" : path_, json_, "an object");
  }

  std::string text(std::string_view key) {
    return read<std::string>(key, "text of at most 200 bytes", [](const Json& value) {
      const auto* text = value.get_ptr<const std::string*>();
      return text != nullptr && text->size() <= kMostTextBytes ? std::optional(*text)
                                                               : std::nullopt;
    });
  }

  int number(std::string_view key, unsigned least, unsigned most) {
    const std::string expected =
        "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
    return read<int>(key, expected, [least, most](const Json& value) {
      const bool is_right = value.is_number_unsigned() && value.get<std::uint64_t>() >= least &&
                            value.get<std::uint64_t>() <= most;
      return is_right ? std::optional(value.get<int>()) : std::nullopt;
    });
  }

  bool truth(std::string_view key) {
    return read<bool>(key, "true or false", [](const Json& value) {
      return value.is_boolean() ? std::optional(value.get<bool>()) : std::nullopt;
    });
  }

  refund::Money amount(std::string_view key, refund::Currency currency) {
    const auto read_amount = [currency](const Json& value) -> std::optional<refund::Money> {
      const auto* text = value.get_ptr<const std::string*>();
      return text == nullptr ? std::nullopt : refund::money_from(*text, currency);
    };
    auto money = read<refund::Money>(key, "an amount in quotes, as \"100.00\"", read_amount);
    money.currency = currency;
    return money;
  }

  refund::Instant instant(std::string_view key) {
    return read<refund::Instant>(key, "a time, as \"2026-11-21 20:38\"", [](const Json& value) {
      const auto* text = value.get_ptr<const std::string*>();
      return text == nullptr ? std::nullopt : refund::instant_from(*text);
    });
  }

  refund::Date date(std::string_view key) {
    return read<refund::Date>(key, "a day, as \"2026-11-21\"", [](const Json& value) {
      const auto* text = value.get_ptr<const std::string*>();
      return text == nullptr ? std::nullopt : refund::date_from(*text);
    });
  }

  template <typename T, std::size_t size>
  T choice(std::string_view key, const std::array<Choice<T>, size>& choices) {
    std::string expected = "one of";
    for (const auto& choice : choices)
      expected += " \"" + std::string(choice.name) + "\"";
    return read<T>(key, expected, [&choices](const Json& value) -> std::optional<T> {
      const auto* text = value.get_ptr<const std::string*>();
      if (text == nullptr) return std::nullopt;
      for (const auto& choice : choices) {
        if (book::is_same_word(choice.name, *text)) return choice.value;
      }
      return std::nullopt;
    });
  }

  // The object under a key, which must stand there.
  Object object(std::string_view key) {
    taken_.emplace_back(key);
    return {json_.at(std::string(key)), name(key), mistake_};
  }

  // The objects of a list; none when the key is absent.
  std::vector<Object> objects(std::string_view key) {
    std::vector<Object> objects;
    if (!has(key)) return objects;
    const Json& list = json_.at(std::string(key));
    taken_.emplace_back(key);
    if (!list.is_array()) {
      mistaken(name(key), list, "a list");
      return objects;
    }
    for (std::size_t i = 0; i < list.size(); ++i) {
      objects.emplace_back(list[i], name(key) + "[" + std::to_string(i) + "]", mistake_);
    }
    return objects;
  }

  [[nodiscard]] bool has(std::string_view key) const {
    return json_.is_object() && json_.contains(std::string(key));
  }

  // Every key must have been asked for.
  void finish() {
    if (!json_.is_object()) return;
    for (const auto& [key, value] : json_.items()) {
      if (std::find(taken_.begin(), taken_.end(), key) != taken_.end()) continue;
      mistaken(name(key), value, "no such key");
    }
  }

 private:
  [[nodiscard]] std::string name(std::string_view key) const {
    return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
  }

  template <typename T, typename Reader>
  T read(std::string_view key, const std::string& expected, Reader reader) {
    taken_.emplace_back(key);
    if (!has(key)) {
      if (!mistake_) mistake_ = name(key) + ": nothing stands here; expected " + expected;
      return T{};
    }
    const Json& value = json_.at(std::string(key));
    const std::optional<T> found = reader(value);
    if (!found) mistaken(name(key), value, expected);
    return found.value_or(T{});
  }

  void mistaken(const std::string& where, const Json& value, const std::string& expected) {
    if (mistake_) return;
    std::string shown = value.is_structured() ? value.type_name() : value.dump();
    if (shown.size() > 60) shown = shown.substr(0, 60) + "...";
    mistake_ = where + ": " + shown + " stands here; expected " + expected;
  }

  const Json& json_;
  std::string path_;
  std::vector<std::string> taken_;
  std::optional<std::string>& mistake_;
};

}  // namespace slipway::command
