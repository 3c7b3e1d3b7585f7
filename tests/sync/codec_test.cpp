#include "sync/wire/codec.hpp"

#include <rapidcheck.h>

#include <functional>

#include "tests/catch.hpp"
#include "tests/sync/dice.hpp"

namespace slipway::sync {
namespace {

// Every message of one direction, and its bytes again after reading them.
struct Direction {
  const char* name;
  std::function<std::vector<Bytes>(Dice&)> one_of_each;
  std::function<std::optional<Bytes>(std::span<const std::uint8_t>)> again;
};

template <typename Envelope, typename Variant>
std::vector<Bytes> envelopes(Dice& dice, Variant Envelope::*content) {
  std::vector<Bytes> all;
  for (auto& message : one_of_each<Variant>(dice)) {
    Envelope envelope;
    envelope.id = dice.id();
    if constexpr (requires { envelope.token; }) envelope.token = dice.id();
    envelope.*content = std::move(message);
    all.push_back(encode(envelope));
  }
  return all;
}

template <typename Read>
std::optional<Bytes> encoded_again(Read read, std::span<const std::uint8_t> bytes) {
  const auto message = read(bytes);
  if (!message) return std::nullopt;
  return encode(*message);
}

const std::vector<Direction>& directions() {
  static const std::vector<Direction> all = {
      {"kiosk asks", [](Dice& dice) { return envelopes(dice, &KioskAsk::question); },
       [](auto bytes) { return encoded_again(kiosk_ask_from, bytes); }},
      {"station answers a kiosk", [](Dice& dice) { return envelopes(dice, &KioskReply::answer); },
       [](auto bytes) { return encoded_again(kiosk_reply_from, bytes); }},
      {"desk asks", [](Dice& dice) { return envelopes(dice, &DeskAsk::question); },
       [](auto bytes) { return encoded_again(desk_ask_from, bytes); }},
      {"station answers a desk", [](Dice& dice) { return envelopes(dice, &DeskReply::answer); },
       [](auto bytes) { return encoded_again(desk_reply_from, bytes); }},
  };
  return all;
}

refund::Signature longest_signature(std::int32_t side, std::int64_t step) {
  refund::Signature signature{side, side, {{}}};
  for (std::size_t at = 0; at < refund::Signature::kMostPoints; ++at) {
    const bool odd = at % 2 == 1;
    signature.strokes[0].push_back({odd ? side : -side, odd ? -side : side,
                                    odd ? std::optional<std::int32_t>(1'000) : std::nullopt,
                                    static_cast<std::int64_t>(at) * step});
  }
  return signature;
}

}  // namespace

TEST_CASE("every kind of message comes back from its bytes as it was") {
  for (const Direction& direction : directions()) {
    INFO(direction.name);
    REQUIRE(rc::check(direction.name, [&](std::uint64_t seed) {
      Dice dice(seed);
      for (const Bytes& bytes : direction.one_of_each(dice)) {
        const auto again = direction.again(bytes);
        RC_ASSERT(again.has_value());
        RC_ASSERT(*again == bytes);
      }
    }));
  }
}

TEST_CASE("a message that was cut or changed is refused, or is another message whole") {
  for (const Direction& direction : directions()) {
    REQUIRE(rc::check(direction.name, [&](std::uint64_t seed) {
      Dice dice(seed);
      const auto all = direction.one_of_each(dice);
      Bytes bytes = all[seed % all.size()];
      const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
      RC_ASSERT(!direction.again(std::span(bytes).first(at)));
      bytes[at] = *rc::gen::arbitrary<std::uint8_t>();
      const auto again = direction.again(bytes);
      // RapidCheck's own || would look at both sides: decide before.
      const bool is_right = !again || *again == bytes;
      RC_ASSERT(is_right);
      bytes.push_back(0);
      RC_ASSERT(!direction.again(bytes));
    }));
  }
}

TEST_CASE("any bytes may be given") {
  for (const Direction& direction : directions()) {
    REQUIRE(rc::check(direction.name, [&](const std::vector<std::uint8_t>& bytes) {
      RC_ASSERT(!direction.again(bytes));
    }));
    CHECK_FALSE(direction.again(Bytes(100'000, 0x80)));
    CHECK_FALSE(direction.again(Bytes(60'000, 0x81)));
    CHECK_FALSE(direction.again({}));
  }
}

TEST_CASE("a message of one direction is none of another") {
  Dice dice(7);
  for (const Direction& from : directions()) {
    for (const Bytes& bytes : from.one_of_each(dice)) {
      int readers = 0;
      for (const Direction& to : directions())
        readers += to.again(bytes) ? 1 : 0;
      CHECK(readers == 1);
    }
  }
}

TEST_CASE("a field that is missing, left over, of another type or out of bounds is refused") {
  using refund::cbor::Value;
  const Value id = Bytes(16, 1);
  const auto reads = [](const Value& value) {
    return kiosk_ask_from(refund::cbor::encode(value)).has_value();
  };
  const auto message = [&](const char* kind, Value body) {
    return Value(Value::Map{{"id", id}, {"kind", kind}, {"body", std::move(body)}});
  };
  CHECK(reads(message("identify", Value::Map{{"card_uid", "04AB"}})));
  CHECK_FALSE(reads(message("identify", Value::Map{})));
  CHECK_FALSE(reads(message("identify", Value::Map{{"card_uid", "04AB"}, {"more", 1}})));
  CHECK_FALSE(reads(message("identify", Value::Map{{"card_uid", 4}})));
  CHECK_FALSE(reads(message("identify", Value::Map{{"card_uid", std::string(65, 'A')}})));
  CHECK_FALSE(reads(message("identify", Value::Array{"04AB"})));
  CHECK_FALSE(reads(message("no_such_kind", Value::Map{{"card_uid", "04AB"}})));
  CHECK_FALSE(reads(Value::Map{
      {"id", Bytes(15, 1)}, {"kind", "call_staff"}, {"body", Value::Map{{"screen", "K1"}}}}));
  const auto paper = [&](std::int64_t news) {
    return message("paper",
                   Value::Map{{"id", id}, {"voucher_number", 1}, {"news", news}, {"evidence", ""}});
  };
  CHECK(reads(paper(2)));
  CHECK_FALSE(reads(paper(3)));
  CHECK_FALSE(reads(paper(-1)));
}

TEST_CASE("an absent field has one form") {
  using refund::cbor::Value;
  Value::Map map{{"id", Bytes(16, 1)}, {"kind", "sign_out"}, {"body", Value::Map{}}};
  CHECK(desk_ask_from(refund::cbor::encode(map)));
  map.emplace_back("token", Value());
  CHECK_FALSE(desk_ask_from(refund::cbor::encode(map)));
}

TEST_CASE("an account whose quotes cannot be indexed is refused") {
  KioskReply reply;
  AccountOpened account;
  account.quotes.resize(2);
  account.offers.resize(2);
  account.dues.resize(account.quotes.size());
  account.quote_of.fill(1);
  reply.answer = account;
  CHECK(kiosk_reply_from(encode(reply)));
  account.quote_of[3] = 2;
  reply.answer = account;
  CHECK_FALSE(kiosk_reply_from(encode(reply)));
  account.quote_of[3] = 0;
  account.offers.pop_back();
  reply.answer = account;
  CHECK_FALSE(kiosk_reply_from(encode(reply)));
}

TEST_CASE("the largest filing fits one frame, and one point more is refused") {
  refund::Filing filing;
  for (auto* text : {&filing.kiosk, &filing.card_uid, &filing.pin, &filing.payee.bank_card}) {
    *text = std::string(kMostCode, '9');
  }
  filing.quoted = refund::Money{refund::Money::kMost};
  filing.signature = longest_signature(100'000, 1'000'000);
  const Bytes plain = refund::cbor::encode(to_cbor(filing));
  CHECK(plain.size() < 40'000);
  const auto again = filing_from(*refund::cbor::decode(plain));
  REQUIRE(again);
  CHECK(*again == filing);
  KioskAsk ask;
  ask.question = File{filing.id, Bytes(kMostSealed, 7)};
  CHECK(encode(ask).size() < refund::cbor::kMostBytes);
  CHECK(plain.size() + 48 <= kMostSealed);

  filing.signature.strokes.push_back({{1, 1, 1, 1}});
  CHECK_FALSE(filing_from(to_cbor(filing)));
}

TEST_CASE("a signature as people write is half of that") {
  refund::Signature signature{9'600, 6'000, {{}}};
  for (std::int32_t at = 0; at < 2'000; ++at) {
    signature.strokes[0].push_back({at * 4, 3'000 + at % 90, 300 + at % 40, at * 5'000L});
  }
  CHECK(refund::cbor::encode(to_cbor(signature)).size() < 16'000);
}

TEST_CASE("points outside any pad are refused") {
  for (const refund::PenPoint& point :
       {refund::PenPoint{100'001, 0, {}, 0}, refund::PenPoint{0, -100'001, {}, 0},
        refund::PenPoint{0, 0, 1'001, 0}, refund::PenPoint{0, 0, -2, 0},
        refund::PenPoint{0, 0, {}, 3'600'000'001}, refund::PenPoint{0, 0, {}, -1}}) {
    CHECK_FALSE(signature_from(to_cbor(refund::Signature{1, 1, {{point}}})));
  }
  CHECK(signature_from(to_cbor(refund::Signature{1, 1, {{refund::PenPoint{}}, {}}})));
}

}  // namespace slipway::sync
