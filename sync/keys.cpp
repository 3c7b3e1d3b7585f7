#include "sync/keys.hpp"

#include <sodium.h>

#include "refund/require.hpp"

namespace slipway::sync {

namespace {

void use_sodium() {
  static const bool is_ready = sodium_init() >= 0;
  refund::require(is_ready);
}

using Peppered = std::array<char, 2 * crypto_generichash_BYTES + 1>;

// The keyed digest of the PIN, as text: whoever has the hashes but not the pepper cannot guess.
Peppered peppered(std::string_view pin, const std::array<std::uint8_t, 32>& pepper) {
  std::array<std::uint8_t, crypto_generichash_BYTES> digest{};
  crypto_generichash(digest.data(), digest.size(),
                     reinterpret_cast<const unsigned char*>(pin.data()), pin.size(), pepper.data(),
                     pepper.size());
  Peppered text{};
  sodium_bin2hex(text.data(), text.size(), digest.data(), digest.size());
  sodium_memzero(digest.data(), digest.size());
  return text;
}

}  // namespace

StationKeys make_station_keys(std::int64_t store) {
  use_sodium();
  StationKeys keys;
  keys.store = store;
  keys.curve = make_curve_pair();
  fill_random(keys.signing);
  crypto_box_keypair(keys.box_open.data(), keys.box_secret.data());
  fill_random(keys.pepper);
  return keys;
}

StationPublic public_of(const StationKeys& keys) {
  return StationPublic{keys.store, keys.curve.open, refund::SigningKey(keys.signing).public_key(),
                       keys.box_open};
}

std::optional<BoxPublic> box_open_of(const BoxSecret& secret) {
  use_sodium();
  BoxPublic open{};
  if (crypto_scalarmult_base(open.data(), secret.data()) != 0) return std::nullopt;
  return open;
}

std::vector<std::uint8_t> seal(std::span<const std::uint8_t> plain, const BoxPublic& to) {
  use_sodium();
  std::vector<std::uint8_t> sealed(plain.size() + crypto_box_SEALBYTES);
  const int sealing = crypto_box_seal(sealed.data(), plain.data(), plain.size(), to.data());
  refund::require(sealing == 0);
  return sealed;
}

std::optional<std::vector<std::uint8_t>> unseal(std::span<const std::uint8_t> sealed,
                                                const BoxPublic& own, const BoxSecret& secret) {
  use_sodium();
  if (sealed.size() < crypto_box_SEALBYTES) return std::nullopt;
  std::vector<std::uint8_t> plain(sealed.size() - crypto_box_SEALBYTES);
  if (crypto_box_seal_open(plain.data(), sealed.data(), sealed.size(), own.data(), secret.data()) !=
      0) {
    return std::nullopt;
  }
  return plain;
}

void fill_random(std::span<std::uint8_t> bytes) {
  use_sodium();
  randombytes_buf(bytes.data(), bytes.size());
}

std::string pin_hash(std::string_view pin, const std::array<std::uint8_t, 32>& pepper,
                     PinCost cost) {
  use_sodium();
  refund::require(cost.passes >= kLeastCost.passes && cost.kibibytes >= kLeastCost.kibibytes);
  Peppered password = peppered(pin, pepper);
  std::array<char, crypto_pwhash_STRBYTES> text{};
  const int hashing =
      crypto_pwhash_str_alg(text.data(), password.data(), password.size() - 1, cost.passes,
                            cost.kibibytes * 1024, crypto_pwhash_ALG_ARGON2ID13);
  sodium_memzero(password.data(), password.size());
  refund::require(hashing == 0);  // fails only when the memory is not to be had
  return text.data();
}

bool is_pin(std::string_view pin, const std::string& hash,
            const std::array<std::uint8_t, 32>& pepper) {
  use_sodium();
  if (hash.size() >= crypto_pwhash_STRBYTES) return false;
  Peppered password = peppered(pin, pepper);
  const bool matches =
      crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size() - 1) == 0;
  sodium_memzero(password.data(), password.size());
  return matches;
}

const std::string& nobodys_pin_hash() {
  static const std::string hash = [] {
    std::array<std::uint8_t, 32> pepper{};
    std::array<std::uint8_t, 32> secret{};
    fill_random(pepper);
    fill_random(secret);
    return pin_hash({reinterpret_cast<const char*>(secret.data()), secret.size()}, pepper);
  }();
  return hash;
}

}  // namespace slipway::sync
