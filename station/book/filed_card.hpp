#pragma once

#include <optional>
#include <vector>

#include "refund/account.hpp"
#include "refund/cbor.hpp"
#include "refund/request.hpp"
#include "station/book/requests.hpp"
#include "sync/fault.hpp"
#include "sync/store/database.hpp"

// A card as the rules saw it when its request was filed: what an amount can be computed from again.
namespace slipway::book {

// Keeps it with the request, and an audit entry "card-kept" with its digest. `counted`: the moment
// that was the rules' now. Inside the transaction of the filing.
[[nodiscard]] sync::Result<void> keep_card(sync::Database& books, const Request& request,
                                           const refund::Account& account, refund::Instant counted);

// Without member and numbers, which decide nothing; an active card, as every filing needs.
struct FiledCard {
  refund::Account account;
  refund::Instant counted{};
};
// Nothing for a request of a time before cards were kept.
[[nodiscard]] sync::Result<std::optional<FiledCard>> filed_card_of(sync::Database& books,
                                                                   const refund::RequestId& id);

// For the comparison of the books with their chain.
[[nodiscard]] sync::Result<std::vector<refund::RequestId>> requests_with_card(
    sync::Database& books);
[[nodiscard]] sync::Result<refund::cbor::Value::Map> facts_of_card(sync::Database& books,
                                                                   const refund::RequestId& id);

}  // namespace slipway::book
