#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The only file that knows libsodium on the side of the rules: pure functions of their arguments.
namespace slipway::refund {

using Bytes = std::vector<std::uint8_t>;
using Digest = std::array<std::uint8_t, 32>;
using PublicKey = std::array<std::uint8_t, 32>;  // Ed25519
using SigningSeed = std::array<std::uint8_t, 32>;
using SignatureBytes = std::array<std::uint8_t, 64>;

[[nodiscard]] Digest digest_of(std::span<const std::uint8_t> bytes);  // BLAKE2b-256
[[nodiscard]] Digest digest_of(std::string_view text);
[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> bytes);
[[nodiscard]] std::optional<Bytes> bytes_from_hex(std::string_view hex);

// An Ed25519 key pair from its seed. The seed is wiped when the value dies.
class SigningKey {
 public:
  explicit SigningKey(const SigningSeed& seed);
  SigningKey(const SigningKey&) = delete;
  SigningKey& operator=(const SigningKey&) = delete;
  ~SigningKey();
  [[nodiscard]] const PublicKey& public_key() const { return public_key_; }
  [[nodiscard]] SignatureBytes sign(std::span<const std::uint8_t> message) const;

 private:
  std::array<std::uint8_t, 64> secret_{};
  PublicKey public_key_{};
};

// Refuses small-order keys and non-canonical signatures, as libsodium does.
[[nodiscard]] bool is_signed_by(const PublicKey& key, std::span<const std::uint8_t> message,
                                const SignatureBytes& signature);
// The first four bytes of the digest of the key: how a voucher names its key.
[[nodiscard]] std::array<std::uint8_t, 4> key_id(const PublicKey& key);

}  // namespace slipway::refund
