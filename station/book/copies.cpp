#include "station/book/copies.hpp"

#include "station/book/audit.hpp"
#include "station/book/confirmation.hpp"
#include "station/book/requests.hpp"
#include "station/book/rows.hpp"
#include "station/book/vouchers.hpp"

namespace slipway::book {
namespace {

constexpr std::string_view kCopied = "copied";

const refund::Phrase kNothingToCopy{
    "这笔申请还没有凭证，或凭证已作废、还在核对，没有可打印的副本。",
    "This request has no voucher yet, or one that is void or in doubt: there is nothing to copy."};

// Whoever has the code of such a claim can collect it.
bool is_open_claim(const Request& request, const StoredVoucher& voucher) {
  return request.payee.method == refund::Method::Cash &&
         voucher.state != refund::VoucherState::Redeemed;
}

// Not where nobody knows yet whether there is an original.
bool has_paper(refund::VoucherState state) {
  return state != refund::VoucherState::Void && state != refund::VoucherState::Review &&
         state != refund::VoucherState::Issued;
}

sync::Result<std::int64_t> copies_before(sync::Database& books, std::string_view subject) {
  auto& count = books.prepare("SELECT COUNT(*) FROM audit WHERE subject = ? AND action = ?");
  return first_number(count.bind(subject).bind(kCopied));
}

}  // namespace

sync::Result<sync::DeskAnswer> copy_for(Store& store, const refund::RequestId& id,
                                        std::string_view actor, std::string_view by,
                                        refund::Instant now) {
  sync::DeskAnswer answer = sync::NoVoucher{kNothingToCopy};
  const auto written = store.books.transaction([&]() -> sync::Result<void> {
    const auto request = request_of(store.books, id);
    if (!request) return tl::unexpected(request.error());
    if (!*request) return {};
    const auto voucher = newest_voucher_of(store, id);
    if (!voucher) return tl::unexpected(voucher.error());
    if (!*voucher || !has_paper((*voucher)->state)) return {};
    auto slip = issued(store, **request, **voucher);
    if (!slip) return tl::unexpected(slip.error());
    if (is_open_claim(**request, **voucher)) {
      slip->qr_text.clear();
      slip->check_code.clear();
    }
    const std::string subject = refund::to_hex(id);
    const auto before = copies_before(store.books, subject);
    if (!before) return tl::unexpected(before.error());
    sync::VoucherCopied copied;
    copied.voucher = std::move(*slip);
    copied.copy = static_cast<int>(*before) + 1;
    copied.at = now;
    copied.by = by;
    const std::int64_t kiosk = (*voucher)->claim.kiosk;
    if (kiosk > 0) copied.kiosk = std::to_string(kiosk) + " 号机";
    auto noted = append_audit(store.books, now, actor, kCopied, subject,
                              {{"number", (*voucher)->claim.number}, {"copy", *before + 1}});
    if (!noted) return noted;
    answer = std::move(copied);
    return {};
  });
  if (!written) return tl::unexpected(written.error());
  return answer;
}

sync::Result<sync::DeskAnswer> copy(Store& store, const refund::Staff& staff,
                                    const sync::AskCopy& question, refund::Instant now) {
  return copy_for(store, question.id, "staff:" + staff.id, staff.name, now);
}

}  // namespace slipway::book
