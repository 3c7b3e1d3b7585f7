#pragma once

#include <string.h>

#include <cstddef>

namespace slipway::devices {

// Overwrites in a way that no compiler leaves out: a payment card that a reader sent by mistake may
// not stay in memory.
inline void wipe(void* first, std::size_t size) {
  if (size != 0) ::explicit_bzero(first, size);
}

// Overwrites bytes at the end of the block in which it stands.
template <typename Bytes>
class WipedAtEnd {
 public:
  explicit WipedAtEnd(Bytes& bytes) : bytes_(bytes) {}
  WipedAtEnd(const WipedAtEnd&) = delete;
  WipedAtEnd& operator=(const WipedAtEnd&) = delete;
  ~WipedAtEnd() { wipe(bytes_.data(), bytes_.size() * sizeof(*bytes_.data())); }

 private:
  Bytes& bytes_;
};

}  // namespace slipway::devices
