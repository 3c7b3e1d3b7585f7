#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "refund/cbor.hpp"
#include "refund/money.hpp"
#include "refund/phrase.hpp"
#include "refund/request.hpp"
#include "refund/time.hpp"

// One description per message, for writing and for reading: a template
//
//   template <typename Form> void fields(Form& form, Of<Form, Hello>& hello);
//
// names each field with its bounds. With a Writer it fills a CBOR map, with a Reader it takes one
// apart; bounds are checked when reading. It unpacks the struct with a structured binding, so that
// a member that is added to a message and forgotten here does not compile.
namespace slipway::sync {

using refund::cbor::Value;

// The message as this form sees it: a Writer only looks at it.
template <typename Form, typename T>
using Of = std::conditional_t<Form::kWrites, const T, T>;

inline constexpr std::size_t kMostPhrase = 2'000;                  // bytes, in each language
inline constexpr std::int64_t kMostInstant = 253'402'300'799'999;  // the last of the year 9999

// ---- values that are one CBOR item: put() writes, get() reads and says what
// was expected ("" if nothing is wrong)

inline Value put(const refund::Money& money) {
  return Value::Array{money.minor, static_cast<std::int64_t>(money.currency)};
}
inline Value put(const refund::Phrase& phrase) {
  return Value::Array{phrase.zh, phrase.en};
}
inline Value put(refund::Instant instant) {
  return static_cast<std::int64_t>(instant.time_since_epoch().count());
}
inline Value put(refund::Date date) {
  return static_cast<std::int64_t>(date.time_since_epoch().count());
}
template <std::size_t N>
Value put(const std::array<std::uint8_t, N>& bytes) {
  return refund::cbor::Bytes(bytes.begin(), bytes.end());
}

[[nodiscard]] std::string get(const Value& value, refund::Money& money);
[[nodiscard]] std::string get(const Value& value, refund::Phrase& phrase);
[[nodiscard]] std::string get(const Value& value, refund::Instant& instant);
[[nodiscard]] std::string get(const Value& value, refund::Date& date);
template <std::size_t N>
[[nodiscard]] std::string get(const Value& value, std::array<std::uint8_t, N>& bytes) {
  const auto* found = value.bytes();
  if (found == nullptr || found->size() != N) {
    return std::to_string(N) + " bytes";
  }
  std::copy(found->begin(), found->end(), bytes.begin());
  return {};
}

// Flat numbers per stroke, each sample as its difference from the one before: a signature of
// kMostPoints fits 36 KiB whatever the pen did, and 16 KiB as people write.
[[nodiscard]] Value put(const refund::Signature& signature);
[[nodiscard]] std::string get(const Value& value, refund::Signature& signature);

// ---- values that have fields

class Writer;
class Reader;

template <typename T>
concept HasFields = requires(Writer& writer, const T& value) {
  fields(writer, value);
};

template <HasFields T>
Value put(const T& value);
template <HasFields T>
[[nodiscard]] std::string get(const Value& value, T& into);
template <typename Variant>
void put_kind(Writer& writer, const Variant& variant);
template <typename Variant>
void get_kind(Reader& reader, Variant& variant);

[[nodiscard]] std::array<std::uint8_t, 8> bytes_of(std::uint64_t number);
[[nodiscard]] std::uint64_t number_of(const std::array<std::uint8_t, 8>& bytes);

class Writer {
 public:
  static constexpr bool kWrites = true;

  void number(std::string_view name, std::int64_t number, std::int64_t, std::int64_t) {
    add(name, number);
  }
  void truth(std::string_view name, bool truth) { add(name, truth); }
  void text(std::string_view name, const std::string& text, std::size_t) { add(name, text); }
  void bytes(std::string_view name, const refund::cbor::Bytes& bytes, std::size_t) {
    add(name, bytes);
  }
  template <typename Enum>
  void choice(std::string_view name, Enum choice, Enum) {
    add(name, static_cast<std::int64_t>(choice));
  }
  template <typename T>
  void item(std::string_view name, const T& item) {
    add(name, put(item));
  }
  template <typename T>
  void maybe(std::string_view name, const std::optional<T>& item) {
    if (item) add(name, put(*item));
  }
  void maybe_number(std::string_view name, const std::optional<std::int64_t>& number, std::int64_t,
                    std::int64_t) {
    if (number) add(name, *number);
  }
  template <typename Enum>
  void maybe_choice(std::string_view name, const std::optional<Enum>& choice, Enum) {
    if (choice) add(name, static_cast<std::int64_t>(*choice));
  }
  template <typename T>
  void list(std::string_view name, const std::vector<T>& items, std::size_t) {
    add(name, listed(items));
  }
  template <typename T>
  void lists(std::string_view name, const std::vector<std::vector<T>>& lists, std::size_t,
             std::size_t) {
    Value::Array outer;
    for (const auto& items : lists)
      outer.push_back(listed(items));
    add(name, std::move(outer));
  }
  void texts(std::string_view name, const std::vector<std::string>& texts, std::size_t,
             std::size_t) {
    add(name, Value::Array(texts.begin(), texts.end()));
  }
  template <typename Enum>
  void choices(std::string_view name, const std::vector<Enum>& choices, std::size_t, Enum) {
    Value::Array array;
    for (const Enum choice : choices)
      array.emplace_back(static_cast<std::int64_t>(choice));
    add(name, std::move(array));
  }
  void ticket(std::string_view name, std::uint64_t ticket) { add(name, put(bytes_of(ticket))); }
  template <typename Variant>
  void embedded(std::string_view name, const Variant& variant) {
    Writer inner;
    put_kind(inner, variant);
    add(name, refund::cbor::encode(inner.finish()));
  }
  void check(std::string_view, bool, std::string_view) {}

  [[nodiscard]] Value finish() { return std::move(map_); }

 private:
  void add(std::string_view name, Value value) { map_.emplace_back(name, std::move(value)); }
  template <typename T>
  static Value listed(const std::vector<T>& items) {
    Value::Array array;
    array.reserve(items.size());
    for (const T& item : items)
      array.push_back(put(item));
    return array;
  }

  Value::Map map_;
};

class Reader {
 public:
  static constexpr bool kWrites = false;

  explicit Reader(const Value& value) : whole_(value), fields_(value) {}

  template <std::integral Int>
  void number(std::string_view name, Int& number, std::int64_t least, std::int64_t most) {
    number = static_cast<Int>(fields_.number(name, least, most));
  }
  void truth(std::string_view name, bool& truth) { truth = fields_.truth(name); }
  void text(std::string_view name, std::string& text, std::size_t most) {
    text = fields_.text(name, most);
  }
  void bytes(std::string_view name, refund::cbor::Bytes& bytes, std::size_t most) {
    bytes = fields_.bytes(name, most);
  }
  template <typename Enum>
  void choice(std::string_view name, Enum& choice, Enum last) {
    choice = static_cast<Enum>(fields_.number(name, 0, static_cast<std::int64_t>(last)));
  }
  template <typename T>
  void item(std::string_view name, T& item) {
    note(name, get(fields_.value(name), item));
  }
  template <typename T>
  void maybe(std::string_view name, std::optional<T>& item) {
    if (const Value* value = given(name)) note(name, get(*value, item.emplace()));
  }
  void maybe_number(std::string_view name, std::optional<std::int64_t>& number, std::int64_t least,
                    std::int64_t most) {
    if (const Value* value = given(name)) {
      number = ranged(name, *value, least, most);
    }
  }
  template <typename Enum>
  void maybe_choice(std::string_view name, std::optional<Enum>& choice, Enum last) {
    if (const Value* value = given(name)) {
      choice = static_cast<Enum>(ranged(name, *value, 0, static_cast<std::int64_t>(last)));
    }
  }
  template <typename T>
  void list(std::string_view name, std::vector<T>& items, std::size_t most) {
    take_list(name, fields_.array(name, most), items);
  }
  template <typename T>
  void lists(std::string_view name, std::vector<std::vector<T>>& lists, std::size_t most,
             std::size_t most_inner) {
    for (const Value& value : fields_.array(name, most)) {
      const auto* inner = value.array();
      if (inner == nullptr || inner->size() > most_inner) {
        note(name, "lists of at most " + std::to_string(most_inner) + " items");
        return;
      }
      take_list(name, *inner, lists.emplace_back());
    }
  }
  void texts(std::string_view name, std::vector<std::string>& texts, std::size_t most,
             std::size_t most_bytes) {
    for (const Value& value : fields_.array(name, most)) {
      const std::string* text = value.text();
      if (text == nullptr || text->size() > most_bytes) {
        note(name, "texts of at most " + std::to_string(most_bytes) + " bytes");
        return;
      }
      texts.push_back(*text);
    }
  }
  template <typename Enum>
  void choices(std::string_view name, std::vector<Enum>& choices, std::size_t most, Enum last) {
    for (const Value& value : fields_.array(name, most)) {
      choices.push_back(static_cast<Enum>(ranged(name, value, 0, static_cast<std::int64_t>(last))));
    }
  }
  // A number of 64 bits without a sign, which CBOR integers here do not have.
  void ticket(std::string_view name, std::uint64_t& ticket) {
    std::array<std::uint8_t, 8> bytes{};
    note(name, get(fields_.value(name), bytes));
    ticket = number_of(bytes);
  }
  // One of several kinds, as the bytes of a message of its own.
  template <typename Variant>
  void embedded(std::string_view name, Variant& variant) {
    const auto inner_value = refund::cbor::decode(fields_.bytes(name, refund::cbor::kMostBytes));
    if (!inner_value) return note(name, "an embedded message");
    Reader inner(*inner_value);
    get_kind(inner, variant);
    note(name, inner.finish());
  }
  // What holds between fields.
  void check(std::string_view name, bool holds, std::string_view expected) {
    if (!holds) note(name, std::string(expected));
  }

  // What is wrong with the whole; empty when every field was right and none was left over.
  [[nodiscard]] std::string finish() {
    if (fields_.is_complete()) return {};
    return fields_.mistake().empty() ? "a field too many" : fields_.mistake();
  }

 private:
  void note(std::string_view name, const std::string& mistake) {
    if (!mistake.empty()) fields_.refuse(name, mistake);
  }
  // The value of a field that may be absent. Written null it would be a second form of the same
  // message, and two forms of one message have two hashes.
  const Value* given(std::string_view name) {
    const Value* value = fields_.optional(name);
    if (value == nullptr && whole_.map() != nullptr) {
      for (const auto& [key, content] : *whole_.map()) {
        if (key.text() != nullptr && *key.text() == name) note(name, "to be absent, not null");
      }
    }
    return value;
  }
  std::int64_t ranged(std::string_view name, const Value& value, std::int64_t least,
                      std::int64_t most) {
    const std::int64_t* number = value.number();
    if (number != nullptr && *number >= least && *number <= most) return *number;
    note(name, "a number from " + std::to_string(least) + " to " + std::to_string(most));
    return least;
  }
  template <typename T>
  void take_list(std::string_view name, const Value::Array& array, std::vector<T>& items) {
    items.reserve(array.size());
    for (const Value& value : array) {
      const std::string mistake = get(value, items.emplace_back());
      note(name, mistake);
      if (!mistake.empty()) return;
    }
  }

  const Value& whole_;
  refund::cbor::Fields fields_;
};

template <HasFields T>
Value put(const T& value) {
  Writer writer;
  fields(writer, value);
  return writer.finish();
}
template <HasFields T>
[[nodiscard]] std::string get(const Value& value, T& into) {
  Reader reader(value);
  fields(reader, into);
  return reader.finish();
}

// ---- one of several kinds: the name of the kind and its fields

// Specialised for each variant: the names of its kinds, in the order of its alternatives.
template <typename Variant>
struct Kinds;

template <typename Variant>
void put_kind(Writer& writer, const Variant& variant) {
  writer.text("kind", std::string(Kinds<Variant>::kNames[variant.index()]), 0);
  std::visit([&](const auto& kind) { writer.item("body", kind); }, variant);
}

template <typename Variant>
void get_kind(Reader& reader, Variant& variant) {
  static_assert(Kinds<Variant>::kNames.size() == std::variant_size_v<Variant>);
  constexpr std::size_t kMostName = 20;
  std::string name;
  reader.text("kind", name, kMostName);
  const bool is_known = [&]<std::size_t... I>(std::index_sequence<I...>) {
    return ((name == Kinds<Variant>::kNames[I] &&
             (reader.item("body", variant.template emplace<I>()), true)) ||
            ...);
  }
  (std::make_index_sequence<std::variant_size_v<Variant>>());
  reader.check("kind", is_known, "a known kind");
}

}  // namespace slipway::sync
