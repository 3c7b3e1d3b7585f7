#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "refund/cbor.hpp"
#include "refund/request.hpp"
#include "sync/fault.hpp"
#include "sync/wire/desk_messages.hpp"
#include "sync/wire/kiosk_messages.hpp"

namespace slipway::sync {

using Bytes = std::vector<std::uint8_t>;
using MessageId = std::array<std::uint8_t, 16>;

// What travels in one ZeroMQ frame: strict CBOR of at most 64 KiB. Reading refuses unknown kinds,
// unknown or missing fields, wrong types and lengths (Fault::Malformed); any bytes may be given.
struct KioskAsk {
  MessageId id{};
  KioskQuestion question;
};
struct KioskReply {
  MessageId id{};  // of the question
  KioskAnswer answer;
};
struct DeskAsk {
  MessageId id{};
  std::optional<Token> token;
  DeskQuestion question;
};
struct DeskReply {
  MessageId id{};
  DeskAnswer answer;
};

[[nodiscard]] Bytes encode(const KioskAsk& ask);
[[nodiscard]] Bytes encode(const KioskReply& reply);
[[nodiscard]] Bytes encode(const DeskAsk& ask);
[[nodiscard]] Bytes encode(const DeskReply& reply);
[[nodiscard]] Result<KioskAsk> kiosk_ask_from(std::span<const std::uint8_t> bytes);
[[nodiscard]] Result<KioskReply> kiosk_reply_from(std::span<const std::uint8_t> bytes);
[[nodiscard]] Result<DeskAsk> desk_ask_from(std::span<const std::uint8_t> bytes);
[[nodiscard]] Result<DeskReply> desk_reply_from(std::span<const std::uint8_t> bytes);

// Pieces that the store and the outbox keep in the same form.
[[nodiscard]] refund::cbor::Value to_cbor(const refund::Filing& filing);
[[nodiscard]] Result<refund::Filing> filing_from(const refund::cbor::Value& value);
[[nodiscard]] refund::cbor::Value to_cbor(const refund::Quote& quote);
[[nodiscard]] Result<refund::Quote> quote_from(const refund::cbor::Value& value);
[[nodiscard]] refund::cbor::Value to_cbor(const refund::Signature& signature);
[[nodiscard]] Result<refund::Signature> signature_from(const refund::cbor::Value& value);

}  // namespace slipway::sync
