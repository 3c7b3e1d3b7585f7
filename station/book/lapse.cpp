#include "station/book/lapse.hpp"

#include <algorithm>
#include <vector>

#include "station/book/requests.hpp"
#include "station/book/rows.hpp"
#include "station/book/vouchers.hpp"

namespace slipway::book {
namespace {

sync::Result<std::vector<refund::RequestId>> held_requests(sync::Database& books) {
  std::vector<refund::RequestId> held;
  auto& query = books.prepare("SELECT request FROM hold WHERE live = 1");
  const auto read =
      each_row(query, [&](const sync::Statement& row) { held.push_back(request_id_in(row, 0)); });
  if (!read) return tl::unexpected(read.error());
  return held;
}

// Inside a transaction.
sync::Result<bool> lapse(Store& store, Request& request, refund::Instant now) {
  if (request.state == refund::RequestState::Confirmed) {
    auto voucher = newest_voucher_of(store, request.id);
    if (!voucher) return tl::unexpected(voucher.error());
    if (!*voucher) return false;
    return lapse_if_past(store.books, request, **voucher, now);
  }
  if (!refund::next(request.state, refund::Event::Expiry) || request.facts.empty()) return false;
  const auto end = request.facts.back().at + std::chrono::days{store.terms.policy.request_days};
  if (now <= end) return false;
  return record(store.books, request, refund::Event::Expiry, now, "station").map([] {
    return true;
  });
}

}  // namespace

sync::Result<int> lapse_requests(Store& store, refund::Instant now) {
  const auto held = held_requests(store.books);
  if (!held) return tl::unexpected(held.error());
  int ended = 0;
  for (const refund::RequestId& id : *held) {
    const auto written = store.books.transaction([&]() -> sync::Result<void> {
      auto request = request_of(store.books, id);
      if (!request) return tl::unexpected(request.error());
      if (!*request) return damaged("a hold without its request");
      const auto lapsed = lapse(store, **request, now);
      if (!lapsed) return tl::unexpected(lapsed.error());
      ended += *lapsed ? 1 : 0;
      return {};
    });
    if (!written) return tl::unexpected(written.error());
  }
  return ended;
}

}  // namespace slipway::book
