#include "devices/pad/stu_exchange.hpp"

#include <algorithm>

namespace slipway::devices::stu {
namespace {

enum class Command : std::uint8_t {
  SetType = 0x01,
  SetParameter = 0x02,
  GetParameter = 0x04,
  GenerateKey = 0x05,
};

constexpr std::uint8_t kAes256 = 2;
constexpr std::uint8_t kOaepAndRsa2048 = 2 << 6 | 2;
constexpr std::size_t kCommandHead = 4;
constexpr std::size_t kSealedLength = 17;
constexpr std::size_t kStampedSealedLength = 21;
constexpr std::size_t kLeastStatus = 8;
constexpr std::size_t kPen = 6;
constexpr std::size_t kTimedPen = 10;
constexpr std::size_t kTimedSession = 12;  // two bytes of padding in between

std::uint8_t number_of(Report report) {
  return static_cast<std::uint8_t>(report);
}

tl::unexpected<Error> nonsense(const char* text) {
  return tl::make_unexpected(Error{Fault::Protocol, text});
}

Bytes command(Command what, std::uint8_t first, std::uint8_t second,
              std::span<const std::uint8_t> data) {
  constexpr std::size_t kHead = 4;
  Bytes bytes(kEncryptionCommandLength);
  bytes[0] = number_of(Report::EncryptionCommand);
  bytes[1] = static_cast<std::uint8_t>(what);
  bytes[2] = first;
  bytes[3] = second;
  std::copy_n(data.begin(), std::min(data.size(), bytes.size() - kHead), bytes.begin() + kHead);
  return bytes;
}

KeyState key_state(std::uint8_t code) {
  constexpr std::uint8_t kCalculating = 0xFA;
  constexpr std::uint8_t kNotReady = 0xFF;
  if (code == 0) return KeyState::Ready;
  return code == kCalculating || code == kNotReady ? KeyState::Waiting : KeyState::Refused;
}

std::uint32_t session_at(const Block& plain, std::size_t at) {
  std::uint32_t session = 0;
  for (std::size_t one = 0; one < 4; ++one)
    session = session << 8 | plain.at(at + one);
  return session;
}

// As the report that would carry this pen without encryption.
std::optional<PenReport> pen_at(const Block& plain, std::size_t at, Report report,
                                std::size_t length) {
  Bytes bytes = {number_of(report)};
  const auto first = plain.begin() + static_cast<std::ptrdiff_t>(at);
  bytes.insert(bytes.end(), first, first + static_cast<std::ptrdiff_t>(length));
  return read_pen(bytes);
}

}  // namespace

Result<Number> read_number(std::span<const std::uint8_t> bytes, Report report) {
  if (bytes.size() < kNumberLength || bytes[0] != number_of(report)) {
    return nonsense("malformed number of the key exchange");
  }
  Number number;
  std::copy_n(bytes.begin() + 1, number.size(), number.begin());
  return number;
}

Result<std::uint16_t> read_base(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < kBaseLength || bytes[0] != number_of(Report::DhBase)) {
    return nonsense("malformed base of the key exchange");
  }
  return static_cast<std::uint16_t>(bytes[1] << 8 | bytes[2]);
}

Bytes host_key(const Number& key) {
  Bytes bytes = {number_of(Report::HostPublicKey)};
  bytes.insert(bytes.end(), key.begin(), key.end());
  return bytes;
}

Bytes encryption_type() {
  return command(Command::SetType, kAes256, kOaepAndRsa2048, {});
}

Bytes set_parameter(Parameter parameter, std::span<const std::uint8_t> part) {
  const auto most = part.first(std::min(part.size(), kMostOfParameter));
  return command(Command::SetParameter, static_cast<std::uint8_t>(parameter),
                 static_cast<std::uint8_t>(most.size()), most);
}

Bytes generate_key() {
  return command(Command::GenerateKey, 0, 0, {});
}

Bytes ask_parameter(Parameter parameter, std::uint8_t part) {
  return command(Command::GetParameter, static_cast<std::uint8_t>(parameter), part, {});
}

Result<Bytes> read_parameter(std::span<const std::uint8_t> bytes, Parameter asked) {
  if (bytes.size() < kCommandHead || bytes[0] != number_of(Report::EncryptionCommand) ||
      bytes[1] != static_cast<std::uint8_t>(Command::GetParameter) ||
      bytes[2] != static_cast<std::uint8_t>(asked)) {
    return nonsense("another parameter than the one that was asked for");
  }
  const std::size_t length = bytes[3];
  if (length == 0 || length > kMostOfParameter || length > bytes.size() - kCommandHead) {
    return nonsense("a parameter of an impossible length");
  }
  const auto part = bytes.subspan(kCommandHead, length);
  return Bytes(part.begin(), part.end());
}

Result<EncryptionStatus> read_encryption_status(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < kLeastStatus || bytes[0] != number_of(Report::EncryptionStatus)) {
    return nonsense("malformed encryption status");
  }
  return EncryptionStatus{bytes[1] == kAes256 && bytes[2] == kOaepAndRsa2048, key_state(bytes[4]),
                          key_state(bytes[5]), key_state(bytes[6]), bytes[7]};
}

Bytes start_capture(std::uint32_t session) {
  return {number_of(Report::StartCapture), static_cast<std::uint8_t>(session >> 24),
          static_cast<std::uint8_t>(session >> 16 & 0xFF),
          static_cast<std::uint8_t>(session >> 8 & 0xFF),
          static_cast<std::uint8_t>(session & 0xFF)};
}

Bytes end_capture() {
  return {number_of(Report::EndCapture), 0};
}

std::optional<Sealed> read_sealed(std::span<const std::uint8_t> bytes) {
  if (bytes.empty()) return std::nullopt;
  Sealed sealed;
  sealed.report = static_cast<Report>(bytes[0]);
  const bool is_stamped = sealed.report == Report::PenDataStampedSealed;
  if (!is_stamped && sealed.report != Report::PenDataSealed &&
      sealed.report != Report::PenDataTimedSealed) {
    return std::nullopt;
  }
  if (bytes.size() < (is_stamped ? kStampedSealedLength : kSealedLength)) return std::nullopt;
  std::copy_n(bytes.begin() + 1, sealed.block.size(), sealed.block.begin());
  if (is_stamped) {
    for (std::size_t one = 0; one < sealed.stamps.size(); ++one) {
      const std::size_t at = kSealedLength + 2 * one;
      sealed.stamps.at(one) = static_cast<std::uint16_t>(bytes[at] << 8 | bytes[at + 1]);
    }
  }
  return sealed;
}

Opened read_opened(const Sealed& sealed, const Block& plain, OptionMode mode) {
  Opened opened;
  if (sealed.report == Report::PenDataTimedSealed) {
    opened.session = session_at(plain, kTimedSession);
    if (const auto pen = pen_at(plain, 0, Report::PenDataTimed, kTimedPen))
      opened.pens.push_back(*pen);
    return opened;
  }
  opened.session = session_at(plain, 0);
  for (std::size_t one = 0; one < sealed.stamps.size(); ++one) {
    auto pen = pen_at(plain, 4 + one * kPen, Report::PenData, kPen);
    if (!pen) continue;
    const bool is_timed = sealed.report == Report::PenDataStampedSealed && mode == OptionMode::Time;
    if (is_timed) pen->milliseconds = sealed.stamps.at(one);
    opened.pens.push_back(*pen);
  }
  return opened;
}

}  // namespace slipway::devices::stu
