#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace slipway::devices {

// What a reader sent before anybody knows whether it is a member's number or a bank card: text in
// one place that never grows or moves, and that is overwritten when it is cleared or dies. It may
// not be copied, logged or sent; only a checked number leaves it.
class Secret {
 public:
  explicit Secret(std::size_t most) : storage_(most) {}
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { clear(); }

  // False when it is full: nothing more is taken then.
  [[nodiscard]] bool add(char letter);
  void clear();
  [[nodiscard]] std::string_view text() const { return {storage_.data(), size_}; }
  // All of its memory: what a test looks at to see that nothing stayed.
  [[nodiscard]] std::span<const char> storage() const { return storage_; }

 private:
  std::vector<char> storage_;
  std::size_t size_ = 0;
};

}  // namespace slipway::devices
