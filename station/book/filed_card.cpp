#include "station/book/filed_card.hpp"

#include <algorithm>

#include "refund/sodium.hpp"
#include "station/book/audit.hpp"
#include "station/book/legs.hpp"
#include "station/book/rows.hpp"
#include "sync/wire/lot_codec.hpp"

namespace slipway::book {
namespace {

constexpr std::size_t kMostUses = 100;  // in one row, so that its bytes stay readable in one piece

std::span<const std::uint8_t> bytes_of(const refund::RequestId& id) {
  return id;
}

// A lot in rows of at most so many uses each.
std::vector<refund::Lot> rows_of(const refund::Lot& lot) {
  std::vector<refund::Lot> rows;
  std::size_t taken = 0;
  do {
    refund::Lot row = lot;
    const std::size_t count = std::min(kMostUses, lot.uses.size() - taken);
    const auto first = lot.uses.begin() + static_cast<std::ptrdiff_t>(taken);
    row.uses.assign(first, first + static_cast<std::ptrdiff_t>(count));
    rows.push_back(std::move(row));
    taken += count;
  } while (taken < lot.uses.size());
  return rows;
}

sync::Result<void> insert(sync::Database& books, const refund::RequestId& id,
                          const refund::Account& account, refund::Instant counted) {
  auto& add = books.prepare("INSERT INTO filed_card VALUES(?, ?, ?, ?)");
  add.bind(bytes_of(id)).bind(to_column(counted)).bind(account.held.minor);
  if (auto added = done(add.bind(static_cast<std::int64_t>(account.held.currency))); !added) {
    return added;
  }
  std::int64_t position = 0;
  for (const refund::Lot& lot : account.lots) {
    for (const refund::Lot& row : rows_of(lot)) {
      auto& add_lot = books.prepare("INSERT INTO filed_lot VALUES(?, ?, ?)");
      add_lot.bind(bytes_of(id)).bind(++position).bind(refund::cbor::encode(sync::to_cbor(row)));
      if (auto added = done(add_lot); !added) return added;
    }
  }
  return {};
}

}  // namespace

sync::Result<void> keep_card(sync::Database& books, const Request& request,
                             const refund::Account& account, refund::Instant counted) {
  if (auto added = insert(books, request.id, account, counted); !added) return added;
  auto facts = facts_of_card(books, request.id);
  if (!facts) return tl::unexpected(facts.error());
  return append_audit(books, request.received_at, "station", "card-kept",
                      refund::to_hex(request.id), std::move(*facts));
}

sync::Result<std::optional<FiledCard>> filed_card_of(sync::Database& books,
                                                     const refund::RequestId& id) {
  std::optional<FiledCard> card;
  bool is_whole = true;
  auto& query = books.prepare("SELECT at, held, currency FROM filed_card WHERE request = ?");
  const auto read = each_row(query.bind(bytes_of(id)), [&](const sync::Statement& row) {
    const auto currency = refund::currency_from(row.number(2));
    is_whole = currency.has_value();
    card.emplace();
    card->counted = instant_from_column(row.number(0));
    card->account.held = {row.number(1), currency.value_or(refund::Currency::Cny)};
  });
  if (!read) return tl::unexpected(read.error());
  if (!card) return card;
  auto& lots = books.prepare("SELECT lot FROM filed_lot WHERE request = ? ORDER BY position");
  const auto found = each_row(lots.bind(bytes_of(id)), [&](const sync::Statement& row) {
    const auto value = refund::cbor::decode(row.blob(0));
    auto lot = value ? sync::lot_from(*value)
                     : tl::unexpected(sync::Error{sync::Fault::Malformed, "no lot"});
    is_whole = is_whole && lot.has_value();
    if (!lot) return;
    std::vector<refund::Lot>& all = card->account.lots;
    if (!all.empty() && all.back().id == lot->id) {
      all.back().uses.insert(all.back().uses.end(), lot->uses.begin(), lot->uses.end());
    } else {
      all.push_back(std::move(*lot));
    }
  });
  if (!found) return tl::unexpected(found.error());
  if (!is_whole) return damaged("a filed card");
  return card;
}

sync::Result<std::vector<refund::RequestId>> requests_with_card(sync::Database& books) {
  std::vector<refund::RequestId> ids;
  auto& query = books.prepare("SELECT request FROM filed_card ORDER BY request");
  const auto read =
      each_row(query, [&](const sync::Statement& row) { ids.push_back(request_id_in(row, 0)); });
  if (!read) return tl::unexpected(read.error());
  return ids;
}

sync::Result<refund::cbor::Value::Map> facts_of_card(sync::Database& books,
                                                     const refund::RequestId& id) {
  using refund::cbor::Value;
  Value::Map facts;
  auto& query = books.prepare("SELECT at, held, currency FROM filed_card WHERE request = ?");
  const auto read = each_row(query.bind(bytes_of(id)), [&](const sync::Statement& row) {
    facts = {{"at", row.number(0)}, {"held", row.number(1)}, {"currency", row.number(2)}};
  });
  if (!read) return tl::unexpected(read.error());
  refund::Digest digest = refund::digest_of("slipway-filed-card");
  auto& lots = books.prepare("SELECT lot FROM filed_lot WHERE request = ? ORDER BY position");
  const auto linked = each_row(lots.bind(bytes_of(id)), [&](const sync::Statement& row) {
    refund::Bytes bytes(digest.begin(), digest.end());
    const auto lot = row.blob(0);
    bytes.insert(bytes.end(), lot.begin(), lot.end());
    digest = refund::digest_of(bytes);
  });
  if (!linked) return tl::unexpected(linked.error());
  facts.push_back({"lots", refund::Bytes(digest.begin(), digest.end())});
  const auto legs = digest_of_legs(books, id);
  if (!legs) return tl::unexpected(legs.error());
  if (*legs) facts.push_back({"legs", refund::Bytes((*legs)->begin(), (*legs)->end())});
  return facts;
}

}  // namespace slipway::book
