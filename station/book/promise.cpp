#include "station/book/promise.hpp"

#include "station/book/appraisal.hpp"
#include "station/book/bound_policies.hpp"
#include "station/book/cover.hpp"
#include "station/book/filed_card.hpp"
#include "station/book/payout.hpp"

namespace slipway::book {
namespace {

using refund::Event;

std::chrono::milliseconds waited_for_papers(const Request& request) {
  std::chrono::milliseconds waited{};
  std::optional<refund::Instant> since;
  for (const Fact& fact : request.facts) {
    if (fact.event == Event::DocumentsAsked) since = fact.at;
    if (fact.event != Event::DocumentsGiven || !since) continue;
    waited += fact.at - *since;
    since.reset();
  }
  return waited;
}

}  // namespace

sync::Result<std::optional<Promise>> promise_of(Store& store, const Request& request) {
  const auto card = filed_card_of(store.books, request.id);
  if (!card) return tl::unexpected(card.error());
  if (!*card) return std::nullopt;
  const auto archive = policies_under(store, (*card)->account, request.quote.policy_hash);
  if (!archive) return tl::unexpected(archive.error());
  if (!*archive) return std::nullopt;
  refund::Wish wish;
  wish.reason = request.filing.reason;
  wish.filed_at = (*card)->counted;
  const Appraisal appraisal = appraised((*card)->account, **archive, wish);
  Promise promise;
  promise.due = appraisal.due;
  std::vector<refund::Leg> legs;
  for (const KeptLeg& kept : request.legs)
    legs.push_back(kept.leg);
  // What else went in cash on that day was looked at when it was filed.
  const auto plan = planned(appraisal, request.filing.payee, refund::zero(request.amount.currency));
  if (legs.empty() && plan) legs = plan->legs;  // of a time before they were kept
  promise.legs = legs_of(legs, appraisal);
  if (!plan) return promise;
  for (const refund::Paper& paper : plan->papers) {
    if (promise.papers.size() < sync::kMostLegs) promise.papers.push_back(paper.words);
  }
  return promise;
}

refund::ReviewDue review_due_of(const Store& store, const Request& request) {
  return refund::review_due(store.terms.policy, time_of_filing(request.filing, request.received_at),
                            waited_for_papers(request));
}

sync::Due told(const refund::PayDue& due) {
  return {due.day, due.day < due.promised ? due.legal_words : due.words};
}

}  // namespace slipway::book
