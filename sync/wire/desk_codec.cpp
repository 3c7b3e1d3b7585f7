#include "sync/wire/codec.hpp"
#include "sync/wire/desk_fields.hpp"

namespace slipway::sync {

namespace {

Result<Value> value_from(std::span<const std::uint8_t> bytes) {
  auto value = refund::cbor::decode(bytes);
  if (!value) return tl::unexpected(Error{Fault::Malformed, "not strict CBOR"});
  return std::move(*value);
}

template <typename Envelope>
Result<Envelope> finished(Reader& reader, Envelope envelope) {
  if (const std::string mistake = reader.finish(); !mistake.empty()) {
    return tl::unexpected(Error{Fault::Malformed, mistake});
  }
  return envelope;
}

}  // namespace

Bytes encode(const DeskAsk& ask) {
  Writer writer;
  writer.item("id", ask.id);
  writer.maybe("token", ask.token);
  put_kind(writer, ask.question);
  return refund::cbor::encode(writer.finish());
}

Bytes encode(const DeskReply& reply) {
  Writer writer;
  writer.item("id", reply.id);
  put_kind(writer, reply.answer);
  return refund::cbor::encode(writer.finish());
}

Result<DeskAsk> desk_ask_from(std::span<const std::uint8_t> bytes) {
  const auto value = value_from(bytes);
  if (!value) return tl::unexpected(value.error());
  DeskAsk ask;
  Reader reader(*value);
  reader.item("id", ask.id);
  reader.maybe("token", ask.token);
  get_kind(reader, ask.question);
  return finished(reader, std::move(ask));
}

Result<DeskReply> desk_reply_from(std::span<const std::uint8_t> bytes) {
  const auto value = value_from(bytes);
  if (!value) return tl::unexpected(value.error());
  DeskReply reply;
  Reader reader(*value);
  reader.item("id", reply.id);
  get_kind(reader, reply.answer);
  return finished(reader, std::move(reply));
}

}  // namespace slipway::sync
