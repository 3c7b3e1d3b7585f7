#include "sync/store/database.hpp"

#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "tests/catch.hpp"
#include "tests/sync/folder.hpp"

namespace slipway::sync {
namespace {

constexpr std::array<std::string_view, 1> kFirst = {
    "CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, body BLOB) STRICT;"};
constexpr std::array<std::string_view, 2> kSecond = {
    kFirst[0], "ALTER TABLE note ADD COLUMN mark INTEGER NOT NULL DEFAULT 7;"};

std::int64_t count(Database& database) {
  auto& statement = database.prepare("SELECT count(*) FROM note");
  REQUIRE(statement.step().value());
  const std::int64_t found = statement.number(0);
  REQUIRE_FALSE(statement.step().value());
  return found;
}

Result<void> add(Database& database, std::string_view text) {
  auto& insert = database.prepare("INSERT INTO note(text) VALUES(?)");
  return insert.bind(text).run().map([](std::int64_t) {});
}

}  // namespace

TEST_CASE("a store keeps what was committed, with every kind of column") {
  const Folder folder;
  const std::vector<std::uint8_t> blob{0, 1, 255};
  {
    auto database = Database::open(folder / "a.db", kFirst);
    REQUIRE(database);
    const auto stored = database->transaction([&]() -> Result<void> {
      auto& insert = database->prepare("INSERT INTO note(id, text, body) VALUES(?, ?, ?)");
      auto first = insert.bind(41).bind(std::string_view("水")).bind(blob).run();
      if (!first) return tl::unexpected(first.error());
      CHECK(*first == 1);
      return insert.bind(42).bind(std::string_view()).bind_null().run().map([](std::int64_t) {});
    });
    REQUIRE(stored);
  }
  auto database = Database::open(folder / "a.db", kFirst);
  REQUIRE(database);
  auto& select = database->prepare("SELECT id, text, body FROM note ORDER BY id");
  REQUIRE(select.step().value());
  CHECK(select.number(0) == 41);
  CHECK(select.text(1) == "水");
  CHECK(select.blob(2) == blob);
  REQUIRE(select.step().value());
  CHECK(select.text(1).empty());
  CHECK_FALSE(select.is_null(1));
  CHECK(select.is_null(2));
  CHECK_FALSE(select.step().value());
}

TEST_CASE("a transaction that fails leaves nothing behind") {
  const Folder folder;
  auto database = Database::open(folder / "a.db", kFirst);
  REQUIRE(database);
  const auto failed = database->transaction([&]() -> Result<void> {
    REQUIRE(add(*database, "one"));
    return tl::unexpected(Error{Fault::Missing, "no such thing"});
  });
  REQUIRE_FALSE(failed);
  CHECK(failed.error().fault == Fault::Missing);
  CHECK(count(*database) == 0);
  REQUIRE(database->transaction([&]() { return add(*database, "two"); }));
  CHECK(count(*database) == 1);
}

TEST_CASE("a constraint is a conflict and a wrong statement is a storage fault") {
  const Folder folder;
  auto database = Database::open(folder / "a.db", kFirst);
  REQUIRE(database);
  REQUIRE(add(*database, "one"));
  CHECK(add(*database, "one").error().fault == Fault::Conflict);
  REQUIRE(add(*database, "two"));
  CHECK(database->prepare("SELECT nothing FROM nowhere").step().error().fault == Fault::Storage);
}

TEST_CASE("a statement left in the middle of its rows ends with the next transaction") {
  const Folder folder;
  auto database = Database::open(folder / "a.db", kFirst);
  REQUIRE(database);
  REQUIRE(add(*database, "one"));
  REQUIRE(add(*database, "two"));
  auto& select = database->prepare("SELECT text FROM note");
  REQUIRE(select.step().value());
  REQUIRE(database->transaction([&]() { return add(*database, "three"); }));
  CHECK_FALSE(select.step());
  CHECK(database->prepare("SELECT text FROM note").step().value());
}

TEST_CASE("the store is durable, private and strict, or it does not open") {
  const Folder folder;
  const auto file = folder / "a.db";
  auto database = Database::open(file, kFirst);
  REQUIRE(database);
  REQUIRE(add(*database, "one"));
  for (const char* suffix : {"", "-wal"}) {
    struct stat status {};
    REQUIRE(::stat((file.string() + suffix).c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
  }
  for (const char* sql :
       {"PRAGMA synchronous=OFF", "ATTACH ':memory:' AS other", "CREATE TABLE other(id)",
        "DROP TABLE note", "SELECT load_extension('x')"}) {
    INFO(sql);
    CHECK_FALSE(database->prepare(sql).step());
  }
}

TEST_CASE("a file that cannot be made durable is refused as unsafe") {
  // A database in memory cannot have a WAL: SQLite keeps the journal that it has and says so.
  const auto database = Database::open(":memory:", kFirst);
  REQUIRE_FALSE(database);
  CHECK(database.error().fault == Fault::Unsafe);
  std::filesystem::remove(":memory:");
}

TEST_CASE("migrations run once each, and a later version's file is refused") {
  const Folder folder;
  {
    auto database = Database::open(folder / "a.db", kFirst);
    REQUIRE(database);
    REQUIRE(add(*database, "one"));
  }
  {
    auto database = Database::open(folder / "a.db", kSecond);
    REQUIRE(database);
    auto& select = database->prepare("SELECT mark FROM note");
    REQUIRE(select.step().value());
    CHECK(select.number(0) == 7);
  }
  CHECK(Database::open(folder / "a.db", kSecond));
  const auto old = Database::open(folder / "a.db", kFirst);
  REQUIRE_FALSE(old);
  CHECK(old.error().fault == Fault::Unsafe);
}

TEST_CASE("a migration that fails leaves the file as it was") {
  const Folder folder;
  REQUIRE(Database::open(folder / "a.db", kFirst));
  constexpr std::array<std::string_view, 2> kBroken = {
      kFirst[0], "ALTER TABLE note ADD COLUMN mark INTEGER; SELECT nothing FROM nowhere;"};
  CHECK_FALSE(Database::open(folder / "a.db", kBroken));
  CHECK(Database::open(folder / "a.db", kSecond));
}

TEST_CASE("bytes that are no database are refused") {
  const Folder folder;
  std::ofstream(folder / "a.db") << std::string(8'192, 'x');
  const auto database = Database::open(folder / "a.db", kFirst);
  REQUIRE_FALSE(database);
  CHECK(database.error().fault == Fault::Storage);
}

}  // namespace slipway::sync
