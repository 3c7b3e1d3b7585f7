#pragma once

#include <filesystem>
#include <string>

#include "refund/time.hpp"
#include "station/book/import.hpp"
#include "sync/store/database.hpp"

// What the verbs that work on a station's books have in common. Each tells stderr why and throws
// CLI::RuntimeError(2) when it cannot give what it promises.
namespace slipway::command {

// Books to write in; makes them when there are none.
[[nodiscard]] sync::Database open_books(const std::string& file);
// Books that must stand there already: a slip in the path makes no new ones.
[[nodiscard]] sync::Database open_standing_books(const std::string& file);
// Books to look at: nothing is written to them, whether a station works with them or not.
[[nodiscard]] sync::Database read_books(const std::string& file);
// The pepper of the station's key file; an empty path means station.keys beside the books.
[[nodiscard]] book::Pepper pepper_of(const std::string& keys, const std::string& books);
[[nodiscard]] refund::Instant now();

// "slipway: books.db: ..." on stderr, then exit status 2.
[[noreturn]] void refuse(const std::string& text);

}  // namespace slipway::command
