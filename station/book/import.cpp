#include "station/book/import.hpp"

#include <map>
#include <set>

#include "refund/money.hpp"
#include "station/book/audit.hpp"
#include "station/book/records.hpp"
#include "station/book/rows.hpp"
#include "sync/keys.hpp"

namespace slipway::book {
namespace {

using refund::Phrase;
using Written = sync::Result<void>;

// The hash to keep for this PIN: the one that the books have when it fits or when no PIN is given.
sync::Result<std::string> hash_for(sync::Statement& known, const std::string& pin,
                                   const Pepper& pepper) {
  std::string hash;
  const auto read = each_row(known, [&](const sync::Statement& row) { hash = row.text(0); });
  if (!read) return tl::unexpected(read.error());
  if (pin.empty() || (!hash.empty() && sync::is_pin(pin, hash, pepper))) return hash;
  return sync::pin_hash(pin, pepper);
}

// Writes the rows of one import, and notes what they promise each other and do not keep.
class Import {
 public:
  explicit Import(sync::Database& books) : books_(books) {}

  Written put_member(const MemberRow& row, const std::string& hash) {
    const refund::Member& member = row.member;
    if (!once("member", member.id, row.origin, 1)) return {};
    auto& same = books_.prepare(
        "SELECT 1 FROM member WHERE id = ? AND name = ? AND phone = ? AND tier = ? "
        "AND pin_hash = ?");
    same.bind(member.id).bind(member.name).bind(member.phone).bind(member.tier).bind(hash);
    return put("member", member.id, same, [&]() -> sync::Statement& {
      return books_
          .prepare(
              "INSERT INTO member VALUES(?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET name = "
              "excluded.name, phone = excluded.phone, tier = excluded.tier, "
              "pin_hash = excluded.pin_hash")
          .bind(member.id)
          .bind(member.name)
          .bind(member.phone)
          .bind(member.tier)
          .bind(hash);
    });
  }

  Written put_card(const CardRow& row) {
    if (!once("card", row.uid, row.origin, 1)) return {};
    if (!once("card number", row.number, row.origin, 2)) return {};
    auto& member = books_.prepare("SELECT count(*) FROM member WHERE id = ?").bind(row.member);
    if (auto told = must_be(member, 1, row.origin, 3, "member",
                            {"members.csv 中的会员号", "a member of members.csv"});
        !told || !*told) {
      return told.map([](bool) {});
    }
    auto& other = books_.prepare("SELECT count(*) FROM card WHERE number = ? AND uid <> ?")
                      .bind(row.number)
                      .bind(row.uid);
    if (auto told = must_be(other, 0, row.origin, 2, "number",
                            {"没有用在别的卡上的卡号", "a number that no other card has"});
        !told || !*told) {
      return told.map([](bool) {});
    }
    auto& same = books_.prepare(
        "SELECT 1 FROM card WHERE uid = ? AND number = ? AND member = ? AND status = ?");
    same.bind(row.uid).bind(row.number).bind(row.member).bind(name_of(row.status));
    return put("card", row.uid, same, [&]() -> sync::Statement& {
      return books_
          .prepare(
              "INSERT INTO card VALUES(?, ?, ?, ?) ON CONFLICT(uid) DO UPDATE SET number = "
              "excluded.number, member = excluded.member, status = excluded.status")
          .bind(row.uid)
          .bind(row.number)
          .bind(row.member)
          .bind(name_of(row.status));
    });
  }

  Written put_lot(const LotRow& row) {
    const refund::Lot& lot = row.lot;
    if (!once("lot", lot.id, row.origin, 1)) return {};
    auto& card = books_.prepare("SELECT count(*) FROM card WHERE uid = ?").bind(row.card);
    if (auto told =
            must_be(card, 1, row.origin, 2, "card", {"cards.csv 中的卡", "a card of cards.csv"});
        !told || !*told) {
      return told.map([](bool) {});
    }
    auto& same = bind_lot(books_.prepare("SELECT 1 FROM lot WHERE id = ? AND card = ? AND "
                                         "kind = ? AND sold_at = ? AND name = ? AND "
                                         "currency = ? AND paid = ? AND bonus = ? AND units = ? "
                                         "AND bonus_units = ? AND starts IS ? AND ends IS ? AND "
                                         "payment_method = ? AND payment_reference = ? AND "
                                         "refunded = ?"),
                          row);
    auto& known = books_.prepare("SELECT count(*) FROM lot WHERE id = ?").bind(lot.id);
    return put_fact(same, known, row.origin, "lot", [&]() -> sync::Statement& {
      return bind_lot(
          books_.prepare("INSERT INTO lot VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
          row);
    });
  }

  Written put_use(const UseRow& row) {
    if (!once("use", row.use.id, row.origin, 1)) return {};
    auto& lot = books_.prepare("SELECT count(*) FROM lot WHERE id = ?").bind(row.lot);
    if (auto told =
            must_be(lot, 1, row.origin, 2, "lot", {"lots.csv 中的批次", "a lot of lots.csv"});
        !told || !*told) {
      return told.map([](bool) {});
    }
    auto& same = bind_use(books_.prepare("SELECT 1 FROM use WHERE id = ? AND lot = ? AND at = ? "
                                         "AND item = ? AND list_price = ? AND charged = ? AND "
                                         "units = ?"),
                          row);
    auto& known = books_.prepare("SELECT count(*) FROM use WHERE id = ?").bind(row.use.id);
    if (auto put = put_fact(
            same, known, row.origin, "use",
            [&]() -> sync::Statement& {
              return bind_use(books_.prepare("INSERT INTO use VALUES(?, ?, ?, ?, ?, ?, ?)"), row);
            });
        !put) {
      return put;
    }
    auto& beyond = books_.prepare(
        "SELECT count(*) FROM lot WHERE id = ?1 AND "
        "((kind = 'stored-value' AND paid + bonus < "
        "  (SELECT SUM(charged) FROM use WHERE lot = ?1)) OR "
        " (kind = 'sessions' AND units + bonus_units < "
        "  (SELECT SUM(units) FROM use WHERE lot = ?1)))");
    beyond.bind(row.lot);
    return must_be(beyond, 0, row.origin, 6, "charged",
                   {"不超过该批次余下的金额或次数", "no more than what is left of the lot"})
        .map([](bool) {});
  }

  Written put_staff(const StaffRow& row, const std::string& hash) {
    const refund::Staff& staff = row.staff;
    if (!once("staff", staff.id, row.origin, 1)) return {};
    if (!staff.member_id.empty()) {
      auto& member = books_.prepare("SELECT count(*) FROM member WHERE id = ?");
      member.bind(staff.member_id);
      if (auto told =
              must_be(member, 1, row.origin, 4, "member",
                      {"空，或 members.csv 中的会员号", "nothing, or a member of members.csv"});
          !told || !*told) {
        return told.map([](bool) {});
      }
    }
    auto& same = bind_staff(books_.prepare("SELECT 1 FROM staff WHERE id = ? AND name = ? AND "
                                           "role = ? AND member IS ? AND pin_hash = ?"),
                            staff, hash);
    return put("staff", staff.id, same, [&]() -> sync::Statement& {
      return bind_staff(
          books_.prepare("INSERT INTO staff VALUES(?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE "
                         "SET name = excluded.name, role = excluded.role, member = "
                         "excluded.member, pin_hash = excluded.pin_hash"),
          staff, hash);
    });
  }

  [[nodiscard]] const std::vector<ShopMistake>& mistakes() const { return mistakes_; }
  [[nodiscard]] const Imported& counts() const { return counts_; }

 private:
  static sync::Statement& bind_lot(sync::Statement& statement, const LotRow& row) {
    const refund::Lot& lot = row.lot;
    statement.bind(lot.id).bind(row.card).bind(name_of(lot.kind)).bind(to_column(lot.sold_at));
    statement.bind(lot.name).bind(static_cast<std::int64_t>(lot.paid.currency));
    statement.bind(lot.paid.minor).bind(lot.bonus.minor);
    statement.bind(std::int64_t{lot.units}).bind(std::int64_t{lot.bonus_units});
    if (lot.kind == refund::LotKind::Time) {
      statement.bind(to_column(lot.starts)).bind(to_column(lot.ends));
    } else {
      statement.bind_null().bind_null();
    }
    statement.bind(lot.payment_method).bind(lot.payment_reference);
    return statement.bind(lot.refunded.minor);
  }

  static sync::Statement& bind_use(sync::Statement& statement, const UseRow& row) {
    const refund::Use& use = row.use;
    statement.bind(use.id).bind(row.lot).bind(to_column(use.at)).bind(use.item);
    statement.bind(use.list_price.minor).bind(use.charged.minor);
    return statement.bind(std::int64_t{use.units});
  }

  static sync::Statement& bind_staff(sync::Statement& statement, const refund::Staff& staff,
                                     const std::string& hash) {
    statement.bind(staff.id).bind(staff.name).bind(staff.role);
    if (staff.member_id.empty()) {
      statement.bind_null();
    } else {
      statement.bind(staff.member_id);
    }
    return statement.bind(hash);
  }

  void refuse(const Origin& origin, int column, std::string name, Phrase expected) {
    if (mistakes_.size() >= kMostMistakes) return;
    mistakes_.push_back({origin.file, origin.line, column, std::move(name), std::move(expected)});
  }

  // Notes a mistake when this import has had the same id already.
  bool once(const std::string& kind, const std::string& id, const Origin& origin, int column) {
    const auto [first, is_new] = seen_.try_emplace({kind, id}, origin.line);
    if (is_new) return true;
    const std::string line = std::to_string(first->second);
    refuse(origin, column, {},
           {"不重复的编号（第 " + line + " 行已有）",
            "an id that stands once (line " + line + " has it)"});
    return false;
  }

  // Whether the query counts as expected; notes a mistake when it does not.
  sync::Result<bool> must_be(sync::Statement& query, std::int64_t expected, const Origin& origin,
                             int column, std::string name, Phrase wanted) {
    const auto count = first_number(query);
    if (!count) return tl::unexpected(count.error());
    if (*count != expected) refuse(origin, column, std::move(name), std::move(wanted));
    return *count == expected;
  }

  // Adds or replaces a row that may change.
  template <typename Write>
  Written put(const std::string& kind, const std::string& id, sync::Statement& same, Write write) {
    const auto is_same = first_number(same);
    if (!is_same) return tl::unexpected(is_same.error());
    if (*is_same != 0) {
      ++counts_.unchanged;
      return {};
    }
    auto& known = kind == "member"  ? books_.prepare("SELECT count(*) FROM member WHERE id = ?")
                  : kind == "staff" ? books_.prepare("SELECT count(*) FROM staff WHERE id = ?")
                                    : books_.prepare("SELECT count(*) FROM card WHERE uid = ?");
    known.bind(id);
    const auto count = first_number(known);
    if (!count) return tl::unexpected(count.error());
    ++(*count == 0 ? counts_.added : counts_.changed);
    return done(write());
  }

  // Adds a row that never changes.
  template <typename Write>
  Written put_fact(sync::Statement& same, sync::Statement& known, const Origin& origin,
                   const std::string& name, Write write) {
    const auto is_same = first_number(same);
    const auto count = first_number(known);
    if (!is_same) return tl::unexpected(is_same.error());
    if (!count) return tl::unexpected(count.error());
    if (*is_same != 0) {
      ++counts_.unchanged;
      return {};
    }
    if (*count != 0) {
      refuse(origin, 1, name,
             {"与账簿中同号记录一致的内容，已记的账不能改",
              "the same as the books have under this id: what is recorded is never changed"});
      return {};
    }
    ++counts_.added;
    return done(write());
  }

  sync::Database& books_;
  std::map<std::pair<std::string, std::string>, int> seen_;
  std::vector<ShopMistake> mistakes_;
  Imported counts_;
};

struct Hashes {
  std::vector<std::string> members;
  std::vector<std::string> staff;
};

sync::Result<Hashes> hashes_for(sync::Database& books, const ShopFiles& shop,
                                const Pepper& pepper) {
  Hashes hashes;
  for (const MemberRow& row : shop.members) {
    auto& known = books.prepare("SELECT pin_hash FROM member WHERE id = ?").bind(row.member.id);
    auto hash = hash_for(known, row.pin, pepper);
    if (!hash) return tl::unexpected(hash.error());
    hashes.members.push_back(std::move(*hash));
  }
  for (const StaffRow& row : shop.staff) {
    auto& known = books.prepare("SELECT pin_hash FROM staff WHERE id = ?").bind(row.staff.id);
    auto hash = hash_for(known, row.pin, pepper);
    if (!hash) return tl::unexpected(hash.error());
    hashes.staff.push_back(std::move(*hash));
  }
  return hashes;
}

template <typename Row, typename Put>
Written put_all(const std::vector<Row>& rows, Put put) {
  for (std::size_t at = 0; at < rows.size(); ++at) {
    if (auto one = put(rows[at], at); !one) return one;
  }
  return {};
}

Written put_shop(Import& import, const ShopFiles& shop, const Hashes& hashes) {
  return put_all(shop.members,
                 [&](const MemberRow& row, std::size_t at) {
                   return import.put_member(row, hashes.members[at]);
                 })
      .and_then([&] {
        return put_all(shop.cards,
                       [&](const CardRow& row, std::size_t) { return import.put_card(row); });
      })
      .and_then([&] {
        return put_all(shop.lots,
                       [&](const LotRow& row, std::size_t) { return import.put_lot(row); });
      })
      .and_then([&] {
        return put_all(shop.uses,
                       [&](const UseRow& row, std::size_t) { return import.put_use(row); });
      })
      .and_then([&] {
        return put_all(shop.staff, [&](const StaffRow& row, std::size_t at) {
          return import.put_staff(row, hashes.staff[at]);
        });
      });
}

}  // namespace

tl::expected<Imported, NotImported> import_shop(sync::Database& books, const ShopFiles& shop,
                                                const Pepper& pepper, refund::Instant now) {
  const auto hashes = hashes_for(books, shop, pepper);
  if (!hashes) return tl::unexpected(NotImported{{}, hashes.error()});
  Import import(books);
  const auto written = books.transaction([&]() -> Written {
    if (auto put = put_shop(import, shop, *hashes); !put) return put;
    const Imported& counts = import.counts();
    if (!import.mistakes().empty()) {
      return tl::unexpected(sync::Error{sync::Fault::Conflict, "the shop's files are wrong"});
    }
    if (counts.added + counts.changed == 0) return {};
    const auto records = digest_of_shop(books);
    if (!records) return tl::unexpected(records.error());
    return append_audit(books, now, "station", "imported", "shop",
                        {{"added", counts.added},
                         {"changed", counts.changed},
                         {"records", refund::Bytes(records->begin(), records->end())}});
  });
  if (!import.mistakes().empty()) return tl::unexpected(NotImported{import.mistakes(), {}});
  if (!written) return tl::unexpected(NotImported{{}, written.error()});
  return import.counts();
}

sync::Result<void> put_staff(sync::Database& books, const refund::Staff& staff,
                             const std::string& pin, const Pepper& pepper, refund::Instant now) {
  const std::string hash = sync::pin_hash(pin, pepper);
  Import import(books);
  return books.transaction([&]() -> Written {
    const StaffRow row{{"staff", 0}, staff, pin};
    if (auto put = import.put_staff(row, hash); !put) return put;
    if (!import.mistakes().empty()) {
      return tl::unexpected(sync::Error{sync::Fault::Missing, "there is no such member"});
    }
    return append_audit(books, now, "station", "staff-put", staff.id, {{"role", staff.role}});
  });
}

}  // namespace slipway::book
