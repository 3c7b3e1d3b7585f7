#include "command/quote_json.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

namespace slipway::command {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostBytes = 16 * 1024 * 1024;
constexpr std::size_t kMostText = 200;
constexpr unsigned kMostUnits = 1'000'000;

template <typename T>
struct Choice {
  std::string_view name;
  T value;
};
constexpr auto kStatuses =
    std::to_array<Choice<refund::CardStatus>>({{"active", refund::CardStatus::Active},
                                               {"lost", refund::CardStatus::Lost},
                                               {"frozen", refund::CardStatus::Frozen},
                                               {"expired", refund::CardStatus::Expired},
                                               {"refunded", refund::CardStatus::Refunded},
                                               {"closed", refund::CardStatus::Closed}});
constexpr auto kKinds =
    std::to_array<Choice<refund::LotKind>>({{"stored_value", refund::LotKind::StoredValue},
                                            {"sessions", refund::LotKind::Sessions},
                                            {"time", refund::LotKind::Time}});
constexpr auto kCurrencies =
    std::to_array<Choice<refund::Currency>>({{"CNY", refund::Currency::Cny},
                                             {"USD", refund::Currency::Usd},
                                             {"EUR", refund::Currency::Eur}});

// Takes one object apart; the first mistake of the whole text is kept where all report to.
class Object {
 public:
  Object(const Json& json, std::string path, std::optional<std::string>& mistake)
      : json_(json), path_(std::move(path)), mistake_(mistake) {
    if (!json_.is_object()) mistaken(path_.empty() ? "the whole" : path_, json_, "an object");
  }

  std::string text(std::string_view key) {
    return read<std::string>(key, "text of at most 200 bytes", [](const Json& value) {
      const auto* text = value.get_ptr<const std::string*>();
      return text != nullptr && text->size() <= kMostText ? std::optional(*text) : std::nullopt;
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
        if (choice.name == *text) return choice.value;
      }
      return std::nullopt;
    });
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

refund::Use use_from(Object& object, refund::LotKind kind, refund::Currency currency) {
  refund::Use use;
  use.at = object.instant("at");
  if (object.has("item")) use.item = object.text("item");
  use.list_price = object.amount("list_price", currency);
  use.charged = refund::zero(currency);
  if (kind == refund::LotKind::Sessions) {
    use.units = object.number("units", 0, kMostUnits);
  } else {
    use.charged = object.amount("charged", currency);
  }
  object.finish();
  return use;
}

refund::Lot lot_from(Object& object, refund::Currency currency) {
  const auto optional_amount = [&](std::string_view key) {
    return object.has(key) ? object.amount(key, currency) : refund::zero(currency);
  };
  refund::Lot lot;
  lot.kind = object.choice("kind", kKinds);
  lot.sold_at = object.instant("sold_at");
  if (object.has("name")) lot.name = object.text("name");
  lot.paid = object.amount("paid", currency);
  lot.bonus = optional_amount("bonus");
  lot.refunded = optional_amount("refunded");
  if (lot.kind == refund::LotKind::Sessions) {
    lot.units = object.number("units", 1, kMostUnits);
    if (object.has("bonus_units")) {
      lot.bonus_units = object.number("bonus_units", 0, kMostUnits);
    }
  }
  if (lot.kind == refund::LotKind::Time) {
    lot.starts = object.date("starts");
    lot.ends = object.date("ends");
  }
  for (Object& use : object.objects("uses"))
    lot.uses.push_back(use_from(use, lot.kind, currency));
  object.finish();
  return lot;
}

// "886.50", "-963.50": for programs, without signs and groups.
std::string plain(refund::Money amount) {
  const std::int64_t size = amount.minor < 0 ? -amount.minor : amount.minor;
  std::string cents = std::to_string(size % 100);
  if (cents.size() < 2) cents.insert(0, 1, '0');
  return (amount.minor < 0 ? "-" : "") + std::to_string(size / 100) + "." + cents;
}

Json json_of(const refund::Phrase& phrase) {
  return {{"zh", phrase.zh}, {"en", phrase.en}};
}

std::string_view name_of(refund::LineKind kind) {
  constexpr auto names = std::to_array<std::string_view>(
      {"paid", "spent", "adjustment", "earlier_refund", "fee", "bonus_void", "stays", "retained",
       "gifts", "points", "interest", "rounding"});
  return names.at(static_cast<std::size_t>(kind));
}

std::string_view name_of(refund::Cause cause) {
  constexpr auto names =
      std::to_array<std::string_view>({"window", "member", "merchant", "neutral", "void"});
  return names.at(static_cast<std::size_t>(cause));
}

}  // namespace

tl::expected<refund::Account, std::string> account_from_json(std::string_view json) {
  if (json.size() > kMostBytes) return tl::unexpected(std::string("longer than 16 MiB"));
  Json parsed;
  try {
    parsed = Json::parse(json);
  } catch (const Json::parse_error& error) {
    return tl::unexpected("byte " + std::to_string(error.byte) + ": this is no JSON");
  }
  std::optional<std::string> mistake;
  Object object(parsed, "", mistake);
  (void)object.number("version", 1, 1);
  const refund::Currency currency = object.choice("currency", kCurrencies);
  refund::Account account;
  account.status = object.choice("status", kStatuses);
  account.held = object.has("held") ? object.amount("held", currency) : refund::zero(currency);
  for (Object& lot : object.objects("lots")) {
    account.lots.push_back(lot_from(lot, currency));
    account.lots.back().id = std::to_string(account.lots.size());
  }
  object.finish();
  if (mistake) return tl::unexpected(*mistake);
  return account;
}

std::string to_json(const refund::Quote& quote) {
  Json lines = Json::array();
  for (const refund::QuoteLine& line : quote.lines) {
    lines.push_back({{"kind", name_of(line.kind)},
                     {"rule", line.rule},
                     {"clause", json_of(line.clause)},
                     {"title", json_of(line.title)},
                     {"why", json_of(line.why)},
                     {"amount", plain(line.amount)}});
  }
  Json json = {{"version", 1},
               {"currency", refund::letters(quote.total.currency)},
               {"total", plain(quote.total)},
               {"cause", name_of(quote.cause)},
               {"decider", quote.decider == refund::Decider::Shop ? "shop" : "floor"},
               {"shop_total", plain(quote.shop_total)},
               {"floor_total", plain(quote.floor_total)},
               {"policy_hash", quote.policy_hash},
               {"lines", lines},
               {"refused", nullptr}};
  if (quote.refused) {
    json["refused"] = {{"rule", quote.refused->rule},
                       {"reason", json_of(quote.refused->reason)},
                       {"next_step", json_of(quote.refused->next_step)}};
  }
  return json.dump(2);
}

}  // namespace slipway::command
