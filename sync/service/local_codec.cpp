#include "sync/service/local_codec.hpp"

#include "sync/service/local_fields.hpp"

namespace slipway::sync {

namespace {

template <typename T>
Result<T> finished(Reader& reader, T message) {
  if (const std::string mistake = reader.finish(); !mistake.empty()) {
    return tl::unexpected(Error{Fault::Malformed, mistake});
  }
  return message;
}

Error not_cbor() {
  return Error{Fault::Malformed, "not strict CBOR"};
}

}  // namespace

Bytes encode(const LocalCommand& command) {
  Writer writer;
  writer.item("session", command.session);
  writer.item("id", command.id);
  put_kind(writer, command.command);
  return refund::cbor::encode(writer.finish());
}

Bytes encode(const LocalEvent& event) {
  Writer writer;
  writer.item("id", event.id);
  put_kind(writer, event.event);
  return refund::cbor::encode(writer.finish());
}

Result<LocalCommand> local_command_from(std::span<const std::uint8_t> bytes) {
  const auto value = refund::cbor::decode(bytes);
  if (!value) return tl::unexpected(not_cbor());
  LocalCommand command;
  Reader reader(*value);
  reader.item("session", command.session);
  reader.item("id", command.id);
  get_kind(reader, command.command);
  return finished(reader, std::move(command));
}

Result<LocalEvent> local_event_from(std::span<const std::uint8_t> bytes) {
  const auto value = refund::cbor::decode(bytes);
  if (!value) return tl::unexpected(not_cbor());
  LocalEvent event;
  Reader reader(*value);
  reader.item("id", event.id);
  get_kind(reader, event.event);
  return finished(reader, std::move(event));
}

}  // namespace slipway::sync
