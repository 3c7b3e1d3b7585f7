#include "sync/wire/codec.hpp"
#include "sync/wire/kiosk_fields.hpp"

namespace slipway::sync {

namespace {

template <typename Envelope, typename Variant>
Bytes written(const Envelope& envelope, const Variant& content) {
  Writer writer;
  writer.item("id", envelope.id);
  put_kind(writer, content);
  return refund::cbor::encode(writer.finish());
}

template <typename Envelope, typename Variant>
Result<Envelope> read(std::span<const std::uint8_t> bytes, Variant Envelope::*content) {
  const auto value = refund::cbor::decode(bytes);
  if (!value) return tl::unexpected(Error{Fault::Malformed, "not strict CBOR"});
  Envelope envelope;
  Reader reader(*value);
  reader.item("id", envelope.id);
  get_kind(reader, envelope.*content);
  if (const std::string mistake = reader.finish(); !mistake.empty()) {
    return tl::unexpected(Error{Fault::Malformed, mistake});
  }
  return envelope;
}

}  // namespace

Bytes encode(const KioskAsk& ask) {
  return written(ask, ask.question);
}
Bytes encode(const KioskReply& reply) {
  return written(reply, reply.answer);
}

Result<KioskAsk> kiosk_ask_from(std::span<const std::uint8_t> bytes) {
  return read(bytes, &KioskAsk::question);
}
Result<KioskReply> kiosk_reply_from(std::span<const std::uint8_t> bytes) {
  return read(bytes, &KioskReply::answer);
}

}  // namespace slipway::sync
