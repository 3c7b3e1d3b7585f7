#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace slipway::refund::cbor {

using Bytes = std::vector<std::uint8_t>;

// One CBOR item of the strict subset that Slipway speaks (RFC 8949, core deterministic encoding):
// integers within int64, byte and text strings, arrays, maps with sorted unique keys, false, true
// and null; definite lengths in their shortest form, UTF-8 checked, at most kMostDepth deep. Two
// equal values have equal bytes, and bytes that are not the ones we would write are refused.
class Value {
 public:
  using Array = std::vector<Value>;
  using Entry = std::pair<Value, Value>;
  using Map = std::vector<Entry>;

  Value() = default;  // null
  Value(bool truth) : content_(truth) {}
  Value(std::int64_t number) : content_(number) {}
  Value(int number) : content_(std::int64_t{number}) {}
  Value(std::string text) : content_(std::move(text)) {}
  Value(std::string_view text) : content_(std::string(text)) {}
  Value(const char* text) : content_(std::string(text)) {}
  Value(Bytes bytes) : content_(std::move(bytes)) {}
  Value(Array array) : content_(std::move(array)) {}
  Value(Map map) : content_(std::move(map)) {}

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(content_); }
  // Nothing when the value is of another kind.
  [[nodiscard]] const bool* truth() const { return std::get_if<bool>(&content_); }
  [[nodiscard]] const std::int64_t* number() const { return std::get_if<std::int64_t>(&content_); }
  [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&content_); }
  [[nodiscard]] const Bytes* bytes() const { return std::get_if<Bytes>(&content_); }
  [[nodiscard]] const Array* array() const { return std::get_if<Array>(&content_); }
  [[nodiscard]] const Map* map() const { return std::get_if<Map>(&content_); }

  friend bool operator==(const Value&, const Value&) = default;

 private:
  std::variant<std::monostate, bool, std::int64_t, std::string, Bytes, Array, Map> content_;
};

inline constexpr int kMostDepth = 8;
inline constexpr std::size_t kMostBytes = 64 * 1024;

// Maps are sorted here; `require`s unique keys and valid UTF-8, which our own values have.
[[nodiscard]] Bytes encode(const Value& value);

// Nothing unless the bytes are exactly one item in the deterministic form, within kMostBytes.
[[nodiscard]] std::optional<Value> decode(std::span<const std::uint8_t> bytes);

// Takes a map with text keys apart, field by field, and remembers the first thing that is wrong.
// A field that is absent, of another kind or out of range makes the whole reading fail; so does a
// field that nobody asked for. Typical use:
//
//   Fields fields(value);
//   const auto uid = fields.text("uid", 20);
//   if (!fields.is_complete()) return unexpected(fields.mistake());
class Fields {
 public:
  explicit Fields(const Value& value);

  std::int64_t number(std::string_view name, std::int64_t least, std::int64_t most);
  bool truth(std::string_view name);
  std::string text(std::string_view name, std::size_t most_bytes);
  Bytes bytes(std::string_view name, std::size_t most);
  // The items of an array of at most so many; empty after a mistake.
  const Value::Array& array(std::string_view name, std::size_t most);
  // Any value; null value after a mistake.
  const Value& value(std::string_view name);
  // The value, or nothing when the field is absent or null.
  const Value* optional(std::string_view name);

  // True when every field was right and none was left over.
  [[nodiscard]] bool is_complete();
  // "uid: expected text of at most 20 bytes"; empty when nothing was wrong.
  [[nodiscard]] const std::string& mistake() const { return mistake_; }
  // Records a mistake that the caller found in a field.
  void refuse(std::string_view name, std::string_view expected);

 private:
  const Value* find(std::string_view name);
  const Value::Map* map_ = nullptr;
  std::vector<bool> taken_;
  std::string mistake_;
};

}  // namespace slipway::refund::cbor
