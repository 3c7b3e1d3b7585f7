#pragma once

#include <optional>
#include <string>

#include "refund/sodium.hpp"
#include "sync/fault.hpp"
#include "sync/store/database.hpp"

// The chain proves itself only. These compare it with the tables that it speaks of, so that a row
// edited by hand is found although the chain is whole.
namespace slipway::book {

// The digest of all cards, lots and uses, and that of what else is on record of lots: bound
// policies, gifts, days, the way of the payment. Every import appends both to the chain.
[[nodiscard]] sync::Result<refund::Digest> digest_of_shop_rows(sync::Database& books);
[[nodiscard]] sync::Result<refund::Digest> digest_of_terms(sync::Database& books);
// What chains from before tell instead of the first: with nothing between the columns.
[[nodiscard]] sync::Result<refund::Digest> digest_of_shop(sync::Database& books);

// The first thing in the books that the chain does not tell, or tells otherwise: amounts and
// filings, the facts of requests and vouchers, who paid, what is held, cards, lots and uses.
// Nothing when they agree. For a chain that is whole.
[[nodiscard]] sync::Result<std::optional<std::string>> contradiction(sync::Database& books);

}  // namespace slipway::book
