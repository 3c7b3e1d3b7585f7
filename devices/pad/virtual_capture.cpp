#include "devices/pad/virtual_capture.hpp"

#include <gmp.h>
#include <nettle/aes.h>
#include <nettle/sha1.h>

#include <algorithm>
#include <array>
#include <random>
#include <utility>

namespace slipway::devices {
namespace {

using std::chrono::milliseconds;
using stu::Bytes;

constexpr milliseconds kCalculation{300};
constexpr milliseconds kLeastCapture{80};
constexpr std::size_t kNumber = 16;
constexpr std::size_t kBlock = 16;
constexpr std::size_t kModulus = 256;
constexpr std::size_t kPart = 64;
constexpr std::size_t kCommand = 68;
constexpr const char* kPrime = "ffffffffffffffffffffffffffffff61";  // 2^128 - 159, a prime
constexpr unsigned kBase = 5;

// What a status report says.
constexpr std::uint8_t kDone = 0;
constexpr std::uint8_t kWrongState = 2;
constexpr std::uint8_t kBadParameter = 4;

Bytes random_bytes(std::size_t count) {
  std::random_device source;
  Bytes bytes(count);
  for (std::uint8_t& byte : bytes)
    byte = static_cast<std::uint8_t>(source() & 0xFF);
  return bytes;
}

// Big-endian numbers to a power, as bytes of the modulus's length.
Bytes power(const Bytes& number, const Bytes& exponent, const Bytes& modulus) {
  mpz_t n;
  mpz_t e;
  mpz_t m;
  mpz_inits(n, e, m, nullptr);
  mpz_import(n, number.size(), 1, 1, 1, 0, number.data());
  mpz_import(e, exponent.size(), 1, 1, 1, 0, exponent.data());
  mpz_import(m, modulus.size(), 1, 1, 1, 0, modulus.data());
  mpz_powm(n, n, e, m);
  Bytes bytes(modulus.size(), 0);
  const std::size_t length = mpz_sgn(n) == 0 ? 0 : (mpz_sizeinbase(n, 2) + 7) / 8;
  mpz_export(bytes.data() + (bytes.size() - length), nullptr, 1, 1, 1, 0, n);
  mpz_clears(n, e, m, nullptr);
  return bytes;
}

Bytes sha1(const Bytes& bytes) {
  sha1_ctx context{};
  sha1_init(&context);
  sha1_update(&context, bytes.size(), bytes.data());
  Bytes digest(SHA1_DIGEST_SIZE);
  sha1_digest(&context, digest.size(), digest.data());
  return digest;
}

// RFC 8017, B.2.1.
Bytes mask_of(const Bytes& seed, std::size_t length) {
  Bytes mask;
  for (std::uint8_t counter = 0; mask.size() < length; ++counter) {
    Bytes input = seed;
    input.insert(input.end(), {0, 0, 0, counter});
    const Bytes digest = sha1(input);
    mask.insert(mask.end(), digest.begin(), digest.end());
  }
  mask.resize(length);
  return mask;
}

Bytes mixed(Bytes bytes, const Bytes& mask) {
  for (std::size_t at = 0; at < bytes.size(); ++at)
    bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ mask[at]);
  return bytes;
}

// RFC 8017, 7.1.1, without a label.
Bytes padded(const Bytes& message) {
  Bytes block = sha1({});
  const Bytes seed = random_bytes(block.size());
  block.resize(kModulus - 2 - seed.size() - message.size());
  block.push_back(1);
  block.insert(block.end(), message.begin(), message.end());
  const Bytes masked = mixed(block, mask_of(seed, block.size()));
  Bytes whole = {0};
  const Bytes masked_seed = mixed(seed, mask_of(masked, seed.size()));
  whole.insert(whole.end(), masked_seed.begin(), masked_seed.end());
  whole.insert(whole.end(), masked.begin(), masked.end());
  return whole;
}

Bytes with_number(std::uint8_t report, const Bytes& rest) {
  Bytes bytes = {report};
  bytes.insert(bytes.end(), rest.begin(), rest.end());
  return bytes;
}

void put_word(Bytes& bytes, int value) {
  bytes.push_back(static_cast<std::uint8_t>(value >> 8 & 0xFF));
  bytes.push_back(static_cast<std::uint8_t>(value & 0xFF));
}

}  // namespace

bool VirtualCapture::lie(const std::string& how) {
  constexpr std::array<std::pair<const char*, Lie>, 9> kLies = {{{"honest", Lie::Honest},
                                                                 {"none", Lie::None},
                                                                 {"silent", Lie::Silent},
                                                                 {"composite", Lie::Composite},
                                                                 {"base", Lie::Base},
                                                                 {"key", Lie::Key},
                                                                 {"long", Lie::Long},
                                                                 {"refuse", Lie::Refuse},
                                                                 {"session", Lie::Session}}};
  const auto found =
      std::find_if(kLies.begin(), kLies.end(), [&](const auto& one) { return how == one.first; });
  if (found == kLies.end()) return false;
  lie_ = found->second;
  return true;
}

Bytes VirtualCapture::prime() const {
  if (lie_ == Lie::None) return Bytes(kNumber, 0);
  mpz_t prime;
  mpz_init_set_str(prime, kPrime, 16);
  if (lie_ == Lie::Composite) mpz_sub_ui(prime, prime, 2);
  Bytes bytes(kNumber);
  mpz_export(bytes.data(), nullptr, 1, 1, 1, 0, prime);
  mpz_clear(prime);
  return bytes;
}

std::optional<Bytes> VirtualCapture::feature(std::uint8_t report) const {
  if (exchange_ == stu::Exchange::DiffieHellman) {
    if (report == 0x1A) return with_number(report, prime());
    if (report == 0x1B)
      return Bytes{report, 0, static_cast<std::uint8_t>(lie_ == Lie::Base ? 1 : kBase)};
    if (report == 0x14 && !public_key_.empty()) return with_number(report, public_key_);
  }
  if (exchange_ == stu::Exchange::Rsa && lie_ != Lie::None) {
    if (report == 0x50) return encryption_status();
    if (report == 0x40 && !answer_.empty()) return answer_;
  }
  return std::nullopt;
}

Bytes VirtualCapture::encryption_status() const {
  constexpr std::uint8_t kReady = 0x00;
  constexpr std::uint8_t kCalculating = 0xFA;
  constexpr std::uint8_t kNotReady = 0xFF;
  const auto state = [](bool ready) { return ready ? kReady : kNotReady; };
  Bytes bytes = {0x50, 2, static_cast<std::uint8_t>(has_type_ ? 0x82 : 0), 0};
  bytes.push_back(state(!exponent_.empty()));
  bytes.push_back(state(modulus_.size() == kModulus));
  bytes.push_back(is_calculating() ? kCalculating : state(!wrapped_.empty()));
  bytes.insert(bytes.end(), {result_, 0x07});
  bytes.resize(17);
  return bytes;
}

std::optional<std::uint8_t> VirtualCapture::take(std::span<const std::uint8_t> report,
                                                 bool is_idle) {
  const bool is_free = is_idle && !is_on_ && !is_calculating();
  const std::uint8_t number = report[0];
  if (!exchange_) return std::nullopt;
  if (number == 0x13 && *exchange_ == stu::Exchange::DiffieHellman) {
    return is_free ? take_host_key(report.subspan(1)) : kWrongState;
  }
  if (number == 0x40 && *exchange_ == stu::Exchange::Rsa) {
    if (!is_free) return kWrongState;
    if (report.size() != kCommand) return kBadParameter;
    obey_command(report);
    return kDone;
  }
  if (number == 0x15) {
    if (!is_free || key_.empty() || lie_ == Lie::Refuse) return kWrongState;
    if (report.size() != 5) return kBadParameter;
    session_ = 0;
    for (const std::uint8_t byte : report.subspan(1))
      session_ = session_ << 8 | byte;
    is_on_ = true;
    since_start_ = milliseconds{0};
    return kDone;
  }
  if (number == 0x16) {
    if (!is_on_ || since_start_ < kLeastCapture) return kWrongState;
    is_on_ = false;
    key_.clear();  // the next capture has another
    first_of_pair_.clear();
    return kDone;
  }
  return std::nullopt;
}

std::uint8_t VirtualCapture::take_host_key(std::span<const std::uint8_t> number) {
  if (number.size() != kNumber) return kBadParameter;
  const Bytes own = random_bytes(kNumber);
  public_key_ = power({static_cast<std::uint8_t>(kBase)}, own, prime());
  key_ = power(Bytes(number.begin(), number.end()), own, prime());
  if (lie_ == Lie::Key) {
    public_key_.assign(kNumber, 0);
    public_key_.back() = 1;
  }
  calculating_ = kCalculation;
  return kDone;
}

void VirtualCapture::obey_command(std::span<const std::uint8_t> command) {
  constexpr std::uint8_t kBadCommand = 7;
  switch (command[1]) {
    case 1:
      exponent_.clear();
      modulus_.clear();
      wrapped_.clear();
      has_type_ = command[2] == 2 && command[3] == 0x82;
      result_ = has_type_ ? 0 : 1;
      return;
    case 2:
      result_ = add_parameter(command);
      return;
    case 4:
      result_ = answer_part(command);
      return;
    case 5:
      result_ = generate();
      return;
    default:
      result_ = kBadCommand;
  }
}

std::uint8_t VirtualCapture::add_parameter(std::span<const std::uint8_t> command) {
  const std::size_t length = command[3];
  if (!has_type_) return 0x0B;
  if (command[2] > 1 || length == 0 || length > kPart) return 1;
  Bytes& parameter = command[2] == 0 ? exponent_ : modulus_;
  const auto part = command.subspan(4, length);
  if (parameter.size() + length > kModulus) return 2;
  parameter.insert(parameter.end(), part.begin(), part.end());
  return 0;
}

std::uint8_t VirtualCapture::generate() {
  if (modulus_.size() != kModulus) return 3;
  if (exponent_.empty()) return 4;
  key_ = random_bytes(32);
  const Bytes message = lie_ == Lie::Long ? Bytes(40, 0x55) : key_;
  wrapped_ = power(padded(message), exponent_, modulus_);
  if (lie_ == Lie::Key) wrapped_.back() = static_cast<std::uint8_t>(wrapped_.back() ^ 1);
  calculating_ = kCalculation;
  return 0;
}

std::uint8_t VirtualCapture::answer_part(std::span<const std::uint8_t> command) {
  const std::size_t at = command[3] * kPart;
  if (command[2] != 2 || wrapped_.empty() || at >= wrapped_.size()) return 0x0A;
  answer_ = {0x40, 4, 2, static_cast<std::uint8_t>(kPart)};
  const auto first = wrapped_.begin() + static_cast<std::ptrdiff_t>(at);
  answer_.insert(answer_.end(), first, first + kPart);
  return 0;
}

void VirtualCapture::pass(milliseconds time) {
  since_start_ += time;
  if (lie_ != Lie::Silent) calculating_ = std::max(milliseconds{0}, calculating_ - time);
}

void VirtualCapture::put_session(Bytes& bytes) const {
  const std::uint32_t session = lie_ == Lie::Session ? ~session_ : session_;
  put_word(bytes, static_cast<int>(session >> 16));
  put_word(bytes, static_cast<int>(session & 0xFFFF));
}

Bytes VirtualCapture::encrypted(const Bytes& plain) const {
  Bytes sealed(kBlock);
  if (key_.size() == 16) {
    aes128_ctx context{};
    aes128_set_encrypt_key(&context, key_.data());
    aes128_encrypt(&context, kBlock, sealed.data(), plain.data());
  } else {
    aes256_ctx context{};
    aes256_set_encrypt_key(&context, key_.data());
    aes256_encrypt(&context, kBlock, sealed.data(), plain.data());
  }
  return sealed;
}

std::optional<Bytes> VirtualCapture::sealed(std::span<const std::uint8_t> pen, int time,
                                            int sequence, std::uint8_t option_mode) {
  if (option_mode == 3) {
    Bytes plain(pen.begin(), pen.end());
    put_word(plain, time);
    put_word(plain, sequence);
    put_word(plain, 0);
    put_session(plain);
    return with_number(0x33, encrypted(plain));
  }
  const int stamp = option_mode == 1 ? time : sequence;
  if (first_of_pair_.empty()) {
    first_of_pair_.assign(pen.begin(), pen.end());
    first_stamp_ = stamp;
    pair_mode_ = option_mode;
    return std::nullopt;
  }
  Bytes plain;
  put_session(plain);
  plain.insert(plain.end(), first_of_pair_.begin(), first_of_pair_.end());
  plain.insert(plain.end(), pen.begin(), pen.end());
  first_of_pair_.clear();
  Bytes packet = with_number(option_mode == 0 ? 0x10 : 0x31, encrypted(plain));
  if (option_mode == 0) return packet;
  put_word(packet, first_stamp_);
  put_word(packet, stamp);
  return packet;
}

std::optional<Bytes> VirtualCapture::rest() {
  if (first_of_pair_.empty()) return std::nullopt;
  const std::array<std::uint8_t, 6> away{};
  return sealed(away, first_stamp_, first_stamp_, pair_mode_);
}

}  // namespace slipway::devices
