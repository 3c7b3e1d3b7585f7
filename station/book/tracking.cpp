#include "station/book/tracking.hpp"

#include <optional>

#include "station/book/accounts.hpp"
#include "station/book/promise.hpp"
#include "station/book/rows.hpp"
#include "station/book/sentences.hpp"
#include "station/book/visit.hpp"
#include "station/book/vouchers.hpp"

namespace slipway::book {
namespace {

using refund::Event;
using refund::Phrase;
using refund::RequestState;

// A filing that was refused at the station is found by its slip code as well.
sync::Result<std::optional<sync::Tracked>> refused_by_code(Store& store, std::string_view code) {
  std::optional<sync::Tracked> found;
  auto& query = store.books.prepare(
      "SELECT id, at, zh, en FROM refused_filing WHERE slip_code = ? ORDER BY at DESC LIMIT 1");
  const auto read = each_row(query.bind(code), [&](const sync::Statement& row) {
    found.emplace();
    found->id = request_id_in(row, 0);
    const refund::Instant at = instant_from_column(row.number(1));
    found->state = RequestState::Rejected;
    found->steps = {{{"已提交", "Submitted"}, at, false}, {{"未受理", "Not accepted"}, at, true}};
    found->sentence = {row.text(2), row.text(3)};
  });
  if (!read) return tl::unexpected(read.error());
  return found;
}

std::optional<refund::Instant> time_of(const Request& request, Event event) {
  const Fact* fact = request.last(event);
  return fact == nullptr ? std::nullopt : std::optional(fact->at);
}

sync::Result<void> open(Store& store, const Request& request, const refund::Account& account,
                        sync::Tracked& tracked) {
  tracked.is_open = true;
  tracked.masked_name = refund::masked_name(account.member.name);
  tracked.masked_card = refund::masked_card(account.card_number);
  tracked.amount = request.amount;
  tracked.payee = request.payee;
  tracked.payee.bank_card = refund::masked_bank_card(request.payee.bank_card);
  tracked.arrival = arrival_of(store.terms.policy, request.payee.method);
  tracked.lines = request.quote.lines;
  tracked.sentence = where_it_stands(store, request);
  auto approvers = approver_names(store.books, request);
  if (!approvers) return tl::unexpected(approvers.error());
  tracked.approvers = std::move(*approvers);
  const auto voucher = newest_voucher_of(store, request.id);
  if (!voucher) return tl::unexpected(voucher.error());
  if (*voucher) {
    tracked.voucher_number = (*voucher)->claim.number;
    tracked.voucher_state = (*voucher)->state;
  }
  if (!refund::holds_money(request.state)) return {};
  auto promise = promise_of(store, request);
  if (!promise) return tl::unexpected(promise.error());
  if (*promise) {
    tracked.due = told((*promise)->due);
    tracked.legs = std::move((*promise)->legs);
  }
  return {};
}

// What anyone who holds the slip may know.
Phrase closed_sentence(const Store& store, const Request& request) {
  switch (request.state) {
    case RequestState::NeedsInfo:
    case RequestState::Rejected:
      return {"门店已处理，请输入密码查看结果。",
              "The store has answered. Enter your PIN to read it."};
    default:
      return where_it_stands(store, request);
  }
}

}  // namespace

std::vector<sync::Step> steps_of(const Request& request) {
  std::vector<sync::Step> steps{{{"已提交", "Submitted"}, request.filing.filed_at, false}};
  const auto add = [&](Phrase title, std::optional<refund::Instant> at) {
    steps.push_back({std::move(title), at, false});
  };
  const auto rejected = time_of(request, Event::Rejection);
  const auto withdrawn = time_of(request, Event::Withdrawal);
  const auto lapsed = time_of(request, Event::Expiry);
  if (rejected) {
    add({"未通过", "Not approved"}, rejected);
  } else if (withdrawn) {
    add({"已撤回", "Withdrawn"}, withdrawn);
  } else {
    add({"店长审核", "Manager review"}, time_of(request, Event::ApprovalsComplete));
    add({"本机最终确认", "Confirm on this kiosk"}, time_of(request, Event::Confirmation));
    if (lapsed) {
      add({"已过期", "Lapsed"}, lapsed);
    } else {
      auto paid = time_of(request, Event::Posted);
      if (!paid) paid = time_of(request, Event::ReconciledPaid);
      const bool is_cash = request.payee.method == refund::Method::Cash;
      add(is_cash ? Phrase{"前台领取", "Collect at the desk"} : Phrase{"到账", "Money arrives"},
          paid);
    }
  }
  for (auto& step : steps) {
    if (step.at) continue;
    step.is_current = true;
    return steps;
  }
  steps.back().is_current = true;
  return steps;
}

sync::Result<std::vector<std::string>> approver_names(sync::Database& books,
                                                      const Request& request) {
  std::vector<std::string> names;
  for (const std::string& staff : request.approvers()) {
    auto name = actor_name(books, "staff:" + staff);
    if (!name) return tl::unexpected(name.error());
    names.push_back(std::move(*name));
  }
  const Fact* approved = request.last(Event::ApprovalsComplete);
  if (approved != nullptr && approved->actor == kStation) names.emplace_back(kStationName);
  return names;
}

sync::Result<sync::KioskAnswer> track(Store& store, const sync::Track& question,
                                      refund::Instant now) {
  const auto code = refund::slip_code_from(question.slip_code);
  if (!question.slip_code.empty() && !code) return sync::NotFound{};
  const auto request = code ? request_by_code(store.books, *code)
                            : latest_request_of(store.books, question.card_uid);
  if (!request) return tl::unexpected(request.error());
  if (!*request) {
    const auto refused = refused_by_code(store, code.value_or(""));
    if (!refused) return tl::unexpected(refused.error());
    if (*refused) return **refused;
    return sync::NotFound{};
  }
  const Request& found = **request;
  sync::Tracked tracked;
  tracked.id = found.id;
  tracked.number = found.number;
  tracked.version = found.version();
  tracked.state = found.state;
  tracked.steps = steps_of(found);
  tracked.sentence = closed_sentence(store, found);
  if (question.pin.empty()) return tracked;
  const std::string& card = found.filing.card_uid;
  const auto account = account_of(store.books, card);
  if (!account) return tl::unexpected(account.error());
  const auto refused = denied(store, *account, card, question.pin, now);
  if (!refused) return tl::unexpected(refused.error());
  if (*refused) return **refused;
  if (auto opened = open(store, found, **account, tracked); !opened) {
    return tl::unexpected(opened.error());
  }
  return tracked;
}

}  // namespace slipway::book
