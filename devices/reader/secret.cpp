#include "devices/reader/secret.hpp"

#include <string.h>

namespace slipway::devices {

bool Secret::add(char letter) {
  if (size_ == storage_.size()) return false;
  storage_[size_++] = letter;
  return true;
}

void Secret::clear() {
  wipe(storage_.data(), storage_.size());
  size_ = 0;
}

void wipe(void* first, std::size_t size) {
  if (size != 0) ::explicit_bzero(first, size);
}

}  // namespace slipway::devices
