#pragma once

#include <array>
#include <string>

#include "devices/reader/card_number.hpp"

// A magnetic stripe as a head that encrypts says it (MagTek MagneSafe V5, manual 99875475): nothing
// of the card can be read here. Who holds the site's keys opens it.
namespace slipway::devices {

struct SealedStripe {
  // Upper-case hex, 20 digits: which reader sealed it with which of its keys (ANSI X9.24-1).
  std::string ksn;
  // Tracks 1 to 3 with their sentinels, encrypted: upper-case hex, whole blocks of 8 bytes, at most
  // 112 bytes. Empty: not on the card, or it could not be decoded.
  std::array<std::string, 3> tracks;
  NumberFormat format = NumberFormat::Digits;  // of the number on them, as on any other stripe
  friend bool operator==(const SealedStripe&, const SealedStripe&) = default;
};

inline constexpr std::size_t kKsn = 10;          // bytes
inline constexpr std::size_t kSealedBlock = 8;   // bytes
inline constexpr std::size_t kMostSealed = 112;  // bytes of a track

// Whether all of it has the form above, and there is a track.
[[nodiscard]] bool is_sound(const SealedStripe& stripe);

}  // namespace slipway::devices
