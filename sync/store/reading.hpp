#pragma once

#include <filesystem>
#include <string>

#include "sync/fault.hpp"

namespace slipway::sync {

// How one SQLite file can be read without writing into it or beside it, which a plain opening does
// even for reading: it makes a -wal and a -shm.
//
//   nothing beside it          nobody has it open: the file alone, as immutable
//   -wal and -shm              somebody works with it, or died: SQLite's locks, index only read
//   -wal or -journal alone     left in the middle, or copied so: a copy that SQLite may mend
//
// The copy lies in a private folder that dies with this value.
class Reading {
 public:
  // Missing: there is no such file. Storage: it cannot be copied.
  [[nodiscard]] static Result<Reading> of(const std::filesystem::path& file);
  Reading(Reading&& other) noexcept;
  Reading& operator=(Reading&& other) noexcept;
  ~Reading();

  // For sqlite3_open_v2 with SQLITE_OPEN_URI and flags().
  [[nodiscard]] const std::string& address() const { return address_; }
  [[nodiscard]] int flags() const;
  // False when somebody began to work with a file that was read alone: what was read is then in
  // doubt.
  [[nodiscard]] bool still_holds() const;

 private:
  Reading() = default;
  [[nodiscard]] Result<void> copy();

  std::filesystem::path file_;
  std::string address_;
  std::filesystem::path folder_;  // of the copy; empty: none
  bool is_alone_ = false;
  std::filesystem::file_time_type written_at_;
};

}  // namespace slipway::sync
