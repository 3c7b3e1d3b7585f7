#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "refund/policy.hpp"
#include "refund/time.hpp"
#include "station/book/policy_folder.hpp"
#include "sync/fault.hpp"
#include "sync/store/database.hpp"

// The texts of policies in the books, by their hashes, so that an old refund can be computed under
// its own rules.
namespace slipway::book {

// Keeps the texts of which the policy with this hash was read, as far as they are not there: its
// own, those of its parts, and the manifest that names them; and an audit entry "policy-kept",
// unless the chain tells of this policy already. Texts of another policy: Malformed, nothing is
// kept.
[[nodiscard]] sync::Result<void> archive_policy(sync::Database& books, std::string_view hash,
                                                const PolicyTexts& texts, refund::Instant now);
// The same inside a transaction of the caller's.
[[nodiscard]] sync::Result<void> keep_policy(sync::Database& books, std::string_view hash,
                                             const PolicyTexts& texts, refund::Instant now);

// A station begins to serve with this policy: archives it and, when the one before was another,
// notes since when it is in force, with an audit entry.
[[nodiscard]] sync::Result<void> begin_policy(sync::Database& books, std::string_view hash,
                                              const PolicyTexts& texts, refund::Instant now);
// The policy in force at that time; nothing before the first one.
[[nodiscard]] sync::Result<std::optional<std::string>> policy_in_force(sync::Database& books,
                                                                       refund::Instant at);

// Whether the station ever served with this policy since it notes that.
[[nodiscard]] sync::Result<bool> was_in_force(sync::Database& books, std::string_view hash);

// The policy of this hash, read anew from its texts; nothing when the books have none: its texts
// were never kept, or the hash is that of a part. Storage when a text is not that of its hash.
[[nodiscard]] sync::Result<std::optional<refund::Policy>> archived_policy(sync::Database& books,
                                                                          std::string_view hash);

// Every text that is kept is that of its hash. Otherwise: the hash of the first that is not.
[[nodiscard]] sync::Result<std::optional<std::string>> altered_text(sync::Database& books);
// Whether all texts of the policy with this hash are kept, whatever today's reader makes of them.
[[nodiscard]] sync::Result<bool> has_texts(sync::Database& books, std::string_view hash);

}  // namespace slipway::book
