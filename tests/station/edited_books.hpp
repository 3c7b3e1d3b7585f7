#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <string>

#include "tests/catch.hpp"

namespace slipway::test {

// Edits books as someone with the file in their hands would: triggers gone, no rules.
inline void edit(const std::filesystem::path& file, const std::string& sql) {
  sqlite3* connection = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &connection) == SQLITE_OK);
  const std::string script =
      "DROP TRIGGER IF EXISTS audit_stays; DROP TRIGGER IF EXISTS audit_remains; "
      "DROP TRIGGER IF EXISTS audit_follows;" +
      sql;
  char* mistake = nullptr;
  const int code = sqlite3_exec(connection, script.c_str(), nullptr, nullptr, &mistake);
  const std::string why = mistake == nullptr ? "" : mistake;
  sqlite3_free(mistake);
  sqlite3_close(connection);
  INFO(why);
  REQUIRE(code == SQLITE_OK);
}

}  // namespace slipway::test
