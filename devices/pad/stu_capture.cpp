#include "devices/pad/stu_capture.hpp"

#include <algorithm>
#include <utility>

#include "devices/usb/wipe.hpp"

namespace slipway::devices::stu {
namespace {

using std::chrono::milliseconds;

// The maker's SDK waits 80 ms before it ends a capture ("otherwise pad will timeout") and 20 ms
// after it has begun or ended one; it gives a pad six seconds to make a key.
constexpr milliseconds kBeforeEnd{80};
constexpr milliseconds kAfterChange{20};
constexpr milliseconds kPollTime{50};
constexpr int kMostKeyPolls = 120;

tl::unexpected<Error> refused(Fault fault, const char* text) {
  return tl::make_unexpected(Error{fault, text});
}

Result<EncryptionStatus> encryption_status(Wire& wire) {
  const auto bytes = wire.get(Report::EncryptionStatus, kEncryptionStatusLength);
  if (!bytes) return tl::make_unexpected(bytes.error());
  return read_encryption_status(*bytes);
}

Result<Number> number(Wire& wire, Report report) {
  const auto bytes = wire.get(report, kNumberLength);
  if (!bytes) return tl::make_unexpected(bytes.error());
  return read_number(*bytes, report);
}

Result<void> await_key(Wire& wire) {
  for (int polls = 0; polls < kMostKeyPolls; ++polls) {
    const auto now = encryption_status(wire);
    if (!now) return tl::make_unexpected(now.error());
    if (now->result != 0 || now->wrapped_key == KeyState::Refused) {
      return refused(Fault::Protocol, "the pad makes no key");
    }
    if (now->wrapped_key == KeyState::Ready) return {};
    if (auto rested = wire.rest(kPollTime); !rested) return rested;
  }
  return refused(Fault::Timeout, "the pad does not finish its key");
}

}  // namespace

const char* Capture::words() const {
  return exchange_ == Exchange::Rsa ? "RSA-2048 and AES-256"
                                    : "Diffie-Hellman of 128 bits and AES-128";
}

Result<bool> Capture::is_offered(Wire& wire) const {
  if (!exchange_) return false;
  if (*exchange_ == Exchange::Rsa) {
    const auto now = encryption_status(wire);
    if (!now && now.error().fault == Fault::Gone) return tl::make_unexpected(now.error());
    return now.has_value();
  }
  const auto prime = number(wire, Report::DhPrime);
  if (!prime && prime.error().fault == Fault::Gone) return tl::make_unexpected(prime.error());
  return prime && *prime != Number{};
}

Result<void> Capture::begin(Wire& wire) {
  forget();
  if (auto ready = wire.await(PadState::Ready); !ready) {
    return tl::make_unexpected(ready.error());
  }
  auto key = exchange_ == Exchange::Rsa ? receive_key(wire) : agree_on_number(wire);
  if (!key) return tl::make_unexpected(key.error());
  session_ = random_session();
  if (auto started = wire.set(start_capture(session_)); !started) return started;
  if (auto rested = wire.rest(kAfterChange); !rested) return rested;
  if (auto capturing = wire.await(PadState::Capture); !capturing) {
    return tl::make_unexpected(capturing.error());
  }
  key_ = std::move(*key);
  return {};
}

Result<std::unique_ptr<PenKey>> Capture::agree_on_number(Wire& wire) const {
  const auto prime = number(wire, Report::DhPrime);
  if (!prime) return tl::make_unexpected(prime.error());
  const auto bytes = wire.get(Report::DhBase, kBaseLength);
  if (!bytes) return tl::make_unexpected(bytes.error());
  const auto base = read_base(*bytes);
  if (!base) return tl::make_unexpected(base.error());
  const auto half = DiffieHellman::begin(*prime, *base);
  if (!half) return tl::make_unexpected(half.error());
  if (auto sent = wire.set(host_key((*half)->host_key())); !sent) {
    return tl::make_unexpected(sent.error());
  }
  const auto result = wire.await(PadState::Ready);
  if (!result) return tl::make_unexpected(result.error());
  if (*result != 0) return refused(Fault::Protocol, "the pad refuses the public key");
  const auto theirs = number(wire, Report::DevicePublicKey);
  if (!theirs) return tl::make_unexpected(theirs.error());
  return (*half)->agreed(*theirs);
}

Result<void> Capture::send_public_key(Wire& wire) const {
  if (auto set = wire.set(encryption_type()); !set) return set;
  if (auto set = wire.set(set_parameter(Parameter::Exponent, RsaPair::kExponent)); !set) {
    return set;
  }
  const std::span<const std::uint8_t> modulus(pair_->modulus());
  for (std::size_t at = 0; at < modulus.size(); at += kMostOfParameter) {
    if (auto set =
            wire.set(set_parameter(Parameter::Modulus, modulus.subspan(at, kMostOfParameter)));
        !set) {
      return set;
    }
  }
  const auto now = encryption_status(wire);
  if (!now) return tl::make_unexpected(now.error());
  if (!now->is_as_asked || now->result != 0 || now->exponent != KeyState::Ready ||
      now->modulus != KeyState::Ready) {
    return refused(Fault::Protocol, "the pad refuses the public key");
  }
  return {};
}

Result<std::unique_ptr<PenKey>> Capture::receive_key(Wire& wire) {
  if (!pair_) pair_ = RsaPair::make();
  if (auto sent = send_public_key(wire); !sent) return tl::make_unexpected(sent.error());
  if (auto asked = wire.set(generate_key()); !asked) return tl::make_unexpected(asked.error());
  if (auto made = await_key(wire); !made) return tl::make_unexpected(made.error());
  constexpr std::size_t kWhole = std::tuple_size_v<RsaPair::Modulus>;
  Bytes wrapped;
  for (std::uint8_t part = 0; wrapped.size() < kWhole; ++part) {
    if (auto asked = wire.set(ask_parameter(Parameter::WrappedKey, part)); !asked) {
      return tl::make_unexpected(asked.error());
    }
    const auto bytes = wire.get(Report::EncryptionCommand, kEncryptionCommandLength);
    if (!bytes) return tl::make_unexpected(bytes.error());
    const auto piece = read_parameter(*bytes, Parameter::WrappedKey);
    if (!piece) return tl::make_unexpected(piece.error());
    wrapped.insert(wrapped.end(), piece->begin(), piece->end());
  }
  return pair_->unwrapped(wrapped);
}

Result<void> Capture::leave(Wire& wire) {
  forget();
  if (auto rested = wire.rest(kBeforeEnd); !rested) return rested;
  if (auto ended = wire.set(end_capture()); !ended) return ended;
  if (auto rested = wire.rest(kAfterChange); !rested) return rested;
  const auto ready = wire.await(PadState::Ready);
  if (!ready) return tl::make_unexpected(ready.error());
  return {};
}

std::optional<std::vector<PenReport>> Capture::opened(std::span<const std::uint8_t> bytes,
                                                      OptionMode mode) const {
  const auto sealed = read_sealed(bytes);
  if (!sealed || !key_) return std::vector<PenReport>{};
  Block plain = key_->opened(sealed->block);
  const WipedAtEnd wiped(plain);
  auto opened = read_opened(*sealed, plain, mode);
  if (opened.session != session_) return std::nullopt;
  return std::move(opened.pens);
}

}  // namespace slipway::devices::stu
