#include "station/book/dukpt.hpp"

#include <nettle/des.h>

#include <algorithm>

#include "devices/usb/wipe.hpp"

namespace slipway::book {
namespace {

using devices::WipedAtEnd;
using Half = std::array<std::uint8_t, 8>;

constexpr int kCounterBits = 21;
constexpr std::uint32_t kCounter = (1U << kCounterBits) - 1;

// K1 K2 K1. A weak key is a key, too.
class Triple {
 public:
  explicit Triple(const ReaderKey& key) {
    std::array<std::uint8_t, 24> whole{};
    const WipedAtEnd wiped(whole);
    std::copy(key.begin(), key.end(), whole.begin());
    std::copy_n(key.begin(), 8, whole.begin() + 16);
    static_cast<void>(des3_set_key(&context_, whole.data()));
  }
  ~Triple() { devices::wipe(&context_, sizeof context_); }
  Triple(const Triple&) = delete;
  Triple& operator=(const Triple&) = delete;

  [[nodiscard]] const des3_ctx* get() const { return &context_; }

 private:
  des3_ctx context_{};
};

Half encrypted(std::span<const std::uint8_t, 8> key, const Half& block) {
  des_ctx context{};
  static_cast<void>(des_set_key(&context, key.data()));
  Half out{};
  des_encrypt(&context, out.size(), out.data(), block.data());
  devices::wipe(&context, sizeof context);
  return out;
}

ReaderKey combined(const ReaderKey& key, const ReaderKey& mask) {
  ReaderKey changed = key;
  for (std::size_t at = 0; at < key.size(); ++at)
    changed.at(at) ^= mask.at(at);
  return changed;
}

constexpr ReaderKey kOtherHalf = {0xC0, 0xC0, 0xC0, 0xC0, 0, 0, 0, 0,
                                  0xC0, 0xC0, 0xC0, 0xC0, 0, 0, 0, 0};
constexpr ReaderKey kForPins = {0, 0, 0, 0, 0, 0, 0, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0xFF};

// A.2, non-reversible key generation: both halves from the same register, the left one with the
// other key.
ReaderKey next_key(const ReaderKey& key, const Half& from) {
  const auto half = [&](const ReaderKey& with) {
    const std::span<const std::uint8_t, 16> bytes(with);
    const auto right = bytes.last<8>();
    Half mixed = from;
    std::transform(mixed.begin(), mixed.end(), right.begin(), mixed.begin(),
                   [](std::uint8_t a, std::uint8_t b) { return static_cast<std::uint8_t>(a ^ b); });
    mixed = encrypted(bytes.first<8>(), mixed);
    std::transform(mixed.begin(), mixed.end(), right.begin(), mixed.begin(),
                   [](std::uint8_t a, std::uint8_t b) { return static_cast<std::uint8_t>(a ^ b); });
    return mixed;
  };
  const Half left = half(combined(key, kOtherHalf));
  const Half right = half(key);
  ReaderKey made{};
  std::copy(left.begin(), left.end(), made.begin());
  std::copy(right.begin(), right.end(), made.begin() + 8);
  return made;
}

}  // namespace

std::uint32_t counter_of(const KeySerial& serial) {
  return (std::uint32_t{serial[7]} << 16 | std::uint32_t{serial[8]} << 8 | serial[9]) & kCounter;
}

KeySerial reader_of(const KeySerial& serial) {
  KeySerial reader = serial;
  reader[7] &= 0xE0;
  reader[8] = reader[9] = 0;
  return reader;
}

ReaderKey initial_key(const ReaderKey& base, const KeySerial& serial) {
  const KeySerial reader = reader_of(serial);
  ReaderKey key{};
  const Triple left(base);
  des3_encrypt(left.get(), 8, key.data(), reader.data());
  const Triple right(combined(base, kOtherHalf));
  des3_encrypt(right.get(), 8, key.data() + 8, reader.data());
  return key;
}

ReaderKey track_key(const ReaderKey& base, const KeySerial& serial) {
  ReaderKey key = initial_key(base, serial);
  const WipedAtEnd wiped(key);
  const KeySerial reader = reader_of(serial);
  Half from{};
  std::copy(reader.begin() + 2, reader.end(), from.begin());
  const std::uint32_t counter = counter_of(serial);
  for (int place = kCounterBits - 1; place >= 0; --place) {
    const std::uint32_t bit = 1U << place;
    if ((counter & bit) == 0) continue;
    from[5] = static_cast<std::uint8_t>(from[5] | (bit >> 16 & 0xFF));
    from[6] = static_cast<std::uint8_t>(from[6] | (bit >> 8 & 0xFF));
    from[7] = static_cast<std::uint8_t>(from[7] | (bit & 0xFF));
    key = next_key(key, from);
  }
  return combined(key, kForPins);
}

std::vector<std::uint8_t> decrypted(std::span<const std::uint8_t> blocks, const ReaderKey& key) {
  std::vector<std::uint8_t> plain(blocks.size());
  const Triple context(key);
  des3_decrypt(context.get(), plain.size(), plain.data(), blocks.data());
  for (std::size_t at = 8; at < plain.size(); ++at)
    plain.at(at) ^= blocks[at - 8];
  return plain;
}

}  // namespace slipway::book
