#include "sync/store/reading.hpp"

#include <sqlite3.h>
#include <stdlib.h>

#include <utility>

namespace slipway::sync {
namespace {

namespace fs = std::filesystem;

fs::path beside(const fs::path& file, const char* suffix) {
  return file.string() + suffix;
}

bool stands(const fs::path& file) {
  std::error_code unseen;
  return fs::exists(file, unseen);
}

// A path as SQLite's URIs write it.
std::string address_of(const fs::path& file, const char* query) {
  std::string address = "file:";
  for (const char c : fs::absolute(file).string()) {
    if (c == '?' || c == '#' || c == '%') {
      address += "%";
      address += "0123456789ABCDEF"[c >> 4];
      address += "0123456789ABCDEF"[c & 0x0F];
    } else {
      address += c;
    }
  }
  return address + query;
}

}  // namespace

Result<Reading> Reading::of(const fs::path& file) {
  std::error_code unseen;
  if (!fs::is_regular_file(file, unseen)) {
    return tl::unexpected(Error{Fault::Missing, file.string() + ": there is no such file"});
  }
  Reading reading;
  reading.file_ = file;
  const bool has_wal = stands(beside(file, "-wal"));
  const bool has_journal = stands(beside(file, "-journal"));
  if (!has_wal && !has_journal) {
    reading.is_alone_ = true;
    reading.written_at_ = fs::last_write_time(file, unseen);
    reading.address_ = address_of(file, "?immutable=1");
  } else if (has_wal && stands(beside(file, "-shm"))) {
    reading.address_ = address_of(file, "?readonly_shm=1");
  } else if (auto copied = reading.copy(); !copied) {
    return tl::unexpected(copied.error());
  }
  return reading;
}

Result<void> Reading::copy() {
  std::string pattern = (fs::temp_directory_path() / "slipway-reading-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    return tl::unexpected(Error{Fault::Storage, pattern + ": cannot make a folder for a copy"});
  }
  folder_ = pattern;
  for (const char* suffix : {"", "-wal", "-journal"}) {
    const fs::path part = beside(file_, suffix);
    if (!stands(part)) continue;
    std::error_code why;
    fs::copy_file(part, beside(folder_ / "copy.db", suffix), why);
    if (why) {
      return tl::unexpected(
          Error{Fault::Storage, part.string() + ": cannot be copied: " + why.message()});
    }
  }
  address_ = address_of(folder_ / "copy.db", "");
  return {};
}

int Reading::flags() const {
  return SQLITE_OPEN_URI | (folder_.empty() ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
}

bool Reading::still_holds() const {
  std::error_code unseen;
  return !is_alone_ ||
         (!stands(beside(file_, "-wal")) && fs::last_write_time(file_, unseen) == written_at_);
}

Reading::Reading(Reading&& other) noexcept
    : file_(std::move(other.file_)),
      address_(std::move(other.address_)),
      folder_(std::exchange(other.folder_, {})),
      is_alone_(other.is_alone_),
      written_at_(other.written_at_) {}

Reading& Reading::operator=(Reading&& other) noexcept {
  file_.swap(other.file_);
  address_.swap(other.address_);
  folder_.swap(other.folder_);
  std::swap(is_alone_, other.is_alone_);
  std::swap(written_at_, other.written_at_);
  return *this;
}

Reading::~Reading() {
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

}  // namespace slipway::sync
