#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "refund/base45.hpp"
#include "refund/require.hpp"

// Any bytes have a text that means them again; any text that means bytes is the one we would write.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* first, std::size_t size) {
  using namespace slipway::refund;
  const std::span<const std::uint8_t> bytes(first, size);
  const auto again = from_base45(to_base45(bytes));
  require(again && std::equal(again->begin(), again->end(), bytes.begin(), bytes.end()));
  const std::string_view text(reinterpret_cast<const char*>(first), size);
  if (const auto meant = from_base45(text)) require(to_base45(*meant) == text);
  return 0;
}
