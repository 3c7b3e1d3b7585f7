#pragma once

#include "sync/service/client.hpp"
#include "sync/wire/codec.hpp"

// What travels between a kiosk's screen and slipway-sync over their local socket: strict CBOR, one
// frame each way. The two run as different users and trust each other's bytes no more than the
// network's.
namespace slipway::sync {

struct LocalCommand {
  // Made by the screen when it starts: another session means that the screen before it is gone.
  MessageId session{};
  MessageId id{};  // the same when repeated
  SyncCommand command;
};
struct LocalEvent {
  MessageId id{};  // of the command that it answers; zero when it answers none
  SyncEvent event;
};

[[nodiscard]] Bytes encode(const LocalCommand& command);
[[nodiscard]] Bytes encode(const LocalEvent& event);
[[nodiscard]] Result<LocalCommand> local_command_from(std::span<const std::uint8_t> bytes);
[[nodiscard]] Result<LocalEvent> local_event_from(std::span<const std::uint8_t> bytes);

}  // namespace slipway::sync
