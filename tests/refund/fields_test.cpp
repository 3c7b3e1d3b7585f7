// A map of CBOR taken apart by name: what is there, what is wrong, what nobody asked for.
#include "refund/cbor.hpp"
#include "tests/catch.hpp"

using namespace slipway::refund::cbor;

namespace {

Value sample() {
  return Value::Map{{"array", Value::Array{1, 2}},
                    {"bytes", Bytes{1, 2, 3}},
                    {"null", Value()},
                    {"number", 7},
                    {"text", "seven"},
                    {"truth", true}};
}

}  // namespace

TEST_CASE("fields of a map are read by name and kind") {
  const Value value = sample();
  Fields fields(value);
  CHECK(fields.number("number", 7, 7) == 7);
  CHECK(fields.text("text", 5) == "seven");
  CHECK(fields.truth("truth"));
  CHECK(fields.bytes("bytes", 3) == Bytes{1, 2, 3});
  CHECK(fields.array("array", 2).size() == 2);
  CHECK(fields.optional("null") == nullptr);
  CHECK(fields.optional("absent") == nullptr);
  REQUIRE(fields.optional("number") != nullptr);
  CHECK(*fields.optional("number") == Value(7));
  CHECK(fields.value("truth") == Value(true));
  CHECK(fields.is_complete());
}

TEST_CASE("a field of another kind, too long, out of range or absent is a mistake") {
  const Value value = sample();
  const auto fails = [&](const auto& read) {
    Fields fields(value);
    read(fields);
    return !fields.is_complete();
  };
  for (const char* name : {"null", "absent"}) {
    CHECK(fails([&](Fields& fields) { (void)fields.number(name, 0, 9); }));
    CHECK(fails([&](Fields& fields) { (void)fields.text(name, 9); }));
    CHECK(fails([&](Fields& fields) { (void)fields.truth(name); }));
    CHECK(fails([&](Fields& fields) { (void)fields.bytes(name, 9); }));
    CHECK(fails([&](Fields& fields) { (void)fields.array(name, 9); }));
  }
  CHECK(fails([](Fields& fields) { (void)fields.value("absent"); }));
  CHECK(fails([](Fields& fields) { (void)fields.number("number", 8, 9); }));
  CHECK(fails([](Fields& fields) { (void)fields.number("number", 0, 6); }));
  CHECK(fails([](Fields& fields) { (void)fields.text("text", 4); }));
  CHECK(fails([](Fields& fields) { (void)fields.bytes("bytes", 2); }));
  CHECK(fails([](Fields& fields) { (void)fields.array("array", 1); }));
}

TEST_CASE("a field that nobody asked for is a mistake, and so is what is no map") {
  const Value extra = Value::Map{{1, 2}};
  Fields of_extra(extra);
  CHECK(of_extra.optional("number") == nullptr);
  CHECK_FALSE(of_extra.is_complete());

  const Value named = Value::Map{{"number", 2}};
  Fields of_named(named);
  CHECK_FALSE(of_named.is_complete());

  const Value none = 7;
  Fields of_none(none);
  CHECK(of_none.number("number", 3, 9) == 3);
  CHECK_FALSE(of_none.is_complete());
}
