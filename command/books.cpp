#include "command/books.hpp"

#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>

#include "station/book/schema.hpp"
#include "sync/keys.hpp"

namespace slipway::command {

void refuse(const std::string& text) {
  std::cerr << "slipway: " << text << '\n';
  throw CLI::RuntimeError(2);
}

namespace {

sync::Database taken(sync::Result<sync::Database> books) {
  if (!books) {
    refuse(books.error().text +
           "; expected the station's books, the file that books.file in station.toml names");
  }
  return std::move(*books);
}

}  // namespace

sync::Database open_books(const std::string& file) {
  return taken(sync::Database::open(file, book::migrations()));
}

sync::Database open_standing_books(const std::string& file) {
  std::error_code unseen;
  if (!std::filesystem::exists(file, unseen)) {
    return taken(
        tl::unexpected(sync::Error{sync::Fault::Missing, file + ": there is no such file"}));
  }
  return open_books(file);
}

sync::Database read_books(const std::string& file) {
  return taken(sync::Database::open_to_read(file, book::migrations()));
}

book::Pepper pepper_of(const std::string& keys, const std::string& books) {
  const auto file = keys.empty() ? std::filesystem::path(books).parent_path() / "station.keys"
                                 : std::filesystem::path(keys);
  const auto read = sync::read_station_keys(file);
  if (!read) {
    refuse(read.error().text + "; expected the station's keys (slipway keys station makes them)");
  }
  return read->pepper;
}

refund::Instant now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace slipway::command
