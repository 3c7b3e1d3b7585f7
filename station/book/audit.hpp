#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "refund/audit_chain.hpp"
#include "refund/cbor.hpp"
#include "refund/time.hpp"
#include "sync/fault.hpp"
#include "sync/store/database.hpp"

namespace slipway::book {

// What every chain of the books begins with (refund::genesis).
inline constexpr std::string_view kChainName = "slipway-station";

// Appends one entry to the chain. Only inside a transaction, together with what it tells of. The
// entry's time is never before the last one's, whatever the clock says.
[[nodiscard]] sync::Result<void> append_audit(sync::Database& books, refund::Instant at,
                                              std::string_view actor, std::string_view action,
                                              std::string_view subject,
                                              refund::cbor::Value::Map facts);

// The time of the last entry: no business is done before it (security.md 4 row 10).
[[nodiscard]] sync::Result<refund::Instant> last_audit_time(sync::Database& books);

// True when the chain has such an entry.
[[nodiscard]] sync::Result<bool> has_audit(sync::Database& books, std::string_view action,
                                           std::string_view subject);

struct AuditVerdict {
  std::int64_t entries = 0;
  refund::Digest last{};
  std::optional<refund::Break> broken;
};
// Walks the whole chain. What it cannot see is a cut tail or an older copy of the whole file: for
// these compare `entries` and `last` with a copy that another machine holds.
[[nodiscard]] sync::Result<AuditVerdict> verify_audit(sync::Database& books);

}  // namespace slipway::book
