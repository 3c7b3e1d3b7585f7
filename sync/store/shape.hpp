#pragma once

#include <filesystem>
#include <span>
#include <string_view>

#include "sync/fault.hpp"

struct sqlite3;

namespace slipway::sync {

enum class Purpose { Read, Write };

// Looks, without writing, whether a database file is one that these scripts make, so that no slip
// of the hand makes another program's file ours: each table that the scripts which have run (PRAGMA
// user_version) would make must stand in it, by name. What someone did to those tables by hand is
// not asked here: that is for whoever knows what they mean.
//
// Unsafe, with words that say what to do: another program's file, or a later version's; to be read,
// also an empty file or an earlier version's. Storage: SQLite cannot read it.
[[nodiscard]] Result<void> refuse_stranger(const std::filesystem::path& file, sqlite3* connection,
                                           std::span<const std::string_view> migrations,
                                           Purpose purpose);

}  // namespace slipway::sync
