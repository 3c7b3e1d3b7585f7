#include "devices/reader/card_proof.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace slipway::devices {
namespace {

constexpr std::size_t kEncrypted = 32;
constexpr std::size_t kUid = 14;
constexpr std::size_t kCounter = 6;
constexpr std::size_t kMac = 16;

// NFC Forum, NDEF 1.0 section 3.2: the only record, short, without id, of a well-known type.
constexpr std::uint8_t kRecordHead = 0xD1;
constexpr std::uint8_t kLastPrefix = 0x23;  // NFC Forum, URI record type, table 3

bool is_upper_hex(std::string_view text) {
  return text.find_first_not_of("0123456789ABCDEF") == std::string_view::npos;
}

// Empty when it is not so many hex digits.
std::string upper_hex(std::string_view text, std::size_t digits) {
  std::string upper(text);
  for (char& letter : upper) {
    if (letter >= 'a' && letter <= 'f') letter = static_cast<char>(letter - 'a' + 'A');
  }
  return upper.size() == digits && is_upper_hex(upper) ? upper : std::string{};
}

// The text of a URI record behind its prefix; nothing when the message is anything else.
std::optional<std::string_view> uri_in(std::span<const std::uint8_t> message) {
  if (message.size() < 5 || message[0] != kRecordHead || message[1] != 1) return std::nullopt;
  const std::size_t payload = message[2];
  if (message[3] != 'U' || payload == 0 || message.size() != 4 + payload) return std::nullopt;
  if (message[4] > kLastPrefix) return std::nullopt;
  const auto bytes = message.subspan(5);
  const bool is_text = std::all_of(bytes.begin(), bytes.end(),
                                   [](std::uint8_t one) { return one > ' ' && one <= '~'; });
  if (!is_text) return std::nullopt;
  return std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

enum class Part { Encrypted, Uid, Counter, Mac };
constexpr std::size_t kParts = 4;

std::optional<Part> part_named(std::string_view name) {
  if (name == "picc_data" || name == "e") return Part::Encrypted;
  if (name == "uid") return Part::Uid;
  if (name == "ctr") return Part::Counter;
  if (name == "cmac" || name == "c" || name == "m") return Part::Mac;
  return std::nullopt;
}

using Parts = std::array<std::optional<std::string_view>, kParts>;

// False when one of them stands there twice: nobody knows which the card meant.
bool take(std::string_view parameter, Parts& parts) {
  const std::size_t equals = parameter.find('=');
  if (equals == std::string_view::npos) return true;
  const auto part = part_named(parameter.substr(0, equals));
  if (!part) return true;
  auto& place = parts.at(static_cast<std::size_t>(*part));
  if (place) return false;
  place = parameter.substr(equals + 1);
  return true;
}

std::optional<Parts> parts_of(std::string_view uri) {
  const std::size_t question = uri.find('?');
  if (question == std::string_view::npos) return std::nullopt;
  std::string_view rest = uri.substr(question + 1);
  rest = rest.substr(0, rest.find('#'));
  Parts parts;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('&'), rest.size());
    if (!take(rest.substr(0, end), parts)) return std::nullopt;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return parts;
}

}  // namespace

bool is_sound(const CardProof& proof) {
  const bool has_size = proof.claim.size() == kEncrypted || proof.claim.size() == kUid + kCounter;
  return has_size && is_upper_hex(proof.claim) && proof.mac.size() == kMac &&
         is_upper_hex(proof.mac);
}

ccid::Bytes select_ndef_application() {
  return {0x00, 0xA4, 0x04, 0x00, 7, 0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01, 0x00};
}

ccid::Bytes select_ndef_file() {
  return {0x00, 0xA4, 0x00, 0x0C, 2, 0xE1, 0x04};
}

ccid::Bytes read_ndef(std::size_t offset, std::uint8_t length) {
  return {0x00, 0xB0, static_cast<std::uint8_t>(offset >> 8 & 0x7F),
          static_cast<std::uint8_t>(offset & 0xFF), length};
}

std::optional<std::span<const std::uint8_t>> card_text(std::span<const std::uint8_t> answer) {
  if (answer.size() < 2) return std::nullopt;
  const auto status = answer.last(2);
  if (status[0] != 0x90 || status[1] != 0x00) return std::nullopt;
  return answer.first(answer.size() - 2);
}

std::optional<CardProof> proof_in(std::span<const std::uint8_t> message) {
  const auto uri = uri_in(message);
  const auto parts = uri ? parts_of(*uri) : std::nullopt;
  if (!parts) return std::nullopt;
  const auto& [encrypted, uid, counter, mac] = *parts;
  CardProof proof;
  if (encrypted && !uid && !counter) {
    proof.claim = upper_hex(*encrypted, kEncrypted);
  } else if (!encrypted && uid && counter) {
    const std::string first = upper_hex(*uid, kUid);
    const std::string last = upper_hex(*counter, kCounter);
    if (!first.empty() && !last.empty()) proof.claim = first + last;
  }
  proof.mac = upper_hex(mac.value_or(std::string_view{}), kMac);
  if (!is_sound(proof)) return std::nullopt;
  return proof;
}

}  // namespace slipway::devices
