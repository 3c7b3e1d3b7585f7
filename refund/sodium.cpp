#include "refund/sodium.hpp"

#include <sodium.h>

#include <algorithm>

#include "refund/require.hpp"

namespace slipway::refund {

static_assert(crypto_sign_SEEDBYTES == 32 && crypto_sign_PUBLICKEYBYTES == 32);
static_assert(crypto_sign_SECRETKEYBYTES == 64 && crypto_sign_BYTES == 64);

namespace {

// libsodium chooses its fast code here; safe to call from any thread, any number of times.
void start_sodium() {
  static const bool started = sodium_init() >= 0;
  require(started);
}

}  // namespace

Digest digest_of(std::span<const std::uint8_t> bytes) {
  start_sodium();
  Digest digest{};
  require(crypto_generichash(digest.data(), digest.size(), bytes.data(), bytes.size(), nullptr,
                             0) == 0);
  return digest;
}

Digest digest_of(std::string_view text) {
  return digest_of(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

std::string to_hex(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    hex += digits[byte >> 4U];
    hex += digits[byte & 0x0FU];
  }
  return hex;
}

std::optional<Bytes> bytes_from_hex(std::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  const auto digit = [](char c) -> int {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  Bytes bytes;
  bytes.reserve(hex.size() / 2);
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int high = digit(hex[i]);
    const int low = digit(hex[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes.push_back(static_cast<std::uint8_t>(high * 16 + low));
  }
  return bytes;
}

SigningKey::SigningKey(const SigningSeed& seed) {
  start_sodium();
  require(crypto_sign_seed_keypair(public_key_.data(), secret_.data(), seed.data()) == 0);
}

SigningKey::~SigningKey() {
  sodium_memzero(secret_.data(), secret_.size());
}

SignatureBytes SigningKey::sign(std::span<const std::uint8_t> message) const {
  SignatureBytes signature{};
  require(crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(),
                               secret_.data()) == 0);
  return signature;
}

bool is_signed_by(const PublicKey& key, std::span<const std::uint8_t> message,
                  const SignatureBytes& signature) {
  start_sodium();
  return crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                     key.data()) == 0;
}

std::array<std::uint8_t, 4> key_id(const PublicKey& key) {
  const Digest digest = digest_of(key);
  std::array<std::uint8_t, 4> id{};
  std::copy_n(digest.begin(), id.size(), id.begin());
  return id;
}

}  // namespace slipway::refund
