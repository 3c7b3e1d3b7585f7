#include "station/book/visit.hpp"

#include <algorithm>

#include "station/book/accounts.hpp"
#include "station/book/appraisal.hpp"
#include "station/book/bound_policies.hpp"
#include "station/book/payout.hpp"
#include "station/book/pins.hpp"
#include "station/book/promise.hpp"
#include "station/book/requests.hpp"
#include "station/book/sentences.hpp"
#include "station/book/swipes.hpp"
#include "station/book/taps.hpp"

namespace slipway::book {
namespace {

constexpr std::size_t kMostHistory = 60;  // sync::AccountOpened
constexpr std::size_t kMostUid = 20;
constexpr std::chrono::minutes kVisit{30};   // longer than a screen waits for anybody
constexpr std::chrono::days kDelivered{30};  // longer than a kiosk waits for its station

using HistoryRow = sync::AccountOpened::HistoryRow;

std::vector<HistoryRow> history_of(const refund::Account& account) {
  std::vector<HistoryRow> rows;
  for (const refund::Lot& lot : account.lots) {
    if (refund::is_positive(lot.paid)) rows.push_back({lot.sold_at, lot.name, lot.paid, false});
    if (refund::is_positive(lot.bonus)) rows.push_back({lot.sold_at, lot.name, lot.bonus, true});
    for (const refund::Use& use : lot.uses) {
      rows.push_back({use.at, use.item, -use.charged, false});
    }
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const HistoryRow& a, const HistoryRow& b) { return a.at > b.at; });
  if (rows.size() > kMostHistory) rows.resize(kMostHistory);
  return rows;
}

// One quote per reason; equal ones are sent once.
sync::Result<void> add_quotes(Store& store, const refund::Account& account, refund::Money cash_paid,
                              refund::Instant now, sync::AccountOpened& opened) {
  const auto policies = policies_for(store, account);
  if (!policies) return tl::unexpected(policies.error());
  refund::Wish wish;
  wish.filed_at = now;
  for (std::size_t at = 0; at < refund::kReasons.size(); ++at) {
    wish.reason = refund::kReasons[at];
    Appraisal appraisal = appraised(account, **policies, wish);
    auto same = std::find(opened.quotes.begin(), opened.quotes.end(), appraisal.quote);
    if (same == opened.quotes.end()) {
      opened.offers.push_back(offers_for(appraisal, cash_paid));
      opened.dues.push_back(told(appraisal.due));
      opened.quotes.push_back(std::move(appraisal.quote));
      same = std::prev(opened.quotes.end());
    }
    opened.quote_of[at] = static_cast<std::uint8_t>(same - opened.quotes.begin());
  }
  return {};
}

sync::Denied denial(sync::NoEntry why, int tries_left) {
  return {why, tries_left, told(why, tries_left)};
}

// The pass of a card that proved itself, instead of the PIN. A card that is paused stays so.
sync::Result<std::optional<sync::Denied>> denied_with_pass(Store& store, std::string_view card_uid,
                                                           std::string_view pass,
                                                           refund::Instant now, Moment moment) {
  const auto left = tries_left(store, PinRule::Member, subject_of_card(card_uid), now);
  if (!left) return tl::unexpected(left.error());
  if (*left == 0) return denial(sync::NoEntry::Paused, 0);
  const auto given = given_at(store, pass, card_uid);
  const auto limit = moment == Moment::Delivery ? std::chrono::minutes(kDelivered) : kVisit;
  const bool is_good =
      moment != Moment::Decision && given && *given <= now && now <= *given + limit;
  if (!is_good) return denial(sync::NoEntry::PassEnded, *left);
  return std::nullopt;
}

}  // namespace

sync::Result<std::optional<sync::Denied>> denied(Store& store,
                                                 const std::optional<refund::Account>& account,
                                                 std::string_view card_uid, std::string_view pin,
                                                 refund::Instant now, Moment moment) {
  if (account && is_pass(pin)) return denied_with_pass(store, card_uid, pin, now, moment);
  std::string hash;
  if (account) {
    auto known = member_pin_hash(store.books, account->member.id);
    if (!known) return tl::unexpected(known.error());
    hash = std::move(*known);
  }
  const std::string subject =
      account ? subject_of_card(card_uid) : subject_of_staff(card_uid, false);
  const auto check = check_pin(store, PinRule::Member, subject, pin, hash, now);
  if (!check) return tl::unexpected(check.error());
  if (!account) return denial(sync::NoEntry::UnknownCard, 0);
  switch (check->verdict) {
    case PinVerdict::Right:
      return std::nullopt;
    case PinVerdict::Wrong:
      if (check->tries_left > 0) return denial(sync::NoEntry::WrongPin, check->tries_left);
      return denial(sync::NoEntry::Paused, 0);
    case PinVerdict::Paused:
      break;
  }
  return denial(sync::NoEntry::Paused, 0);
}

sync::Result<std::optional<sync::KioskAnswer>> denied_for(Store& store, const refund::RequestId& id,
                                                          std::string_view pin,
                                                          refund::Instant now) {
  const auto request = request_of(store.books, id);
  if (!request) return tl::unexpected(request.error());
  if (!*request) return sync::NotFound{};
  const std::string& card = (*request)->filing.card_uid;
  const auto account = account_of(store.books, card);
  if (!account) return tl::unexpected(account.error());
  const auto refused = denied(store, *account, card, pin, now, Moment::Decision);
  if (!refused) return tl::unexpected(refused.error());
  if (*refused) return **refused;
  return std::nullopt;
}

namespace {

// The card that a reader of the site has seen; from there on it only identifies, as its number does
// that anybody can read from it.
sync::Result<sync::KioskAnswer> identify_sealed(Store& store, const sync::Peer& kiosk,
                                                const sync::SealedStripe& stripe,
                                                refund::Instant now) {
  auto swipe = judge_swipe(store, kiosk, stripe, now);
  if (!swipe) return tl::unexpected(swipe.error());
  if (swipe->verdict == SwipeVerdict::NotOpened) return denial(sync::NoEntry::NotOpened, 0);
  if (swipe->verdict == SwipeVerdict::SaidBefore) {
    return sync::Denied{sync::NoEntry::NotProved, 0, told_of_swipe_before()};
  }
  auto answer = identify(store, kiosk, sync::Identify{swipe->card_uid}, now);
  if (!answer) return answer;
  if (auto* found = std::get_if<sync::CardFound>(&*answer))
    found->card_uid = std::move(swipe->card_uid);
  return answer;
}

}  // namespace

sync::Result<sync::KioskAnswer> identify(Store& store, const sync::Peer& kiosk,
                                         const sync::Identify& question, refund::Instant now) {
  if (question.stripe) return identify_sealed(store, kiosk, *question.stripe, now);
  if (question.card_uid.size() > kMostUid) return denial(sync::NoEntry::UnknownCard, 0);
  const auto account = account_of(store.books, question.card_uid);
  if (!account) return tl::unexpected(account.error());
  if (!*account) return denial(sync::NoEntry::UnknownCard, 0);
  const auto left = tries_left(store, PinRule::Member, subject_of_card(question.card_uid), now);
  if (!left) return tl::unexpected(left.error());
  const auto tap = judge_tap(store, kiosk, question, now);
  if (!tap) return tl::unexpected(tap.error());
  if (*tap == TapVerdict::SaidBefore) return denial(sync::NoEntry::NotProved, *left);
  const auto open = open_request_of(store.books, question.card_uid);
  if (!open) return tl::unexpected(open.error());
  sync::CardFound found;
  found.status = (*account)->status;
  found.masked_card = refund::masked_card((*account)->card_number);
  found.masked_phone = refund::masked_phone((*account)->member.phone);
  found.tries_left = *left;
  found.has_open_request = open->has_value();
  if (*tap == TapVerdict::Proved) found.pass = pass_for(store, question.card_uid, now);
  return found;
}

sync::Result<sync::KioskAnswer> unlock(Store& store, const sync::Unlock& question,
                                       refund::Instant now) {
  const auto account = account_of(store.books, question.card_uid);
  if (!account) return tl::unexpected(account.error());
  const auto refused = denied(store, *account, question.card_uid, question.pin, now);
  if (!refused) return tl::unexpected(refused.error());
  if (*refused) return **refused;
  const refund::Account& known = **account;
  if (known.status != refund::CardStatus::Active) {
    return sync::Denied{sync::NoEntry::NotActive, tries_of(PinRule::Member), told(known.status)};
  }
  const auto open = open_request_of(store.books, question.card_uid);
  if (!open) return tl::unexpected(open.error());
  sync::AccountOpened opened;
  opened.masked_name = refund::masked_name(known.member.name);
  opened.tier = known.member.tier;
  opened.masked_card = refund::masked_card(known.card_number);
  opened.status = known.status;
  const auto balance = refund::balance_of(known);
  opened.principal = balance.principal;
  opened.bonus = balance.bonus;
  opened.held = known.held;
  opened.history = history_of(known);
  const auto cash_paid = cash_paid_to(store, known.member.id, now);
  if (!cash_paid) return tl::unexpected(cash_paid.error());
  if (auto added = add_quotes(store, known, *cash_paid, now, opened); !added) {
    return tl::unexpected(added.error());
  }
  opened.clause = {store.terms.policy.clause, store.terms.policy.clause_en};
  opened.open_request = *open;
  return opened;
}

}  // namespace slipway::book
