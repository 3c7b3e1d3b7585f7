#include "sync/store/database.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <map>

#include "refund/require.hpp"
#include "sync/store/reading.hpp"
#include "sync/store/shape.hpp"

namespace slipway::sync {

namespace {

constexpr int kBusyMilliseconds = 2'000;

Error storage(sqlite3* connection, std::string_view what) {
  return Error{Fault::Storage, std::string(what) + ": " + sqlite3_errmsg(connection)};
}

Fault fault_of(int code) {
  return (code & 0xff) == SQLITE_CONSTRAINT ? Fault::Conflict : Fault::Storage;
}

}  // namespace

// ---- Statement

struct Statement::Body {
  enum class State { Fresh, Running, Ended };

  sqlite3* connection = nullptr;
  sqlite3_stmt* prepared = nullptr;  // null when SQLite could not prepare it
  std::string mistake;               // then this says why
  State state = State::Fresh;
  int bound = 0;

  Body() = default;
  Body(const Body&) = delete;
  Body& operator=(const Body&) = delete;
  ~Body() { sqlite3_finalize(prepared); }

  void rewind() {
    if (prepared != nullptr) {
      sqlite3_reset(prepared);
      sqlite3_clear_bindings(prepared);
      mistake.clear();
    }
    state = State::Fresh;
    bound = 0;
  }

  // Our own statements have exactly the parameters that we bind.
  int next_parameter() {
    bound += 1;
    refund::require(prepared == nullptr || bound <= sqlite3_bind_parameter_count(prepared));
    return bound;
  }

  void note(int code) {
    if (code != SQLITE_OK && mistake.empty()) mistake = sqlite3_errstr(code);
  }

  tl::unexpected<Error> failure(int code) {
    const Error error{fault_of(code), sqlite3_errmsg(connection)};
    rewind();
    return tl::unexpected(error);
  }
};

Statement::Statement(std::unique_ptr<Body> body) : body_(std::move(body)) {}
Statement::Statement(Statement&&) noexcept = default;
Statement& Statement::operator=(Statement&&) noexcept = default;
Statement::~Statement() = default;

Statement& Statement::bind(std::int64_t number) {
  const int position = body_->next_parameter();
  if (body_->prepared != nullptr) {
    body_->note(sqlite3_bind_int64(body_->prepared, position, number));
  }
  return *this;
}

Statement& Statement::bind(std::string_view text) {
  const int position = body_->next_parameter();
  if (body_->prepared != nullptr) {
    // An empty view may have no address, and SQLite takes a null address for NULL.
    const char* first = text.data() == nullptr ? "" : text.data();
    body_->note(sqlite3_bind_text64(body_->prepared, position, first, text.size(), SQLITE_TRANSIENT,
                                    SQLITE_UTF8));
  }
  return *this;
}

Statement& Statement::bind(std::span<const std::uint8_t> blob) {
  const int position = body_->next_parameter();
  if (body_->prepared != nullptr) {
    const void* first = blob.empty() ? static_cast<const void*>("") : blob.data();
    body_->note(
        sqlite3_bind_blob64(body_->prepared, position, first, blob.size(), SQLITE_TRANSIENT));
  }
  return *this;
}

Statement& Statement::bind_null() {
  const int position = body_->next_parameter();
  if (body_->prepared != nullptr) {
    body_->note(sqlite3_bind_null(body_->prepared, position));
  }
  return *this;
}

Result<std::int64_t> Statement::run() {
  const auto stepped = step();
  if (!stepped) return tl::unexpected(stepped.error());
  refund::require(!*stepped);  // a statement that returns rows is stepped, not run
  return sqlite3_changes64(body_->connection);
}

Result<bool> Statement::step() {
  using State = Body::State;
  if (!body_->mistake.empty()) {
    const Error error{Fault::Storage, body_->mistake};
    body_->rewind();
    return tl::unexpected(error);
  }
  if (body_->state == State::Ended) {
    return tl::unexpected(Error{Fault::Storage, "the statement ended with its transaction"});
  }
  if (body_->state == State::Fresh) {
    refund::require(body_->bound == sqlite3_bind_parameter_count(body_->prepared));
  }
  body_->state = State::Running;
  const int code = sqlite3_step(body_->prepared);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    body_->rewind();
    return false;
  }
  return body_->failure(code);
}

std::int64_t Statement::number(int column) const {
  return sqlite3_column_int64(body_->prepared, column);
}

std::string Statement::text(int column) const {
  const auto* first = sqlite3_column_text(body_->prepared, column);
  const int size = sqlite3_column_bytes(body_->prepared, column);
  if (first == nullptr) return {};
  return {reinterpret_cast<const char*>(first), static_cast<std::size_t>(size)};
}

std::vector<std::uint8_t> Statement::blob(int column) const {
  const auto* first =
      static_cast<const std::uint8_t*>(sqlite3_column_blob(body_->prepared, column));
  const int size = sqlite3_column_bytes(body_->prepared, column);
  if (first == nullptr) return {};
  return {first, first + size};
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(body_->prepared, column) == SQLITE_NULL;
}

// ---- Database

struct Database::Body {
  std::optional<Reading> reading;  // when only looked at; outlives the connection
  sqlite3* connection = nullptr;
  std::map<std::string, Statement, std::less<>> statements;  // by text; addresses stay
  bool in_transaction = false;

  Body() = default;
  Body(const Body&) = delete;
  Body& operator=(const Body&) = delete;
  ~Body() {
    statements.clear();
    sqlite3_close(connection);
  }

  Result<void> execute(const char* sql) {
    if (sqlite3_exec(connection, sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
    return tl::unexpected(storage(connection, "cannot run a statement"));
  }

  // The first column of the first row, as text; empty when there is none.
  std::string answer(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    std::string found;
    if (sqlite3_prepare_v2(connection, sql, -1, &statement, nullptr) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
      if (const auto* text = sqlite3_column_text(statement, 0)) {
        found = reinterpret_cast<const char*>(text);
      }
    }
    sqlite3_finalize(statement);
    return found;
  }

  // A statement that was left in the middle would hold its snapshot for ever, and with it the WAL.
  void end_statements() {
    for (auto& [sql, statement] : statements) {
      Statement::Body& body = *statement.body_;
      if (body.state != Statement::Body::State::Running) continue;
      body.rewind();
      body.state = Statement::Body::State::Ended;
    }
  }
};

namespace {

// Once the schema stands, nothing that arrives in a message has any business with these, whatever
// a mistake of ours might let through.
int forbid_schema_changes(void*, int action, const char*, const char*, const char*, const char*) {
  switch (action) {
    case SQLITE_ATTACH:
    case SQLITE_DETACH:
    case SQLITE_PRAGMA:
    case SQLITE_ALTER_TABLE:
    case SQLITE_CREATE_INDEX:
    case SQLITE_CREATE_TABLE:
    case SQLITE_CREATE_TRIGGER:
    case SQLITE_CREATE_VIEW:
    case SQLITE_CREATE_VTABLE:
    case SQLITE_DROP_INDEX:
    case SQLITE_DROP_TABLE:
    case SQLITE_DROP_TRIGGER:
    case SQLITE_DROP_VIEW:
    case SQLITE_DROP_VTABLE:
      return SQLITE_DENY;
    default:
      return SQLITE_OK;
  }
}

// SQLite would create the file for everyone to read; its WAL takes the mode from it.
void create_private(const std::filesystem::path& file) {
  const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (made >= 0) ::close(made);
}

void harden(sqlite3* connection) {
  sqlite3_extended_result_codes(connection, 1);
  sqlite3_busy_timeout(connection, kBusyMilliseconds);
  sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr);
  sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
  sqlite3_db_config(connection, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(connection, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
}

struct Setting {
  const char* set;
  const char* read;
  const char* expected;
};

Result<void> check_integrity(const std::filesystem::path& file, const std::string& verdict) {
  if (verdict == "ok") return {};
  return tl::unexpected(Error{Fault::Storage, file.string() + ": " + verdict});
}

// Measured in security.md 7.1: only this pair lost nothing in 8,000 power cuts.
constexpr Setting kSettings[] = {
    {"PRAGMA journal_mode=WAL", "PRAGMA journal_mode", "wal"},
    {"PRAGMA synchronous=FULL", "PRAGMA synchronous", "2"},
    {"PRAGMA foreign_keys=ON", "PRAGMA foreign_keys", "1"},
    {"PRAGMA secure_delete=ON", "PRAGMA secure_delete", "1"},
    {"PRAGMA trusted_schema=OFF", "PRAGMA trusted_schema", "0"},
};

}  // namespace

Database::Database(std::unique_ptr<Body> body) : body_(std::move(body)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(const std::filesystem::path& file,
                                std::span<const std::string_view> migrations) {
  create_private(file);
  auto body = std::make_unique<Body>();
  constexpr int kFlags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  if (sqlite3_open_v2(file.c_str(), &body->connection, kFlags, nullptr) != SQLITE_OK) {
    return tl::unexpected(storage(body->connection, "cannot open " + file.string()));
  }
  harden(body->connection);
  if (auto known = refuse_stranger(file, body->connection, migrations, Purpose::Write); !known) {
    return tl::unexpected(known.error());
  }
  for (const Setting& setting : kSettings) {
    const auto set = body->execute(setting.set);
    const std::string found = body->answer(setting.read);
    if (found == setting.expected) continue;
    if (!set) return tl::unexpected(set.error());
    return tl::unexpected(Error{
        Fault::Unsafe, file.string() + ": " + setting.set + " was not obeyed, it reads " + found});
  }
  if (auto whole = check_integrity(file, body->answer("PRAGMA quick_check(1)")); !whole) {
    return tl::unexpected(whole.error());
  }
  Database database(std::move(body));
  if (auto ready = database.migrate(migrations); !ready) return tl::unexpected(ready.error());
  sqlite3_set_authorizer(database.body_->connection, forbid_schema_changes, nullptr);
  return database;
}

Result<Database> Database::open_to_read(const std::filesystem::path& file,
                                        std::span<const std::string_view> migrations) {
  auto reading = Reading::of(file);
  if (!reading) return tl::unexpected(reading.error());
  auto body = std::make_unique<Body>();
  body->reading = std::move(*reading);
  const int flags = body->reading->flags() | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  if (sqlite3_open_v2(body->reading->address().c_str(), &body->connection, flags, nullptr) !=
      SQLITE_OK) {
    return tl::unexpected(storage(body->connection, "cannot open " + file.string()));
  }
  harden(body->connection);
  if (auto known = refuse_stranger(file, body->connection, migrations, Purpose::Read); !known) {
    return tl::unexpected(known.error());
  }
  if (auto whole = check_integrity(file, body->answer("PRAGMA quick_check(1)")); !whole) {
    return tl::unexpected(whole.error());
  }
  if (auto only = body->execute("PRAGMA query_only=ON"); !only) {
    return tl::unexpected(only.error());
  }
  sqlite3_set_authorizer(body->connection, forbid_schema_changes, nullptr);
  return Database(std::move(body));
}

Result<void> Database::migrate(std::span<const std::string_view> migrations) {
  const auto done = std::stoull("0" + body_->answer("PRAGMA user_version"));
  for (std::size_t number = done; number < migrations.size(); ++number) {
    auto ran = transaction([&]() -> Result<void> {
      const std::string script(migrations[number]);
      if (auto made = body_->execute(script.c_str()); !made) return made;
      // A pragma takes no bound parameter; the number is ours.
      const std::string mark = "PRAGMA user_version=" + std::to_string(number + 1);
      return body_->execute(mark.c_str());
    });
    if (!ran) return ran;
  }
  return {};
}

Statement& Database::prepare(std::string_view sql) {
  auto found = body_->statements.find(sql);
  if (found == body_->statements.end()) {
    auto fresh = std::make_unique<Statement::Body>();
    fresh->connection = body_->connection;
    found = body_->statements.emplace(std::string(sql), Statement(std::move(fresh))).first;
  }
  Statement::Body& body = *found->second.body_;
  if (body.prepared == nullptr) {
    // Preparing fails for a wrong text, but also for want of memory or disk: try each time.
    const int code = sqlite3_prepare_v3(body_->connection, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &body.prepared, nullptr);
    body.mistake = code == SQLITE_OK ? "" : sqlite3_errmsg(body_->connection);
  }
  body.rewind();
  return found->second;
}

Result<void> Database::transaction(const std::function<Result<void>()>& work) {
  refund::require(!body_->in_transaction);
  const bool is_reading = body_->reading.has_value();
  if (auto begun = body_->execute(is_reading ? "BEGIN" : "BEGIN IMMEDIATE"); !begun) return begun;
  body_->in_transaction = true;
  auto outcome = work();
  body_->end_statements();
  if (outcome) outcome = body_->execute("COMMIT");
  // Some failures (disk full) have rolled back already; then there is nothing left to undo.
  if (!outcome && sqlite3_get_autocommit(body_->connection) == 0) {
    if (auto undone = body_->execute("ROLLBACK"); !undone) {
      outcome.error().text += "; " + undone.error().text;
    }
  }
  body_->in_transaction = false;
  if (is_reading && !body_->reading->still_holds()) {
    return tl::unexpected(
        Error{Fault::Conflict, "another program began to work with the file; read it again"});
  }
  return outcome;
}

}  // namespace slipway::sync
