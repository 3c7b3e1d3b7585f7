#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "station/book/import.hpp"
#include "station/book/rows.hpp"

namespace slipway::book {

// What one import did so far, and what it found wrong.
class ImportNotes {
 public:
  void refuse(const Origin& origin, std::string_view column, refund::Phrase expected) {
    if (mistakes.size() >= kMostMistakes) return;
    mistakes.push_back(mistake_at(origin, column, std::move(expected)));
  }

  // Notes a mistake when this import has had the same id already.
  bool once(const std::string& kind, const std::string& id, const Origin& origin,
            std::string_view column) {
    const auto [first, is_new] = seen_.try_emplace({kind, id}, origin.line);
    if (is_new) return true;
    const std::string line = std::to_string(first->second);
    refuse(origin, column,
           {"不重复的编号（第 " + line + " 行已有）",
            "an id that stands once (line " + line + " has it)"});
    return false;
  }

  // Whether the query counts as expected; notes a mistake when it does not.
  sync::Result<bool> must_be(sync::Statement& query, std::int64_t expected, const Origin& origin,
                             std::string_view column, refund::Phrase wanted) {
    const auto count = first_number(query);
    if (!count) return tl::unexpected(count.error());
    if (*count != expected) refuse(origin, column, std::move(wanted));
    return *count == expected;
  }

  std::vector<ShopMistake> mistakes;
  Imported counts;

 private:
  std::map<std::pair<std::string, std::string>, int> seen_;
};

}  // namespace slipway::book
