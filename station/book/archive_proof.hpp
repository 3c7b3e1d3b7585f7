#pragma once

#include <optional>
#include <string>

#include "sync/fault.hpp"
#include "sync/store/database.hpp"

// What the chain proves of the tables that later years ask: which requests share a payee, and the
// texts of policies. The sentence tells of the first row that is gone or is not as the chain has
// it; nothing when they agree. For a chain that is whole.
namespace slipway::book {

// Rows from before the chain told of payees prove nothing and are passed over.
[[nodiscard]] sync::Result<std::optional<std::string>> compare_payees(sync::Database& books);

// Every text that is kept against its hash.
[[nodiscard]] sync::Result<std::optional<std::string>> compare_texts(sync::Database& books);

// The texts of each policy that the chain says began or was kept, that a lot is bound to, or under
// which a card was filed. A station goes on without one, and its staff see to the lots under it
// (bound_policies.hpp): whoever audits the books is told.
[[nodiscard]] sync::Result<std::optional<std::string>> lost_text(sync::Database& books);

}  // namespace slipway::book
