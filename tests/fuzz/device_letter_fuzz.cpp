#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "devices/service/codec.hpp"

// Letters between screen and slipway-devices, both directions: what a decoder takes is written
// again as bytes that it takes again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  namespace wire = slipway::devices::wire;
  const std::span<const std::uint8_t> input(bytes, size);
  if (const auto letter = wire::decode_to_service(input)) {
    if (!wire::decode_to_service(wire::encode(*letter))) std::abort();
  }
  if (const auto letter = wire::decode_to_client(input)) {
    if (!wire::decode_to_client(wire::encode(*letter))) std::abort();
  }
  return 0;
}
