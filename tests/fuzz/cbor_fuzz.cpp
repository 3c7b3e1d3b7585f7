#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "refund/cbor.hpp"
#include "refund/require.hpp"

// Any bytes may be given. What reads as a value is written as the very same bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* first, std::size_t size) {
  using namespace slipway::refund;
  const std::span<const std::uint8_t> bytes(first, size);
  const auto value = cbor::decode(bytes);
  if (!value) return 0;
  const auto written = cbor::encode(*value);
  require(std::equal(written.begin(), written.end(), bytes.begin(), bytes.end()));
  cbor::Fields fields(*value);
  (void)fields.number("a", 0, 9);
  (void)fields.text("b", 9);
  (void)fields.array("c", 9);
  (void)fields.is_complete();
  return 0;
}
