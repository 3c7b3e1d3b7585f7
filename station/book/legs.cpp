#include "station/book/legs.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "station/book/audit.hpp"
#include "station/book/rows.hpp"

namespace slipway::book {
namespace {

using refund::Method;
using refund::Route;

std::span<const std::uint8_t> bytes_of(const refund::RequestId& id) {
  return id;
}

// In the order of the enumerators; they stand in the books, so they never change.
constexpr auto kRoutes = std::to_array<std::string_view>({"original", "bank", "cash"});

std::optional<Route> route_from(std::string_view column) {
  const auto found = std::find(kRoutes.begin(), kRoutes.end(), column);
  if (found == kRoutes.end()) return std::nullopt;
  return static_cast<Route>(found - kRoutes.begin());
}

}  // namespace

sync::Result<void> keep_legs(sync::Database& books, const refund::RequestId& id,
                             const refund::PayoutPlan& plan) {
  std::int64_t number = 0;
  for (const refund::Leg& leg : plan.legs) {
    auto& add = books.prepare("INSERT INTO leg VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)");
    add.bind(bytes_of(id)).bind(++number).bind(kRoutes.at(static_cast<std::size_t>(leg.route)));
    add.bind(leg.amount.minor).bind(to_column(leg.arrives));
    add.bind(leg.payment_method).bind(leg.payment_reference);
    if (auto added = done(add.bind(leg.words.zh).bind(leg.words.en)); !added) return added;
  }
  return {};
}

sync::Result<std::vector<KeptLeg>> legs_of(sync::Database& books, const refund::RequestId& id) {
  std::vector<KeptLeg> legs;
  bool is_whole = true;
  auto& query = books.prepare(
      "SELECT route, leg.amount, currency, arrives, payment_method, payment_reference, zh, en, "
      "transfer.reference FROM leg JOIN request ON request.id = leg.request LEFT JOIN transfer ON "
      "transfer.request = leg.request AND transfer.leg = leg.number WHERE leg.request = ? "
      "ORDER BY leg.number");
  const auto read = each_row(query.bind(bytes_of(id)), [&](const sync::Statement& row) {
    const auto route = route_from(row.text(0));
    const auto currency = refund::currency_from(row.number(2));
    is_whole = is_whole && route && currency;
    if (!is_whole) return;
    KeptLeg kept;
    kept.leg.route = *route;
    kept.leg.amount = {row.number(1), *currency};
    kept.leg.arrives = date_from_column(row.number(3));
    kept.leg.payment_method = row.text(4);
    kept.leg.payment_reference = row.text(5);
    kept.leg.words = {row.text(6), row.text(7)};
    kept.transfer = row.text(8);
    legs.push_back(std::move(kept));
  });
  if (!read) return tl::unexpected(read.error());
  if (!is_whole) return damaged("a payment of a request");
  return legs;
}

sync::Result<std::optional<refund::Digest>> digest_of_legs(sync::Database& books,
                                                           const refund::RequestId& id) {
  refund::Digest digest = refund::digest_of("slipway-legs");
  bool has_some = false;
  auto& query = books.prepare(
      "SELECT quote(number) || '|' || quote(route) || '|' || quote(amount) || '|' || "
      "quote(arrives) || '|' || quote(payment_method) || '|' || quote(payment_reference) || '|' || "
      "quote(zh) || '|' || quote(en) FROM leg WHERE request = ? ORDER BY number");
  const auto linked = each_row(query.bind(bytes_of(id)), [&](const sync::Statement& row) {
    refund::Bytes bytes(digest.begin(), digest.end());
    const std::string text = row.text(0);
    bytes.insert(bytes.end(), text.begin(), text.end());
    digest = refund::digest_of(bytes);
    has_some = true;
  });
  if (!linked) return tl::unexpected(linked.error());
  return has_some ? std::optional(digest) : std::nullopt;
}

refund::Payee payee_by(const std::vector<KeptLeg>& legs, const refund::Payee& wish) {
  const auto is_all = [&](Route route) {
    return std::all_of(legs.begin(), legs.end(),
                       [&](const KeptLeg& kept) { return kept.leg.route == route; });
  };
  if (legs.empty()) return wish;
  if (is_all(Route::Cash)) return {Method::Cash, {}};
  if (is_all(Route::Original)) return {Method::Original, {}};
  return {Method::BankTransfer, wish.bank_card};
}

int paid_of(const std::vector<KeptLeg>& legs) {
  return static_cast<int>(std::count_if(
      legs.begin(), legs.end(), [](const KeptLeg& kept) { return !kept.transfer.empty(); }));
}

sync::Result<bool> has_transfer(sync::Database& books, const std::string& reference) {
  auto& known = books.prepare("SELECT count(*) FROM transfer WHERE reference = ?");
  return first_number(known.bind(reference)).map([](std::int64_t count) { return count != 0; });
}

sync::Result<void> keep_transfer(sync::Database& books, const refund::RequestId& id, int leg,
                                 const std::string& reference, const std::string& staff,
                                 refund::Instant at) {
  auto& add = books.prepare("INSERT INTO transfer VALUES(?, ?, ?, ?, ?)");
  add.bind(bytes_of(id)).bind(std::int64_t{leg}).bind(reference).bind(staff).bind(to_column(at));
  if (auto added = done(add); !added) return added;
  return append_audit(books, at, "staff:" + staff, "transfer", refund::to_hex(id),
                      {{"leg", std::int64_t{leg}}, {"reference", reference}});
}

}  // namespace slipway::book
