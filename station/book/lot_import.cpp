#include "station/book/lot_import.hpp"

#include <array>

#include "station/book/policy_texts.hpp"

namespace slipway::book {
namespace {

constexpr std::int64_t kMostGifts = 100;  // what a lot on the wire holds

using refund::Lot;
using refund::Phrase;
using Written = sync::Result<void>;

const Phrase kRecorded{"与账簿中同号记录一致的内容，已记的账不能改",
                       "the same as the books have under this id: what is recorded is never "
                       "changed"};
const Phrase kNotArchived{
    "空，或账簿里已存档的章程哈希；请先存档：slipway policy archive --books 账簿 章程文件",
    "nothing, or the hash of a policy that the books have; archive its text first: slipway policy "
    "archive --books BOOKS FILE"};

// What a lot's row says under a column, against what the books have: known and other, or not known.
enum class Told { Nothing, Same, New, Other };

template <typename Value>
Told told(const Value& row, const Value& known, const Value& unsaid) {
  if (row == unsaid || row == known) return row == unsaid ? Told::Nothing : Told::Same;
  return known == unsaid ? Told::New : Told::Other;
}

struct ToldColumn {
  std::string_view column;
  Told told;
};

std::array<ToldColumn, 9> told_later(const Lot& row, const Lot& known) {
  const Lot unsaid;
  return {{
      {"policy", told(row.policy_hash, known.policy_hash, unsaid.policy_hash)},
      {"refunded_at", told(row.refunded_at, known.refunded_at, unsaid.refunded_at)},
      {"activated", told(row.activated, known.activated, unsaid.activated)},
      {"contract", told(row.contract, known.contract, unsaid.contract)},
      {"stopped", told(row.stopped, known.stopped, unsaid.stopped)},
      {"fee_disclosure", told(row.fee_disclosure, known.fee_disclosure, unsaid.fee_disclosure)},
      {"earned_by", told(row.earned_by, known.earned_by, unsaid.earned_by)},
      {"payment_parts", told(row.payment_parts, known.payment_parts, unsaid.payment_parts)},
      {"paid_by_other", told(row.paid_by_other, known.paid_by_other, unsaid.paid_by_other)},
  }};
}

// The first column of a lot's sale that the row has otherwise than the books; empty when none.
std::string_view other_column(const LotRow& row, const KnownLot& known) {
  const Lot& a = row.lot;
  const Lot& b = known.lot;
  const std::pair<std::string_view, bool> columns[] = {
      {"card", row.card == known.card},
      {"kind", a.kind == b.kind},
      {"sold_at", a.sold_at == b.sold_at},
      {"name", a.name == b.name},
      {"paid", a.paid == b.paid},
      {"bonus", a.bonus == b.bonus},
      {"units", a.units == b.units},
      {"bonus_units", a.bonus_units == b.bonus_units},
      {"starts", a.starts == b.starts},
      {"ends", a.ends == b.ends},
      {"payment_method", a.payment_method == b.payment_method},
      {"payment_reference", a.payment_reference == b.payment_reference},
      {"refunded", a.refunded == b.refunded},
  };
  for (const auto& [column, is_same] : columns) {
    if (!is_same) return column;
  }
  return {};
}

}  // namespace

sync::Result<bool> LotImport::is_archived(const std::string& hash) {
  if (const auto asked = archived_.find(hash); asked != archived_.end()) return asked->second;
  const auto found = archived_policy(books_, hash);
  if (!found) return tl::unexpected(found.error());
  return archived_.emplace(hash, found->has_value()).first->second;
}

Written LotImport::put_policy(const ShopPolicy& policy) {
  const auto known = is_archived(policy.hash);
  if (!known) return tl::unexpected(known.error());
  archived_[policy.hash] = true;
  ++(*known ? notes_.counts.unchanged : notes_.counts.added);
  return keep_policy(books_, policy.hash, policy.texts, now_);
}

Written LotImport::put_lot(const LotRow& row) {
  if (!notes_.once("lot", row.lot.id, row.origin, "lot")) return {};
  auto& card = books_.prepare("SELECT count(*) FROM card WHERE uid = ?").bind(row.card);
  const auto has_card =
      notes_.must_be(card, 1, row.origin, "card", {"cards.csv 中的卡", "a card of cards.csv"});
  if (!has_card || !*has_card) return has_card.map([](bool) {});
  if (!row.lot.policy_hash.empty()) {
    const auto known = is_archived(row.lot.policy_hash);
    if (!known) return tl::unexpected(known.error());
    if (!*known) {
      notes_.refuse(row.origin, "policy", kNotArchived);
      return {};
    }
  }
  const auto known = lot_in(books_, row.lot.id);
  if (!known) return tl::unexpected(known.error());
  return *known ? fill(row, **known) : add(row);
}

sync::Result<std::string> LotImport::policy_for(const Lot& lot) {
  if (!lot.policy_hash.empty()) return lot.policy_hash;
  return policy_in_force(books_, lot.sold_at).map([&](const std::optional<std::string>& found) {
    return found.value_or(standing_);
  });
}

Written LotImport::add(const LotRow& row) {
  KnownLot fresh{row.card, row.lot};
  auto policy = policy_for(row.lot);
  if (!policy) return tl::unexpected(policy.error());
  fresh.lot.policy_hash = std::move(*policy);
  ++notes_.counts.added;
  return add_lot(books_, fresh);
}

Written LotImport::fill(const LotRow& row, const KnownLot& known) {
  if (const auto other = other_column(row, known); !other.empty()) {
    notes_.refuse(row.origin, other, kRecorded);
    return {};
  }
  Lot lot = row.lot;
  if (lot.policy_hash.empty() && known.lot.policy_hash.empty()) lot.policy_hash = standing_;
  bool is_new = false;
  for (const ToldColumn& one : told_later(lot, known.lot)) {
    is_new = is_new || one.told == Told::New;
    if (one.told == Told::Other) notes_.refuse(row.origin, one.column, kRecorded);
  }
  ++(is_new ? notes_.counts.changed : notes_.counts.unchanged);
  return is_new ? fill_lot(books_, lot) : Written{};
}

Written LotImport::check_earning(const LotRow& row) {
  if (row.lot.earned_by.empty()) return {};
  auto& query = books_.prepare("SELECT count(*) FROM lot WHERE id = ? AND card = ? AND id <> ?");
  query.bind(row.lot.earned_by).bind(row.card).bind(row.lot.id);
  return notes_
      .must_be(query, 1, row.origin, "earned_by",
               {"空，或同一张卡上赚得这些积分的另一批次",
                "nothing, or another lot of the same card whose purchase earned the points"})
      .map([](bool) {});
}

Written LotImport::put_use(const UseRow& row) {
  if (!notes_.once("use", row.use.id, row.origin, "use")) return {};
  auto& lot = books_.prepare("SELECT count(*) FROM lot WHERE id = ?").bind(row.lot);
  const auto has_lot =
      notes_.must_be(lot, 1, row.origin, "lot", {"lots.csv 中的批次", "a lot of lots.csv"});
  if (!has_lot || !*has_lot) return has_lot.map([](bool) {});
  const auto known = use_in(books_, row.use.id);
  if (!known) return tl::unexpected(known.error());
  if (!*known) return add(row);
  const refund::Use& recorded = (*known)->use;
  refund::Use sale = row.use;
  sale.market_price = recorded.market_price;
  if (row.lot != (*known)->lot || sale != recorded) {
    notes_.refuse(row.origin, "use", kRecorded);
    return {};
  }
  const auto& price = row.use.market_price;
  if (!price || price == recorded.market_price) {
    ++notes_.counts.unchanged;
    return {};
  }
  if (recorded.market_price) {
    notes_.refuse(row.origin, "market_price", kRecorded);
    return {};
  }
  ++notes_.counts.changed;
  auto& fill = books_.prepare("UPDATE use SET market_price = ? WHERE id = ?");
  return done(fill.bind(price->minor).bind(row.use.id));
}

Written LotImport::add(const UseRow& row) {
  const refund::Use& use = row.use;
  auto& add = books_.prepare("INSERT INTO use VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
  add.bind(use.id).bind(row.lot).bind(to_column(use.at)).bind(use.item);
  add.bind(use.list_price.minor).bind(use.charged.minor).bind(std::int64_t{use.units});
  if (use.market_price) {
    add.bind(use.market_price->minor);
  } else {
    add.bind_null();
  }
  ++notes_.counts.added;
  if (auto added = done(add); !added) return added;
  return check_left(row);
}

Written LotImport::check_left(const UseRow& row) {
  const Phrase left{"不超过该批次余下的金额或次数", "no more than what is left of the lot"};
  auto& money = books_.prepare(
      "SELECT count(*) FROM lot WHERE id = ?1 AND kind = 'stored-value' AND "
      "paid + bonus < (SELECT SUM(charged) FROM use WHERE lot = ?1)");
  const auto has_money = notes_.must_be(money.bind(row.lot), 0, row.origin, "charged", left);
  if (!has_money) return tl::unexpected(has_money.error());
  auto& units = books_.prepare(
      "SELECT count(*) FROM lot WHERE id = ?1 AND kind IN ('sessions', 'points') AND "
      "units + bonus_units < (SELECT SUM(units) FROM use WHERE lot = ?1)");
  const auto has_units = notes_.must_be(units.bind(row.lot), 0, row.origin, "units", left);
  if (!has_units) return tl::unexpected(has_units.error());
  auto& gone = books_.prepare(
      "SELECT count(*) FROM lot WHERE id = ? AND refunded = paid AND refunded_at < ?");
  gone.bind(row.lot).bind(to_column(row.use.at));
  return notes_
      .must_be(gone, 0, row.origin, "at",
               {"不晚于该批次全部退完的时间", "a time before all of the lot was refunded"})
      .map([](bool) {});
}

Written LotImport::put_gift(const GiftRow& row) {
  const refund::Gift& gift = row.gift;
  if (!notes_.once("gift", row.lot + "\n" + gift.name, row.origin, "name")) return {};
  auto& lot = books_.prepare("SELECT count(*) FROM lot WHERE id = ?").bind(row.lot);
  const auto has_lot =
      notes_.must_be(lot, 1, row.origin, "lot", {"lots.csv 中的批次", "a lot of lots.csv"});
  if (!has_lot || !*has_lot) return has_lot.map([](bool) {});
  std::optional<std::pair<std::int64_t, bool>> known;  // value, and whether it came back
  auto& query = books_.prepare("SELECT value, returned FROM gift WHERE lot = ? AND name = ?");
  auto read = each_row(query.bind(row.lot).bind(gift.name), [&](const sync::Statement& found) {
    known.emplace(found.number(0), found.number(1) != 0);
  });
  if (!read) return read;
  const bool is_back = gift.state == refund::GiftState::Returned;
  if (!known) {
    auto& full = books_.prepare("SELECT count(*) >= ?2 FROM gift WHERE lot = ?1").bind(row.lot);
    const auto has_room = notes_.must_be(full.bind(kMostGifts), 0, row.origin, "lot",
                                         {"每批最多 100 件赠品", "at most 100 gifts with one lot"});
    if (!has_room || !*has_room) return has_room.map([](bool) {});
    ++notes_.counts.added;
    auto& add = books_.prepare("INSERT INTO gift VALUES(?, ?, ?, ?)");
    add.bind(row.lot).bind(gift.name).bind(gift.value.minor);
    return done(add.bind(std::int64_t{is_back ? 1 : 0}));
  }
  if (known->first != gift.value.minor) notes_.refuse(row.origin, "value", kRecorded);
  if (known->second && !is_back) notes_.refuse(row.origin, "state", kRecorded);
  const bool comes_back = is_back && !known->second;
  ++(comes_back ? notes_.counts.changed : notes_.counts.unchanged);
  if (!comes_back) return {};
  auto& back = books_.prepare("UPDATE gift SET returned = 1 WHERE lot = ? AND name = ?");
  return done(back.bind(row.lot).bind(gift.name));
}

}  // namespace slipway::book
