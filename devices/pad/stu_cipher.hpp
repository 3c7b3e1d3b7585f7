#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include "devices/pad/stu_exchange.hpp"

// The host's side of the cryptography of STU pads: the one file of their driver that knows a
// library for it. What a pad hands over is hostile until checked, and every secret is overwritten
// when its owner dies.
namespace slipway::devices::stu {

// A number that nobody can foresee.
[[nodiscard]] std::uint32_t random_session();

// The key of one capture: AES with 16 or 32 bytes, each block by itself.
class PenKey {
 public:
  explicit PenKey(std::span<const std::uint8_t> bytes);
  ~PenKey();
  PenKey(const PenKey&) = delete;
  PenKey& operator=(const PenKey&) = delete;

  [[nodiscard]] Block opened(const Block& sealed) const;

 private:
  std::array<std::uint8_t, 32> bytes_{};
  std::size_t size_ = 0;
};

// Diffie and Hellman's exchange in the pad's own group; the shared number is the AES-128 key.
class DiffieHellman {
 public:
  // Protocol for a group in which there is no secret: a prime that is none or is short, a base that
  // only has two powers.
  [[nodiscard]] static Result<std::unique_ptr<DiffieHellman>> begin(const Number& prime,
                                                                    std::uint16_t base);
  ~DiffieHellman();
  DiffieHellman(const DiffieHellman&) = delete;
  DiffieHellman& operator=(const DiffieHellman&) = delete;

  [[nodiscard]] const Number& host_key() const { return host_key_; }
  // Protocol for a public key that would make a key which anybody knows.
  [[nodiscard]] Result<std::unique_ptr<PenKey>> agreed(const Number& device_key) const;

 private:
  DiffieHellman() = default;

  Number prime_{};
  Number host_key_{};
  std::array<std::uint8_t, 32> exponent_{};
};

// A key pair of 2048 bits, in which a pad wraps the AES-256 key that it has made (OAEP with SHA-1).
class RsaPair {
 public:
  using Modulus = std::array<std::uint8_t, 256>;
  static constexpr std::array<std::uint8_t, 3> kExponent = {0x01, 0x00, 0x01};

  // Takes a tenth of a second, on a small computer up to one.
  [[nodiscard]] static std::unique_ptr<RsaPair> make();
  ~RsaPair();
  RsaPair(const RsaPair&) = delete;
  RsaPair& operator=(const RsaPair&) = delete;

  [[nodiscard]] const Modulus& modulus() const { return modulus_; }
  // Protocol for what is not wrapped for this pair, or is no key of AES-256.
  [[nodiscard]] Result<std::unique_ptr<PenKey>> unwrapped(
      std::span<const std::uint8_t> wrapped) const;

 private:
  struct Numbers;
  explicit RsaPair(std::unique_ptr<Numbers> numbers);

  std::unique_ptr<Numbers> numbers_;
  Modulus modulus_{};
};

}  // namespace slipway::devices::stu
