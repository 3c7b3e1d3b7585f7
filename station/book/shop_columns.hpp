#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "refund/money.hpp"
#include "refund/time.hpp"
#include "station/book/shop_files.hpp"

namespace slipway::book {

// Takes one row of a shop's file apart, column by column from left to right, and notes what is
// wrong with it. Columns that may be absent stand after the others, in any order: says() goes to
// one of them.
class Columns {
 public:
  // `origin` with heading and fields of the row.
  Columns(Origin origin, std::vector<ShopMistake>& mistakes)
      : origin_(std::move(origin)), mistakes_(mistakes) {}

  // Goes to this column; false when the file has none of that name, or the cell is empty.
  [[nodiscard]] bool says(std::string_view name);

  // Each reads the next cell. One that is wrong is noted, and gives something harmless.
  std::string id();
  std::string id_or_nothing();
  std::string uid();
  std::string hash();
  std::string text(std::size_t most);
  std::string digits(std::size_t least, std::size_t most);
  std::string pin_or_nothing(std::size_t least);
  std::string one_of(std::span<const std::string_view> words);
  refund::Money money();
  int count(int most);
  refund::Instant instant();
  refund::Date date();
  std::optional<refund::Date> date_or_nothing();
  template <typename Word, std::size_t size>
  Word word(const Spelling<Word, size>& words) {
    const auto found = word_from(words, next());
    std::string list;
    for (const auto& [word, name] : words)
      list += (list.empty() ? "" : ", ") + std::string(name);
    std::replace(list.begin(), list.end(), '-', '_');
    if (!found) refuse({"以下之一：" + list, "one of " + list});
    return found.value_or(words.front().first);
  }

  // Notes that the column which was read last is wrong.
  void refuse(refund::Phrase expected);
  [[nodiscard]] const Origin& origin() const { return origin_; }

 private:
  const std::string& next() { return origin_.fields[at_++]; }
  std::string checked(const std::function<bool(std::string_view)>& is_right,
                      refund::Phrase expected);

  Origin origin_;
  std::vector<ShopMistake>& mistakes_;
  std::size_t at_ = 0;
};

}  // namespace slipway::book
