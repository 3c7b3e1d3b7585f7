#include "devices/service/kept_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace slipway::devices {

Result<void> keep(const std::filesystem::path& file, const std::string& text, Safe safe) {
  const std::filesystem::path fresh = file.string() + ".new";
  const auto refused = [&] {
    return tl::unexpected(Error{Fault::Access, file.string() + ": " + std::strerror(errno)});
  };
  const int descriptor = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor < 0) return refused();
  const auto size = static_cast<ssize_t>(text.size());
  const bool is_written = ::write(descriptor, text.data(), text.size()) == size &&
                          (safe == Safe::FromReaders || ::fsync(descriptor) == 0);
  if (::close(descriptor) != 0 || !is_written) return refused();
  if (::rename(fresh.c_str(), file.c_str()) != 0) return refused();
  return {};
}

}  // namespace slipway::devices
