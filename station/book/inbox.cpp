#include "station/book/inbox.hpp"

#include <algorithm>
#include <span>

#include "station/book/accounts.hpp"
#include "station/book/promise.hpp"
#include "station/book/risk.hpp"
#include "station/book/rows.hpp"
#include "station/book/sentences.hpp"
#include "station/book/tracking.hpp"
#include "station/book/vouchers.hpp"

namespace slipway::book {
namespace {

constexpr std::size_t kMostRows = 100;
constexpr std::size_t kMostLots = 20;
constexpr std::size_t kMostUsesOfLot = 20;
// All lots together, so that a detail with its signature fits one message of 64 KiB.
constexpr std::size_t kMostUses = 100;
constexpr std::size_t kMostGiftsOfLot = 5;
constexpr std::size_t kMostHistory = 50;
constexpr std::size_t kMostDueLegs = 10;

bool is_open(refund::RequestState state) {
  return state == refund::RequestState::InReview || state == refund::RequestState::NeedsInfo;
}

// Newest first, cut to what a message carries.
std::vector<refund::Lot> newest_lots(std::vector<refund::Lot> lots) {
  std::reverse(lots.begin(), lots.end());
  if (lots.size() > kMostLots) lots.resize(kMostLots);
  std::size_t left = kMostUses;
  for (refund::Lot& lot : lots) {
    std::reverse(lot.uses.begin(), lot.uses.end());
    const std::size_t most = std::min(kMostUsesOfLot, left);
    if (lot.uses.size() > most) lot.uses.resize(most);
    left -= lot.uses.size();
    if (lot.gifts.size() > kMostGiftsOfLot) lot.gifts.resize(kMostGiftsOfLot);
  }
  return lots;
}

sync::Result<std::vector<sync::HistoryEntry>> history_of(Store& store, const Request& request) {
  std::vector<sync::HistoryEntry> history;
  const std::size_t count = std::min(request.facts.size(), kMostHistory);
  for (const Fact& fact : std::span(request.facts).last(count)) {
    // A filing is the kiosk's doing; the station only takes it in.
    const bool is_filing = fact.event == refund::Event::ReviewBegan;
    auto name = actor_name(store.books, is_filing ? "kiosk:" + request.kiosk : fact.actor);
    if (!name) return tl::unexpected(name.error());
    history.push_back({fact.at, std::move(*name), what_happened(fact)});
  }
  return history;
}

// The payments, the next to be made first.
std::vector<sync::DueLeg> due_legs(const Request& request) {
  std::vector<sync::DueLeg> legs;
  int number = 0;
  for (const KeptLeg& kept : request.legs) {
    const refund::Leg& leg = kept.leg;
    legs.push_back({++number,
                    {leg.route, leg.amount, leg.arrives, leg.words},
                    leg.payment_reference,
                    kept.transfer});
  }
  std::stable_partition(legs.begin(), legs.end(),
                        [](const sync::DueLeg& leg) { return leg.transfer.empty(); });
  if (legs.size() > kMostDueLegs) legs.resize(kMostDueLegs);
  return legs;
}

// By when and how it is paid, and what is odd about it.
sync::Result<void> add_outlook(Store& store, const Request& request, refund::Instant now,
                               sync::Detail& detail) {
  auto risk = risk_of(store, request);
  if (!risk) return tl::unexpected(risk.error());
  auto promise = promise_of(store, request);
  if (!promise) return tl::unexpected(promise.error());
  detail.risk_words = refund::words_of(*risk, store.terms.policy.risk);
  if (*promise) {
    detail.due = told((*promise)->due);
    detail.papers = std::move((*promise)->papers);
    if (!risk->empty()) {
      detail.look = refund::look_time((*promise)->due, refund::date_of(now)).words;
    }
  }
  detail.risk = std::move(*risk);
  return {};
}

}  // namespace

sync::Result<sync::InboxRow> row_of(Store& store, const Request& request,
                                    const refund::Staff& staff) {
  const auto account = account_of(store.books, request.filing.card_uid);
  if (!account) return tl::unexpected(account.error());
  if (!*account) return damaged("a card vanished");
  // Nobody asks any more what is odd about a request that has ended.
  const auto claim = refund::holds_money(request.state) ? claim_of(store, request)
                                                        : plain_claim_of(store.books, request);
  if (!claim) return tl::unexpected(claim.error());
  const auto voucher = newest_voucher_of(store, request.id);
  if (!voucher) return tl::unexpected(voucher.error());
  sync::InboxRow row;
  row.id = request.id;
  row.number = request.number;
  row.member_name = (*account)->member.name;
  row.tier = (*account)->member.tier;
  row.amount = request.amount;
  row.method = request.payee.method;
  row.reason = request.filing.reason;
  row.filed_at = request.filing.filed_at;
  row.state = request.state;
  row.approvals = static_cast<int>(claim->approvers.size());
  row.approvals_needed = refund::approvers_needed(store.terms.policy, *claim);
  // The sums of the day are looked at when the key is pressed.
  const refund::Money nothing = refund::zero(request.amount.currency);
  row.may_decide = is_open(request.state) &&
                   !refund::objection(store.terms.policy, staff, *claim, {nothing, nothing});
  row.version = request.version();
  if (*voucher) {
    row.voucher_state = (*voucher)->state;
    row.voucher_number = (*voucher)->claim.number;
  }
  row.legs = std::max(1, static_cast<int>(request.legs.size()));
  row.legs_paid = paid_of(request.legs);
  row.risk = claim->risk;
  row.risk_asks_more = claim->risk >= store.terms.policy.risk.one_more_from;
  if (request.state == refund::RequestState::InReview) {
    row.review_by = review_due_of(store, request).at;
  }
  if (!refund::holds_money(request.state)) return row;
  const auto promise = promise_of(store, request);
  if (!promise) return tl::unexpected(promise.error());
  if (*promise) row.pay_by = (*promise)->due.day;
  return row;
}

sync::Result<sync::Inbox> inbox_since(Store& store, const refund::Staff& staff,
                                      std::int64_t since) {
  sync::Inbox inbox;
  const auto last =
      first_number(store.books.prepare("SELECT COALESCE(MAX(sequence), 0) FROM audit"));
  if (!last) return tl::unexpected(last.error());
  // A mark from before the books were replaced by a copy begins anew.
  const std::int64_t from = since < 0 || since > *last ? 0 : since;
  inbox.mark = *last;
  std::vector<refund::RequestId> changed;
  auto& query = store.books.prepare(
      "SELECT subject, MAX(sequence) FROM audit WHERE sequence > ? AND sequence <= ? AND "
      "length(subject) = 32 GROUP BY subject ORDER BY 2 LIMIT ?");
  query.bind(from).bind(*last).bind(std::int64_t{kMostRows + 1});
  const auto read = each_row(query, [&](const sync::Statement& row) {
    if (changed.size() == kMostRows) {
      inbox.more = true;
      return;
    }
    const auto id = refund::request_id_from(row.text(0));
    if (!id) return;
    changed.push_back(*id);
    inbox.mark = row.number(1);
  });
  if (!read) return tl::unexpected(read.error());
  if (!inbox.more) inbox.mark = *last;
  for (const refund::RequestId& id : changed) {
    const auto request = request_of(store.books, id);
    if (!request) return tl::unexpected(request.error());
    if (!*request) continue;  // a filing that was refused has no row
    auto row = row_of(store, **request, staff);
    if (!row) return tl::unexpected(row.error());
    inbox.rows.push_back(std::move(*row));
  }
  return inbox;
}

sync::Result<sync::Detail> detail_of(Store& store, const Request& request,
                                     const refund::Staff& staff, refund::Instant now) {
  auto row = row_of(store, request, staff);
  if (!row) return tl::unexpected(row.error());
  auto account = account_of(store.books, request.filing.card_uid);
  if (!account) return tl::unexpected(account.error());
  const auto claim = claim_of(store, request);
  if (!claim) return tl::unexpected(claim.error());
  auto history = history_of(store, request);
  if (!history) return tl::unexpected(history.error());
  auto approvers = approver_names(store.books, request);
  if (!approvers) return tl::unexpected(approvers.error());
  sync::Detail detail;
  detail.row = std::move(*row);
  detail.content = request.content;
  detail.card_number = (*account)->card_number;
  detail.phone = (*account)->member.phone;
  detail.payee = request.payee;
  detail.payee.bank_card = refund::masked_bank_card(request.payee.bank_card);
  detail.legs = due_legs(request);
  detail.recomputed = request.quote;
  detail.quoted = request.filing.quoted;
  detail.lots = newest_lots(std::move((*account)->lots));
  detail.signature = request.filing.signature;
  detail.kiosk = request.kiosk;
  detail.slip_code = request.slip_code;
  detail.history = std::move(*history);
  detail.approvers = std::move(*approvers);
  const refund::Money nothing = refund::zero(request.amount.currency);
  if (const auto objection =
          refund::objection(store.terms.policy, staff, *claim, {nothing, nothing})) {
    detail.objection = refund::phrase_of(*objection);
  }
  if (auto told = add_outlook(store, request, now, detail); !told) {
    return tl::unexpected(told.error());
  }
  return detail;
}

}  // namespace slipway::book
