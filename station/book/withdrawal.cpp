#include "station/book/withdrawal.hpp"

#include "refund/require.hpp"
#include "station/book/requests.hpp"
#include "station/book/sentences.hpp"
#include "station/book/visit.hpp"

namespace slipway::book {
namespace {

using refund::Event;
using refund::RequestState;
using Answer = sync::Result<sync::KioskAnswer>;

sync::Withdrawn told(const Request& request) {
  const Fact* withdrawal = request.last(Event::Withdrawal);
  refund::require(withdrawal != nullptr);
  return {request.id, withdrawal->at, request.amount};
}

}  // namespace

Answer withdraw(Store& store, const sync::Peer& kiosk, const sync::Withdraw& question,
                refund::Instant now) {
  auto refused = denied_for(store, question.id, question.pin, now);
  if (!refused) return tl::unexpected(refused.error());
  if (*refused) return std::move(**refused);

  sync::KioskAnswer answer = sync::NotFound{};
  const auto written = store.books.transaction([&]() -> sync::Result<void> {
    auto request = request_of(store.books, question.id);
    if (!request) return tl::unexpected(request.error());
    if (!*request) return {};
    if ((*request)->state == RequestState::Withdrawn) {
      answer = told(**request);
      return {};
    }
    if (!refund::next((*request)->state, Event::Withdrawal)) {
      answer = sync::CannotDo{cannot_be_withdrawn(store, **request)};
      return {};
    }
    auto noted = record(store.books, **request, Event::Withdrawal, now, "kiosk:" + kiosk.name);
    if (noted) answer = told(**request);
    return noted;
  });
  if (!written) return tl::unexpected(written.error());
  return answer;
}

}  // namespace slipway::book
