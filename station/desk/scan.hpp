#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "station/desk/station.hpp"

namespace slipway::desk {

// What a scanner read or a person typed, by what the desk does with it.
struct SlipScanned {
  std::string code;  // eight characters: jump to that request
};
struct VoucherScanned {
  std::string text;  // QR text, check code or number: look the voucher up
};
using Scanned = std::variant<std::monostate, SlipScanned, VoucherScanned>;
[[nodiscard]] Scanned scanned_from(std::string_view text);

// Tells a scanner from a person. A scanner that poses as a keyboard types a whole code in a few
// milliseconds per key and ends with Enter; its letters must never be taken for decisions. So a
// letter acts only when nothing follows it within kSettle, and a burst is collected until Enter.
// Time is an argument.
class KeyBurst {
 public:
  static constexpr Tick kSettle{70};
  static constexpr Tick kBroken{300};  // a burst with such a gap never was one

  // One printable key; ask settled() first, the key before may have been a person's.
  void take(char32_t key, Tick now);
  // Enter: the text of the burst, when there was one.
  [[nodiscard]] std::optional<std::string> take_enter(Tick now);
  // The single key that has settled by now, to act upon; at most once per key.
  [[nodiscard]] std::optional<char32_t> settled(Tick now);

 private:
  std::string text_;
  std::size_t keys_ = 0;
  char32_t last_ = 0;
  Tick last_at_{};
};

}  // namespace slipway::desk
