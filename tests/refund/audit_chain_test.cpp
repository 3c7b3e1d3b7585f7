#include "refund/audit_chain.hpp"

#include "tests/catch.hpp"

using namespace slipway::refund;

namespace {

std::vector<AuditEntry> chain(int length) {
  std::vector<AuditEntry> entries;
  Digest before = genesis("清源美发");
  for (int i = 1; i <= length; ++i) {
    AuditEntry entry;
    entry.sequence = i;
    entry.at = Instant(std::chrono::milliseconds(1'000 * i));
    entry.actor = "staff:lin";
    entry.action = "approved";
    entry.subject = "V1-00000" + std::to_string(i);
    entry.facts = cbor::Value(cbor::Value::Map{{"amount", i * 100}});
    entry.hash = hash_of(before, entry);
    before = entry.hash;
    entries.push_back(entry);
  }
  return entries;
}

std::int64_t broken_at(const std::vector<AuditEntry>& entries) {
  const auto found = first_break(genesis("清源美发"), entries);
  return found ? found->sequence : 0;
}

}  // namespace

TEST_CASE("an untouched chain has no break, also when it is checked in two pieces") {
  const auto entries = chain(9);
  CHECK(broken_at(entries) == 0);
  CHECK(broken_at({}) == 0);
  const std::span all(entries);
  CHECK_FALSE(first_break(entries[3].hash, all.subspan(4), 4));
}

TEST_CASE("any change of any entry is found at that entry") {
  const auto change = [](void (*edit)(AuditEntry&)) {
    auto entries = chain(9);
    edit(entries[4]);
    return broken_at(entries);
  };
  CHECK(change([](AuditEntry& e) { e.sequence = 6; }) == 5);
  CHECK(change([](AuditEntry& e) { e.at += std::chrono::milliseconds(1); }) == 5);
  CHECK(change([](AuditEntry& e) { e.at -= std::chrono::hours(1); }) == 5);
  CHECK(change([](AuditEntry& e) { e.actor = "staff:wang"; }) == 5);
  CHECK(change([](AuditEntry& e) { e.actor = "\xff"; }) == 5);
  CHECK(change([](AuditEntry& e) { e.action += "x"; }) == 5);
  CHECK(change([](AuditEntry& e) { e.action = "\xff"; }) == 5);
  CHECK(change([](AuditEntry& e) { e.subject = "\xff"; }) == 5);
  CHECK(change([](AuditEntry& e) { e.subject.clear(); }) == 5);
  CHECK(change([](AuditEntry& e) { e.facts = cbor::Value(501); }) == 5);
  CHECK(change([](AuditEntry& e) { e.hash[0] ^= 1; }) == 5);
}

TEST_CASE("an entry that is dropped, doubled, moved or rewritten with its hash is found") {
  auto entries = chain(9);
  SECTION("dropped") {
    entries.erase(entries.begin() + 4);
    CHECK(broken_at(entries) == 5);
  }
  SECTION("dropped in front") {
    entries.erase(entries.begin());
    CHECK(broken_at(entries) == 1);
  }
  SECTION("doubled") {
    entries.insert(entries.begin() + 4, entries[4]);
    CHECK(broken_at(entries) == 6);
  }
  SECTION("moved") {
    std::swap(entries[4], entries[5]);
    CHECK(broken_at(entries) == 5);
  }
  SECTION("rewritten: the next one no longer follows") {
    entries[4].actor = "staff:wang";
    entries[4].hash = hash_of(entries[3].hash, entries[4]);
    CHECK(broken_at(entries) == 6);
  }
  SECTION("of another store") {
    CHECK(first_break(genesis("别家"), entries)->sequence == 1);
  }
}

TEST_CASE("facts as deep as CBOR allows can be recorded") {
  AuditEntry entry;
  for (int i = 0; i < cbor::kMostDepth; ++i) {
    entry.facts = cbor::Value(cbor::Value::Array{entry.facts});
  }
  CHECK(hash_of(genesis("a"), entry) != hash_of(genesis("b"), entry));
}
