#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "refund/time.hpp"
#include "sync/fault.hpp"
#include "sync/link.hpp"
#include "sync/store/database.hpp"

// Who may speak to the station: kiosks and desks by their CURVE public keys.
namespace slipway::book {

// Enrols a client and returns its number (kiosks stand on vouchers by it); with its audit entry.
// The same client with the same key again changes nothing. Fault::Conflict when the name or the key
// is another's or was revoked.
[[nodiscard]] sync::Result<std::int64_t> enrol(sync::Database& books, const sync::Peer& client,
                                               std::string_view key_z85, refund::Instant now);

// From now on every message of this client is refused. Fault::Missing when there is none.
[[nodiscard]] sync::Result<void> revoke(sync::Database& books, std::string_view name,
                                        refund::Instant now);

// Nothing for an unknown or revoked key, and when the books cannot be read.
[[nodiscard]] std::optional<sync::Peer> client_of(sync::Database& books, std::string_view key_z85);

// The number of a kiosk; nothing when there is none of that name.
[[nodiscard]] sync::Result<std::optional<std::int64_t>> number_of(sync::Database& books,
                                                                  std::string_view kiosk);

}  // namespace slipway::book
