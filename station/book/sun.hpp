#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sync/keys.hpp"
#include "sync/wire/kiosk_messages.hpp"

// The SUN message of an NTAG 424 DNA (NXP AN12196, sections 3.3 and 3.4) under the site's keys, the
// same for every card: pure, and the only file that knows nettle on this side.
namespace slipway::book {

struct Tap {
  std::string uid;            // 14 digits of upper-case hex
  std::uint32_t counter = 0;  // how often the card was read, this time too
  friend bool operator==(const Tap&, const Tap&) = default;
};

// What the card said, when it is a card with these keys that said it; nothing otherwise. That it is
// said for the first time is not known here.
[[nodiscard]] std::optional<Tap> verified(const sync::CardProof& proof, const sync::CardKeys& keys);

}  // namespace slipway::book
