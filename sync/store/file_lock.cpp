#include "sync/store/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace slipway::sync {

Result<FileLock> FileLock::take(const std::filesystem::path& file) {
  const int opened = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (opened < 0) {
    return tl::unexpected(
        Error{Fault::Storage, "cannot open " + file.string() + ": " + std::strerror(errno)});
  }
  FileLock lock(opened);
  if (::flock(opened, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno == EWOULDBLOCK) {
    return tl::unexpected(
        Error{Fault::Conflict, file.string() + ": another process works with this store"});
  }
  return tl::unexpected(Error{Fault::Storage, file.string() + ": " + std::strerror(errno)});
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace slipway::sync
