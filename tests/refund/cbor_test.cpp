#include "refund/cbor.hpp"

#include <rapidcheck.h>

#include <limits>

#include "refund/sodium.hpp"
#include "tests/catch.hpp"

using namespace slipway::refund;
using cbor::Value;

namespace {

std::optional<Value> decode_hex(std::string_view hex) {
  const auto bytes = bytes_from_hex(hex);
  REQUIRE(bytes);
  return cbor::decode(*bytes);
}

Value arbitrary_value(int depth) {
  const int kind = *rc::gen::inRange(0, depth >= 3 ? 5 : 7);
  switch (kind) {
    case 0:
      return Value();
    case 1:
      return Value(*rc::gen::arbitrary<bool>());
    case 2:
      return Value(*rc::gen::arbitrary<std::int64_t>());
    case 3:
      return Value(*rc::gen::container<std::string>(rc::gen::inRange('a', 'z')));
    case 4:
      return Value(*rc::gen::arbitrary<Bytes>());
    case 5: {
      Value::Array items;
      const int count = *rc::gen::inRange(0, 5);
      for (int i = 0; i < count; ++i)
        items.push_back(arbitrary_value(depth + 1));
      return Value(items);
    }
    default: {
      Value::Map entries;
      const int count = *rc::gen::inRange(0, 5);
      for (int i = 0; i < count; ++i) {
        entries.emplace_back(Value("k" + std::to_string(i)), arbitrary_value(depth + 1));
      }
      return Value(entries);
    }
  }
}

}  // namespace

TEST_CASE("the examples of RFC 8949 have the bytes that the RFC gives") {
  const auto hex = [](const Value& value) { return to_hex(cbor::encode(value)); };
  CHECK(hex(0) == "00");
  CHECK(hex(23) == "17");
  CHECK(hex(24) == "1818");
  CHECK(hex(1000) == "1903e8");
  CHECK(hex(1000000) == "1a000f4240");
  CHECK(hex(std::int64_t{1000000000000}) == "1b000000e8d4a51000");
  CHECK(hex(-1) == "20");
  CHECK(hex(-1000) == "3903e7");
  CHECK(hex(std::numeric_limits<std::int64_t>::max()) == "1b7fffffffffffffff");
  CHECK(hex(std::numeric_limits<std::int64_t>::min()) == "3b7fffffffffffffff");
  CHECK(hex(false) == "f4");
  CHECK(hex(true) == "f5");
  CHECK(hex(Value()) == "f6");
  CHECK(hex("水") == "63e6b0b4");
  CHECK(hex(Bytes{1, 2, 3, 4}) == "4401020304");
  CHECK(hex(Value::Array{1, Value::Array{2, 3}}) == "8201820203");
}

TEST_CASE("maps are written with their keys in the order of their bytes") {
  const Value value(Value::Map{{"aa", 3}, {"b", 2}, {-1, 1}, {10, 0}});
  CHECK(to_hex(cbor::encode(value)) == "a40a00200161620262616103");
}

TEST_CASE("only the deterministic form is read") {
  CHECK(decode_hex("1817") == std::nullopt);        // 23 in two bytes
  CHECK(decode_hex("190018") == std::nullopt);      // 24 in three
  CHECK(decode_hex("1a0000ffff") == std::nullopt);  // 65535 in five
  CHECK(decode_hex("1b00000000ffffffff") == std::nullopt);
  CHECK(decode_hex("1b8000000000000000") == std::nullopt);  // above int64
  CHECK(decode_hex("3b8000000000000000") == std::nullopt);  // below int64
  CHECK(decode_hex("9fff") == std::nullopt);                // indefinite length
  CHECK(decode_hex("5f41ff") == std::nullopt);
  CHECK(decode_hex("c000") == std::nullopt);            // tag
  CHECK(decode_hex("f7") == std::nullopt);              // undefined
  CHECK(decode_hex("f90000") == std::nullopt);          // float
  CHECK(decode_hex("f814") == std::nullopt);            // false in two bytes
  CHECK(decode_hex("a2616201616102") == std::nullopt);  // keys out of order
  CHECK(decode_hex("a2616101616102") == std::nullopt);  // key twice
  CHECK(decode_hex("61ff") == std::nullopt);            // not UTF-8
  CHECK(decode_hex("62c080") == std::nullopt);          // overlong UTF-8
  CHECK(decode_hex("63eda080") == std::nullopt);        // surrogate
  CHECK(decode_hex("64f4908080") == std::nullopt);      // above U+10FFFF
  CHECK(decode_hex("0000") == std::nullopt);            // something after it
  CHECK(decode_hex("81ff") == std::nullopt);            // an item that is none
  CHECK(decode_hex("a1ff00") == std::nullopt);          // a key that is none
  CHECK(decode_hex("a100ff") == std::nullopt);          // a value that is none
  CHECK(decode_hex("") == std::nullopt);
}

TEST_CASE("a count that promises more than there is reserves nothing and is refused") {
  CHECK(decode_hex("9b7fffffffffffffff") == std::nullopt);
  CHECK(decode_hex("bb7fffffffffffffff") == std::nullopt);
  CHECK(decode_hex("5b7fffffffffffffff") == std::nullopt);
  CHECK(decode_hex("7a0000ffff") == std::nullopt);
}

TEST_CASE("nesting is bounded") {
  CHECK(decode_hex("8181818181818100"));
  CHECK(decode_hex("818181818181818100"));
  CHECK(decode_hex("81818181818181818100") == std::nullopt);
  CHECK(decode_hex(std::string(20'000, '8') + std::string(20'000, '1')) == std::nullopt);
  CHECK(decode_hex("81818181818181a10000"));
  CHECK(decode_hex("8181818181818181a10000") == std::nullopt);  // a map too deep
}

TEST_CASE("more than 64 KiB is refused unread") {
  Bytes bytes(cbor::kMostBytes - 5, 0);
  CHECK(cbor::decode(cbor::encode(Value(bytes))));
  bytes.push_back(0);
  bytes.push_back(0);
  bytes.push_back(0);
  CHECK(cbor::decode(cbor::encode(Value(bytes))) == std::nullopt);
}

TEST_CASE("what was written is read as the same value") {
  REQUIRE(rc::check("decode after encode", [] {
    const Value value = arbitrary_value(0);
    const auto read = cbor::decode(cbor::encode(value));
    RC_ASSERT(read.has_value());
    RC_ASSERT(cbor::encode(*read) == cbor::encode(value));
  }));
}

TEST_CASE("what is read at all is written as the same bytes") {
  REQUIRE(rc::check("encode after decode", [] {
    Bytes bytes = cbor::encode(arbitrary_value(0));
    const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
    bytes[at] = *rc::gen::arbitrary<std::uint8_t>();
    const auto read = cbor::decode(bytes);
    if (read) RC_ASSERT(cbor::encode(*read) == bytes);
  }));
}

TEST_CASE("fields that are right are read") {
  const Value value(Value::Map{{"n", 5},
                               {"t", "card"},
                               {"b", Bytes{1}},
                               {"f", true},
                               {"a", Value::Array{1, 2}},
                               {"x", Value()}});
  cbor::Fields fields(value);
  CHECK(fields.number("n", 0, 5) == 5);
  CHECK(fields.text("t", 4) == "card");
  CHECK(fields.bytes("b", 1) == Bytes{1});
  CHECK(fields.truth("f"));
  CHECK(fields.array("a", 2).size() == 2);
  CHECK(fields.optional("x") == nullptr);
  CHECK(fields.optional("absent") == nullptr);
  CHECK(fields.is_complete());
  CHECK(fields.mistake().empty());
}

TEST_CASE("the first wrong field is named with what was expected") {
  const Value value(Value::Map{{"n", 6}, {"t", "cards"}});
  cbor::Fields fields(value);
  (void)fields.number("n", 0, 5);
  (void)fields.text("t", 4);
  CHECK_FALSE(fields.is_complete());
  CHECK(fields.mistake() == "n: expected an integer from 0 to 5");
}

TEST_CASE("a field that is absent, of another kind or not asked for is a mistake") {
  const Value value(Value::Map{{"n", 6}});
  SECTION("absent") {
    cbor::Fields fields(value);
    (void)fields.number("n", 0, 9);
    CHECK(fields.text("t", 4).empty());
    CHECK_FALSE(fields.is_complete());
    CHECK(fields.mistake() == "t: expected text of at most 4 bytes");
  }
  SECTION("another kind") {
    cbor::Fields fields(value);
    CHECK(fields.bytes("n", 4).empty());
    CHECK(fields.mistake() == "n: expected at most 4 bytes");
  }
  SECTION("not asked for") {
    cbor::Fields fields(value);
    CHECK_FALSE(fields.is_complete());
    CHECK(fields.mistake() == "n: expected no such field");
  }
  SECTION("no map") {
    const Value number(1);
    cbor::Fields fields(number);
    CHECK_FALSE(fields.is_complete());
    CHECK(fields.mistake() == "expected a map");
  }
}
