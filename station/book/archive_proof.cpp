#include "station/book/archive_proof.hpp"

#include <map>
#include <set>
#include <vector>

#include "refund/cbor.hpp"
#include "station/book/filed_card.hpp"
#include "station/book/policy_texts.hpp"
#include "station/book/rows.hpp"

namespace slipway::book {
namespace {

using Found = sync::Result<std::optional<std::string>>;

struct Entry {
  std::int64_t sequence = 0;
  std::vector<std::uint8_t> facts;
};

// The policies that must be kept.
sync::Result<std::set<std::string>> named_policies(sync::Database& books) {
  std::set<std::string> named;
  auto& query = books.prepare(
      "SELECT subject FROM audit WHERE action IN ('policy-began', 'policy-kept') UNION "
      "SELECT policy_hash FROM lot WHERE policy_hash IS NOT NULL");
  const auto read = each_row(query, [&](const sync::Statement& row) { named.insert(row.text(0)); });
  if (!read) return tl::unexpected(read.error());
  const auto kept = requests_with_card(books);
  if (!kept) return tl::unexpected(kept.error());
  for (const refund::RequestId& id : *kept) {
    const auto card = filed_card_of(books, id);
    if (!card) return tl::unexpected(card.error());
    if (!*card) continue;
    for (const refund::Lot& lot : (*card)->account.lots) {
      if (!lot.policy_hash.empty()) named.insert(lot.policy_hash);
    }
  }
  return named;
}

}  // namespace

Found compare_payees(sync::Database& books) {
  std::map<std::string, Entry> told;
  std::optional<std::int64_t> first;
  auto& entries = books.prepare(
      "SELECT subject, sequence, facts FROM audit WHERE action = 'payee-kept' ORDER BY sequence");
  const auto heard = each_row(entries, [&](const sync::Statement& row) {
    if (!first) first = row.number(1);
    told.emplace(row.text(0), Entry{row.number(1), row.blob(2)});
  });
  if (!heard) return tl::unexpected(heard.error());
  std::optional<std::string> found;
  auto& rows = books.prepare(
      "SELECT lower(hex(request)), mark, (SELECT sequence FROM audit WHERE action = 'filed' AND "
      "subject = lower(hex(request))) FROM payee ORDER BY request");
  const auto read = each_row(rows, [&](const sync::Statement& row) {
    const auto entry = told.find(row.text(0));
    const bool is_older = entry == told.end() && (!first || row.number(2) < *first);
    const bool is_told = entry != told.end() &&
                         entry->second.facts ==
                             refund::cbor::encode(refund::cbor::Value::Map{{"mark", row.blob(1)}});
    if (!is_older && !is_told && !found) {
      found = "the payee's digest of request " + row.text(0) + " is not as it was kept";
    }
    if (entry != told.end()) told.erase(entry);
  });
  if (!read) return tl::unexpected(read.error());
  if (!found && !told.empty()) {
    found = "the payee's digest of request " + told.begin()->first + " is gone";
  }
  return found;
}

Found compare_texts(sync::Database& books) {
  auto altered = altered_text(books);
  if (!altered || !*altered) return altered;
  return "the policy text " + **altered + " is not that of its hash";
}

Found lost_text(sync::Database& books) {
  const auto named = named_policies(books);
  if (!named) return tl::unexpected(named.error());
  for (const std::string& hash : *named) {
    const auto is_kept = has_texts(books, hash);
    if (!is_kept) return tl::unexpected(is_kept.error());
    if (!*is_kept) {
      return "a text of policy " + hash + " is gone; slipway policy archive FILE brings it back";
    }
  }
  return std::nullopt;
}

}  // namespace slipway::book
