#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "devices/pad/stu.hpp"

// The reports by which an STU pad and its host come to a key, and the pen reports that are
// encrypted with it, as bytes and values: no I/O and no cryptography. Numbers are big-endian. Facts
// are from the maker's SDK as published (WacomGSS/STU Protocol.hpp and .cpp, Tablet.cpp).
namespace slipway::devices::stu {

using Number = std::array<std::uint8_t, 16>;  // 128 bits
using Block = std::array<std::uint8_t, 16>;   // of AES

// Bytes to ask for, the report's own number included.
inline constexpr std::size_t kNumberLength = 17;
inline constexpr std::size_t kBaseLength = 3;
inline constexpr std::size_t kEncryptionStatusLength = 17;
inline constexpr std::size_t kEncryptionCommandLength = 68;
inline constexpr std::size_t kMostOfParameter = 64;

// A prime or a public key. Protocol when it is short or of another report.
[[nodiscard]] Result<Number> read_number(std::span<const std::uint8_t> bytes, Report report);
[[nodiscard]] Result<std::uint16_t> read_base(std::span<const std::uint8_t> bytes);
[[nodiscard]] Bytes host_key(const Number& key);

// AES-256, its key wrapped by RSA-2048 with OAEP: the maker's own choice.
[[nodiscard]] Bytes encryption_type();
enum class Parameter : std::uint8_t { Exponent = 0, Modulus = 1, WrappedKey = 2 };
// `part` has at most kMostOfParameter bytes; parts of one parameter follow each other.
[[nodiscard]] Bytes set_parameter(Parameter parameter, std::span<const std::uint8_t> part);
[[nodiscard]] Bytes generate_key();
[[nodiscard]] Bytes ask_parameter(Parameter parameter, std::uint8_t part);
// The part that was asked for last, of 1 to kMostOfParameter bytes. Protocol for another one.
[[nodiscard]] Result<Bytes> read_parameter(std::span<const std::uint8_t> bytes, Parameter asked);

enum class KeyState { Ready, Waiting, Refused };
struct EncryptionStatus {
  bool is_as_asked = false;  // the pad means the same algorithms
  KeyState exponent = KeyState::Refused;
  KeyState modulus = KeyState::Refused;
  KeyState wrapped_key = KeyState::Refused;
  std::uint8_t result = 0;  // of the last command; 0: done
};
[[nodiscard]] Result<EncryptionStatus> read_encryption_status(std::span<const std::uint8_t> bytes);

// Every encrypted report carries the session's number.
[[nodiscard]] Bytes start_capture(std::uint32_t session);
[[nodiscard]] Bytes end_capture();

// One encrypted pen report. The 520A's stamps travel beside the block, in the clear.
struct Sealed {
  Report report = Report::PenDataSealed;
  Block block{};
  std::array<std::uint16_t, 2> stamps{};
};
// Nothing for other reports and for reports that are too short.
[[nodiscard]] std::optional<Sealed> read_sealed(std::span<const std::uint8_t> bytes);

struct Opened {
  std::uint32_t session = 0;
  std::vector<PenReport> pens;  // two, or one with time and number
};
// `plain`: what the block says. `mode`: as the pad was set.
[[nodiscard]] Opened read_opened(const Sealed& sealed, const Block& plain, OptionMode mode);

}  // namespace slipway::devices::stu
