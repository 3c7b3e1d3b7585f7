#include "station/book/audit.hpp"

#include <algorithm>
#include <array>

#include "station/book/rows.hpp"

namespace slipway::book {
namespace {

std::optional<refund::Digest> digest(const std::vector<std::uint8_t>& bytes) {
  refund::Digest digest{};
  if (bytes.size() != digest.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

struct Tail {
  std::int64_t sequence = 0;
  refund::Instant at{};
  refund::Digest hash{};
};

sync::Result<Tail> tail(sync::Database& books) {
  auto& last = books.prepare("SELECT sequence, at, hash FROM audit ORDER BY sequence DESC LIMIT 1");
  Tail found{0, refund::Instant{}, refund::genesis(kChainName)};
  bool is_damaged = false;
  const auto read = each_row(last, [&](const sync::Statement& row) {
    const auto hash = digest(row.blob(2));
    is_damaged = !hash;
    found = {row.number(0), instant_from_column(row.number(1)), hash.value_or(refund::Digest{})};
  });
  if (!read) return tl::unexpected(read.error());
  if (is_damaged) return damaged("the audit's last hash");
  return found;
}

// Walks the chain entry by entry, so that a long one needs no more memory than a short one.
class Walk {
 public:
  // False once the chain is broken.
  bool take(const sync::Statement& row) {
    refund::AuditEntry entry;
    entry.sequence = row.number(0);
    entry.at = instant_from_column(row.number(1));
    entry.actor = row.text(2);
    entry.action = row.text(3);
    entry.subject = row.text(4);
    const auto facts = refund::cbor::decode(row.blob(5));
    const auto hash = digest(row.blob(6));
    if (entry.sequence != verdict_.entries + 1) return stop(verdict_.entries + 1, "not there");
    if (!facts || !hash) return stop(entry.sequence, "cannot be read");
    entry.facts = *facts;
    entry.hash = *hash;
    if (entry.at < at_) return stop(entry.sequence, "dated before the entry before it");
    if (auto found = refund::first_break(verdict_.last, {&entry, 1}, verdict_.entries)) {
      verdict_.broken = std::move(found);
      return false;
    }
    at_ = entry.at;
    verdict_.last = entry.hash;
    ++verdict_.entries;
    return true;
  }
  [[nodiscard]] const AuditVerdict& verdict() const { return verdict_; }

 private:
  bool stop(std::int64_t sequence, const char* why) {
    verdict_.broken = refund::Break{sequence, why};
    return false;
  }

  AuditVerdict verdict_{0, refund::genesis(kChainName), std::nullopt};
  refund::Instant at_{};
};

}  // namespace

sync::Result<void> append_audit(sync::Database& books, refund::Instant at, std::string_view actor,
                                std::string_view action, std::string_view subject,
                                refund::cbor::Value::Map facts) {
  const auto before = tail(books);
  if (!before) return tl::unexpected(before.error());
  refund::AuditEntry entry;
  entry.sequence = before->sequence + 1;
  entry.at = std::max(at, before->at);
  entry.actor = actor;
  entry.action = action;
  entry.subject = subject;
  entry.facts = refund::cbor::Value(std::move(facts));
  entry.hash = refund::hash_of(before->hash, entry);
  const auto added = books.prepare("INSERT INTO audit VALUES(?, ?, ?, ?, ?, ?, ?)")
                         .bind(entry.sequence)
                         .bind(to_column(entry.at))
                         .bind(entry.actor)
                         .bind(entry.action)
                         .bind(entry.subject)
                         .bind(refund::cbor::encode(entry.facts))
                         .bind(entry.hash)
                         .run();
  if (!added) return tl::unexpected(added.error());
  return {};
}

sync::Result<refund::Instant> last_audit_time(sync::Database& books) {
  return tail(books).map([](const Tail& last) { return last.at; });
}

sync::Result<bool> has_audit(sync::Database& books, std::string_view action,
                             std::string_view subject) {
  auto& known =
      books.prepare("SELECT EXISTS(SELECT 1 FROM audit WHERE subject = ? AND action = ?)");
  known.bind(subject).bind(action);
  return first_number(known).map([](std::int64_t found) { return found != 0; });
}

sync::Result<AuditVerdict> verify_audit(sync::Database& books) {
  auto& rows = books.prepare(
      "SELECT sequence, at, actor, action, subject, facts, hash FROM audit ORDER BY sequence");
  Walk walk;
  bool whole = true;
  const auto read =
      each_row(rows, [&](const sync::Statement& row) { whole = whole && walk.take(row); });
  if (!read) return tl::unexpected(read.error());
  return walk.verdict();
}

}  // namespace slipway::book
