#include "station/book/cash.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "station/book/accounts.hpp"
#include "station/book/inbox.hpp"
#include "station/book/requests.hpp"
#include "station/book/rows.hpp"
#include "station/book/sentences.hpp"
#include "station/book/vouchers.hpp"

namespace slipway::book {
namespace {

using refund::Phrase;
using refund::VoucherState;
using Answer = sync::Result<sync::DeskAnswer>;

const Phrase kNoRight{"您没有这项权限。", "Your role may not do this."};
const Phrase kNoVoucher{"没有找到这张凭证，请重新扫描或输入凭证下方的 12 位校验码。",
                        "No such voucher. Scan again, or type the 12 characters under it."};

// What a scan led to.
struct Scan {
  refund::Verdict verdict = refund::Verdict::Valid;
  std::optional<StoredVoucher> voucher;
};

// "V1-000042" in the present epoch.
std::optional<std::int64_t> number_from(std::string_view text) {
  const std::string prefix = "V" + std::to_string(kEpoch) + "-";
  if (!text.starts_with(prefix)) return std::nullopt;
  text.remove_prefix(prefix.size());
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

sync::Result<Scan> scan(Store& store, std::string_view text, bool by_number, refund::Instant now) {
  Scan found;
  sync::Result<std::optional<StoredVoucher>> voucher = std::optional<StoredVoucher>{};
  if (text.starts_with("RV1:")) {
    const std::array<refund::PublicKey, 1> keys{sync::public_of(store.terms.keys).signing};
    const auto verified = refund::verify(text, keys, now);
    found.verdict = verified.verdict;
    const bool is_ours =
        verified.verdict == refund::Verdict::Valid || verified.verdict == refund::Verdict::Expired;
    if (!is_ours) return found;
    voucher = voucher_of(store, verified.voucher.number);
    // Signed with our key, and yet not the one that the books have: of another epoch or store.
    if (voucher && *voucher && (*voucher)->qr_text != text) voucher->reset();
  } else if (const auto number = by_number ? number_from(text) : std::nullopt) {
    voucher = voucher_of(store, *number);
  } else {
    voucher = voucher_by_check_code(store, text);
  }
  if (!voucher) return tl::unexpected(voucher.error());
  found.voucher = std::move(*voucher);
  return found;
}

sync::VoucherFound shown(const Scan& scan, const Request& request, const refund::Account& account) {
  sync::VoucherFound found;
  found.verdict = scan.verdict;
  found.voucher = scan.voucher->claim;
  found.state = scan.voucher->state;
  if (found.state == VoucherState::Expired) found.verdict = refund::Verdict::Expired;
  found.id = request.id;
  found.number = request.number;
  found.masked_name = refund::masked_name(account.member.name);
  found.payee = request.payee;
  found.payee.bank_card = refund::masked_bank_card(request.payee.bank_card);
  return found;
}

Answer already(Store& store, sync::VoucherFound found, const Redemption& redemption) {
  const auto by = actor_name(store.books, "staff:" + redemption.staff);
  if (!by) return tl::unexpected(by.error());
  const std::string when = refund::to_text(redemption.at);
  return sync::AlreadyRedeemed{std::move(found),
                               redemption.at,
                               *by,
                               {"这张凭证已于 " + when + " 由 " + *by + " 兑付，请勿再付。",
                                "Paid on " + when + " by " + *by + ". Do not pay again."}};
}

sync::DeskAnswer paid(sync::VoucherFound found) {
  const std::string amount = refund::to_text(found.voucher.amount);
  return sync::Redeemed{
      std::move(found),
      {"已兑付，请付给会员现金 " + amount + "。", "Redeemed. Hand over " + amount + " in cash."}};
}

sync::Result<void> write_redemption(Store& store, StoredVoucher& voucher, Request& request,
                                    const refund::Staff& staff, const sync::Peer& desk,
                                    const sync::Redeem& question, refund::Instant now) {
  const std::string actor = "staff:" + staff.id;
  auto& add = store.books.prepare("INSERT INTO redemption VALUES(?, ?, ?, ?, ?, ?)");
  add.bind(voucher.claim.epoch).bind(voucher.claim.number).bind(question.key);
  add.bind(staff.id).bind(desk.name).bind(to_column(now));
  return done(add)
      .and_then([&] {
        return record(store.books, voucher, refund::VoucherEvent::Redemption, now, actor,
                      desk.name);
      })
      .and_then(
          [&] { return record(store.books, request, refund::Event::PayoutBegan, now, actor); })
      .and_then([&] { return record(store.books, request, refund::Event::Posted, now, actor); });
}

// A voucher with its request and account, as the books have them now. Inside a transaction.
struct Claim {
  Scan scan;
  std::optional<Request> request;
  std::optional<refund::Account> account;
};

sync::Result<Claim> claim(Store& store, std::string_view text, bool by_number,
                          refund::Instant now) {
  Claim found;
  auto scanned = scan(store, text, by_number, now);
  if (!scanned) return tl::unexpected(scanned.error());
  found.scan = std::move(*scanned);
  if (!found.scan.voucher) return found;
  auto request = request_of(store.books, found.scan.voucher->request);
  if (!request) return tl::unexpected(request.error());
  if (!*request) return damaged("a voucher without its request");
  auto account = account_of(store.books, (*request)->filing.card_uid);
  if (!account) return tl::unexpected(account.error());
  if (!*account) return damaged("a card vanished");
  found.request = std::move(*request);
  found.account = std::move(*account);
  const auto lapsed = lapse_if_past(store.books, *found.request, *found.scan.voucher, now);
  if (!lapsed) return tl::unexpected(lapsed.error());
  return found;
}

Answer pay(Store& store, const refund::Staff& staff, const sync::Peer& desk,
           const sync::Redeem& question, refund::Instant now, Claim& claimed) {
  StoredVoucher& voucher = *claimed.scan.voucher;
  if (voucher.state == VoucherState::Redeemed) {
    const auto before = redemption_of(store.books, voucher.claim.number);
    if (!before) return tl::unexpected(before.error());
    if (!*before) return damaged("a redemption is missing");
    auto found = shown(claimed.scan, *claimed.request, *claimed.account);
    if ((*before)->key == question.key) return paid(std::move(found));
    return already(store, std::move(found), **before);
  }
  if (claimed.request->payee.method != refund::Method::Cash) {
    return sync::NotAllowed{
        {"这笔退款转账或原路退回，不付现金。",
         "This refund is transferred, or goes back the way it was paid: no cash."}};
  }
  if (!refund::is_live(voucher.state) ||
      claimed.request->state != refund::RequestState::Confirmed) {
    return sync::NotAllowed{
        {"这张凭证已作废或过期，不能兑付。", "This voucher is void or has lapsed: do not pay."}};
  }
  const auto written =
      write_redemption(store, voucher, *claimed.request, staff, desk, question, now);
  if (!written) return tl::unexpected(written.error());
  return paid(shown(claimed.scan, *claimed.request, *claimed.account));
}

}  // namespace

Answer look_up(Store& store, const refund::Staff&, const sync::AskVoucher& question,
               refund::Instant now) {
  Answer answer = sync::NoVoucher{kNoVoucher};
  const auto read = store.books.transaction([&]() -> sync::Result<void> {
    auto claimed = claim(store, question.scanned, true, now);
    if (!claimed) return tl::unexpected(claimed.error());
    if (claimed->scan.voucher) {
      answer = shown(claimed->scan, *claimed->request, *claimed->account);
    } else if (claimed->scan.verdict != refund::Verdict::Valid) {
      sync::VoucherFound found;
      found.verdict = claimed->scan.verdict;
      answer = found;
    }
    return {};
  });
  if (!read) return tl::unexpected(read.error());
  return answer;
}

Answer redeem(Store& store, const refund::Staff& staff, const sync::Peer& desk,
              const sync::Redeem& question, refund::Instant now) {
  if (!refund::has(staff, refund::Capability::Redeem)) return sync::NotAllowed{kNoRight};
  Answer answer = sync::NoVoucher{kNoVoucher};
  const auto written = store.books.transaction([&]() -> sync::Result<void> {
    auto claimed = claim(store, question.qr_or_code, false, now);
    if (!claimed) return tl::unexpected(claimed.error());
    if (!claimed->scan.voucher) return {};
    answer = pay(store, staff, desk, question, now, *claimed);
    return answer.map([](const sync::DeskAnswer&) {});
  });
  if (!written) return tl::unexpected(written.error());
  return answer;
}

Answer resolve_paper(Store& store, const refund::Staff& staff, const sync::ResolvePaper& question,
                     refund::Instant now) {
  if (!refund::has(staff, refund::Capability::Reconcile)) return sync::NotAllowed{kNoRight};
  Answer answer = sync::NoVoucher{kNoVoucher};
  const auto written = store.books.transaction([&]() -> sync::Result<void> {
    auto voucher = voucher_of(store, question.voucher_number);
    if (!voucher) return tl::unexpected(voucher.error());
    if (!*voucher) return {};
    auto request = request_of(store.books, (*voucher)->request);
    if (!request) return tl::unexpected(request.error());
    if (!*request) return damaged("a voucher without its request");
    const bool is_open = (*voucher)->state == VoucherState::Review;
    if (is_open) {
      const auto event =
          question.is_out ? refund::VoucherEvent::FoundOut : refund::VoucherEvent::FoundMissing;
      if (auto settled = record(store.books, **voucher, event, now, "staff:" + staff.id, "looked");
          !settled) {
        return settled;
      }
    }
    if (is_open && !question.is_out && (*request)->state == refund::RequestState::Confirmed) {
      const auto next = issue_voucher(store, **request, (*voucher)->claim.kiosk, now);
      if (!next) return tl::unexpected(next.error());
    }
    auto row = row_of(store, **request, staff);
    if (!row) return tl::unexpected(row.error());
    if (!is_open) {
      answer = sync::Outdated{std::move(*row), {"这张凭证已核对过", "This one has been settled"}};
    } else if (question.is_out) {
      answer = sync::Decided{std::move(*row), {"已记为打印成功", "Noted as printed"}};
    } else {
      answer = sync::Decided{std::move(*row),
                             {"旧号已作废，会员可在自助机补打新凭证",
                              "The old number is void; the member can print a "
                              "new voucher at the kiosk"}};
    }
    return {};
  });
  if (!written) return tl::unexpected(written.error());
  return answer;
}

}  // namespace slipway::book
