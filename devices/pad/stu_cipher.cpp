#include "devices/pad/stu_cipher.hpp"

#include <nettle/aes.h>
#include <nettle/bignum.h>
#include <nettle/nettle-meta.h>
#include <nettle/pss-mgf1.h>
#include <nettle/rsa.h>
#include <nettle/sha1.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "devices/usb/wipe.hpp"

namespace slipway::devices::stu {
namespace {

constexpr std::size_t kAes128 = 16;
constexpr std::size_t kAes256 = 32;
constexpr std::size_t kLeastPrimeBits = 120;
constexpr int kPrimeRounds = 32;
constexpr unsigned kRsaBits = 2048;

tl::unexpected<Error> hostile(const char* text) {
  return tl::make_unexpected(Error{Fault::Protocol, text});
}

// Without random numbers there is no secret, and nothing that could be done instead.
void fill_random(void*, std::size_t size, std::uint8_t* first) {
  constexpr std::size_t kMostAtOnce = 256;  // of getentropy
  for (std::size_t at = 0; at < size; at += kMostAtOnce) {
    if (::getentropy(first + at, std::min(kMostAtOnce, size - at)) != 0) std::abort();
  }
}

void wipe_number(mpz_ptr number) {
  const std::size_t limbs = mpz_size(number);
  if (limbs != 0)
    wipe(mpz_limbs_modify(number, static_cast<mp_size_t>(limbs)), limbs * sizeof(mp_limb_t));
}

class Integer {
 public:
  Integer() { mpz_init(value_); }
  explicit Integer(std::span<const std::uint8_t> bytes) : Integer() {
    nettle_mpz_set_str_256_u(value_, bytes.size(), bytes.data());
  }
  ~Integer() {
    wipe_number(value_);
    mpz_clear(value_);
  }
  Integer(const Integer&) = delete;
  Integer& operator=(const Integer&) = delete;

  [[nodiscard]] mpz_ptr get() { return value_; }
  void write(std::span<std::uint8_t> bytes) const {
    nettle_mpz_get_str_256(bytes.size(), bytes.data(), value_);
  }

 private:
  mpz_t value_;
};

// True for 2 to prime - 2: the rest have one or two powers, which anybody can list.
bool has_many_powers(Integer& number, Integer& prime) {
  Integer last;
  mpz_sub_ui(last.get(), prime.get(), 1);
  return mpz_cmp_ui(number.get(), 1) > 0 && mpz_cmp(number.get(), last.get()) < 0;
}

using Digest = std::array<std::uint8_t, SHA1_DIGEST_SIZE>;

void unmask(std::span<std::uint8_t> bytes, std::span<const std::uint8_t> seed) {
  sha1_ctx hash{};
  sha1_init(&hash);
  sha1_update(&hash, seed.size(), seed.data());
  std::array<std::uint8_t, std::tuple_size_v<RsaPair::Modulus>> mask{};
  const WipedAtEnd wiped(mask);
  pss_mgf1(&hash, &nettle_sha1, bytes.size(), mask.data());
  for (std::size_t at = 0; at < bytes.size(); ++at)
    bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ mask.at(at));
}

// EME-OAEP without a label (RFC 8017, 7.1.2): 00, masked seed, masked block of the empty label's
// digest, zeros, 01 and the message. The message's place; nothing when it is not so.
std::optional<std::span<std::uint8_t>> message_in(std::span<std::uint8_t> encoded) {
  const auto seed = encoded.subspan(1, SHA1_DIGEST_SIZE);
  const auto block = encoded.subspan(1 + SHA1_DIGEST_SIZE);
  unmask(seed, block);
  unmask(block, seed);
  sha1_ctx hash{};
  sha1_init(&hash);
  Digest of_label{};
  sha1_digest(&hash, of_label.size(), of_label.data());
  const auto mark = std::find_if(block.begin() + SHA1_DIGEST_SIZE, block.end(),
                                 [](std::uint8_t byte) { return byte != 0; });
  if (encoded[0] != 0 || mark == block.end() || *mark != 1 ||
      !std::equal(of_label.begin(), of_label.end(), block.begin())) {
    return std::nullopt;
  }
  return block.subspan(static_cast<std::size_t>(mark - block.begin()) + 1);
}

}  // namespace

std::uint32_t random_session() {
  std::array<std::uint8_t, 4> bytes{};
  fill_random(nullptr, bytes.size(), bytes.data());
  std::uint32_t session = 0;
  for (const std::uint8_t byte : bytes)
    session = session << 8 | byte;
  return session;
}

PenKey::PenKey(std::span<const std::uint8_t> bytes)
    : size_(bytes.size() > kAes128 ? kAes256 : kAes128) {
  std::copy_n(bytes.begin(), std::min(bytes.size(), size_), bytes_.begin());
}

PenKey::~PenKey() {
  wipe(bytes_.data(), bytes_.size());
}

Block PenKey::opened(const Block& sealed) const {
  Block plain{};
  if (size_ == kAes128) {
    aes128_ctx context{};
    aes128_set_decrypt_key(&context, bytes_.data());
    aes128_decrypt(&context, plain.size(), plain.data(), sealed.data());
    wipe(&context, sizeof(context));
  } else {
    aes256_ctx context{};
    aes256_set_decrypt_key(&context, bytes_.data());
    aes256_decrypt(&context, plain.size(), plain.data(), sealed.data());
    wipe(&context, sizeof(context));
  }
  return plain;
}

Result<std::unique_ptr<DiffieHellman>> DiffieHellman::begin(const Number& prime,
                                                            std::uint16_t base) {
  Integer modulus(prime);
  if (mpz_sizeinbase(modulus.get(), 2) < kLeastPrimeBits ||
      mpz_probab_prime_p(modulus.get(), kPrimeRounds) == 0) {
    return hostile("the pad's prime is none, or too short");
  }
  Integer generator;
  mpz_set_ui(generator.get(), base);
  if (!has_many_powers(generator, modulus)) return hostile("the pad's base makes no secret");
  std::unique_ptr<DiffieHellman> half(new DiffieHellman);
  half->prime_ = prime;
  fill_random(nullptr, half->exponent_.size(), half->exponent_.data());
  half->exponent_[0] = static_cast<std::uint8_t>(half->exponent_[0] | 0x80);  // never zero
  Integer exponent(half->exponent_);
  Integer power;
  mpz_powm_sec(power.get(), generator.get(), exponent.get(), modulus.get());
  power.write(half->host_key_);
  return half;
}

DiffieHellman::~DiffieHellman() {
  wipe(exponent_.data(), exponent_.size());
}

Result<std::unique_ptr<PenKey>> DiffieHellman::agreed(const Number& device_key) const {
  Integer modulus(prime_);
  Integer theirs(device_key);
  if (!has_many_powers(theirs, modulus)) return hostile("the pad's public key makes no secret");
  Integer exponent(exponent_);
  Integer shared;
  mpz_powm_sec(shared.get(), theirs.get(), exponent.get(), modulus.get());
  Number key{};
  const WipedAtEnd wiped(key);
  shared.write(key);
  return std::make_unique<PenKey>(key);
}

struct RsaPair::Numbers {
  rsa_public_key open{};
  rsa_private_key own{};

  Numbers() {
    rsa_public_key_init(&open);
    rsa_private_key_init(&own);
  }
  ~Numbers() {
    for (mpz_ptr number : {own.d, own.p, own.q, own.a, own.b, own.c})
      wipe_number(number);
    rsa_private_key_clear(&own);
    rsa_public_key_clear(&open);
  }
  Numbers(const Numbers&) = delete;
  Numbers& operator=(const Numbers&) = delete;
};

std::unique_ptr<RsaPair> RsaPair::make() {
  auto numbers = std::make_unique<Numbers>();
  Integer exponent(kExponent);
  mpz_set(numbers->open.e, exponent.get());
  if (rsa_generate_keypair(&numbers->open, &numbers->own, nullptr, fill_random, nullptr, nullptr,
                           kRsaBits, 0) == 0) {
    std::abort();  // it refuses sizes and exponents only, and these are fixed
  }
  return std::unique_ptr<RsaPair>(new RsaPair(std::move(numbers)));
}

RsaPair::RsaPair(std::unique_ptr<Numbers> numbers) : numbers_(std::move(numbers)) {
  nettle_mpz_get_str_256(modulus_.size(), modulus_.data(), numbers_->open.n);
}

RsaPair::~RsaPair() = default;

Result<std::unique_ptr<PenKey>> RsaPair::unwrapped(std::span<const std::uint8_t> wrapped) const {
  Integer number(wrapped);
  if (wrapped.size() != modulus_.size() || mpz_cmp(number.get(), numbers_->open.n) >= 0) {
    return hostile("the pad's wrapped key has the wrong length");
  }
  Integer root;
  if (rsa_compute_root_tr(&numbers_->open, &numbers_->own, nullptr, fill_random, root.get(),
                          number.get()) == 0) {
    return hostile("the pad's wrapped key cannot be unwrapped");
  }
  Modulus encoded{};
  const WipedAtEnd wiped(encoded);
  root.write(encoded);
  const auto message = message_in(encoded);
  if (!message) return hostile("the pad's key is not wrapped for this computer");
  // The makers' samples take it for a number: zeros in front may be missing, or too many.
  const auto first =
      std::find_if(message->begin(), message->end(), [](std::uint8_t byte) { return byte != 0; });
  const auto length = static_cast<std::size_t>(message->end() - first);
  if (length > kAes256) return hostile("the pad's key block is too long");
  if (length < kAes128) return hostile("the pad's key block is too short");
  std::array<std::uint8_t, kAes256> key{};
  const WipedAtEnd wiped_key(key);
  std::copy(first, message->end(), key.end() - static_cast<std::ptrdiff_t>(length));
  return std::make_unique<PenKey>(key);
}

}  // namespace slipway::devices::stu
