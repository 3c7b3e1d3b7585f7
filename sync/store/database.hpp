#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sync/fault.hpp"

namespace slipway::sync {

class Database;

// One prepared statement with its bound values; ended and reusable after each run.
// SQL is written in the source, never built from variables; values are bound.
class Statement {
 public:
  Statement(Statement&&) noexcept;
  Statement& operator=(Statement&&) noexcept;
  ~Statement();

  // Binds the next parameter, from left to right.
  Statement& bind(std::int64_t number);
  Statement& bind(std::string_view text);
  Statement& bind(std::span<const std::uint8_t> blob);
  Statement& bind_null();

  // Runs a statement that returns no rows; the number of rows it changed. Fault::Conflict when a
  // UNIQUE or CHECK constraint refuses it, Fault::Storage for anything else.
  [[nodiscard]] Result<std::int64_t> run();
  // Steps to the next row; false after the last one.
  [[nodiscard]] Result<bool> step();
  // Columns of the present row, from 0.
  [[nodiscard]] std::int64_t number(int column) const;
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::vector<std::uint8_t> blob(int column) const;
  [[nodiscard]] bool is_null(int column) const;

 private:
  friend class Database;
  struct Body;
  explicit Statement(std::unique_ptr<Body> body);
  std::unique_ptr<Body> body_;
};

// One SQLite file, owned by one thread. open() sets and reads back what durability needs (WAL,
// synchronous=FULL, foreign keys, secure_delete, no trusted schema, defensive) and refuses with
// Fault::Unsafe when the file does not obey; runs the migrations that are missing, each in a
// transaction; checks integrity quickly. A new file is for its owner only. Once open, no statement
// may change the schema, attach a file or set a pragma.
class Database {
 public:
  // `migrations`: SQL scripts in order; PRAGMA user_version counts those that have run. A file with
  // more of them than we know is from a later version, one whose tables they do not make is some
  // other program's: both are refused as Unsafe, and nothing was written to them.
  [[nodiscard]] static Result<Database> open(const std::filesystem::path& file,
                                             std::span<const std::string_view> migrations);
  // The same file for looking only: nothing is written, neither into it nor beside it, whether
  // another process works with it or not (reading.hpp). Statements that write fail; a transaction
  // sees one moment of it. Missing: no such file. Unsafe: not of exactly these migrations; the text
  // says what to do. Conflict, from a transaction: somebody began to work with the file meanwhile.
  [[nodiscard]] static Result<Database> open_to_read(const std::filesystem::path& file,
                                                     std::span<const std::string_view> migrations);
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  // Statements are kept prepared by their text; asking for one again begins it anew, so a loop over
  // its rows must not ask for the same text inside. One that SQLite refuses says so when it runs.
  [[nodiscard]] Statement& prepare(std::string_view sql);

  // Runs `work` inside BEGIN IMMEDIATE .. COMMIT. Rolls back when it returns an error or when the
  // commit fails; after success the data is on disk. Not nested. Statements that were left in the
  // middle of their rows end with it.
  [[nodiscard]] Result<void> transaction(const std::function<Result<void>()>& work);

 private:
  struct Body;
  explicit Database(std::unique_ptr<Body> body);
  [[nodiscard]] Result<void> migrate(std::span<const std::string_view> migrations);
  std::unique_ptr<Body> body_;
};

}  // namespace slipway::sync
