#include "refund/policy_table.hpp"

#include <algorithm>
#include <set>

namespace slipway::refund {

namespace {

constexpr std::size_t kMostTextBytes = 200;
constexpr std::size_t kMostShownBytes = 60;
constexpr std::size_t kMostDays = 120;
const Node kNothing{};

// What stands in the file, as a person reads it there.
std::string shown(const Node& node) {
  if (node.kind == NodeKind::Text) {
    if (node.text.size() <= kMostShownBytes) return "\"" + node.text + "\"";
    std::size_t end = kMostShownBytes;  // never inside a character
    while ((static_cast<unsigned char>(node.text[end]) & 0xC0U) == 0x80U)
      --end;
    return "\"" + node.text.substr(0, end) + "...\"";
  }
  if (node.kind == NodeKind::Number) return std::to_string(node.number);
  if (node.kind == NodeKind::Truth) return node.truth ? "true" : "false";
  if (node.kind == NodeKind::List) return "a list";
  if (node.kind == NodeKind::Table) return "a table";
  return "a number with decimals, a date or a time";
}

bool is_text(const Node& node) {
  return node.kind == NodeKind::Text && !node.text.empty() && node.text.size() <= kMostTextBytes;
}

std::string range(std::int64_t least, std::int64_t most) {
  return "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
}

}  // namespace

Node tree_or_nothing(std::string_view toml, std::string_view file, FirstMistake& mistake) {
  auto tree = tree_of(toml);
  if (tree) return std::move(*tree);
  if (!mistake.found) {
    mistake.found = std::move(tree.error());
    mistake.found->file = file;
  }
  return {};
}

Table::Table(const Node& node, std::string path, std::string file, FirstMistake& mistake)
    : node_(&node), path_(std::move(path)), file_(std::move(file)), mistake_(&mistake) {}

bool Table::has(std::string_view key) {
  return look(key) != nullptr;
}

bool Table::holds_tables(std::string_view key) {
  const Node* node = look(key);
  if (node == nullptr) return false;
  if (node->kind == NodeKind::List && !node->children.empty()) node = &node->children.front();
  return node->kind == NodeKind::Table;
}

std::string Table::text(std::string_view key) {
  const std::string expected = "text of 1 to " + std::to_string(kMostTextBytes) + " bytes";
  const Node* node = take(key, expected);
  if (node == nullptr) return {};
  if (is_text(*node)) return node->text;
  refuse(*node, key, expected);
  return {};
}

std::int64_t Table::number(std::string_view key, std::int64_t least, std::int64_t most) {
  const Node* node = take(key, range(least, most));
  if (node == nullptr) return least;
  if (node->kind == NodeKind::Number && node->number >= least && node->number <= most) {
    return node->number;
  }
  refuse(*node, key, range(least, most));
  return least;
}

std::int64_t Table::number(std::string_view key, std::int64_t least, std::int64_t most,
                           std::int64_t standard) {
  return has(key) ? number(key, least, most) : standard;
}

std::optional<int> Table::number_if(std::string_view key, int least, int most) {
  if (!has(key)) return std::nullopt;
  return static_cast<int>(number(key, least, most));
}

bool Table::truth(std::string_view key) {
  const Node* node = take(key, "true or false");
  if (node == nullptr) return false;
  if (node->kind != NodeKind::Truth) refuse(*node, key, "true or false");
  return node->truth;
}

bool Table::truth(std::string_view key, bool standard) {
  return has(key) ? truth(key) : standard;
}

Money Table::amount(std::string_view key, Currency currency) {
  constexpr std::string_view expected = "an amount in quotes, as \"100.00\"";
  const Node* node = take(key, expected);
  if (node == nullptr) return zero(currency);
  const auto money = money_from(node->text, currency);
  if (money) return *money;
  refuse(*node, key, expected);
  return zero(currency);
}

Money Table::amount(std::string_view key, Money standard) {
  return has(key) ? amount(key, standard.currency) : standard;
}

std::optional<Money> Table::amount_if(std::string_view key, Currency currency) {
  if (!has(key)) return std::nullopt;
  return amount(key, currency);
}

std::vector<std::string> Table::texts(std::string_view key, std::size_t most) {
  const std::string expected = "a text or a list of up to " + std::to_string(most) +
                               " different ones, each of 1 to " + std::to_string(kMostTextBytes) +
                               " bytes";
  const Node* node = take(key, expected);
  if (node == nullptr) return {};
  if (is_text(*node)) return {node->text};
  std::vector<std::string> texts;
  std::set<std::string> different;
  for (const Node& child : node->children) {
    if (is_text(child) && different.insert(child.text).second) texts.push_back(child.text);
  }
  const bool is_right = node->kind == NodeKind::List && !texts.empty() &&
                        texts.size() == node->children.size() && texts.size() <= most;
  if (is_right) return texts;
  refuse(*node, key, expected);
  return {};
}

std::vector<Date> Table::days(std::string_view key, int year) {
  const std::string expected = "a list of up to " + std::to_string(kMostDays) +
                               " different days of " + std::to_string(year) + ", as \"" +
                               std::to_string(year) + "-05-01\"";
  const Node* node = take(key, expected);
  if (node == nullptr) return {};
  std::set<Date> days;
  for (const Node& child : node->children) {
    const auto day = date_from(child.text);
    if (day && std::chrono::year_month_day(*day).year() == std::chrono::year(year)) {
      days.insert(*day);
    }
  }
  const bool is_right = node->kind == NodeKind::List && days.size() == node->children.size() &&
                        days.size() <= kMostDays;
  if (!is_right) refuse(*node, key, expected);
  return {days.begin(), days.end()};
}

Date Table::day(std::string_view key) {
  constexpr std::string_view expected = "a day in quotes, as \"2026-05-01\"";
  const Node* node = take(key, expected);
  if (node == nullptr) return {};
  const auto day = date_from(node->text);
  if (day) return *day;
  refuse(*node, key, expected);
  return {};
}

std::optional<Phrase> Table::phrase_if(std::string_view key) {
  const Node* node = look(key);
  if (node == nullptr) return std::nullopt;
  const bool is_right = node->kind == NodeKind::List && node->children.size() == 2 &&
                        is_text(node->children.front()) && is_text(node->children.back());
  if (is_right) return Phrase{node->children.front().text, node->children.back().text};
  refuse(*node, key, "a list of two texts, the Chinese and the English one");
  return std::nullopt;
}

Table Table::table(std::string_view key) {
  const std::string expected = "a table, [" + name(key) + "]";
  const Node* node = take(key, expected);
  if (node != nullptr && node->kind == NodeKind::Table) {
    return {*node, name(key), file_, *mistake_};
  }
  if (node != nullptr) refuse(*node, key, expected);
  return {kNothing, name(key), file_, *mistake_};
}

std::vector<Table> Table::tables(std::string_view key, std::size_t most) {
  const std::string expected = "1 to " + std::to_string(most) + " tables, [[" + name(key) + "]]";
  const Node* node = take(key, expected);
  if (node == nullptr) return {};
  std::vector<Table> tables;
  if (node->kind == NodeKind::Table) tables.emplace_back(*node, name(key), file_, *mistake_);
  if (node->kind == NodeKind::List) {
    for (const Node& child : node->children) {
      if (child.kind == NodeKind::Table) tables.emplace_back(child, name(key), file_, *mistake_);
    }
  }
  const std::size_t standing = node->kind == NodeKind::List ? node->children.size() : 1;
  if (!tables.empty() && tables.size() == standing && standing <= most) return tables;
  refuse(*node, key, expected);
  return {};
}

void Table::finish() {
  for (const Node& child : node_->children) {
    if (std::find(known_.begin(), known_.end(), child.key) != known_.end()) continue;
    std::string allowed;
    for (const std::string& key : known_)
      allowed += (allowed.empty() ? "" : ", ") + key;
    mistaken(child.line, name(child.key), "no such key; allowed here: " + allowed);
    return;
  }
}

void Table::refuse(std::string_view key, std::string_view expected) {
  if (const Node* node = look(key)) refuse(*node, key, expected);
}

std::string Table::name(std::string_view key) const {
  return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

const Node* Table::look(std::string_view key) {
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.emplace_back(key);
  for (const Node& child : node_->children) {
    if (child.key == key) return &child;
  }
  return nullptr;
}

const Node* Table::take(std::string_view key, std::string_view expected) {
  const Node* node = look(key);
  if (node == nullptr) {
    mistaken(node_->line, name(key), "nothing stands here; allowed: " + std::string(expected));
  }
  return node;
}

std::size_t Table::place_of(std::string_view key, const std::string_view* names, std::size_t size) {
  std::string expected;
  for (std::size_t i = 0; i < size; ++i) {
    expected += (i == 0 ? "one of \"" : "\", \"") + std::string(names[i]);
  }
  expected += "\"";
  const Node* node = take(key, expected);
  if (node == nullptr) return 0;
  const auto* end = names + size;
  const auto* found = std::find(names, end, node->text);
  if (found != end) return static_cast<std::size_t>(found - names);
  refuse(*node, key, expected);
  return 0;
}

void Table::refuse(const Node& node, std::string_view key, std::string_view expected) {
  mistaken(node.line, name(key), shown(node) + " stands here; allowed: " + std::string(expected));
}

void Table::mistaken(int line, std::string key, std::string text) {
  if (!mistake_->found) {
    mistake_->found = PolicyMistake{line, std::move(key), std::move(text), file_};
  }
}

}  // namespace slipway::refund
