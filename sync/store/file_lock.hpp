#pragma once

#include <filesystem>

#include "sync/fault.hpp"

namespace slipway::sync {

// One process at a time: taken from open to death, however the process dies (flock).
class FileLock {
 public:
  // Makes the file when it is not there. Conflict: another one has it.
  [[nodiscard]] static Result<FileLock> take(const std::filesystem::path& file);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace slipway::sync
