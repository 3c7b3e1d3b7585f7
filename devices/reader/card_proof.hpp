#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "devices/reader/ccid.hpp"

// What an NTAG 424 DNA says at each tap, so that a copy of it is old: a URL in its NDEF file with a
// SUN message (NXP AN12196, sections 3 and 4.4), which is new whenever the card is read. No key is
// here, so nothing is known to be true yet: who holds the site's keys has to verify it.
namespace slipway::devices {

struct CardProof {
  // Upper-case hex: 32 digits are the encrypted PICCData; 20 are the UID and, highest byte first,
  // the counter, as a card without encryption mirrors them.
  std::string claim;
  std::string mac;  // 16 digits of upper-case hex: the SDMMAC over no further text
  friend bool operator==(const CardProof&, const CardProof&) = default;
};

[[nodiscard]] bool is_sound(const CardProof& proof);

// The commands that read an NDEF file (NFC Forum, Type 4 Tag 2.0, section 5). The card counts a tap
// at the first byte that is read after its activation.
[[nodiscard]] ccid::Bytes select_ndef_application();
[[nodiscard]] ccid::Bytes select_ndef_file();
[[nodiscard]] ccid::Bytes read_ndef(std::size_t offset, std::uint8_t length);

inline constexpr std::size_t kNdefHead = 2;    // the message's length stands before it
inline constexpr std::size_t kMostNdef = 254;  // of an NTAG 424 DNA's file of 256 bytes

// What stands before the status word 90 00; nothing for every other answer.
[[nodiscard]] std::optional<std::span<const std::uint8_t>> card_text(
    std::span<const std::uint8_t> answer);

// The proof in an NDEF message: one short record that is a URI, with each of the parameters that
// are customary for it once: `picc_data` or `e`, or `uid` and `ctr`; and `cmac`, `c` or `m`.
// Nothing for every other message.
[[nodiscard]] std::optional<CardProof> proof_in(std::span<const std::uint8_t> message);

}  // namespace slipway::devices
