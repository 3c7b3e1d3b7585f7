#include "station/book/risk.hpp"

#include <algorithm>

#include "station/book/accounts.hpp"
#include "station/book/cover.hpp"
#include "station/book/rows.hpp"

namespace slipway::book {
namespace {

constexpr std::int64_t kMostKnown = 200;  // the newest others that are looked at

// Empty for cash: nobody's account.
refund::Bytes mark_of(const Store& store, const refund::Payee& payee) {
  if (payee.method == refund::Method::Cash || payee.bank_card.empty()) return {};
  constexpr std::string_view kDomain = "slipway payee 1";
  refund::Bytes keyed(kDomain.begin(), kDomain.end());
  const auto& pepper = store.terms.keys.pepper;
  keyed.insert(keyed.end(), pepper.begin(), pepper.end());
  keyed.insert(keyed.end(), payee.bank_card.begin(), payee.bank_card.end());
  const refund::Digest digest = refund::digest_of(keyed);
  return {digest.begin(), digest.end()};
}

sync::Result<std::vector<refund::RequestId>> others_of(Store& store, const Request& request) {
  std::vector<refund::RequestId> ids;
  auto& query = store.books.prepare(
      "SELECT id FROM request WHERE id <> ?1 AND (member = ?2 OR id IN (SELECT request FROM payee "
      "WHERE mark = ?3)) ORDER BY received_at DESC LIMIT ?4");
  query.bind(std::span<const std::uint8_t>(request.id)).bind(request.member);
  query.bind(mark_of(store, request.filing.payee)).bind(kMostKnown);
  const auto read = each_row(query, [&](const sync::Statement& row) {
    const auto bytes = row.blob(0);
    refund::RequestId id{};
    std::copy_n(bytes.begin(), std::min(bytes.size(), id.size()), id.begin());
    ids.push_back(id);
  });
  if (!read) return tl::unexpected(read.error());
  return ids;
}

}  // namespace

sync::Result<void> keep_payee(Store& store, const Request& request) {
  const refund::Bytes mark = mark_of(store, request.filing.payee);
  if (mark.empty()) return {};
  auto& add = store.books.prepare("INSERT INTO payee VALUES(?, ?)");
  return done(add.bind(std::span<const std::uint8_t>(request.id)).bind(mark));
}

sync::Result<std::vector<refund::RiskReason>> risk_of(Store& store, const Request& request) {
  const auto account = account_of(store.books, request.filing.card_uid);
  if (!account) return tl::unexpected(account.error());
  if (!*account) return damaged("a card vanished");
  const auto ids = others_of(store, request);
  if (!ids) return tl::unexpected(ids.error());
  std::vector<refund::KnownRequest> others;
  for (const refund::RequestId& id : *ids) {
    const auto other = request_of(store.books, id);
    if (!other) return tl::unexpected(other.error());
    if (!*other) continue;
    const Request& one = **other;
    others.push_back({one.member, refund::to_hex(mark_of(store, one.filing.payee)),
                      time_of_filing(one.filing, one.received_at), one.amount, one.state});
  }
  const refund::RiskQuestion question{
      **account, refund::to_hex(mark_of(store, request.filing.payee)), request.amount,
      time_of_filing(request.filing, request.received_at)};
  return refund::risk_of(question, others, store.terms.policy.risk);
}

sync::Result<refund::Claim> claim_of(Store& store, const Request& request) {
  auto claim = plain_claim_of(store.books, request);
  if (!claim) return claim;
  const auto risk = risk_of(store, request);
  if (!risk) return tl::unexpected(risk.error());
  claim->risk = refund::points_of(*risk);
  return claim;
}

}  // namespace slipway::book
