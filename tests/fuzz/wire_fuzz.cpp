#include <cstddef>
#include <cstdint>

#include "refund/require.hpp"
#include "sync/wire/codec.hpp"

namespace slipway::sync {

// Any bytes may arrive. What reads as a message is written as the very same bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* first, std::size_t size) {
  const std::span<const std::uint8_t> bytes(first, size);
  const Bytes same(bytes.begin(), bytes.end());
  if (const auto ask = kiosk_ask_from(bytes)) refund::require(encode(*ask) == same);
  if (const auto reply = kiosk_reply_from(bytes)) refund::require(encode(*reply) == same);
  if (const auto ask = desk_ask_from(bytes)) refund::require(encode(*ask) == same);
  if (const auto reply = desk_reply_from(bytes)) refund::require(encode(*reply) == same);
  return 0;
}

}  // namespace slipway::sync
