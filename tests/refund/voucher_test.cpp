#include "refund/voucher.hpp"

#include <rapidcheck.h>

#include "refund/base45.hpp"
#include "refund/cbor.hpp"
#include "tests/catch.hpp"

using namespace slipway::refund;
using namespace std::chrono_literals;

namespace {

const SigningKey& station() {
  static const SigningKey key(digest_of("station"));
  return key;
}

std::vector<PublicKey> only_ours() {
  return {station().public_key()};
}

const SigningKey& stranger() {
  static const SigningKey key(digest_of("stranger"));
  return key;
}

Voucher sample() {
  return {1, 2, 1, 42, Money{88'650}, *instant_from("2026-11-21 20:38:07"), 30};
}

Verdict verdict(std::string_view text, const SigningKey& key = station()) {
  return verify(text, std::vector{key.public_key()}, sample().issued_at + 24h).verdict;
}

Bytes bytes_of(std::string_view text) {
  return *from_base45(text.substr(4));
}

std::string text_of(std::span<const std::uint8_t> bytes) {
  return "RV1:" + to_base45(bytes);
}

// A voucher built by hand, so that each part can be wrong and the signature right.
struct Forge {
  Bytes headers = cbor::encode(cbor::Value::Map{{1, -8}});
  Bytes context = {'R', 'V', '1', ':'};
  cbor::Value payload =
      cbor::Value::Array{1, 1, 2, 1, 42, 88650, 156, std::int64_t{1795264687}, 30};
  cbor::Value unprotected;

  [[nodiscard]] std::string text() const {
    const SigningKey& key = station();
    const Bytes content = cbor::encode(payload);
    const SignatureBytes signature =
        key.sign(cbor::encode(cbor::Value::Array{"Signature1", headers, context, content}));
    const auto id = key_id(key.public_key());
    const cbor::Value standard(cbor::Value::Map{{4, Bytes(id.begin(), id.end())}});
    return text_of(
        cbor::encode(cbor::Value::Array{headers, unprotected.is_null() ? standard : unprotected,
                                        content, Bytes(signature.begin(), signature.end())}));
  }
};

}  // namespace

TEST_CASE("an issued voucher is valid and says what was put in") {
  const std::string text = issue(sample(), station());
  const auto found = verify(text, only_ours(), sample().issued_at);
  CHECK(found.verdict == Verdict::Valid);
  CHECK(found.voucher == sample());
  CHECK(Forge{}.text() == text);
}

TEST_CASE("any voucher comes back as it was issued") {
  REQUIRE(rc::check("verify after issue", [] {
    const Voucher voucher{*rc::gen::inRange<std::int64_t>(0, 1'000'000'000),
                          *rc::gen::inRange<std::int64_t>(0, 1'000'000'000),
                          *rc::gen::inRange<std::int64_t>(1, 1'000'000'000),
                          *rc::gen::inRange<std::int64_t>(1, 1'000'000'000'000),
                          Money{*rc::gen::inRange<std::int64_t>(1, Money::kMost + 1),
                                *rc::gen::element(Currency::Cny, Currency::Usd, Currency::Eur)},
                          Instant(std::chrono::seconds(*rc::gen::inRange(0, 2'000'000'000))),
                          *rc::gen::inRange(1, 3'651)};
    const auto found = verify(issue(voucher, station()), only_ours(), voucher.issued_at);
    RC_ASSERT(found.verdict == Verdict::Valid);
    RC_ASSERT(found.voucher == voucher);
  }));
}

TEST_CASE("every flipped bit is rejected") {
  const Bytes bytes = bytes_of(issue(sample(), station()));
  int rejected = 0;
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    Bytes flipped = bytes;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    if (verdict(text_of(flipped)) != Verdict::Valid) ++rejected;
  }
  CHECK(rejected == static_cast<int>(bytes.size()) * 8);
}

TEST_CASE("every shortened, lengthened or re-lettered text is rejected") {
  const std::string text = issue(sample(), station());
  for (std::size_t length = 0; length < text.size(); ++length) {
    CHECK(verdict(text.substr(0, length)) != Verdict::Valid);
  }
  CHECK(verdict(text + "0") != Verdict::Valid);
  CHECK(verdict(text + "000") != Verdict::Valid);
  CHECK(verdict(" " + text) != Verdict::Valid);
  CHECK(verdict("rv1:" + text.substr(4)) != Verdict::Valid);
  CHECK(verdict("RV2:" + text.substr(4)) != Verdict::Valid);
  CHECK(verdict(text + std::string(100'000, '0')) != Verdict::Valid);
}

TEST_CASE("a voucher of another station has an unknown key") {
  const std::string text = issue(sample(), stranger());
  CHECK(verdict(text) == Verdict::UnknownKey);
  CHECK(verify(text, {}, sample().issued_at).verdict == Verdict::UnknownKey);
  const std::vector both{station().public_key(), stranger().public_key()};
  CHECK(verify(text, both, sample().issued_at).verdict == Verdict::Valid);
}

TEST_CASE("a stranger's signature under the station's key id is tampered") {
  Bytes bytes = bytes_of(issue(sample(), station()));
  const Bytes other = bytes_of(issue(sample(), stranger()));
  std::copy(other.end() - 64, other.end(), bytes.end() - 64);
  CHECK(verdict(text_of(bytes)) == Verdict::Tampered);
}

TEST_CASE("a voucher expires after its days and not before") {
  const std::string text = issue(sample(), station());
  const auto keys = only_ours();
  const Instant end = sample().issued_at + std::chrono::days(30);
  CHECK(verify(text, keys, end).verdict == Verdict::Valid);
  CHECK(verify(text, keys, end + 1ms).verdict == Verdict::Expired);
  CHECK(verify(text, keys, end + 1ms).voucher == sample());
}

TEST_CASE("what is rightly signed and wrongly formed is rejected") {
  Forge forge;
  SECTION("another purpose of the same key") {
    forge.context = {'A', 'U', 'D', 'I', 'T'};
  }
  SECTION("another algorithm") {
    forge.headers = cbor::encode(cbor::Value::Map{{1, -7}});
  }
  SECTION("an empty header") {
    forge.headers = {};
  }
  SECTION("a further header") {
    forge.headers = cbor::encode(cbor::Value::Map{{1, -8}, {2, 0}});
  }
  SECTION("another name for the key id") {
    const auto id = key_id(station().public_key());
    forge.unprotected = cbor::Value::Map{{5, Bytes(id.begin(), id.end())}};
  }
  SECTION("a further unprotected header") {
    const auto id = key_id(station().public_key());
    forge.unprotected = cbor::Value::Map{{4, Bytes(id.begin(), id.end())}, {5, 0}};
  }
  SECTION("a later format") {
    forge.payload = cbor::Value::Array{2, 1, 2, 1, 42, 88650, 156, 1795264687, 30};
  }
  SECTION("one number too few") {
    forge.payload = cbor::Value::Array{1, 1, 2, 1, 42, 88650, 156, 1795264687};
  }
  SECTION("a negative amount") {
    forge.payload = cbor::Value::Array{1, 1, 2, 1, 42, -1, 156, 1795264687, 30};
  }
  SECTION("an unknown currency") {
    forge.payload = cbor::Value::Array{1, 1, 2, 1, 42, 88650, 392, 1795264687, 30};
  }
  SECTION("text among the numbers") {
    forge.payload = cbor::Value::Array{1, 1, 2, 1, 42, "88650", 156, 1795264687, 30};
  }
  CHECK(verdict(forge.text()) == Verdict::Tampered);
}

TEST_CASE("an envelope of another form is rejected, part by part") {
  const auto id_bytes = key_id(station().public_key());
  const Bytes id(id_bytes.begin(), id_bytes.end());
  const cbor::Value headers = cbor::Value::Map{{4, id}};
  const cbor::Value form = cbor::encode(cbor::Value::Map{{1, -8}});
  const cbor::Value signature = Bytes(64);
  const cbor::Value payload = Bytes{1};
  const auto of = [](const cbor::Value& envelope) {
    return verdict(text_of(cbor::encode(envelope)));
  };
  CHECK(verdict("RV1:00") == Verdict::Tampered);  // bytes, but no CBOR
  CHECK(verdict("RV1:0") == Verdict::Tampered);   // no base45
  CHECK(of(cbor::Value(1)) == Verdict::Tampered);
  CHECK(of(cbor::Value::Array{form, headers, payload}) == Verdict::Tampered);
  CHECK(of(cbor::Value::Array{form, 1, payload, signature}) == Verdict::Tampered);
  CHECK(of(cbor::Value::Array{form, cbor::Value::Map{}, payload, signature}) == Verdict::Tampered);
  CHECK(of(cbor::Value::Array{form, cbor::Value::Map{{4, 1}}, payload, signature}) ==
        Verdict::Tampered);
  CHECK(of(cbor::Value::Array{form, cbor::Value::Map{{4, Bytes{1, 2, 3}}}, payload, signature}) ==
        Verdict::Tampered);
  CHECK(of(cbor::Value::Array{form, headers, 1, signature}) == Verdict::Tampered);
  CHECK(of(cbor::Value::Array{form, headers, payload, 1}) == Verdict::Tampered);
  CHECK(of(cbor::Value::Array{form, headers, payload, Bytes(63)}) == Verdict::Tampered);
  // The right form around a payload that is none.
  CHECK(of(cbor::Value::Array{form, headers, payload, signature}) == Verdict::Tampered);
  CHECK(of(cbor::Value::Array{form, headers, Bytes{0xFF}, signature}) == Verdict::Tampered);
}

TEST_CASE("two keys that share an id are both tried") {
  const std::string text = issue(sample(), station());
  const std::vector twice{station().public_key(), station().public_key()};
  CHECK(verify(text, twice, sample().issued_at).verdict == Verdict::Valid);
}

TEST_CASE("numbers and check codes are made for people") {
  CHECK(number_text(sample()) == "V1-000042");
  Voucher later = sample();
  later.epoch = 2;
  later.number = 1'234'567;
  CHECK(number_text(later) == "V2-1234567");
  const std::string code = check_code(issue(sample(), station()));
  CHECK(code.size() == 14);
  CHECK(code[4] == '-');
  CHECK(code[9] == '-');
  CHECK(code != check_code(issue(later, station())));
}

TEST_CASE("the text fits a QR code of version 7 with correction M") {
  // 178 characters (ISO/IEC 18004, table 7): 45 modules, 7 dots each on 58 mm paper.
  Voucher large = sample();
  large.store = 99'999;
  large.kiosk = 200;
  large.number = 999'999;
  large.amount = Money{99'999'999};
  CHECK(issue(sample(), station()).size() <= 178);
  CHECK(issue(large, station()).size() <= 178);
}
