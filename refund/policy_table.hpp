#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "refund/money.hpp"
#include "refund/phrase.hpp"
#include "refund/policy_file.hpp"
#include "refund/policy_tree.hpp"
#include "refund/time.hpp"

namespace slipway::refund {

// A word of a policy and what it stands for.
template <typename T>
struct Choice {
  std::string_view name;
  T value;
};

inline constexpr auto kCurrencyNames = std::to_array<Choice<Currency>>(
    {{"CNY", Currency::Cny}, {"USD", Currency::Usd}, {"EUR", Currency::Eur}});

// The first mistake of all that is read; whoever reads on after it gets harmless stand-ins.
struct FirstMistake {
  std::optional<PolicyMistake> found;
};

// The tree of a text; an empty one after a mistake.
[[nodiscard]] Node tree_or_nothing(std::string_view toml, std::string_view file,
                                   FirstMistake& mistake);

// Takes one table apart, key by key. Every question makes its key a known one; what nobody asked
// for is a mistake (finish). A question without `standard` needs its key.
class Table {
 public:
  // `path` of the table in its file, `file` as PolicyMistake has it. Node and mistake outlive this.
  Table(const Node& node, std::string path, std::string file, FirstMistake& mistake);

  [[nodiscard]] bool has(std::string_view key);
  // A table, or a list that begins with one.
  [[nodiscard]] bool holds_tables(std::string_view key);

  [[nodiscard]] std::string text(std::string_view key);
  [[nodiscard]] std::int64_t number(std::string_view key, std::int64_t least, std::int64_t most);
  [[nodiscard]] std::int64_t number(std::string_view key, std::int64_t least, std::int64_t most,
                                    std::int64_t standard);
  [[nodiscard]] std::optional<int> number_if(std::string_view key, int least, int most);
  [[nodiscard]] bool truth(std::string_view key);
  [[nodiscard]] bool truth(std::string_view key, bool standard);
  // Never negative.
  [[nodiscard]] Money amount(std::string_view key, Currency currency);
  [[nodiscard]] Money amount(std::string_view key, Money standard);
  [[nodiscard]] std::optional<Money> amount_if(std::string_view key, Currency currency);
  // One text or a list of different ones.
  [[nodiscard]] std::vector<std::string> texts(std::string_view key, std::size_t most);
  // A list of days, "2026-10-01", all in one year, none twice.
  [[nodiscard]] std::vector<Date> days(std::string_view key, int year);
  [[nodiscard]] Date day(std::string_view key);
  // [zh, en].
  [[nodiscard]] std::optional<Phrase> phrase_if(std::string_view key);

  template <typename T, std::size_t size>
  [[nodiscard]] T choice(std::string_view key, const std::array<Choice<T>, size>& choices) {
    std::array<std::string_view, size> names{};
    for (std::size_t i = 0; i < size; ++i)
      names[i] = choices[i].name;
    return choices[place_of(key, names.data(), size)].value;
  }
  template <typename T, std::size_t size>
  [[nodiscard]] T choice(std::string_view key, const std::array<Choice<T>, size>& choices,
                         T standard) {
    return has(key) ? choice(key, choices) : standard;
  }

  // The table under a key; an empty one after a mistake.
  [[nodiscard]] Table table(std::string_view key);
  // One table or a list of them, [[key]]; none after a mistake.
  [[nodiscard]] std::vector<Table> tables(std::string_view key, std::size_t most);

  // Every key must have been asked for.
  void finish();
  // Records what the caller found wrong with a key that stands here, and does nothing for one that
  // does not.
  void refuse(std::string_view key, std::string_view expected);

 private:
  [[nodiscard]] std::string name(std::string_view key) const;
  const Node* look(std::string_view key);
  const Node* take(std::string_view key, std::string_view expected);
  std::size_t place_of(std::string_view key, const std::string_view* names, std::size_t size);
  void refuse(const Node& node, std::string_view key, std::string_view expected);
  void mistaken(int line, std::string key, std::string text);

  const Node* node_;
  std::string path_;
  std::string file_;
  std::vector<std::string> known_;
  FirstMistake* mistake_;
};

}  // namespace slipway::refund
