#include "station/book/accounts.hpp"

#include <algorithm>

#include "station/book/lots.hpp"
#include "station/book/requests.hpp"
#include "station/book/rows.hpp"
#include "station/book/shop_words.hpp"

namespace slipway::book {
namespace {

// Posted and not taken back since.
sync::Result<bool> is_refunded(sync::Database& books, std::string_view card_uid) {
  auto& query = books.prepare(
      "SELECT EXISTS(SELECT 1 FROM request WHERE card = ? AND "
      "EXISTS(SELECT 1 FROM fact WHERE fact.request = request.id AND "
      "       event IN ('Posted', 'ReconciledPaid')) AND "
      "NOT EXISTS(SELECT 1 FROM fact WHERE fact.request = request.id AND "
      "       event = 'Reinstatement'))");
  return first_number(query.bind(card_uid)).map([](std::int64_t found) { return found != 0; });
}

}  // namespace

sync::Result<std::optional<refund::Account>> account_of(sync::Database& books,
                                                        std::string_view card_uid) {
  std::optional<refund::Account> account;
  auto& query = books.prepare(
      "SELECT member.id, member.name, member.phone, member.tier, card.uid, card.number, "
      "card.status FROM card JOIN member ON member.id = card.member WHERE card.uid = ?");
  const auto read = each_row(query.bind(card_uid), [&](const sync::Statement& row) {
    account.emplace();
    account->member = {row.text(0), row.text(1), row.text(2), row.text(3)};
    account->card_uid = row.text(4);
    account->card_number = row.text(5);
    account->status = card_status_from(row.text(6)).value_or(refund::CardStatus::Closed);
  });
  if (!read) return tl::unexpected(read.error());
  if (!account) return account;
  auto lots = lots_of(books, card_uid);
  if (!lots) return tl::unexpected(lots.error());
  account->lots = std::move(*lots);
  auto& held =
      books.prepare("SELECT COALESCE(SUM(amount), 0) FROM hold WHERE card = ? AND live = 1");
  const auto sum = first_number(held.bind(card_uid));
  if (!sum) return tl::unexpected(sum.error());
  const auto currency =
      account->lots.empty() ? refund::Currency::Cny : account->lots.front().paid.currency;
  account->held = refund::Money{*sum, currency};
  const auto refunded = is_refunded(books, card_uid);
  if (!refunded) return tl::unexpected(refunded.error());
  if (*refunded) account->status = refund::CardStatus::Refunded;
  return account;
}

sync::Result<std::optional<refund::RequestId>> open_request_of(sync::Database& books,
                                                               std::string_view card_uid) {
  std::optional<refund::RequestId> found;
  auto& query = books.prepare("SELECT request FROM hold WHERE card = ? AND live = 1");
  const auto read = each_row(query.bind(card_uid),
                             [&](const sync::Statement& row) { found = request_id_in(row, 0); });
  if (!read) return tl::unexpected(read.error());
  return found;
}

sync::Result<std::string> member_pin_hash(sync::Database& books, std::string_view member) {
  std::string hash;
  auto& query = books.prepare("SELECT pin_hash FROM member WHERE id = ?");
  const auto read =
      each_row(query.bind(member), [&](const sync::Statement& row) { hash = row.text(0); });
  if (!read) return tl::unexpected(read.error());
  return hash;
}

sync::Result<std::optional<StaffRecord>> staff_of(sync::Database& books, std::string_view id) {
  std::optional<StaffRecord> found;
  auto& query = books.prepare("SELECT id, name, role, member, pin_hash FROM staff WHERE id = ?");
  const auto read = each_row(query.bind(id), [&](const sync::Statement& row) {
    found.emplace();
    found->staff.id = row.text(0);
    found->staff.name = row.text(1);
    found->staff.role = row.text(2);
    found->staff.capabilities =
        refund::capabilities_of(found->staff.role).value_or(std::vector<refund::Capability>{});
    found->staff.member_id = row.text(3);
    found->pin_hash = row.text(4);
  });
  if (!read) return tl::unexpected(read.error());
  return found;
}

sync::Result<std::string> actor_name(sync::Database& books, std::string_view actor) {
  if (actor == kStation) return std::string(kStationName);
  const auto colon = actor.find(':');
  const std::string_view name = colon == std::string_view::npos ? actor : actor.substr(colon + 1);
  if (!actor.starts_with("staff:")) return std::string(name);
  return staff_of(books, name).map([&](const std::optional<StaffRecord>& record) {
    return record ? record->staff.name : std::string(name);
  });
}

}  // namespace slipway::book
