#include "devices/reader/secret.hpp"

#include "devices/usb/wipe.hpp"

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

}  // namespace slipway::devices
