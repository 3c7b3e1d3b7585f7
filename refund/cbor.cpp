#include "refund/cbor.hpp"

#include <algorithm>
#include <limits>

#include "refund/require.hpp"
#include "refund/utf8.hpp"

namespace slipway::refund::cbor {

namespace {

// RFC 8949, section 3.1.
enum class Major : std::uint8_t {
  Unsigned = 0,
  Negative = 1,
  ByteString = 2,
  TextString = 3,
  Array = 4,
  Map = 5,
  Simple = 7,
};
constexpr std::uint64_t kFalse = 20;
constexpr std::uint64_t kTrue = 21;
constexpr std::uint64_t kNull = 22;

void write_head(Bytes& out, Major major, std::uint64_t argument) {
  const auto top = static_cast<std::uint8_t>(static_cast<unsigned>(major) << 5U);
  int length = 0;  // bytes after the first one
  if (argument < 24) {
    out.push_back(static_cast<std::uint8_t>(top | argument));
  } else if (argument <= 0xFF) {
    out.push_back(top | 24U);
    length = 1;
  } else if (argument <= 0xFFFF) {
    out.push_back(top | 25U);
    length = 2;
  } else if (argument <= 0xFFFF'FFFF) {
    out.push_back(top | 26U);
    length = 4;
  } else {
    out.push_back(top | 27U);
    length = 8;
  }
  for (int shift = (length - 1) * 8; shift >= 0; shift -= 8) {
    out.push_back(static_cast<std::uint8_t>(argument >> static_cast<unsigned>(shift)));
  }
}

void write(Bytes& out, const Value& value, int depth);

void write_map(Bytes& out, const Value::Map& map, int depth) {
  std::vector<std::pair<Bytes, const Value*>> entries;
  entries.reserve(map.size());
  for (const auto& [key, content] : map) {
    Bytes key_bytes;
    write(key_bytes, key, depth + 1);
    entries.emplace_back(std::move(key_bytes), &content);
  }
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  write_head(out, Major::Map, entries.size());
  const Bytes* before = nullptr;
  for (const auto& [key_bytes, content] : entries) {
    require(before == nullptr || *before != key_bytes);
    before = &key_bytes;
    out.insert(out.end(), key_bytes.begin(), key_bytes.end());
    write(out, *content, depth + 1);
  }
}

void write(Bytes& out, const Value& value, int depth) {
  if (value.is_null()) {
    write_head(out, Major::Simple, kNull);
  } else if (const bool* truth = value.truth()) {
    write_head(out, Major::Simple, *truth ? kTrue : kFalse);
  } else if (const std::int64_t* number = value.number()) {
    const bool negative = *number < 0;
    write_head(
        out, negative ? Major::Negative : Major::Unsigned,
        negative ? ~static_cast<std::uint64_t>(*number) : static_cast<std::uint64_t>(*number));
  } else if (const std::string* text = value.text()) {
    require(is_utf8(*text));
    write_head(out, Major::TextString, text->size());
    out.insert(out.end(), text->begin(), text->end());
  } else if (const Bytes* bytes = value.bytes()) {
    write_head(out, Major::ByteString, bytes->size());
    out.insert(out.end(), bytes->begin(), bytes->end());
  } else if (const Value::Array* array = value.array()) {
    require(depth < kMostDepth);
    write_head(out, Major::Array, array->size());
    for (const Value& item : *array)
      write(out, item, depth + 1);
  } else {
    require(depth < kMostDepth);
    write_map(out, *value.map(), depth);
  }
}

// Reads the deterministic form from the front; every read is within the bytes given.
class Reader {
 public:
  explicit Reader(std::span<const std::uint8_t> bytes) : rest_(bytes) {}

  [[nodiscard]] bool is_at_end() const { return rest_.empty(); }

  std::optional<Value> item(int depth) {
    Head head;
    if (!read_head(head)) return std::nullopt;
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    switch (head.major) {
      case Major::Unsigned:
        if (head.argument > most) return std::nullopt;
        return Value(static_cast<std::int64_t>(head.argument));
      case Major::Negative:
        if (head.argument > most) return std::nullopt;
        return Value(-1 - static_cast<std::int64_t>(head.argument));
      case Major::ByteString: {
        if (head.argument > rest_.size()) return std::nullopt;
        const auto bytes = take(static_cast<std::size_t>(head.argument));
        return Value(Bytes(bytes.begin(), bytes.end()));
      }
      case Major::TextString: {
        if (head.argument > rest_.size()) return std::nullopt;
        const auto bytes = take(static_cast<std::size_t>(head.argument));
        std::string text(bytes.begin(), bytes.end());
        if (!is_utf8(text)) return std::nullopt;
        return Value(std::move(text));
      }
      case Major::Array:
        return array(head.argument, depth);
      case Major::Map:
        return map(head.argument, depth);
      case Major::Simple:
        if (head.argument == kNull) return Value();
        if (head.argument == kTrue || head.argument == kFalse) return Value(head.argument == kTrue);
        break;
    }
    return std::nullopt;
  }

 private:
  struct Head {
    Major major = Major::Simple;
    std::uint64_t argument = 0;
  };

  std::span<const std::uint8_t> take(std::size_t count) {
    const auto front = rest_.first(count);
    rest_ = rest_.subspan(count);
    return front;
  }

  bool read_head(Head& head) {
    if (rest_.empty()) return false;
    const std::uint8_t first = take(1)[0];
    const unsigned major = first >> 5U;
    const unsigned low = first & 0x1FU;
    if (major == 6) return false;  // tags
    head.major = static_cast<Major>(major);
    if (low < 24) {
      head.argument = low;
      return true;
    }
    // 28 to 30 are reserved, 31 is the indefinite length; after major 7 follow floats.
    if (low > 27 || head.major == Major::Simple) return false;
    const std::size_t length = std::size_t{1} << (low - 24);
    if (rest_.size() < length) return false;
    head.argument = 0;
    for (const std::uint8_t byte : take(length))
      head.argument = head.argument << 8U | byte;
    const std::uint64_t least = low == 24 ? 24 : std::uint64_t{1} << (8U * (length / 2));
    return head.argument >= least;
  }

  std::optional<Value> array(std::uint64_t count, int depth) {
    // Every item takes a byte or more, which bounds what a lying count can make us reserve.
    if (depth >= kMostDepth || count > rest_.size()) return std::nullopt;
    Value::Array items;
    items.reserve(static_cast<std::size_t>(count));
    for (std::uint64_t i = 0; i < count; ++i) {
      std::optional<Value> read = item(depth + 1);
      if (!read) return std::nullopt;
      items.push_back(std::move(*read));
    }
    return Value(std::move(items));
  }

  std::optional<Value> map(std::uint64_t count, int depth) {
    if (depth >= kMostDepth || count > rest_.size() / 2) return std::nullopt;
    Value::Map entries;
    entries.reserve(static_cast<std::size_t>(count));
    std::span<const std::uint8_t> before;
    for (std::uint64_t i = 0; i < count; ++i) {
      const auto start = rest_;
      std::optional<Value> key = item(depth + 1);
      if (!key) return std::nullopt;
      const auto key_bytes = start.first(start.size() - rest_.size());
      const bool rises = i == 0 || std::lexicographical_compare(before.begin(), before.end(),
                                                                key_bytes.begin(), key_bytes.end());
      if (!rises) return std::nullopt;
      before = key_bytes;
      std::optional<Value> content = item(depth + 1);
      if (!content) return std::nullopt;
      entries.emplace_back(std::move(*key), std::move(*content));
    }
    return Value(std::move(entries));
  }

  std::span<const std::uint8_t> rest_;
};

}  // namespace

Bytes encode(const Value& value) {
  Bytes out;
  write(out, value, 0);
  return out;
}

std::optional<Value> decode(std::span<const std::uint8_t> bytes) {
  if (bytes.size() > kMostBytes) return std::nullopt;
  Reader reader(bytes);
  std::optional<Value> value = reader.item(0);
  if (!value || !reader.is_at_end()) return std::nullopt;
  return value;
}

}  // namespace slipway::refund::cbor
