#include "station/book/vouchers.hpp"

#include <algorithm>

#include "refund/require.hpp"
#include "station/book/audit.hpp"
#include "station/book/rows.hpp"

namespace slipway::book {
namespace {

std::span<const std::uint8_t> bytes_of(const refund::RequestId& id) {
  return id;
}

bool read_voucher(const sync::Statement& row, StoredVoucher& voucher) {
  const auto request = row.blob(2);
  const auto currency = refund::currency_from(row.number(9));
  if (request.size() != voucher.request.size() || !currency) return false;
  std::copy(request.begin(), request.end(), voucher.request.begin());
  voucher.claim.epoch = row.number(0);
  voucher.claim.number = row.number(1);
  voucher.claim.issued_at = instant_from_column(row.number(3));
  voucher.claim.valid_days = static_cast<int>(row.number(4));
  voucher.claim.kiosk = row.number(5);
  voucher.qr_text = row.text(6);
  voucher.check_code = row.text(7);
  voucher.claim.amount = refund::Money{row.number(8), *currency};
  return true;
}

sync::Result<void> fold_facts(sync::Database& books, StoredVoucher& voucher) {
  bool is_whole = true;
  auto& query = books.prepare(
      "SELECT event FROM voucher_fact WHERE epoch = ? AND number = ? ORDER BY position");
  query.bind(voucher.claim.epoch).bind(voucher.claim.number);
  const auto read = each_row(query, [&](const sync::Statement& row) {
    const auto event = refund::voucher_event_from(row.text(0));
    const auto to = event ? refund::next(voucher.state, *event) : std::nullopt;
    is_whole = is_whole && to;
    voucher.state = to.value_or(voucher.state);
  });
  if (!read) return tl::unexpected(read.error());
  if (!is_whole) return damaged("a voucher's history");
  return {};
}

sync::Result<std::optional<StoredVoucher>> read_one(Store& store, sync::Statement& query) {
  std::optional<StoredVoucher> voucher;
  bool is_whole = true;
  const auto read = each_row(
      query, [&](const sync::Statement& row) { is_whole = read_voucher(row, voucher.emplace()); });
  if (!read) return tl::unexpected(read.error());
  if (!is_whole) return damaged("a voucher");
  if (!voucher) return voucher;
  voucher->claim.store = store.terms.keys.store;
  if (auto folded = fold_facts(store.books, *voucher); !folded)
    return tl::unexpected(folded.error());
  return voucher;
}

}  // namespace

sync::Result<std::optional<StoredVoucher>> voucher_of(Store& store, std::int64_t number) {
  auto& query = store.books.prepare(
      "SELECT epoch, voucher.number, request, issued_at, valid_days, voucher.kiosk, qr_text, "
      "check_code, amount, currency FROM voucher JOIN request ON request.id = voucher.request "
      "WHERE epoch = ? AND voucher.number = ?");
  return read_one(store, query.bind(kEpoch).bind(number));
}

sync::Result<std::optional<StoredVoucher>> newest_voucher_of(Store& store,
                                                             const refund::RequestId& request) {
  auto& query = store.books.prepare(
      "SELECT epoch, voucher.number, request, issued_at, valid_days, voucher.kiosk, qr_text, "
      "check_code, amount, currency FROM voucher JOIN request ON request.id = voucher.request "
      "WHERE request = ? ORDER BY epoch DESC, voucher.number DESC LIMIT 1");
  return read_one(store, query.bind(bytes_of(request)));
}

sync::Result<std::optional<StoredVoucher>> voucher_by_check_code(Store& store,
                                                                 std::string_view check_code) {
  auto& query = store.books.prepare(
      "SELECT epoch, voucher.number, request, issued_at, valid_days, voucher.kiosk, qr_text, "
      "check_code, amount, currency FROM voucher JOIN request ON request.id = voucher.request "
      "WHERE check_code = ?");
  return read_one(store, query.bind(check_code));
}

sync::Result<std::optional<Redemption>> redemption_of(sync::Database& books, std::int64_t number) {
  std::optional<Redemption> found;
  bool is_whole = true;
  auto& query =
      books.prepare("SELECT key, staff, at FROM redemption WHERE epoch = ? AND number = ?");
  query.bind(kEpoch).bind(number);
  const auto read = each_row(query, [&](const sync::Statement& row) {
    found.emplace();
    const auto key = row.blob(0);
    is_whole = key.size() == found->key.size();
    if (is_whole) std::copy(key.begin(), key.end(), found->key.begin());
    found->staff = row.text(1);
    found->at = instant_from_column(row.number(2));
  });
  if (!read) return tl::unexpected(read.error());
  if (!is_whole) return damaged("a redemption");
  return found;
}

sync::Result<StoredVoucher> issue_voucher(Store& store, const Request& request,
                                          std::int64_t kiosk_number, refund::Instant now) {
  sync::Database& books = store.books;
  auto& last = books.prepare("SELECT COALESCE(MAX(number), 0) FROM voucher WHERE epoch = ?");
  const auto before = first_number(last.bind(kEpoch));
  if (!before) return tl::unexpected(before.error());
  StoredVoucher voucher;
  voucher.request = request.id;
  voucher.claim.store = store.terms.keys.store;
  voucher.claim.kiosk = kiosk_number;
  voucher.claim.epoch = kEpoch;
  voucher.claim.number = *before + 1;
  voucher.claim.amount = request.amount;
  voucher.claim.issued_at = std::chrono::floor<std::chrono::seconds>(now);
  voucher.claim.valid_days = store.terms.policy.voucher_days;
  voucher.qr_text = refund::issue(voucher.claim, refund::SigningKey(store.terms.keys.signing));
  voucher.check_code = refund::check_code(voucher.qr_text);
  auto& add = books.prepare("INSERT INTO voucher VALUES(?, ?, ?, ?, ?, ?, ?, ?, 1)");
  add.bind(voucher.claim.epoch).bind(voucher.claim.number).bind(bytes_of(request.id));
  add.bind(to_column(voucher.claim.issued_at)).bind(std::int64_t{voucher.claim.valid_days});
  add.bind(kiosk_number).bind(voucher.qr_text).bind(voucher.check_code);
  if (auto added = done(add); !added) return tl::unexpected(added.error());
  const auto told =
      append_audit(books, now, "station", "voucher-issued", refund::to_hex(request.id),
                   {{"number", voucher.claim.number}, {"amount", voucher.claim.amount.minor}});
  if (!told) return tl::unexpected(told.error());
  return voucher;
}

sync::Result<void> record(sync::Database& books, StoredVoucher& voucher, refund::VoucherEvent event,
                          refund::Instant at, std::string_view actor, std::string_view evidence) {
  const auto to = refund::next(voucher.state, event);
  refund::require(to.has_value());
  voucher.state = *to;
  auto& add = books.prepare(
      "INSERT INTO voucher_fact SELECT ?1, ?2, 1 + COUNT(*), ?3, ?4, ?5, ?6 FROM voucher_fact "
      "WHERE epoch = ?1 AND number = ?2");
  add.bind(voucher.claim.epoch).bind(voucher.claim.number).bind(refund::name_of(event));
  add.bind(to_column(at)).bind(actor).bind(evidence);
  if (auto added = done(add); !added) return added;
  if (!refund::is_live(*to)) {
    auto& end = books.prepare("UPDATE voucher SET live = NULL WHERE epoch = ? AND number = ?");
    end.bind(voucher.claim.epoch).bind(voucher.claim.number);
    if (auto ended = done(end); !ended) return ended;
  }
  return append_audit(books, at, actor, "voucher-" + std::string(refund::name_of(event)),
                      refund::to_hex(voucher.request), {{"number", voucher.claim.number}});
}

sync::Result<bool> lapse_if_past(sync::Database& books, Request& request, StoredVoucher& voucher,
                                 refund::Instant now) {
  const auto end = voucher.claim.issued_at + std::chrono::days{voucher.claim.valid_days};
  if (request.payee.method != refund::Method::Cash) return false;
  if (!refund::is_live(voucher.state) || now <= end) return false;
  const auto lapsed = record(books, voucher, refund::VoucherEvent::Expiry, now, "station", "days");
  if (!lapsed) return tl::unexpected(lapsed.error());
  if (!refund::next(request.state, refund::Event::Expiry)) return true;
  const auto ended = record(books, request, refund::Event::Expiry, now, "station");
  if (!ended) return tl::unexpected(ended.error());
  return true;
}

}  // namespace slipway::book
