#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "devices/fault.hpp"
#include "devices/reader/ccid.hpp"

// A shop's own number in a block of a MIFARE Classic card, behind a key of the site (PC/SC part 3,
// 3.2.2.1: load key, authenticate, read binary). It identifies and proves nothing: the cipher is
// broken, and clones with every key are sold.
namespace slipway::devices {

struct MifareSector {
  std::uint8_t block = 0;
  bool is_key_b = false;
  std::array<std::uint8_t, 6> key{};
};

// "4 A A0A1A2A3A4A5": a block that holds data, the key's kind and its twelve hex digits.
[[nodiscard]] std::optional<MifareSector> mifare_sector(std::string_view text);

// Where a reader keeps the key; makers differ.
enum class KeyPlace : std::uint8_t { Volatile = 0x00, Reader = 0x20 };
[[nodiscard]] ccid::Bytes load_key(const MifareSector& sector, KeyPlace place);
[[nodiscard]] ccid::Bytes authenticate(const MifareSector& sector);
[[nodiscard]] ccid::Bytes read_block(const MifareSector& sector);

// Whether an answer says that it went well, and nothing else.
[[nodiscard]] bool is_done(std::span<const std::uint8_t> answer);
// What stands in the block before its padding (zeros or spaces). Media when the card refused or
// when it is no text; Protocol when the answer makes no sense.
[[nodiscard]] Result<std::string> read_number(std::span<const std::uint8_t> answer);

}  // namespace slipway::devices
