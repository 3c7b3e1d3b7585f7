#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

// The keys of a reader that encrypts (ANSI X9.24-1:2009, annex A: one key for each transaction,
// derived from a base that no reader has), and what was encrypted with them. Pure; the keys of a
// MagTek MagneSafe head (manual 99875475, appendix C).
namespace slipway::book {

using ReaderKey = std::array<std::uint8_t, 16>;

// Key set, reader and, in its last 21 bits, the counter of the reader's transactions.
using KeySerial = std::array<std::uint8_t, 10>;

[[nodiscard]] std::uint32_t counter_of(const KeySerial& serial);
// With the counter zero: the reader itself.
[[nodiscard]] KeySerial reader_of(const KeySerial& serial);

// What is loaded into a reader before its first transaction.
[[nodiscard]] ReaderKey initial_key(const ReaderKey& base, const KeySerial& serial);
// The key of one transaction, as the variant for a PIN, with which MagTek encrypts tracks.
[[nodiscard]] ReaderKey track_key(const ReaderKey& base, const KeySerial& serial);

// Triple DES, CBC from zeros. `blocks`: whole ones of 8 bytes. What is returned is to be wiped.
[[nodiscard]] std::vector<std::uint8_t> decrypted(std::span<const std::uint8_t> blocks,
                                                  const ReaderKey& key);

}  // namespace slipway::book
