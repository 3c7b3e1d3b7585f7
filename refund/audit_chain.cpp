#include "refund/audit_chain.hpp"

#include "refund/utf8.hpp"

namespace slipway::refund {

Digest genesis(std::string_view store) {
  return digest_of(store);
}

Digest hash_of(const Digest& before, const AuditEntry& entry) {
  const cbor::Value rest(
      cbor::Value::Array{entry.sequence, std::int64_t{entry.at.time_since_epoch().count()},
                         entry.actor, entry.action, entry.subject, cbor::encode(entry.facts)});
  Bytes linked(before.begin(), before.end());
  const Bytes rest_bytes = cbor::encode(rest);
  linked.insert(linked.end(), rest_bytes.begin(), rest_bytes.end());
  return digest_of(linked);
}

std::optional<Break> first_break(const Digest& start, std::span<const AuditEntry> entries,
                                 std::int64_t before) {
  Digest hash = start;
  std::int64_t sequence = before;
  const AuditEntry* previous = nullptr;
  for (const AuditEntry& entry : entries) {
    ++sequence;
    if (entry.sequence != sequence) {
      return Break{sequence, "expected entry " + std::to_string(sequence) + ", found entry " +
                                 std::to_string(entry.sequence)};
    }
    if (previous != nullptr && entry.at < previous->at) {
      return Break{sequence, "dated before the entry before it"};
    }
    if (!is_utf8(entry.actor) || !is_utf8(entry.action) || !is_utf8(entry.subject)) {
      return Break{sequence, "holds text that is not UTF-8"};
    }
    hash = hash_of(hash, entry);
    if (hash != entry.hash) {
      return Break{sequence, "does not have the hash of its content and of the entry before it"};
    }
    previous = &entry;
  }
  return std::nullopt;
}

}  // namespace slipway::refund
