#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "sync/store/database.hpp"
#include "tests/catch.hpp"
#include "tests/sync/folder.hpp"

namespace slipway::sync {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 1> kFirst = {
    "CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;"};
constexpr std::array<std::string_view, 2> kSecond = {kFirst[0], "CREATE TABLE other(id INTEGER);"};
constexpr std::array<std::string_view, 1> kForeign = {"CREATE TABLE photograph(id INTEGER);"};

// Every file of a folder with its bytes.
std::map<std::string, std::string> contents(const fs::path& folder) {
  std::map<std::string, std::string> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    std::ifstream stream(entry.path(), std::ios::binary);
    found[entry.path().filename()] = std::string(std::istreambuf_iterator<char>(stream), {});
  }
  return found;
}

std::set<std::string> copies_left() {
  std::set<std::string> found;
  for (const auto& entry : fs::directory_iterator(fs::temp_directory_path())) {
    const std::string name = entry.path().filename();
    if (name.rfind("slipway-reading-", 0) == 0) found.insert(name);
  }
  return found;
}

Database written(const fs::path& file, int notes) {
  auto database = Database::open(file, kFirst);
  REQUIRE(database);
  for (int i = 0; i < notes; ++i) {
    auto& insert = database->prepare("INSERT INTO note(text) VALUES(?)");
    REQUIRE(insert.bind(std::to_string(i)).run());
  }
  return std::move(*database);
}

int notes_in(const fs::path& file) {
  auto database = Database::open_to_read(file, kFirst);
  if (!database) return -1;
  int found = -1;
  const auto read = database->transaction([&]() -> Result<void> {
    auto& count = database->prepare("SELECT count(*) FROM note");
    const auto row = count.step();
    if (!row) return tl::unexpected(row.error());
    found = static_cast<int>(count.number(0));
    return {};
  });
  return read ? found : -1;
}

// Another process, as an auditor's is: SQLite shares its locks and its index within one. It is
// born before the test opens anything, and reads when asked, once.
class Auditor {
 public:
  explicit Auditor(const fs::path& file) {
    REQUIRE(::pipe(ends_.data()) == 0);
    child_ = ::fork();
    if (child_ != 0) return;
    char word = 0;
    const bool is_asked = ::read(ends_[0], &word, 1) == 1;
    ::_exit(is_asked ? notes_in(file) & 0xFF : 255);
  }
  Auditor(const Auditor&) = delete;
  Auditor& operator=(const Auditor&) = delete;
  ~Auditor() {
    ::close(ends_[0]);
    ::close(ends_[1]);
  }
  // How many notes there are; 255 when it could not read them.
  [[nodiscard]] int notes() const {
    REQUIRE(::write(ends_[1], "?", 1) == 1);
    int status = 0;
    REQUIRE(::waitpid(child_, &status, 0) == child_);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  std::array<int, 2> ends_{};
  pid_t child_ = -1;
};

void copy(const fs::path& from, const fs::path& to, std::initializer_list<const char*> suffixes) {
  fs::create_directory(to);
  for (const char* suffix : suffixes)
    fs::copy_file(from.string() + suffix, (to / "a.db").string() + suffix);
}

}  // namespace

TEST_CASE("a file that nobody works with is read, and not a byte is written") {
  const Folder folder;
  { const auto database = written(folder / "a.db", 3); }
  const auto before = contents(folder.path());
  REQUIRE(before.size() == 1);
  CHECK(notes_in(folder / "a.db") == 3);
  CHECK(contents(folder.path()) == before);
}

TEST_CASE("a file that another program works with is read up to its last commit") {
  const Folder folder;
  const Auditor auditor(folder / "a.db");
  const auto database = written(folder / "a.db", 3);
  const auto before = contents(folder.path());
  REQUIRE(before.count("a.db-wal") == 1);
  CHECK(auditor.notes() == 3);
  CHECK(contents(folder.path()) == before);
}

TEST_CASE("a file whose program died is read with all that was committed") {
  const Folder folder;
  const auto database = written(folder / "a.db", 3);
  const auto was = copies_left();
  const auto check = [&](const char* name, std::initializer_list<const char*> suffixes) {
    const fs::path place = folder / name;
    copy(folder / "a.db", place, suffixes);
    const auto before = contents(place);
    CHECK(notes_in(place / "a.db") == 3);
    CHECK(contents(place) == before);
  };
  check("died", {"", "-wal", "-shm"});
  check("copied", {"", "-wal"});
  check("a name? with #5 100%", {"", "-wal", "-shm"});
  CHECK(copies_left() == was);
}

TEST_CASE("what is only read cannot be changed") {
  const Folder folder;
  { const auto database = written(folder / "a.db", 1); }
  auto database = Database::open_to_read(folder / "a.db", kFirst);
  REQUIRE(database);
  CHECK_FALSE(database->prepare("INSERT INTO note(text) VALUES('x')").run());
  CHECK_FALSE(database->prepare("PRAGMA query_only=OFF").step());
}

TEST_CASE("a program that begins to work with the file during a reading puts it in doubt") {
  const Folder folder;
  { const auto database = written(folder / "a.db", 1); }
  auto database = Database::open_to_read(folder / "a.db", kFirst);
  REQUIRE(database);
  std::optional<Database> other;
  const auto read = database->transaction([&]() -> Result<void> {
    other = written(folder / "a.db", 0);
    return {};
  });
  REQUIRE_FALSE(read);
  CHECK(read.error().fault == Fault::Conflict);
}

TEST_CASE("to be read, a file must be of this program and of this version") {
  const Folder folder;
  const auto refusal = [&](const std::string& name, std::span<const std::string_view> scripts) {
    const auto before = contents(folder.path());
    const auto database = Database::open_to_read(folder / name, scripts);
    CHECK(contents(folder.path()) == before);
    REQUIRE_FALSE(database);
    return std::string(name_of(database.error().fault)) + " " + database.error().text;
  };
  const auto says = [](const std::string& text, const std::string& part) {
    INFO(text);
    CHECK(text.find(part) != std::string::npos);
  };
  { const auto database = written(folder / "a.db", 1); }
  REQUIRE(Database::open(folder / "second.db", kSecond));
  REQUIRE(Database::open(folder / "foreign.db", kForeign));
  std::ofstream(folder / "text.db") << std::string(8'192, 'x');
  std::ofstream(folder / "empty.db") << "";
  says(refusal("a.db", kSecond), "written by an earlier version; the program that writes it");
  says(refusal("second.db", kFirst), "written by a later version; use that version");
  says(refusal("foreign.db", kFirst), "the file of some other program");
  says(refusal("text.db", kFirst), "cannot be read: file is not a database");
  says(refusal("empty.db", kFirst), "nothing stands in it yet");
  says(refusal("nothing.db", kFirst), "there is no such file");
  says(refusal(".", kFirst), "there is no such file");
}

TEST_CASE("another program's file is refused before anything is written to it") {
  const Folder folder;
  REQUIRE(Database::open(folder / "foreign.db", kForeign));
  const auto before = contents(folder.path());
  for (const auto& scripts :
       {std::span<const std::string_view>(kFirst), std::span<const std::string_view>(kSecond)}) {
    const auto database = Database::open(folder / "foreign.db", scripts);
    REQUIRE_FALSE(database);
    CHECK(database.error().fault == Fault::Unsafe);
  }
  CHECK(contents(folder.path()) == before);
}

}  // namespace slipway::sync
