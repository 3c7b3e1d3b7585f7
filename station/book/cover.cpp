#include "station/book/cover.hpp"

#include "refund/settlement.hpp"
#include "station/book/accounts.hpp"
#include "station/book/appraisal.hpp"
#include "station/book/bound_policies.hpp"
#include "station/book/policy_texts.hpp"
#include "station/book/rows.hpp"

namespace slipway::book {
namespace {

// A kiosk's clock is believed for so long back, so that a filing which waited out a weekend is
// judged by the day on which it was signed; further back a kiosk could reach into closed windows.
constexpr std::chrono::days kMostWait{7};

}  // namespace

refund::Instant time_of_filing(const refund::Filing& filing, refund::Instant received_at) {
  const bool is_believed =
      filing.filed_at <= received_at && filing.filed_at >= received_at - kMostWait;
  return is_believed ? filing.filed_at : received_at;
}

sync::Result<Cover> cover_of(Store& store, const Request& request) {
  auto account = account_of(store.books, request.filing.card_uid);
  if (!account) return tl::unexpected(account.error());
  if (!*account) return damaged("a card vanished");
  refund::Account& card = **account;
  Cover cover{card.status, true, request.amount};
  // What is held is this request's own amount: a card has one open request.
  card.held = refund::zero(request.amount.currency);
  card.status = refund::CardStatus::Active;
  const auto policies = policies_under(store, card, request.quote.policy_hash);
  if (!policies) return tl::unexpected(policies.error());
  if (!*policies) {
    // Of before policies were archived: it stays as it was accepted.
    const auto was_kept = was_in_force(store.books, request.quote.policy_hash);
    if (!was_kept) return tl::unexpected(was_kept.error());
    if (*was_kept) return damaged("the policy of a request is gone");
    return cover;
  }
  refund::Wish wish;
  wish.reason = request.filing.reason;
  wish.filed_at = time_of_filing(request.filing, request.received_at);
  const refund::Settlement settled = appraised(card, **policies, wish).settlement;
  if (settled.ground == refund::Ground::TermsMissing) return damaged("the policy of a lot is gone");
  cover.now = settled.total;
  cover.is_enough = request.amount <= settled.total;
  return cover;
}

}  // namespace slipway::book
