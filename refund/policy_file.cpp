// toml++ 3.3 asserts what a file can break ("[[["); without the assertion it reports the mistake.
// The same in every file that includes it, because its functions are inline.
#define TOML_ASSERT(expr) static_assert(true)
#include <toml++/toml.h>
#include <algorithm>
#include <array>

#include "refund/policy_file.hpp"
#include "refund/sodium.hpp"
#include "refund/toml_text.hpp"

namespace slipway::refund {

namespace {

constexpr std::size_t kMostPolicyBytes = 64 * 1024;
constexpr std::size_t kMostTextBytes = 200;
constexpr std::size_t kMostTiers = 8;

template <typename T>
struct Choice {
  std::string_view name;
  T value;
};

constexpr auto kCauseNames = std::to_array<Choice<Cause>>({{"window", Cause::Window},
                                                           {"member", Cause::Member},
                                                           {"merchant", Cause::Merchant},
                                                           {"neutral", Cause::Neutral}});
// What a reason may lead to: the window is found by the age of a lot, never by a reason.
constexpr auto kCausesOfReasons = std::to_array<Choice<Cause>>(
    {{"member", Cause::Member}, {"merchant", Cause::Merchant}, {"neutral", Cause::Neutral}});
constexpr auto kReasonNames =
    std::to_array<Choice<Reason>>({{"moving", Reason::Moving},
                                   {"rarely", Reason::Rarely},
                                   {"unsatisfied", Reason::Unsatisfied},
                                   {"store_changed", Reason::StoreChanged},
                                   {"health", Reason::Health},
                                   {"mistake", Reason::Mistake},
                                   {"undisclosed", Reason::Undisclosed}});
constexpr auto kPrices = std::to_array<Choice<PriceBasis>>(
    {{"charged", PriceBasis::Charged}, {"list", PriceBasis::List}});
constexpr auto kShares = std::to_array<Choice<BonusShare>>(
    {{"none", BonusShare::None}, {"ratio", BonusShare::Ratio}, {"first", BonusShare::First}});
constexpr auto kCurrencies = std::to_array<Choice<Currency>>(
    {{"CNY", Currency::Cny}, {"USD", Currency::Usd}, {"EUR", Currency::Eur}});

// What stands in the file, as a person reads it there.
std::string shown(const toml::node& node) {
  std::string text;
  if (const auto* string = node.as_string()) {
    text = "\"" + string->get() + "\"";
  } else if (const auto* integer = node.as_integer()) {
    text = std::to_string(integer->get());
  } else if (const auto* truth = node.as_boolean()) {
    text = truth->get() ? "true" : "false";
  } else if (node.is_table()) {
    text = "a table";
  } else if (node.is_array()) {
    text = "a list";
  } else {
    text = "a number with decimals, a date or a time";
  }
  return text.size() > 60 ? text.substr(0, 60) + "..." : text;
}

int line_of(const toml::node& node) {
  return static_cast<int>(node.source().begin.line);
}

// Takes one table apart, key by key. The first mistake of the whole file is kept where all tables
// report to; after it the values read are harmless stand-ins.
class Table {
 public:
  Table(const toml::table& table, std::string path, std::optional<PolicyMistake>& mistake)
      : table_(table), path_(std::move(path)), mistake_(mistake) {}

  [[nodiscard]] bool has(std::string_view key) const { return table_.contains(key); }

  std::string text(std::string_view key) {
    const std::string expected = "text of 1 to " + std::to_string(kMostTextBytes) + " bytes";
    const toml::node* node = take(key, expected);
    if (node == nullptr) return {};
    const auto* text = node->as_string();
    const std::size_t size = text == nullptr ? 0 : text->get().size();
    if (size >= 1 && size <= kMostTextBytes) return text->get();
    refuse(key, node, expected);
    return {};
  }

  std::int64_t number(std::string_view key, std::int64_t least, std::int64_t most) {
    const std::string expected =
        "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
    const toml::node* node = take(key, expected);
    if (node == nullptr) return least;
    const auto* number = node->as_integer();
    if (number != nullptr && number->get() >= least && number->get() <= most) return number->get();
    refuse(key, node, expected);
    return least;
  }

  bool truth(std::string_view key) {
    const toml::node* node = take(key, "true or false");
    if (node == nullptr) return false;
    if (const auto* truth = node->as_boolean()) return truth->get();
    refuse(key, node, "true or false");
    return false;
  }

  Money amount(std::string_view key, Currency currency) {
    constexpr std::string_view expected = "an amount in quotes, as \"100.00\"";
    const toml::node* node = take(key, expected);
    if (node == nullptr) return zero(currency);
    const auto* text = node->as_string();
    const auto money = text == nullptr ? std::nullopt : money_from(text->get(), currency);
    if (money) return *money;
    refuse(key, node, expected);
    return zero(currency);
  }

  template <typename T, std::size_t size>
  T choice(std::string_view key, const std::array<Choice<T>, size>& choices) {
    std::string expected;
    for (const auto& choice : choices) {
      expected += (expected.empty() ? "one of \"" : "\", \"") + std::string(choice.name);
    }
    expected += "\"";
    const toml::node* node = take(key, expected);
    if (node == nullptr) return choices.front().value;
    if (const auto* text = node->as_string()) {
      for (const auto& choice : choices) {
        if (choice.name == text->get()) return choice.value;
      }
    }
    refuse(key, node, expected);
    return choices.front().value;
  }

  // The table under a key; an empty one after a mistake.
  Table table(std::string_view key) {
    static const toml::table nothing;
    const std::string expected = "a table, [" + name(key) + "]";
    const toml::node* node = take(key, expected);
    const toml::table* found = node == nullptr ? nullptr : node->as_table();
    if (node != nullptr && found == nullptr) refuse(key, node, expected);
    return {found == nullptr ? nothing : *found, name(key), mistake_};
  }

  // The tables [[key]]; none after a mistake.
  std::vector<Table> tables(std::string_view key, std::size_t most) {
    const std::string expected = "1 to " + std::to_string(most) + " tables, [[" + name(key) + "]]";
    const toml::node* node = take(key, expected);
    const toml::array* array = node == nullptr ? nullptr : node->as_array();
    const bool is_right = array != nullptr && !array->empty() && array->size() <= most &&
                          array->is_homogeneous(toml::node_type::table);
    if (!is_right) {
      if (node != nullptr) refuse(key, node, expected);
      return {};
    }
    std::vector<Table> tables;
    for (const auto& element : *array) {
      tables.emplace_back(*element.as_table(), name(key), mistake_);
    }
    return tables;
  }

  // Every key must have been asked for.
  void finish() {
    for (const auto& [key, node] : table_) {
      if (std::find(taken_.begin(), taken_.end(), key.str()) != taken_.end()) continue;
      std::string known;
      for (const std::string& taken : taken_)
        known += (known.empty() ? "" : ", ") + taken;
      mistaken(line_of(node), name(key.str()), "no such key; allowed here: " + known);
      return;
    }
  }

  // Records what the caller found wrong with a key that stands here.
  void refuse(std::string_view key, std::string_view expected) {
    const toml::node* node = table_.get(key);
    if (node != nullptr) refuse(key, node, expected);
  }

 private:
  [[nodiscard]] std::string name(std::string_view key) const {
    return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
  }

  const toml::node* take(std::string_view key, std::string_view expected) {
    taken_.emplace_back(key);
    const toml::node* node = table_.get(key);
    if (node == nullptr) {
      mistaken(line_of(table_), name(key),
               "nothing stands here; allowed: " + std::string(expected));
    }
    return node;
  }

  void refuse(std::string_view key, const toml::node* node, std::string_view expected) {
    mistaken(line_of(*node), name(key),
             shown(*node) + " stands here; allowed: " + std::string(expected));
  }

  void mistaken(int line, std::string key, std::string text) {
    if (!mistake_) mistake_ = PolicyMistake{line, std::move(key), std::move(text)};
  }

  const toml::table& table_;
  std::string path_;
  std::vector<std::string> taken_;
  std::optional<PolicyMistake>& mistake_;
};

Fee read_fee(Table table, Currency currency) {
  Fee fee;
  fee.basis_points = table.number("basis_points", 0, 10'000);
  fee.least = table.amount("least", currency);
  fee.most = table.amount("most", currency);
  fee.disclosed = table.truth("disclosed");
  if (fee.most < fee.least) table.refuse("most", "an amount that is not below \"least\"");
  table.finish();
  return fee;
}

Window read_window(Table table) {
  Window window;
  window.days = static_cast<int>(table.number("days", 0, 365));
  window.needs_unused = table.truth("needs_unused");
  window.needs_first_time = table.truth("needs_first_time");
  table.finish();
  return window;
}

Terms read_terms(Table table, Currency currency) {
  Terms terms;
  terms.name = table.text("name");
  terms.name_en = table.text("name_en");
  Table causes = table.table("cause_of");
  for (const auto& reason : kReasonNames) {
    terms.cause_of[reason.value] = causes.choice(reason.name, kCausesOfReasons);
  }
  causes.finish();
  if (table.has("window")) terms.windows = {read_window(table.table("window"))};
  Table price = table.table("price");
  Table bonus = table.table("bonus");
  for (const auto& cause : kCauseNames) {
    terms.price[cause.value] = price.choice(cause.name, kPrices);
    terms.bonus[cause.value] = bonus.choice(cause.name, kShares);
  }
  price.finish();
  bonus.finish();
  if (table.has("fee")) {
    Table fees = table.table("fee");
    for (const auto& cause : kCauseNames) {
      if (fees.has(cause.name)) {
        terms.fee[cause.value] = read_fee(fees.table(cause.name), currency);
      }
    }
    fees.finish();
  }
  table.finish();
  return terms;
}

std::vector<Tier> read_tiers(Table& root, Currency currency) {
  std::vector<Table> tables = root.tables("tier", kMostTiers);
  std::vector<Tier> tiers;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    Table& table = tables[i];
    const bool is_last = i + 1 == tables.size();
    Tier tier;
    tier.up_to = Money{Money::kMost, currency};
    if (is_last && table.has("up_to")) {
      table.refuse("up_to", "none in the last tier, which covers everything above the others");
    } else if (!is_last) {
      tier.up_to = table.amount("up_to", currency);
    }
    tier.approvers = static_cast<int>(table.number("approvers", 1, 5));
    if (!tiers.empty() && tier.up_to <= tiers.back().up_to) {
      table.refuse("up_to", "more than in the tier before");
    }
    if (!tiers.empty() && tier.approvers < tiers.back().approvers) {
      table.refuse("approvers", "not fewer than in the tier before");
    }
    table.finish();
    tiers.push_back(tier);
  }
  return tiers;
}

Policy read_root(const toml::table& toml, std::optional<PolicyMistake>& mistake) {
  Table root(toml, "", mistake);
  Policy policy;
  policy.name = root.text("name");
  policy.version = static_cast<int>(root.number("version", 1, 1'000'000));
  const Currency currency = root.choice("currency", kCurrencies);
  policy.clause = root.text("clause");
  policy.clause_en = root.text("clause_en");
  policy.cash_most = root.amount("cash_most", currency);
  policy.review_hours = static_cast<int>(root.number("review_hours", 1, 720));
  policy.bank_days = static_cast<int>(root.number("bank_days", 1, 60));
  policy.voucher_days = static_cast<int>(root.number("voucher_days", 1, 3'650));
  if (root.has("request_days")) {
    policy.request_days = static_cast<int>(root.number("request_days", 1, 3'650));
  }
  policy.tiers = read_tiers(root, currency);
  policy.shop = read_terms(root.table("shop"), currency);
  policy.floors = {read_terms(root.table("floor"), currency)};
  root.finish();
  return policy;
}

}  // namespace

tl::expected<Policy, PolicyMistake> read_policy(std::string_view toml, const PolicyParts&) {
  if (toml.size() > kMostPolicyBytes) {
    return tl::unexpected(PolicyMistake{0, "",
                                        std::to_string(toml.size()) +
                                            " bytes stand here; allowed: at most " +
                                            std::to_string(kMostPolicyBytes)});
  }
  const auto ascii = ascii_toml(toml);
  if (!ascii) return tl::unexpected(PolicyMistake{ascii.error().line, "", ascii.error().text});
  std::optional<PolicyMistake> mistake;
  try {
    Policy policy = read_root(toml::parse(*ascii), mistake);
    if (mistake) return tl::unexpected(*mistake);
    policy.hash = to_hex(digest_of(toml));
    return policy;
  } catch (const toml::parse_error& error) {
    return tl::unexpected(PolicyMistake{static_cast<int>(error.source().begin.line), "",
                                        "this is no TOML: " + std::string(error.description())});
  }
}

}  // namespace slipway::refund
