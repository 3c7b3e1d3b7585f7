#include "station/book/sample.hpp"

#include <algorithm>
#include <utility>

#include "station/book/accounts.hpp"
#include "station/book/policy_texts.hpp"
#include "station/book/rows.hpp"

namespace slipway::book {
namespace {

struct Decision {
  refund::RequestId id{};
  refund::Instant at{};
};

// By the chain's own times: those of the facts can be earlier, and nothing protects them.
sync::Result<std::vector<Decision>> decisions_of(sync::Database& books, refund::Instant begin,
                                                 refund::Instant end) {
  std::vector<Decision> decisions;
  auto& query = books.prepare(
      "SELECT subject, MAX(at) FROM audit WHERE action IN ('ApprovalsComplete', 'Rejection') AND "
      "at >= ? AND at < ? GROUP BY subject ORDER BY 2, 1");
  query.bind(to_column(begin)).bind(to_column(end));
  const auto read = each_row(query, [&](const sync::Statement& row) {
    if (const auto id = refund::request_id_from(row.text(0))) {
      decisions.push_back({*id, instant_from_column(row.number(1))});
    }
  });
  if (!read) return tl::unexpected(read.error());
  return decisions;
}

// What the chain had come to by then.
sync::Result<refund::Digest> head_before(sync::Database& books, refund::Instant end) {
  refund::Digest head{};
  auto& query = books.prepare("SELECT hash FROM audit WHERE at < ? ORDER BY sequence DESC LIMIT 1");
  const auto read = each_row(query.bind(to_column(end)), [&](const sync::Statement& row) {
    const auto bytes = row.blob(0);
    std::copy_n(bytes.begin(), std::min(bytes.size(), head.size()), head.begin());
  });
  if (!read) return tl::unexpected(read.error());
  return head;
}

sync::Result<std::vector<refund::Staff>> everyone(sync::Database& books) {
  std::vector<std::string> ids;
  auto& query = books.prepare("SELECT id FROM staff ORDER BY id");
  const auto read =
      each_row(query, [&](const sync::Statement& row) { ids.push_back(row.text(0)); });
  if (!read) return tl::unexpected(read.error());
  std::vector<refund::Staff> staff;
  for (const std::string& id : ids) {
    auto one = staff_of(books, id);
    if (!one) return tl::unexpected(one.error());
    if (*one) staff.push_back(std::move((*one)->staff));
  }
  return staff;
}

sync::Result<Drawn> drawn_of(sync::Database& books, const Decision& decision,
                             const std::vector<refund::Staff>& staff) {
  auto request = request_of(books, decision.id);
  if (!request) return tl::unexpected(request.error());
  if (!*request) return damaged("a decided request is gone");
  auto claim = plain_claim_of(books, **request);
  if (!claim) return tl::unexpected(claim.error());
  Drawn drawn{std::move(**request), decision.at, {}, {}};
  for (const Fact& fact : drawn.request.facts) {
    // Whoever rejected it, asked for papers or paid it had a part in it too.
    if (fact.actor.starts_with("staff:")) claim->approvers.push_back(fact.actor.substr(6));
    const bool is_decision =
        fact.event == refund::Event::ApprovalsComplete || fact.event == refund::Event::Rejection;
    if (!is_decision) continue;
    auto name = actor_name(books, fact.actor);
    if (!name) return tl::unexpected(name.error());
    drawn.decided_by = std::move(*name);
  }
  for (const refund::Staff& one : staff) {
    if (!refund::objection_to_recheck(one, *claim)) drawn.may_look.push_back(one.name);
  }
  return drawn;
}

}  // namespace

sync::Result<std::optional<Sample>> sample_of(sync::Database& books, refund::Date day) {
  const refund::Instant begin = refund::Instant(day) - refund::kChina;
  const refund::Instant end = begin + std::chrono::days{1};
  const auto hash = policy_in_force(books, end - std::chrono::milliseconds{1});
  if (!hash) return tl::unexpected(hash.error());
  if (!*hash) return std::optional<Sample>();
  const auto policy = archived_policy(books, **hash);
  if (!policy) return tl::unexpected(policy.error());
  if (!*policy) return std::optional<Sample>();
  const auto decisions = decisions_of(books, begin, end);
  if (!decisions) return tl::unexpected(decisions.error());
  const auto head = head_before(books, end);
  if (!head) return tl::unexpected(head.error());
  const auto staff = everyone(books);
  if (!staff) return tl::unexpected(staff.error());
  Sample sample{
      *head, (*policy)->authority.sample_basis_points, static_cast<int>(decisions->size()), {}};
  for (const Decision& decision : *decisions) {
    if (!refund::is_drawn(sample.head, decision.id, sample.basis_points)) continue;
    auto drawn = drawn_of(books, decision, *staff);
    if (!drawn) return tl::unexpected(drawn.error());
    sample.drawn.push_back(std::move(*drawn));
  }
  return std::optional(std::move(sample));
}

}  // namespace slipway::book
