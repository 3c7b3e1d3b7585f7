#include "station/book/risk.hpp"

#include <algorithm>

#include "station/book/accounts.hpp"
#include "station/book/audit.hpp"
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

// Open and paid requests of the same member or to the same account: those that a repeat or a
// likeness can be found among. One that was withdrawn or rejected pushes none of them out of sight.
sync::Result<void> add_business(Store& store, const Request& request, const refund::Bytes& mark,
                                std::vector<refund::KnownRequest>& others) {
  auto& query = store.books.prepare(
      "SELECT r.member, p.mark, r.received_at, r.amount, r.currency, h.live FROM request r "
      "JOIN hold h ON h.request = r.id LEFT JOIN payee p ON p.request = r.id "
      "WHERE r.id <> ?1 AND (r.member = ?2 OR r.id IN (SELECT request FROM payee WHERE mark = ?3)) "
      "AND (h.live = 1 OR (EXISTS(SELECT 1 FROM fact f WHERE f.request = r.id AND "
      "    f.event IN ('Posted', 'ReconciledPaid')) AND NOT EXISTS(SELECT 1 FROM fact f WHERE "
      "    f.request = r.id AND f.event = 'Reinstatement'))) "
      "ORDER BY r.received_at DESC LIMIT ?4");
  query.bind(std::span<const std::uint8_t>(request.id)).bind(request.member).bind(mark);
  return each_row(query.bind(kMostKnown), [&](const sync::Statement& row) {
    const auto currency = refund::currency_from(row.number(4)).value_or(refund::Currency::Cny);
    const auto state = row.is_null(5) ? refund::RequestState::Paid : refund::RequestState::InReview;
    others.push_back({row.text(0),
                      refund::to_hex(row.blob(1)),
                      instant_from_column(row.number(2)),
                      {row.number(3), currency},
                      state});
  });
}

// Each other member whose money ever was to go to the same account, once.
sync::Result<void> add_sharers(Store& store, const Request& request, const refund::Bytes& mark,
                               std::vector<refund::KnownRequest>& others) {
  const std::string payee = refund::to_hex(mark);
  auto& query = store.books.prepare(
      "SELECT DISTINCT r.member FROM payee p JOIN request r ON r.id = p.request WHERE "
      "p.mark = ? AND r.member <> ? LIMIT ?");
  return each_row(query.bind(mark).bind(request.member).bind(kMostKnown),
                  [&](const sync::Statement& row) {
                    others.push_back({row.text(0),
                                      payee,
                                      {},
                                      refund::zero(request.amount.currency),
                                      refund::RequestState::Withdrawn});
                  });
}

}  // namespace

sync::Result<void> keep_payee(Store& store, const Request& request) {
  const refund::Bytes mark = mark_of(store, request.payee);
  if (mark.empty()) return {};
  auto& add = store.books.prepare("INSERT INTO payee VALUES(?, ?)");
  if (auto added = done(add.bind(std::span<const std::uint8_t>(request.id)).bind(mark)); !added) {
    return added;
  }
  return append_audit(store.books, request.received_at, "station", "payee-kept",
                      refund::to_hex(request.id), {{"mark", mark}});
}

sync::Result<std::vector<refund::RiskReason>> risk_of(Store& store, const Request& request) {
  const auto account = account_of(store.books, request.filing.card_uid);
  if (!account) return tl::unexpected(account.error());
  if (!*account) return damaged("a card vanished");
  const refund::Bytes mark = mark_of(store, request.payee);
  std::vector<refund::KnownRequest> others;
  if (auto added = add_business(store, request, mark, others); !added) {
    return tl::unexpected(added.error());
  }
  if (auto added = add_sharers(store, request, mark, others); !added) {
    return tl::unexpected(added.error());
  }
  const refund::RiskQuestion question{**account, refund::to_hex(mark), request.amount,
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
