#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "refund/cbor.hpp"
#include "refund/sodium.hpp"
#include "refund/time.hpp"

namespace slipway::refund {

// One entry of the audit chain: h(n) = BLAKE2b-256(h(n-1) || canonical CBOR of the rest), the rest
// being the array [sequence, milliseconds, actor, action, subject, facts as a byte string].
// h(0) is the digest of the store's name.
struct AuditEntry {
  std::int64_t sequence = 0;  // 1, 2, 3, ... without gaps
  Instant at{};               // never before the entry before
  std::string actor;          // "kiosk:kiosk-1", "staff:lin", "station"
  std::string action;         // "filed", "approved", "redeemed", ...
  std::string subject;        // request id in hex, voucher number, ...
  cbor::Value facts;          // no names, phones, PINs or full card numbers
  Digest hash{};

  friend bool operator==(const AuditEntry&, const AuditEntry&) = default;
};

[[nodiscard]] Digest genesis(std::string_view store);
[[nodiscard]] Digest hash_of(const Digest& before, const AuditEntry& entry);

// Where a chain is broken: the first sequence number that does not follow, and why.
struct Break {
  std::int64_t sequence = 0;
  std::string why;
};
// Checks sequence, times and hashes of the entries that follow `before` others, the last of which
// has the hash `start`. Without others `start` is the genesis. Texts that are not UTF-8 are a
// break: the entries may come from a file that was edited by hand.
[[nodiscard]] std::optional<Break> first_break(const Digest& start,
                                               std::span<const AuditEntry> entries,
                                               std::int64_t before = 0);

}  // namespace slipway::refund
