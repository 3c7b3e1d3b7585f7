#include "sync/store/shape.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>

namespace slipway::sync {
namespace {

enum class Shape { Empty, Earlier, Present, Later, Foreign };

struct Close {
  void operator()(sqlite3* connection) const { sqlite3_close(connection); }
};
struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

constexpr const char* kTables = "SELECT name FROM sqlite_schema WHERE type = 'table'";

tl::unexpected<Error> failure(sqlite3* connection) {
  return tl::unexpected(Error{Fault::Storage, sqlite3_errmsg(connection)});
}

// The first column of every row.
Result<std::set<std::string>> column(sqlite3* connection, const char* sql) {
  sqlite3_stmt* prepared = nullptr;
  if (sqlite3_prepare_v2(connection, sql, -1, &prepared, nullptr) != SQLITE_OK) {
    return failure(connection);
  }
  const std::unique_ptr<sqlite3_stmt, Finalize> statement(prepared);
  std::set<std::string> found;
  int code = sqlite3_step(prepared);
  for (; code == SQLITE_ROW; code = sqlite3_step(prepared)) {
    const auto* text = sqlite3_column_text(prepared, 0);
    if (text != nullptr) found.emplace(reinterpret_cast<const char*>(text));
  }
  if (code != SQLITE_DONE) return failure(connection);
  return found;
}

// The tables of a file that these scripts have just made.
Result<std::set<std::string>> made_by(std::span<const std::string_view> scripts) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open(":memory:", &opened);
  const std::unique_ptr<sqlite3, Close> connection(opened);
  if (code != SQLITE_OK) return failure(opened);
  for (const std::string_view script : scripts) {
    const std::string text(script);
    if (sqlite3_exec(opened, text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
      return failure(opened);
    }
  }
  return column(opened, kTables);
}

Result<Shape> shape_of(sqlite3* connection, std::span<const std::string_view> migrations) {
  const auto version = column(connection, "PRAGMA user_version");
  if (!version) return tl::unexpected(version.error());
  const long long ran = version->empty() ? 0 : std::stoll(*version->begin());
  if (ran < 0) return Shape::Foreign;
  const auto done = static_cast<std::size_t>(ran);
  const auto found = column(connection, kTables);
  if (!found) return tl::unexpected(found.error());
  if (done == 0) return found->empty() ? Shape::Empty : Shape::Foreign;
  const auto ours = made_by(migrations.first(std::min(done, migrations.size())));
  if (!ours) return tl::unexpected(ours.error());
  if (!std::includes(found->begin(), found->end(), ours->begin(), ours->end())) {
    return Shape::Foreign;
  }
  if (done > migrations.size()) return Shape::Later;
  return done == migrations.size() ? Shape::Present : Shape::Earlier;
}

}  // namespace

Result<void> refuse_stranger(const std::filesystem::path& file, sqlite3* connection,
                             std::span<const std::string_view> migrations, Purpose purpose) {
  const auto error = [&](Fault fault, const std::string& why) {
    return tl::unexpected(Error{fault, file.string() + ": " + why});
  };
  const auto shape = shape_of(connection, migrations);
  if (!shape) return error(shape.error().fault, "cannot be read: " + shape.error().text);
  const bool may_grow = purpose == Purpose::Write;
  switch (*shape) {
    case Shape::Present:
      return {};
    case Shape::Later:
      return error(Fault::Unsafe, "written by a later version; use that version");
    case Shape::Foreign:
      return error(Fault::Unsafe, "the file of some other program");
    case Shape::Empty:
      if (may_grow) return {};
      return error(Fault::Unsafe, "nothing stands in it yet");
    case Shape::Earlier:
      if (may_grow) return {};
      return error(Fault::Unsafe,
                   "written by an earlier version; the program that writes it brings it up to date "
                   "when it starts");
  }
  return {};
}

}  // namespace slipway::sync
