#include "devices/reader/card_reader.hpp"

#include <string_view>

namespace slipway::devices {
namespace {

bool is_hex(std::string_view text, std::size_t fewest, std::size_t most) {
  return text.size() >= fewest && text.size() <= most && text.size() % 2 == 0 &&
         text.find_first_not_of("0123456789ABCDEF") == std::string_view::npos;
}

}  // namespace

bool is_sound(const Card& card) {
  const bool is_sealed = card.assurance == Assurance::ReaderEncrypted;
  if (is_sealed != card.stripe.has_value()) return false;
  if (is_sealed) {
    return card.uid.empty() && card.atr.empty() && !card.proof && is_sound(*card.stripe);
  }
  return is_hex(card.uid, 8, 20) && is_hex(card.atr, 0, 66) &&
         (!card.proof || is_sound(*card.proof));
}

}  // namespace slipway::devices
