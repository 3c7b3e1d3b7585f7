#pragma once

#include <optional>
#include <string_view>

#include "refund/account.hpp"
#include "refund/policy_archive.hpp"
#include "station/book/store.hpp"
#include "sync/fault.hpp"

// The policies under which a card is computed: the one that the store serves with, and for each lot
// that its sale bound to another one, that text from the books. A lot whose text is not there makes
// its card one for the staff (refund::Ground::TermsMissing).
namespace slipway::book {

// Stays valid as long as the store; texts that were archived since the start are found too.
[[nodiscard]] sync::Result<const refund::PolicyArchive*> policies_for(
    Store& store, const refund::Account& account);

// The same when another policy was the store's: what a refund that was filed under it is worked out
// with again. Nothing when its text is not in the books.
[[nodiscard]] sync::Result<std::optional<refund::PolicyArchive>> policies_under(
    Store& store, const refund::Account& account, std::string_view hash);

}  // namespace slipway::book
