#include "station/book/confirmation.hpp"

#include <optional>

#include "station/book/accounts.hpp"
#include "station/book/audit.hpp"
#include "station/book/clients.hpp"
#include "station/book/cover.hpp"
#include "station/book/promise.hpp"
#include "station/book/requests.hpp"
#include "station/book/rows.hpp"
#include "station/book/sentences.hpp"
#include "station/book/tracking.hpp"
#include "station/book/visit.hpp"
#include "station/book/vouchers.hpp"
#include "sync/wire/codec.hpp"

namespace slipway::book {
namespace {

using refund::Phrase;
using refund::RequestState;
using refund::VoucherEvent;
using refund::VoucherState;
using Answer = sync::Result<sync::KioskAnswer>;

const Phrase kLookAgain{"申请内容有变化，请重新查看后再确认。",
                        "This request has changed. Please look at it again, then confirm."};
const Phrase kSignFirst{"请先签名再确认。", "Please sign first, then confirm."};
const Phrase kUsedSince{
    "提交后这张卡又有消费，金额已变，请重新申请。",
    "The card was used after you filed, so the amount has changed. Please file again."};
const Phrase kPrintedAlready{
    "凭证已经打印过，不能再打。如没有拿到，请找店员。",
    "Your voucher has been printed, and is printed once only. If you do not have it, ask staff."};
const Phrase kPaperInDoubt{
    "凭证是否已打印还在核对，请找店员。",
    "It is not clear yet whether your voucher was printed. Please ask staff."};

std::span<const std::uint8_t> bytes_of(const refund::RequestId& id) {
  return id;
}

sync::Result<refund::Signature> signature_of(Store& store, const Request& request) {
  std::vector<std::uint8_t> kept;
  auto& query = store.books.prepare("SELECT signature FROM confirmation WHERE request = ?");
  const auto read = each_row(query.bind(bytes_of(request.id)),
                             [&](const sync::Statement& row) { kept = row.blob(0); });
  if (!read) return tl::unexpected(read.error());
  const auto value = refund::cbor::decode(kept);
  if (!value) return damaged("a signature");
  return sync::signature_from(*value);
}

}  // namespace

sync::Result<sync::VoucherIssued> issued(Store& store, const Request& request,
                                         const StoredVoucher& voucher) {
  const auto account = account_of(store.books, request.filing.card_uid);
  if (!account) return tl::unexpected(account.error());
  if (!*account) return damaged("a card vanished");
  auto signature = signature_of(store, request);
  if (!signature) return tl::unexpected(signature.error());
  auto approvers = approver_names(store.books, request);
  if (!approvers) return tl::unexpected(approvers.error());
  sync::VoucherIssued slip;
  slip.id = request.id;
  slip.number = request.number;
  slip.voucher_number = voucher.claim.number;
  slip.number_text = refund::number_text(voucher.claim);
  slip.qr_text = voucher.qr_text;
  slip.check_code = voucher.check_code;
  slip.amount = voucher.claim.amount;
  slip.payee = request.payee;
  slip.payee.bank_card = refund::masked_bank_card(request.payee.bank_card);
  slip.masked_name = refund::masked_name((*account)->member.name);
  slip.masked_card = refund::masked_card((*account)->card_number);
  slip.filed_at = request.filing.filed_at;
  if (const Fact* approved = request.last(refund::Event::ApprovalsComplete)) {
    slip.approved_at = approved->at;
  }
  slip.issued_at = voucher.claim.issued_at;
  slip.approvers = std::move(*approvers);
  slip.lines = request.quote.lines;
  slip.signature = std::move(*signature);
  slip.arrival = arrival_of(store.terms.policy, request.payee.method);
  slip.valid_days = voucher.claim.valid_days;
  auto promise = promise_of(store, request);
  if (!promise) return tl::unexpected(promise.error());
  if (*promise) slip.legs = std::move((*promise)->legs);
  return slip;
}

namespace {

sync::Result<std::int64_t> kiosk_number(Store& store, const sync::Peer& kiosk) {
  return number_of(store.books, kiosk.name).map([](const std::optional<std::int64_t>& number) {
    return number.value_or(0);
  });
}

// The first time. Inside a transaction.
sync::Result<StoredVoucher> accept(Store& store, const sync::Peer& kiosk, Request& request,
                                   const sync::Confirm& question, refund::Instant now) {
  const std::string actor = "kiosk:" + kiosk.name;
  const auto number = kiosk_number(store, kiosk);
  if (!number) return tl::unexpected(number.error());
  auto& add = store.books.prepare("INSERT INTO confirmation VALUES(?, ?, ?, ?)");
  add.bind(bytes_of(request.id)).bind(kiosk.name).bind(to_column(now));
  add.bind(refund::cbor::encode(sync::to_cbor(question.signature)));
  if (auto added = done(add); !added) return tl::unexpected(added.error());
  const auto confirmed = record(store.books, request, refund::Event::Confirmation, now, actor);
  if (!confirmed) return tl::unexpected(confirmed.error());
  return issue_voucher(store, request, *number, now);
}

// Asked again: the live voucher, or the next number when the last one is void; nothing when its
// days are over. Inside a transaction.
sync::Result<std::optional<StoredVoucher>> repeat(Store& store, const sync::Peer& kiosk,
                                                  Request& request, refund::Instant now) {
  auto newest = newest_voucher_of(store, request.id);
  if (!newest) return tl::unexpected(newest.error());
  if (*newest && (*newest)->state != VoucherState::Void) {
    const auto lapsed = lapse_if_past(store.books, request, **newest, now);
    if (!lapsed) return tl::unexpected(lapsed.error());
    if (*lapsed) return std::nullopt;
    const auto own = kiosk_number(store, kiosk);
    if (!own) return tl::unexpected(own.error());
    if ((*newest)->state == VoucherState::Issued && (*newest)->claim.kiosk != *own) {
      // The kiosk that it was issued to may have printed it: a person looks, none prints.
      const auto doubted = record(store.books, **newest, VoucherEvent::Unsure, now,
                                  "kiosk:" + kiosk.name, "asked for at another kiosk");
      if (!doubted) return tl::unexpected(doubted.error());
    }
    return std::move(*newest);
  }
  const auto number = kiosk_number(store, kiosk);
  if (!number) return tl::unexpected(number.error());
  return issue_voucher(store, request, *number, now).map([](StoredVoucher&& voucher) {
    return std::optional(std::move(voucher));
  });
}

// Nothing when the card still gives what was approved; else the answer. A card that was used since
// ends its request, so that the member can file again. Inside a transaction.
sync::Result<std::optional<Phrase>> uncovered(Store& store, Request& request, refund::Instant now) {
  const auto cover = cover_of(store, request);
  if (!cover) return tl::unexpected(cover.error());
  if (cover->status != refund::CardStatus::Active) return std::optional(told(cover->status));
  if (cover->is_enough) return std::optional<Phrase>{};
  const auto ended =
      record(store.books, request, refund::Event::Expiry, now, "station", kUsedSince);
  if (!ended) return tl::unexpected(ended.error());
  return std::optional(kUsedSince);
}

// Decides, and writes what follows. Nothing when `answer` says why not.
sync::Result<std::optional<StoredVoucher>> decide(Store& store, const sync::Peer& kiosk,
                                                  Request& request, const sync::Confirm& question,
                                                  refund::Instant now, sync::KioskAnswer& answer) {
  if (request.state == RequestState::Approved) {
    if (question.version != request.version() || question.amount != request.amount) {
      answer = sync::CannotDo{kLookAgain};
      return std::nullopt;
    }
    if (!refund::is_signed(question.signature)) {
      answer = sync::CannotDo{kSignFirst};
      return std::nullopt;
    }
    auto why = uncovered(store, request, now);
    if (!why) return tl::unexpected(why.error());
    if (*why) {
      answer = sync::CannotDo{std::move(**why)};
      return std::nullopt;
    }
    auto first = accept(store, kiosk, request, question, now);
    if (!first) return tl::unexpected(first.error());
    return std::optional(std::move(*first));
  }
  std::optional<StoredVoucher> voucher;
  if (request.state == RequestState::Confirmed) {
    auto again = repeat(store, kiosk, request, now);
    if (!again) return tl::unexpected(again.error());
    voucher = std::move(*again);
  }
  if (voucher && voucher->state == VoucherState::Printed) {
    answer = sync::CannotDo{kPrintedAlready};
    return std::nullopt;
  }
  if (!voucher) answer = sync::CannotDo{where_it_stands(store, request)};
  if (voucher && voucher->state == VoucherState::Review) {
    answer = sync::CannotDo{kPaperInDoubt};
    voucher.reset();
  }
  return voucher;
}

std::optional<VoucherEvent> event_of(sync::PaperNews news, VoucherState state) {
  if (state == VoucherState::Issued) {
    switch (news) {
      case sync::PaperNews::Printed:
        return VoucherEvent::Printed;
      case sync::PaperNews::NotPrinted:
        return VoucherEvent::Voiding;
      case sync::PaperNews::Unsure:
        return VoucherEvent::Unsure;
    }
  }
  if (state == VoucherState::Review && news == sync::PaperNews::Printed) {
    return VoucherEvent::Printed;
  }
  return std::nullopt;
}

}  // namespace

Answer confirm(Store& store, const sync::Peer& kiosk, const sync::Confirm& question,
               refund::Instant now) {
  auto refused = denied_for(store, question.id, question.pin, now);
  if (!refused) return tl::unexpected(refused.error());
  if (*refused) return std::move(**refused);

  std::optional<Request> request;
  std::optional<StoredVoucher> voucher;
  sync::KioskAnswer answer = sync::NotFound{};
  const auto written = store.books.transaction([&]() -> sync::Result<void> {
    auto current = request_of(store.books, question.id);
    if (!current) return tl::unexpected(current.error());
    request = std::move(*current);
    auto decided = decide(store, kiosk, *request, question, now, answer);
    if (!decided) return tl::unexpected(decided.error());
    voucher = std::move(*decided);
    return {};
  });
  if (!written) return tl::unexpected(written.error());
  if (!voucher) return answer;
  const auto slip = issued(store, *request, *voucher);
  if (!slip) return tl::unexpected(slip.error());
  return *slip;
}

Answer note_paper(Store& store, const sync::Peer& kiosk, const sync::Paper& question,
                  refund::Instant now) {
  sync::KioskAnswer answer = sync::NotFound{};
  const auto written = store.books.transaction([&]() -> sync::Result<void> {
    auto found = voucher_of(store, question.voucher_number);
    if (!found) return tl::unexpected(found.error());
    if (!*found || (*found)->request != question.id) return {};
    StoredVoucher& voucher = **found;
    if (const auto event = event_of(question.news, voucher.state)) {
      const auto evidence = std::string_view(question.evidence).substr(0, 80);
      if (auto noted = record(store.books, voucher, *event, now, "kiosk:" + kiosk.name, evidence);
          !noted) {
        return noted;
      }
    }
    answer = sync::PaperKnown{question.id, question.voucher_number, voucher.state};
    return {};
  });
  if (!written) return tl::unexpected(written.error());
  return answer;
}

}  // namespace slipway::book
