#include "station/book/lots.hpp"

#include <map>

#include "station/book/rows.hpp"
#include "station/book/shop_words.hpp"

namespace slipway::book {
namespace {

const std::string kLots =
    "SELECT id, kind, sold_at, name, currency, paid, bonus, units, bonus_units, starts, ends, "
    "payment_method, payment_reference, refunded, policy_hash, refunded_at, activated, contract, "
    "stopped, fee_disclosure, earned_by, payment_parts, paid_by_other, card FROM lot ";

const std::string kUses =
    "SELECT use.lot, use.id, use.at, use.item, use.list_price, use.charged, use.units, "
    "use.market_price, lot.currency FROM use JOIN lot ON lot.id = use.lot ";

std::optional<refund::Date> day_in(const sync::Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return date_from_column(row.number(column));
}

refund::Lot lot_of(const sync::Statement& row) {
  refund::Lot lot;
  const refund::Currency currency =
      refund::currency_from(row.number(4)).value_or(refund::Currency::Cny);
  lot.id = row.text(0);
  lot.kind = lot_kind_from(row.text(1)).value_or(refund::LotKind::StoredValue);
  lot.sold_at = instant_from_column(row.number(2));
  lot.name = row.text(3);
  lot.paid = {row.number(5), currency};
  lot.bonus = {row.number(6), currency};
  lot.units = static_cast<int>(row.number(7));
  lot.bonus_units = static_cast<int>(row.number(8));
  lot.starts = day_in(row, 9).value_or(refund::Date{});
  lot.ends = day_in(row, 10).value_or(refund::Date{});
  lot.payment_method = row.text(11);
  lot.payment_reference = row.text(12);
  lot.refunded = {row.number(13), currency};
  lot.policy_hash = row.text(14);
  if (!row.is_null(15)) lot.refunded_at = instant_from_column(row.number(15));
  lot.activated = day_in(row, 16);
  lot.contract = day_in(row, 17);
  lot.stopped = day_in(row, 18);
  lot.fee_disclosure =
      word_from(kDisclosures, row.text(19)).value_or(refund::Disclosure::Unrecorded);
  lot.earned_by = row.text(20);
  lot.payment_parts = static_cast<int>(row.number(21));
  lot.paid_by_other = row.number(22) != 0;
  return lot;
}

KnownUse use_of(const sync::Statement& row) {
  const auto currency = refund::currency_from(row.number(8)).value_or(refund::Currency::Cny);
  KnownUse known{row.text(0),
                 {row.text(1),
                  instant_from_column(row.number(2)),
                  row.text(3),
                  {row.number(4), currency},
                  {row.number(5), currency},
                  static_cast<int>(row.number(6)),
                  std::nullopt}};
  if (!row.is_null(7)) known.use.market_price = refund::Money{row.number(7), currency};
  return known;
}

using Places = std::map<std::string, std::size_t, std::less<>>;

sync::Result<void> read_uses(sync::Database& books, std::string_view card_uid, const Places& places,
                             std::vector<refund::Lot>& lots) {
  static const std::string of_card = kUses + "WHERE lot.card = ? ORDER BY use.at, use.id";
  return each_row(books.prepare(of_card).bind(card_uid), [&](const sync::Statement& row) {
    KnownUse known = use_of(row);
    lots[places.at(known.lot)].uses.push_back(std::move(known.use));
  });
}

sync::Result<void> read_gifts(sync::Database& books, std::string_view card_uid,
                              const Places& places, std::vector<refund::Lot>& lots) {
  auto& gifts = books.prepare(
      "SELECT gift.lot, gift.name, gift.value, gift.returned FROM gift JOIN lot ON "
      "lot.id = gift.lot WHERE lot.card = ? ORDER BY gift.lot, gift.name");
  return each_row(gifts.bind(card_uid), [&](const sync::Statement& row) {
    refund::Lot& lot = lots[places.at(row.text(0))];
    const bool is_returned = row.number(3) != 0;
    lot.gifts.push_back({row.text(1),
                         {row.number(2), lot.paid.currency},
                         is_returned ? refund::GiftState::Returned : refund::GiftState::Kept});
  });
}

void bind_known(sync::Statement& statement, std::string_view text) {
  if (text.empty()) {
    statement.bind_null();
  } else {
    statement.bind(text);
  }
}

template <typename Moment>
void bind_known(sync::Statement& statement, const std::optional<Moment>& moment) {
  if (moment) {
    statement.bind(to_column(*moment));
  } else {
    statement.bind_null();
  }
}

// What may be unknown at first, in the order of the table's columns.
void bind_later(sync::Statement& statement, const refund::Lot& lot) {
  bind_known(statement, lot.policy_hash);
  bind_known(statement, lot.refunded_at);
  bind_known(statement, lot.activated);
  bind_known(statement, lot.contract);
  bind_known(statement, lot.stopped);
  bind_known(statement, spelt(kDisclosures, lot.fee_disclosure));
  bind_known(statement, lot.earned_by);
  statement.bind(std::int64_t{lot.payment_parts}).bind(std::int64_t{lot.paid_by_other ? 1 : 0});
}

}  // namespace

sync::Result<std::vector<refund::Lot>> lots_of(sync::Database& books, std::string_view card_uid) {
  static const std::string of_card = kLots + "WHERE card = ? ORDER BY sold_at, id";
  std::vector<refund::Lot> lots;
  Places places;
  const auto read =
      each_row(books.prepare(of_card).bind(card_uid), [&](const sync::Statement& row) {
        places.emplace(row.text(0), lots.size());
        lots.push_back(lot_of(row));
      });
  if (!read) return tl::unexpected(read.error());
  if (auto used = read_uses(books, card_uid, places, lots); !used) {
    return tl::unexpected(used.error());
  }
  if (auto given = read_gifts(books, card_uid, places, lots); !given) {
    return tl::unexpected(given.error());
  }
  return lots;
}

sync::Result<std::optional<KnownLot>> lot_in(sync::Database& books, std::string_view id) {
  static const std::string of_id = kLots + "WHERE id = ?";
  std::optional<KnownLot> found;
  const auto read = each_row(books.prepare(of_id).bind(id), [&](const sync::Statement& row) {
    found.emplace(KnownLot{row.text(23), lot_of(row)});
  });
  if (!read) return tl::unexpected(read.error());
  return found;
}

sync::Result<std::optional<KnownUse>> use_in(sync::Database& books, std::string_view id) {
  static const std::string of_id = kUses + "WHERE use.id = ?";
  std::optional<KnownUse> found;
  const auto read = each_row(books.prepare(of_id).bind(id),
                             [&](const sync::Statement& row) { found = use_of(row); });
  if (!read) return tl::unexpected(read.error());
  return found;
}

sync::Result<void> add_lot(sync::Database& books, const KnownLot& known) {
  const refund::Lot& lot = known.lot;
  auto& add = books.prepare(
      "INSERT INTO lot VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "?, ?)");
  add.bind(lot.id).bind(known.card).bind(name_of(lot.kind)).bind(to_column(lot.sold_at));
  add.bind(lot.name).bind(static_cast<std::int64_t>(lot.paid.currency));
  add.bind(lot.paid.minor).bind(lot.bonus.minor);
  add.bind(std::int64_t{lot.units}).bind(std::int64_t{lot.bonus_units});
  if (lot.kind == refund::LotKind::Time) {
    add.bind(to_column(lot.starts)).bind(to_column(lot.ends));
  } else {
    add.bind_null().bind_null();
  }
  add.bind(lot.payment_method).bind(lot.payment_reference).bind(lot.refunded.minor);
  bind_later(add, lot);
  return done(add);
}

sync::Result<void> fill_lot(sync::Database& books, const refund::Lot& lot) {
  auto& fill = books.prepare(
      "UPDATE lot SET policy_hash = COALESCE(policy_hash, ?), "
      "refunded_at = COALESCE(refunded_at, ?), activated = COALESCE(activated, ?), "
      "contract = COALESCE(contract, ?), stopped = COALESCE(stopped, ?), "
      "fee_disclosure = COALESCE(fee_disclosure, ?), earned_by = COALESCE(earned_by, ?), "
      "payment_parts = COALESCE(NULLIF(payment_parts, 0), ?), "
      "paid_by_other = COALESCE(NULLIF(paid_by_other, 0), ?) WHERE id = ?");
  bind_later(fill, lot);
  return done(fill.bind(lot.id));
}

}  // namespace slipway::book
