#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "devices/reader/card_proof.hpp"
#include "devices/reader/ccid.hpp"
#include "devices/reader/mifare_sector.hpp"
#include "devices/usb/descriptors.hpp"

// Descriptors, answers and resets as a hostile reader might send them: no bytes may crash, and what
// is accepted keeps its bounds.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* first, std::size_t size) {
  namespace ccid = slipway::devices::ccid;
  const std::span<const std::uint8_t> bytes(first, size);
  if (const auto answer = ccid::read_answer(bytes)) {
    if (answer->payload.size() + 10 != size) std::abort();
  }
  if (const auto found = ccid::read_capabilities(bytes)) {
    if (found->longest_message < 11 || found->longest_message > 4096) std::abort();
    if (found->power_select() > 3 || found->contactless_marks() > 7) std::abort();
  }
  if (ccid::is_sound_atr(bytes) && size > 33) std::abort();
  if (const auto uid = ccid::read_uid(bytes)) {
    if (uid->size() < 4 || uid->size() > 10) std::abort();
  }
  if (const auto number = slipway::devices::read_number(bytes)) {
    if (number->empty() || number->size() > 16) std::abort();
  }
  if (const auto proof = slipway::devices::proof_in(bytes)) {
    if (!slipway::devices::is_sound(*proof)) std::abort();
  }
  static_cast<void>(ccid::read_slot_news(bytes));
  if (const auto described = slipway::devices::usb::describe(bytes, {"", "maker", "model"})) {
    for (const auto& interface : described->interfaces) {
      if (interface.endpoints.size() > 30) std::abort();
    }
  }
  return 0;
}
