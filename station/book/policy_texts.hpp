#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "refund/policy.hpp"
#include "station/book/policy_folder.hpp"
#include "sync/fault.hpp"
#include "sync/store/database.hpp"

// The texts of policies in the books, by their hashes, so that an old refund can be computed under
// its own rules.
namespace slipway::book {

// Keeps the texts of which the policy with this hash was read, as far as they are not there: its
// own, those of its parts, and the manifest that names them. Texts of another policy: Malformed,
// nothing is kept.
[[nodiscard]] sync::Result<void> archive_policy(sync::Database& books, std::string_view hash,
                                                const PolicyTexts& texts);
// The same for the books of a station that begins to serve.
[[nodiscard]] sync::Result<void> archive_policy(const std::filesystem::path& books,
                                                std::string_view hash, const PolicyTexts& texts);

// The policy of this hash, read anew from its texts; nothing when they were never kept. Storage
// when a text is not that of its hash.
[[nodiscard]] sync::Result<std::optional<refund::Policy>> archived_policy(sync::Database& books,
                                                                          std::string_view hash);

}  // namespace slipway::book
