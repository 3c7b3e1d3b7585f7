#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "refund/lifecycle.hpp"
#include "refund/voucher.hpp"
#include "station/book/requests.hpp"
#include "station/book/store.hpp"
#include "sync/fault.hpp"

// Vouchers as they stand in the books: numbered without gaps, signed by the station, redeemed once.
namespace slipway::book {

struct StoredVoucher {
  refund::Voucher claim;
  refund::RequestId request{};
  std::string qr_text;
  std::string check_code;
  refund::VoucherState state = refund::VoucherState::Issued;
};

// When and by whom it was paid.
struct Redemption {
  std::array<std::uint8_t, 16> key{};
  std::string staff;
  refund::Instant at{};
};

[[nodiscard]] sync::Result<std::optional<StoredVoucher>> voucher_of(Store& store,
                                                                    std::int64_t number);
// The newest of a request; the live one when there is one.
[[nodiscard]] sync::Result<std::optional<StoredVoucher>> newest_voucher_of(
    Store& store, const refund::RequestId& request);
[[nodiscard]] sync::Result<std::optional<StoredVoucher>> voucher_by_check_code(
    Store& store, std::string_view check_code);
[[nodiscard]] sync::Result<std::optional<Redemption>> redemption_of(sync::Database& books,
                                                                    std::int64_t number);

// Numbers, signs and keeps the next voucher of this request, with its audit entry. Inside a
// transaction, so that a crash burns no number. `require`s that the request has no live one.
[[nodiscard]] sync::Result<StoredVoucher> issue_voucher(Store& store, const Request& request,
                                                        std::int64_t kiosk_number,
                                                        refund::Instant now);

// Appends what happened to a voucher, with its audit entry. Inside a transaction. The caller has
// decided that it may happen: `require`s that the state answers the event.
[[nodiscard]] sync::Result<void> record(sync::Database& books, StoredVoucher& voucher,
                                        refund::VoucherEvent event, refund::Instant at,
                                        std::string_view actor, std::string_view evidence);

// Ends a live cash voucher whose days are over, and with it the request: the hold is released and
// the member can file again. True when it did. A voucher of a bank transfer proves what will
// arrive; its days end nothing, because the money may be on its way. Inside a transaction.
[[nodiscard]] sync::Result<bool> lapse_if_past(sync::Database& books, Request& request,
                                               StoredVoucher& voucher, refund::Instant now);

}  // namespace slipway::book
