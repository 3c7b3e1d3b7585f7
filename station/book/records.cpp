#include "station/book/records.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <span>

#include "refund/cbor.hpp"
#include "refund/lifecycle.hpp"
#include "station/book/archive_proof.hpp"
#include "station/book/filed_card.hpp"
#include "station/book/requests.hpp"
#include "station/book/rows.hpp"
#include "sync/wire/codec.hpp"

namespace slipway::book {
namespace {

using Found = sync::Result<std::optional<std::string>>;

constexpr std::array<std::string_view, 3> kShopRows{
    "SELECT quote(uid) || quote(number) || quote(member) || quote(status) FROM card ORDER BY uid",
    "SELECT quote(id) || quote(card) || quote(kind) || quote(sold_at) || quote(name) || "
    "quote(currency) || quote(paid) || quote(bonus) || quote(units) || quote(bonus_units) || "
    "quote(starts) || quote(ends) || quote(payment_method) || quote(payment_reference) || "
    "quote(refunded) FROM lot ORDER BY id",
    "SELECT quote(id) || quote(lot) || quote(at) || quote(item) || quote(list_price) || "
    "quote(charged) || quote(units) FROM use ORDER BY id"};

// The same columns, each set apart from the next: without that the digits of one number can move to
// its neighbour. Chains that are older than this tell the digest above only.
constexpr std::array<std::string_view, 3> kApartRows{
    "SELECT quote(uid) || '|' || quote(number) || '|' || quote(member) || '|' || quote(status) "
    "FROM card ORDER BY uid",
    "SELECT quote(id) || '|' || quote(card) || '|' || quote(kind) || '|' || quote(sold_at) || '|' "
    "|| quote(name) || '|' || quote(currency) || '|' || quote(paid) || '|' || quote(bonus) || '|' "
    "|| quote(units) || '|' || quote(bonus_units) || '|' || quote(starts) || '|' || quote(ends) "
    "|| '|' || quote(payment_method) || '|' || quote(payment_reference) || '|' || quote(refunded) "
    "FROM lot ORDER BY id",
    "SELECT quote(id) || '|' || quote(lot) || '|' || quote(at) || '|' || quote(item) || '|' || "
    "quote(list_price) || '|' || quote(charged) || '|' || quote(units) FROM use ORDER BY id"};

// What came to a lot's records later than the digests above, which older chains tell of. Only rows
// that have some of it: books of that time have none.
constexpr std::array<std::string_view, 3> kTermsRows{
    "SELECT quote(id) || '|' || quote(policy_hash) || '|' || quote(refunded_at) || '|' || "
    "quote(activated) || '|' || quote(contract) || '|' || quote(stopped) || '|' || "
    "quote(fee_disclosure) || '|' || quote(earned_by) || '|' || quote(payment_parts) || '|' || "
    "quote(paid_by_other) FROM lot WHERE COALESCE(policy_hash, "
    "refunded_at, activated, contract, stopped, fee_disclosure, earned_by) IS NOT NULL OR "
    "payment_parts <> 0 OR paid_by_other <> 0 ORDER BY id",
    "SELECT quote(id) || '|' || quote(market_price) FROM use WHERE market_price IS NOT NULL "
    "ORDER BY id",
    "SELECT quote(lot) || '|' || quote(name) || '|' || quote(value) || '|' || quote(returned) "
    "FROM gift ORDER BY lot, name"};

// What happened, as the tables have it and as the chain has it, in the same order. A row is
// subject, action, actor, moment and what the entry says besides.
constexpr std::string_view kFacts =
    "SELECT lower(hex(request)), event, actor, at, version FROM fact ORDER BY 1, version";
constexpr std::string_view kToldFacts =
    "SELECT subject, action, actor, at, facts FROM audit WHERE length(subject) = 32 AND action NOT "
    "IN ('filed', 'approval-refused', 'conflict', 'unreadable', 'filing-refused', 'card-kept', "
    "'transfer', 'payee-kept', 'copied') AND action NOT LIKE 'voucher-%' ORDER BY subject, "
    "sequence";
constexpr std::string_view kVouchers =
    "SELECT lower(hex(request)) AS subject, 'voucher-issued', 'station', issued_at, number AS n, "
    "0 AS position, (SELECT amount FROM request WHERE id = request) FROM voucher UNION ALL "
    "SELECT lower(hex(voucher.request)), 'voucher-' || event, actor, at, voucher.number, position, "
    "NULL FROM voucher_fact JOIN voucher ON voucher.epoch = voucher_fact.epoch AND "
    "voucher.number = voucher_fact.number ORDER BY subject, n, position";
constexpr std::string_view kToldVouchers =
    "SELECT subject, action, actor, at, facts FROM audit WHERE action LIKE 'voucher-%' "
    "ORDER BY subject, sequence";

constexpr std::string_view kTransfers =
    "SELECT lower(hex(request)) AS subject, 'transfer', 'staff:' || staff, at, leg, reference FROM "
    "transfer WHERE EXISTS(SELECT 1 FROM audit WHERE action = 'transfer' AND audit.subject = "
    "lower(hex(request))) ORDER BY subject, transfer.rowid";
constexpr std::string_view kToldTransfers =
    "SELECT subject, action, actor, at, facts FROM audit WHERE action = 'transfer' "
    "ORDER BY subject, sequence";

struct Promise {
  std::string_view broken_rows;  // counts the rows that break it
  std::string_view told;
};
constexpr std::array<Promise, 9> kPromises{
    {{"SELECT count(*) FROM audit WHERE action = 'filed' AND NOT EXISTS(SELECT 1 FROM request "
      "WHERE lower(hex(id)) = subject)",
      "a request is gone"},
     {"SELECT count(*) FROM redemption r WHERE NOT EXISTS(SELECT 1 FROM voucher_fact f WHERE "
      "f.epoch = r.epoch AND f.number = r.number AND event = 'Redemption' AND "
      "actor = 'staff:' || staff)",
      "a redemption that did not happen"},
     {"SELECT count(*) FROM voucher_fact f WHERE event = 'Redemption' AND NOT EXISTS(SELECT 1 FROM "
      "redemption r WHERE f.epoch = r.epoch AND f.number = r.number)",
      "a redemption is gone"},
     // Before legs were kept the chain did not tell of transfers on their own.
     {"SELECT count(*) FROM transfer t WHERE NOT EXISTS(SELECT 1 FROM audit WHERE action = "
      "'transfer' AND subject = lower(hex(t.request))) AND (EXISTS(SELECT 1 FROM leg WHERE "
      "leg.request = t.request) OR NOT EXISTS(SELECT 1 FROM fact f WHERE f.request = "
      "t.request AND event = 'Posted' AND actor = 'staff:' || staff))",
      "a transfer that did not happen"},
     {"SELECT count(*) FROM confirmation c WHERE NOT EXISTS(SELECT 1 FROM fact f WHERE f.request = "
      "c.request AND event = 'Confirmation')",
      "a confirmation that did not happen"},
     {"SELECT count(*) FROM fact f WHERE event = 'Confirmation' AND NOT EXISTS(SELECT 1 FROM "
      "confirmation c WHERE f.request = c.request)",
      "a confirmation is gone"},
     {"SELECT count(*) FROM request WHERE NOT EXISTS(SELECT 1 FROM hold WHERE hold.request = "
      "request.id AND hold.card = request.card AND hold.amount = request.amount)",
      "a hold is gone or altered"},
     {"SELECT count(*) FROM voucher v WHERE (live IS NULL) <> EXISTS(SELECT 1 FROM voucher_fact f "
      "WHERE f.epoch = v.epoch AND f.number = v.number AND event IN ('Redemption', 'Expiry', "
      "'Voiding', 'FoundMissing'))",
      "a voucher lives that has ended, or the other way round"},
     {"SELECT (SELECT count(*) FROM audit WHERE action = 'policy-began') <> (SELECT count(*) FROM "
      "policy_in_force) OR EXISTS(SELECT 1 FROM policy_in_force p WHERE NOT EXISTS(SELECT 1 FROM "
      "audit a WHERE a.action = 'policy-began' AND a.subject = p.hash AND a.at = p.since))",
      "a policy was in force that did not begin, or the other way round"}}};

// Walks what the tables have and what the chain has side by side. `besides` gives the bytes that
// the entry of a row has as its facts.
template <typename Besides>
Found compare(sync::Statement& rows, sync::Statement& entries, Besides besides) {
  std::optional<std::string> found;
  while (!found) {
    const auto row = rows.step();
    if (!row) return tl::unexpected(row.error());
    const auto entry = entries.step();
    if (!entry) return tl::unexpected(entry.error());
    if (!*row && !*entry) return found;
    const std::string subject = (*row ? rows : entries).text(0);
    if (*row != *entry || subject != entries.text(0)) {
      found = "request " + subject + ": the books and the chain have different events";
    } else if (rows.text(1) != entries.text(1) || rows.text(2) != entries.text(2) ||
               rows.number(3) > entries.number(3) || besides(rows) != entries.blob(4)) {
      found = "request " + subject + ": " + rows.text(1) + " by " + rows.text(2) +
              ", the chain has " + entries.text(1) + " by " + entries.text(2);
    }
  }
  return found;
}

Found compare_facts(sync::Database& books) {
  return compare(books.prepare(kFacts), books.prepare(kToldFacts), [](const sync::Statement& row) {
    return refund::cbor::encode(refund::cbor::Value::Map{{"version", row.number(4)}});
  });
}

Found compare_transfers(sync::Database& books) {
  return compare(
      books.prepare(kTransfers), books.prepare(kToldTransfers), [](const sync::Statement& row) {
        return refund::cbor::encode(
            refund::cbor::Value::Map{{"leg", row.number(4)}, {"reference", row.text(5)}});
      });
}

Found compare_vouchers(sync::Database& books) {
  return compare(books.prepare(kVouchers), books.prepare(kToldVouchers),
                 [](const sync::Statement& row) {
                   refund::cbor::Value::Map facts{{"number", row.number(4)}};
                   if (!row.is_null(6)) facts.emplace_back("amount", row.number(6));
                   return refund::cbor::encode(std::move(facts));
                 });
}

// A request against the entry of its filing.
bool is_as_filed(const sync::Statement& row) {
  using refund::cbor::Value;
  const auto filing = row.blob(4);
  const auto content = refund::digest_of(
      refund::cbor::encode(Value::Map{{"filing", filing}, {"quote", row.blob(5)}}));
  const refund::Bytes kept(content.begin(), content.end());
  const auto told = refund::cbor::encode(Value::Map{{"amount", row.number(1)}, {"content", kept}});
  const auto value = refund::cbor::decode(filing);
  if (!value || kept != row.blob(2) || told != row.blob(6)) return false;
  const auto read = sync::filing_from(*value);
  return read && read->card_uid == row.text(3);
}

Found compare_requests(sync::Database& books) {
  std::optional<std::string> found;
  std::vector<refund::RequestId> ids;
  auto& query = books.prepare(
      "SELECT lower(hex(request.id)), amount, content, card, filing, quote, facts FROM request "
      "LEFT JOIN audit ON subject = lower(hex(request.id)) AND action = 'filed' ORDER BY 1");
  const auto read = each_row(query, [&](const sync::Statement& row) {
    if (!found && !is_as_filed(row)) found = "request " + row.text(0) + " is not as it was filed";
    if (const auto id = refund::request_id_from(row.text(0))) ids.push_back(*id);
  });
  if (!read) return tl::unexpected(read.error());
  for (const refund::RequestId& id : ids) {
    if (found) break;
    const auto request = request_of(books, id);
    if (!request) return tl::unexpected(request.error());
    auto& hold = books.prepare("SELECT count(*) FROM hold WHERE request = ? AND live = 1");
    const auto live = first_number(hold.bind(std::span<const std::uint8_t>(id)));
    if (!live) return tl::unexpected(live.error());
    if (!*request || refund::holds_money((*request)->state) != (*live == 1)) {
      found = "request " + refund::to_hex(id) + ": held though it ended, or the other way round";
    }
  }
  return found;
}

sync::Result<refund::Digest> digest_of_rows(sync::Database& books, refund::Digest digest,
                                            std::span<const std::string_view> queries) {
  for (const std::string_view sql : queries) {
    const auto read = each_row(books.prepare(sql), [&](const sync::Statement& row) {
      const std::string text = row.text(0);
      refund::Bytes linked(digest.begin(), digest.end());
      linked.insert(linked.end(), text.begin(), text.end());
      digest = refund::digest_of(linked);
    });
    if (!read) return tl::unexpected(read.error());
  }
  return digest;
}

// Of books in which no lot has such records: an entry from before there were any tells nothing.
refund::Digest digest_of_no_terms() {
  return refund::digest_of("slipway-shop-terms");
}

// What an import's entry tells under this name.
std::optional<refund::Digest> told_digest(const refund::cbor::Value::Map& facts,
                                          std::string_view wanted) {
  for (const auto& [name, value] : facts) {
    if (name.text() == nullptr || *name.text() != wanted || value.bytes() == nullptr) continue;
    refund::Digest digest{};
    std::copy_n(value.bytes()->begin(), std::min(value.bytes()->size(), digest.size()),
                digest.begin());
    return digest;
  }
  return std::nullopt;
}

Found compare_shop(sync::Database& books) {
  std::vector<std::uint8_t> last;
  auto& query = books.prepare(
      "SELECT facts FROM audit WHERE subject = 'shop' AND action = 'imported' ORDER BY sequence");
  const auto read = each_row(query, [&](const sync::Statement& row) { last = row.blob(0); });
  if (!read) return tl::unexpected(read.error());
  const auto facts = refund::cbor::decode(last);
  const auto* map = facts ? facts->map() : nullptr;
  if (map == nullptr) return std::nullopt;
  const auto digest = digest_of_shop(books);
  if (!digest) return tl::unexpected(digest.error());
  const auto apart = digest_of_shop_rows(books);
  if (!apart) return tl::unexpected(apart.error());
  const auto terms = digest_of_terms(books);
  if (!terms) return tl::unexpected(terms.error());
  if (told_digest(*map, "records").value_or(*digest) == *digest &&
      told_digest(*map, "rows").value_or(*apart) == *apart &&
      told_digest(*map, "terms").value_or(digest_of_no_terms()) == *terms) {
    return std::nullopt;
  }
  return std::optional<std::string>("cards, lots or uses are not as they were imported");
}

Found keep_promises(sync::Database& books) {
  for (const Promise& promise : kPromises) {
    const auto broken = first_number(books.prepare(promise.broken_rows));
    if (!broken) return tl::unexpected(broken.error());
    if (*broken != 0) return std::optional(std::string(promise.told));
  }
  return std::nullopt;
}

Found compare_cards(sync::Database& books) {
  std::optional<std::string> found;
  std::map<std::string, std::vector<std::uint8_t>> told;
  auto& query = books.prepare(
      "SELECT subject, facts FROM audit WHERE action = 'card-kept' ORDER BY sequence");
  const auto read =
      each_row(query, [&](const sync::Statement& row) { told.emplace(row.text(0), row.blob(1)); });
  if (!read) return tl::unexpected(read.error());
  const auto kept = requests_with_card(books);
  if (!kept) return tl::unexpected(kept.error());
  for (const refund::RequestId& id : *kept) {
    const auto facts = facts_of_card(books, id);
    if (!facts) return tl::unexpected(facts.error());
    const auto entry = told.find(refund::to_hex(id));
    const bool is_told = entry != told.end() && entry->second == refund::cbor::encode(*facts);
    if (!is_told && !found) found = "the card of request " + refund::to_hex(id) + " was altered";
  }
  if (!found && kept->size() != told.size()) found = "the card of a request is gone";
  return found;
}

}  // namespace

sync::Result<refund::Digest> digest_of_shop(sync::Database& books) {
  return digest_of_rows(books, refund::digest_of("slipway-shop"), kShopRows);
}

sync::Result<refund::Digest> digest_of_shop_rows(sync::Database& books) {
  return digest_of_rows(books, refund::digest_of("slipway-shop-rows"), kApartRows);
}

sync::Result<refund::Digest> digest_of_terms(sync::Database& books) {
  return digest_of_rows(books, digest_of_no_terms(), kTermsRows);
}

Found contradiction(sync::Database& books) {
  for (const auto compare_one :
       {compare_requests, compare_facts, compare_vouchers, compare_transfers, keep_promises,
        compare_shop, compare_cards, compare_payees, compare_texts}) {
    Found found = compare_one(books);
    if (!found || *found) return found;
  }
  return std::nullopt;
}

}  // namespace slipway::book
