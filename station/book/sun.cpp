#include "station/book/sun.hpp"

#include <nettle/aes.h>
#include <nettle/cmac.h>
#include <nettle/memops.h>

#include <algorithm>
#include <array>
#include <span>

#include "refund/sodium.hpp"

namespace slipway::book {
namespace {

using Block = std::array<std::uint8_t, 16>;

constexpr std::size_t kUid = 7;
constexpr std::size_t kCounter = 3;
// PICCDataTag: UID and counter are there, and the UID has seven bytes.
constexpr std::uint8_t kBothOfSeven = 0xC7;

Block mac_of(const Block& key, std::span<const std::uint8_t> bytes) {
  cmac_aes128_ctx context{};
  cmac_aes128_set_key(&context, key.data());
  cmac_aes128_update(&context, bytes.size(), bytes.data());
  Block mac{};
  cmac_aes128_digest(&context, mac.size(), mac.data());
  return mac;
}

// UID, then the counter with its lowest byte first.
using Said = std::array<std::uint8_t, kUid + kCounter>;

// CBC with an initial vector of zeros, which for one block is the cipher itself.
std::optional<Said> decrypted(std::span<const std::uint8_t> bytes, const Block& key) {
  aes128_ctx context{};
  aes128_set_decrypt_key(&context, key.data());
  Block plain{};
  aes128_decrypt(&context, plain.size(), plain.data(), bytes.data());
  if (plain[0] != kBothOfSeven) return std::nullopt;
  Said said{};
  std::copy_n(plain.begin() + 1, said.size(), said.begin());
  return said;
}

// A card that does not encrypt writes the counter as text, highest byte first.
Said mirrored(std::span<const std::uint8_t> bytes) {
  Said said{};
  std::copy_n(bytes.begin(), said.size(), said.begin());
  std::reverse(said.begin() + kUid, said.end());
  return said;
}

}  // namespace

std::optional<Tap> verified(const sync::CardProof& proof, const sync::CardKeys& keys) {
  const auto claim = refund::bytes_from_hex(proof.claim);
  const auto mac = refund::bytes_from_hex(proof.mac);
  if (!claim || !mac || mac->size() != 8) return std::nullopt;
  std::optional<Said> said;
  if (claim->size() == Block{}.size()) said = decrypted(*claim, keys.meta_read);
  if (claim->size() == Said{}.size()) said = mirrored(*claim);
  if (!said) return std::nullopt;
  // The session key's vector SV2; then the MAC over nothing, of which every other byte is shown.
  Block vector{0x3C, 0xC3, 0x00, 0x01, 0x00, 0x80};
  std::copy(said->begin(), said->end(), vector.begin() + 6);
  const Block full = mac_of(mac_of(keys.file_read, vector), {});
  std::array<std::uint8_t, 8> expected{};
  for (std::size_t at = 0; at < expected.size(); ++at)
    expected.at(at) = full.at(2 * at + 1);
  if (memeql_sec(expected.data(), mac->data(), expected.size()) == 0) return std::nullopt;
  Tap tap;
  tap.uid = refund::to_hex(std::span(*said).first(kUid));
  std::transform(tap.uid.begin(), tap.uid.end(), tap.uid.begin(), [](char letter) {
    return letter >= 'a' && letter <= 'f' ? static_cast<char>(letter - 'a' + 'A') : letter;
  });
  for (std::size_t at = said->size(); at > kUid; --at)
    tap.counter = tap.counter << 8 | said->at(at - 1);
  return tap;
}

}  // namespace slipway::book
