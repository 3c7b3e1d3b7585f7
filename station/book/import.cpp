#include "station/book/import.hpp"

#include "station/book/audit.hpp"
#include "station/book/import_notes.hpp"
#include "station/book/lot_import.hpp"
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
  Import(sync::Database& books, ImportNotes& notes) : books_(books), notes_(notes) {}

  Written put_member(const MemberRow& row, const std::string& hash) {
    const refund::Member& member = row.member;
    if (!notes_.once("member", member.id, row.origin, "member")) return {};
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
    if (!notes_.once("card", row.uid, row.origin, "uid")) return {};
    if (!notes_.once("card number", row.number, row.origin, "number")) return {};
    auto& member = books_.prepare("SELECT count(*) FROM member WHERE id = ?").bind(row.member);
    if (auto told = notes_.must_be(member, 1, row.origin, "member",
                                   {"members.csv 中的会员号", "a member of members.csv"});
        !told || !*told) {
      return told.map([](bool) {});
    }
    auto& other = books_.prepare("SELECT count(*) FROM card WHERE number = ? AND uid <> ?")
                      .bind(row.number)
                      .bind(row.uid);
    if (auto told = notes_.must_be(other, 0, row.origin, "number",
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

  Written put_staff(const StaffRow& row, const std::string& hash) {
    const refund::Staff& staff = row.staff;
    if (!notes_.once("staff", staff.id, row.origin, "staff")) return {};
    if (!staff.member_id.empty()) {
      auto& member = books_.prepare("SELECT count(*) FROM member WHERE id = ?");
      member.bind(staff.member_id);
      if (auto told = notes_.must_be(
              member, 1, row.origin, "member",
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

 private:
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

  // Adds or replaces a row that may change.
  template <typename Write>
  Written put(const std::string& kind, const std::string& id, sync::Statement& same, Write write) {
    const auto is_same = first_number(same);
    if (!is_same) return tl::unexpected(is_same.error());
    if (*is_same != 0) {
      ++notes_.counts.unchanged;
      return {};
    }
    auto& known = kind == "member"  ? books_.prepare("SELECT count(*) FROM member WHERE id = ?")
                  : kind == "staff" ? books_.prepare("SELECT count(*) FROM staff WHERE id = ?")
                                    : books_.prepare("SELECT count(*) FROM card WHERE uid = ?");
    known.bind(id);
    const auto count = first_number(known);
    if (!count) return tl::unexpected(count.error());
    ++(*count == 0 ? notes_.counts.added : notes_.counts.changed);
    return done(write());
  }

  sync::Database& books_;
  ImportNotes& notes_;
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

Written put_people(Import& import, const ShopFiles& shop, const Hashes& hashes) {
  return put_all(shop.members,
                 [&](const MemberRow& row, std::size_t at) {
                   return import.put_member(row, hashes.members[at]);
                 })
      .and_then([&] {
        return put_all(shop.cards,
                       [&](const CardRow& row, std::size_t) { return import.put_card(row); });
      })
      .and_then([&] {
        return put_all(shop.staff, [&](const StaffRow& row, std::size_t at) {
          return import.put_staff(row, hashes.staff[at]);
        });
      });
}

Written put_lots(LotImport& import, const ShopFiles& shop) {
  return put_all(shop.policies,
                 [&](const ShopPolicy& policy, std::size_t) { return import.put_policy(policy); })
      .and_then([&] {
        return put_all(shop.lots,
                       [&](const LotRow& row, std::size_t) { return import.put_lot(row); });
      })
      .and_then([&] {
        return put_all(shop.lots,
                       [&](const LotRow& row, std::size_t) { return import.check_earning(row); });
      })
      .and_then([&] {
        return put_all(shop.uses,
                       [&](const UseRow& row, std::size_t) { return import.put_use(row); });
      })
      .and_then([&] {
        return put_all(shop.gifts,
                       [&](const GiftRow& row, std::size_t) { return import.put_gift(row); });
      });
}

Written note_import(sync::Database& books, const Imported& counts, refund::Instant now) {
  if (counts.added + counts.changed == 0) return {};
  const auto rows = digest_of_shop_rows(books);
  if (!rows) return tl::unexpected(rows.error());
  const auto terms = digest_of_terms(books);
  if (!terms) return tl::unexpected(terms.error());
  return append_audit(books, now, "station", "imported", "shop",
                      {{"added", counts.added},
                       {"changed", counts.changed},
                       {"rows", refund::Bytes(rows->begin(), rows->end())},
                       {"terms", refund::Bytes(terms->begin(), terms->end())}});
}

}  // namespace

tl::expected<Imported, NotImported> import_shop(sync::Database& books, const ShopFiles& shop,
                                                const Pepper& pepper, refund::Instant now) {
  const auto hashes = hashes_for(books, shop, pepper);
  if (!hashes) return tl::unexpected(NotImported{{}, hashes.error()});
  ImportNotes notes;
  Import people(books, notes);
  LotImport lots(books, notes, shop.standing_policy, now);
  const auto written = books.transaction([&]() -> Written {
    if (auto put = put_people(people, shop, *hashes); !put) return put;
    if (auto put = put_lots(lots, shop); !put) return put;
    if (!notes.mistakes.empty()) {
      return tl::unexpected(sync::Error{sync::Fault::Conflict, "the shop's files are wrong"});
    }
    const auto unbound =
        first_number(books.prepare("SELECT count(*) FROM lot WHERE policy_hash IS NULL"));
    if (!unbound) return tl::unexpected(unbound.error());
    notes.counts.unbound = *unbound;
    return note_import(books, notes.counts, now);
  });
  if (!notes.mistakes.empty()) return tl::unexpected(NotImported{std::move(notes.mistakes), {}});
  if (!written) return tl::unexpected(NotImported{{}, written.error()});
  return notes.counts;
}

sync::Result<void> put_staff(sync::Database& books, const refund::Staff& staff,
                             const std::string& pin, const Pepper& pepper, refund::Instant now) {
  const std::string hash = sync::pin_hash(pin, pepper);
  ImportNotes notes;
  Import import(books, notes);
  return books.transaction([&]() -> Written {
    const StaffRow row{{"staff", 0}, staff, pin};
    if (auto put = import.put_staff(row, hash); !put) return put;
    if (!notes.mistakes.empty()) {
      return tl::unexpected(sync::Error{sync::Fault::Missing, "there is no such member"});
    }
    return append_audit(books, now, "station", "staff-put", staff.id, {{"role", staff.role}});
  });
}

}  // namespace slipway::book
