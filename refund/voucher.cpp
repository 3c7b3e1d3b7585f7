#include "refund/voucher.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>

#include "refund/base45.hpp"
#include "refund/cbor.hpp"
#include "refund/person_code.hpp"
#include "refund/require.hpp"

namespace slipway::refund {

namespace {

constexpr std::string_view kPrefix = "RV1:";
constexpr std::size_t kMostText = 512;
constexpr std::int64_t kFormat = 1;
// RFC 9052 and 9053: header 1 is the algorithm, -8 is EdDSA, header 4 is the key id.
constexpr std::int64_t kAlgorithm = 1;
constexpr std::int64_t kEdDsa = -8;
constexpr std::int64_t kKeyId = 4;

struct Range {
  std::int64_t least;
  std::int64_t most;
};
constexpr std::int64_t kMostSecond = 253'402'300'799;  // the last one of the year 9999
// The payload, in its order: format, store, kiosk, epoch, number, amount, currency, issued, days.
constexpr auto kRanges = std::to_array<Range>({{kFormat, kFormat},
                                               {0, 999'999'999},
                                               {0, 999'999'999},
                                               {1, 999'999'999},
                                               {1, 999'999'999'999},
                                               {1, Money::kMost},
                                               {0, 999},
                                               {0, kMostSecond},
                                               {1, 3'650}});

std::array<std::int64_t, kRanges.size()> numbers_of(const Voucher& voucher) {
  const auto issued = std::chrono::floor<std::chrono::seconds>(voucher.issued_at);
  return {kFormat,
          voucher.store,
          voucher.kiosk,
          voucher.epoch,
          voucher.number,
          voucher.amount.minor,
          static_cast<std::int64_t>(voucher.amount.currency),
          issued.time_since_epoch().count(),
          voucher.valid_days};
}

Bytes payload_of(const Voucher& voucher) {
  cbor::Value::Array items;
  const auto numbers = numbers_of(voucher);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    require(numbers[i] >= kRanges[i].least && numbers[i] <= kRanges[i].most);
    items.emplace_back(numbers[i]);
  }
  return cbor::encode(items);
}

std::optional<Voucher> voucher_from(const Bytes& payload) {
  const auto value = cbor::decode(payload);
  const auto* items = value ? value->array() : nullptr;
  if (items == nullptr || items->size() != kRanges.size()) return std::nullopt;
  std::array<std::int64_t, kRanges.size()> numbers{};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::int64_t* number = (*items)[i].number();
    if (number == nullptr) return std::nullopt;
    if (*number < kRanges[i].least || *number > kRanges[i].most) return std::nullopt;
    numbers[i] = *number;
  }
  const auto currency = currency_from(numbers[6]);
  if (!currency) return std::nullopt;
  return Voucher{numbers[1],
                 numbers[2],
                 numbers[3],
                 numbers[4],
                 Money{numbers[5], *currency},
                 Instant(std::chrono::seconds(numbers[7])),
                 static_cast<int>(numbers[8])};
}

Bytes protected_header() {
  return cbor::encode(cbor::Value::Map{{cbor::Value(kAlgorithm), cbor::Value(kEdDsa)}});
}

// What is signed (RFC 9052, section 4.4). The prefix as external data keeps a signature that this
// key made for anything else from being a voucher.
Bytes signed_bytes(const Bytes& payload) {
  return cbor::encode(cbor::Value::Array{"Signature1", protected_header(),
                                         Bytes(kPrefix.begin(), kPrefix.end()), payload});
}

// COSE_Sign1 without its tag: the prefix of the text says what it is.
Bytes envelope(const std::array<std::uint8_t, 4>& id, const Bytes& payload,
               const SignatureBytes& signature) {
  return cbor::encode(cbor::Value::Array{
      protected_header(),
      cbor::Value::Map{{cbor::Value(kKeyId), cbor::Value(Bytes(id.begin(), id.end()))}}, payload,
      Bytes(signature.begin(), signature.end())});
}

struct Parts {
  std::array<std::uint8_t, 4> key{};
  Bytes payload;
  SignatureBytes signature{};
};

std::optional<Parts> parts_of(std::string_view qr_text) {
  if (qr_text.size() > kMostText || !qr_text.starts_with(kPrefix)) return std::nullopt;
  const auto bytes = from_base45(qr_text.substr(kPrefix.size()));
  if (!bytes) return std::nullopt;
  const auto value = cbor::decode(*bytes);
  const auto* items = value ? value->array() : nullptr;
  if (items == nullptr || items->size() != 4) return std::nullopt;
  const auto* headers = (*items)[1].map();
  const Bytes* key =
      headers != nullptr && headers->size() == 1 ? headers->front().second.bytes() : nullptr;
  const Bytes* payload = (*items)[2].bytes();
  const Bytes* signature = (*items)[3].bytes();
  Parts parts;
  if (key == nullptr || key->size() != parts.key.size()) return std::nullopt;
  if (payload == nullptr || signature == nullptr) return std::nullopt;
  if (signature->size() != parts.signature.size()) return std::nullopt;
  std::copy(key->begin(), key->end(), parts.key.begin());
  std::copy(signature->begin(), signature->end(), parts.signature.begin());
  parts.payload = *payload;
  // Everything that was not read above (headers, their names) must be what we would write.
  if (envelope(parts.key, parts.payload, parts.signature) != *bytes) return std::nullopt;
  return parts;
}

}  // namespace

std::string number_text(const Voucher& voucher) {
  std::string digits = std::to_string(voucher.number);
  if (digits.size() < 6) digits.insert(0, 6 - digits.size(), '0');
  return "V" + std::to_string(voucher.epoch) + "-" + digits;
}

std::string issue(const Voucher& voucher, const SigningKey& key) {
  const Bytes payload = payload_of(voucher);
  const SignatureBytes signature = key.sign(signed_bytes(payload));
  return std::string(kPrefix) + to_base45(envelope(key_id(key.public_key()), payload, signature));
}

std::string check_code(std::string_view qr_text) {
  std::string code = person_code(digest_of(qr_text), 12);
  code.insert(8, 1, '-');
  code.insert(4, 1, '-');
  return code;
}

Verification verify(std::string_view qr_text, std::span<const PublicKey> keys, Instant now) {
  const auto parts = parts_of(qr_text);
  if (!parts) return {};
  const auto voucher = voucher_from(parts->payload);
  if (!voucher) return {};
  bool is_known = false;
  bool is_signed = false;
  for (const PublicKey& key : keys) {
    if (key_id(key) != parts->key) continue;
    is_known = true;
    is_signed = is_signed || is_signed_by(key, signed_bytes(parts->payload), parts->signature);
  }
  if (!is_known) return {Verdict::UnknownKey, *voucher};
  if (!is_signed) return {Verdict::Tampered, *voucher};
  const bool is_over = now > voucher->issued_at + std::chrono::days(voucher->valid_days);
  return {is_over ? Verdict::Expired : Verdict::Valid, *voucher};
}

}  // namespace slipway::refund
