#include "kiosk/flow/secret.hpp"

#include <cstring>

namespace slipway::kiosk {

void wipe(std::string& text) {
  text.resize(text.capacity());
  explicit_bzero(text.data(), text.size());
  text.clear();
}

void Secret::add(char digit) {
  if (size_ < kMost) digits_[size_++] = digit;
}

void Secret::drop_last() {
  if (size_ > 0) digits_[--size_] = '\0';
}

void Secret::clear() {
  explicit_bzero(digits_.data(), digits_.size());
  size_ = 0;
}

}  // namespace slipway::kiosk
