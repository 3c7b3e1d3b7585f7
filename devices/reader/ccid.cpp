#include "devices/reader/ccid.hpp"

#include <algorithm>
#include <array>

namespace slipway::devices::ccid {

namespace {

constexpr std::uint8_t kClassDescriptor = 0x21;
constexpr std::size_t kClassDescriptorLength = 54;
constexpr std::size_t kHeader = 10;
constexpr std::size_t kLongestBelieved = 4096;
constexpr std::size_t kLongestAtr = 33;
// Section 5.1, dwFeatures.
constexpr std::uint32_t kActivatesByItself = 0x00000004;
constexpr std::uint32_t kChoosesVoltage = 0x00000008;
constexpr std::uint32_t kStopsClock = 0x00000100;
constexpr std::uint32_t kTakesNodeAddress = 0x00000200;
constexpr std::uint32_t kOnlyT1 = 0x00000002;

std::uint32_t quad(std::span<const std::uint8_t> bytes, std::size_t at) {
  return static_cast<std::uint32_t>(bytes[at]) | static_cast<std::uint32_t>(bytes[at + 1]) << 8 |
         static_cast<std::uint32_t>(bytes[at + 2]) << 16 |
         static_cast<std::uint32_t>(bytes[at + 3]) << 24;
}

Exchange exchange_of(std::uint32_t features) {
  switch (features & 0x00070000U) {
    case 0x00010000U:
      return Exchange::Tpdu;
    case 0x00020000U:
      return Exchange::ShortApdu;
    case 0x00040000U:
      return Exchange::ExtendedApdu;
    default:
      return Exchange::Character;
  }
}

tl::unexpected<Error> nonsense(std::string text) {
  return tl::make_unexpected(Error{Fault::Protocol, std::move(text)});
}

}  // namespace

std::optional<Capabilities> read_capabilities(std::span<const std::uint8_t> extra) {
  while (extra.size() >= 2) {
    const std::size_t length = extra[0];
    if (length < 2 || length > extra.size()) return std::nullopt;
    const auto one = extra.first(length);
    extra = extra.subspan(length);
    if (one[1] != kClassDescriptor || length != kClassDescriptorLength) continue;
    Capabilities found;
    found.revision = static_cast<std::uint16_t>(one[2] | one[3] << 8);
    found.last_slot = one[4];
    found.voltages = one[5];
    found.protocols = quad(one, 6);
    found.features = quad(one, 40);
    found.exchange = exchange_of(found.features);
    found.longest_message = quad(one, 44);
    if (found.longest_message < kHeader + 1) return std::nullopt;
    found.longest_message = std::min(found.longest_message, kLongestBelieved);
    return found;
  }
  return std::nullopt;
}

std::uint8_t Capabilities::power_select() const {
  if ((features & (kChoosesVoltage | kActivatesByItself)) != 0) return 0;
  for (std::uint8_t volts = 0; volts < 3; ++volts) {
    if ((voltages >> volts & 1U) != 0) return static_cast<std::uint8_t>(volts + 1);
  }
  return 0;
}

int Capabilities::contactless_marks() const {
  int marks = 0;
  if ((features & (kStopsClock | kTakesNodeAddress)) == 0) marks += 4;
  if ((protocols & 0xFFFFU) == kOnlyT1) marks += 2;
  if ((features & kActivatesByItself) != 0) marks += 1;
  return marks;
}

Bytes message(Command command, std::uint8_t sequence, std::span<const std::uint8_t> payload,
              std::uint8_t detail, std::uint8_t slot) {
  const std::size_t length = std::min<std::size_t>(payload.size(), 0xFFFF);
  Bytes bytes = {static_cast<std::uint8_t>(command),
                 static_cast<std::uint8_t>(length & 0xFF),
                 static_cast<std::uint8_t>(length >> 8),
                 0,
                 0,
                 slot,
                 sequence,
                 detail,
                 0,
                 0};
  bytes.insert(bytes.end(), payload.begin(), payload.begin() + static_cast<std::ptrdiff_t>(length));
  return bytes;
}

Result<Answer> read_answer(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < kHeader) return nonsense("CCID answer of " + std::to_string(bytes.size()));
  if (quad(bytes, 1) != bytes.size() - kHeader) return nonsense("CCID answer with a wrong length");
  Answer answer;
  answer.type = bytes[0];
  answer.slot = bytes[5];
  answer.sequence = bytes[6];
  answer.error = bytes[8];
  switch (bytes[7] & 0x03) {
    case 0:
      answer.icc = Icc::Active;
      break;
    case 1:
      answer.icc = Icc::Inactive;
      break;
    case 2:
      answer.icc = Icc::Absent;
      break;
    default:
      return nonsense("CCID answer with an undefined card status");
  }
  switch (bytes[7] >> 6) {
    case 0:
      answer.verdict = Verdict::Done;
      break;
    case 1:
      answer.verdict = Verdict::Failed;
      break;
    case 2:
      answer.verdict = Verdict::MoreTime;
      break;
    default:
      return nonsense("CCID answer with an undefined command status");
  }
  answer.payload.assign(bytes.begin() + kHeader, bytes.end());
  return answer;
}

bool belongs(const Answer& answer, Command command, std::uint8_t sequence, std::uint8_t slot) {
  if (answer.slot != slot || answer.sequence != sequence) return false;
  const bool carries_data = command == Command::PowerOn || command == Command::Exchange;
  // A reader that does not know a command, or has no card, may answer with a slot status.
  return answer.type == (carries_data ? 0x80 : 0x81) ||
         (answer.type == 0x81 && answer.verdict == Verdict::Failed);
}

std::string text_of_error(std::uint8_t error) {
  switch (error) {
    case 0xFF:
      return "aborted";
    case 0xFE:
      return "card mute or absent";
    case 0xFD:
      return "parity error";
    case 0xFC:
      return "overrun";
    case 0xFB:
      return "hardware error";
    case 0xF8:
      return "bad ATR (TS)";
    case 0xF7:
      return "bad ATR (TCK)";
    case 0xF6:
      return "protocol not supported";
    case 0xF5:
      return "class not supported";
    case 0xF4:
      return "procedure byte conflict";
    case 0xF3:
      return "deactivated protocol";
    case 0xF2:
      return "busy with an automatic sequence";
    case 0xF0:
      return "PIN timeout";
    case 0xEF:
      return "PIN cancelled";
    case 0xE0:
      return "slot busy";
    case 0x05:
      return "no such slot";
    case 0x01:
      return "bad length";
    case 0x00:
      return "command not supported";
    default:
      break;
  }
  if (error < 0x80) return "bad byte " + std::to_string(error) + " of the message";
  return "error " + to_hex(std::array{error});
}

SlotNews read_slot_news(std::span<const std::uint8_t> bytes, std::uint8_t slot) {
  if (bytes.empty()) return SlotNews::Unchanged;
  if (bytes[0] == 0x51) return SlotNews::HardwareError;
  if (bytes[0] != 0x50 || bytes.size() < 2) return SlotNews::Nonsense;
  const std::size_t at = 1U + slot / 4U;
  const unsigned bits = at < bytes.size() ? bytes[at] >> (slot % 4U * 2U) & 0x03U : 0;
  if ((bits & 0x02U) == 0) return SlotNews::Unchanged;
  return (bits & 0x01U) != 0 ? SlotNews::Inserted : SlotNews::Removed;
}

std::optional<std::span<const std::uint8_t>> history_of(std::span<const std::uint8_t> atr) {
  if (atr.size() < 2 || atr.size() > kLongestAtr) return std::nullopt;
  if (atr[0] != 0x3B && atr[0] != 0x3F) return std::nullopt;
  const std::size_t historical = atr[1] & 0x0F;
  std::size_t at = 1;  // of the byte whose high bits announce the next group
  bool has_check = false;
  while (true) {
    const unsigned announced = atr[at] >> 4U;
    const std::size_t group = (announced & 1U) + (announced >> 1U & 1U) + (announced >> 2U & 1U);
    const bool goes_on = (announced & 8U) != 0;
    const std::size_t next = at + group + (goes_on ? 1 : 0);
    if (next >= atr.size()) return std::nullopt;
    if (!goes_on) {
      at = next + 1;
      break;
    }
    at = next;
    if ((atr[at] & 0x0F) != 0) has_check = true;
  }
  if (at + historical + (has_check ? 1 : 0) != atr.size()) return std::nullopt;
  std::uint8_t sum = 0;
  for (const std::uint8_t byte : atr.subspan(1))
    sum = static_cast<std::uint8_t>(sum ^ byte);
  if (has_check && sum != 0) return std::nullopt;
  return atr.subspan(at, historical);
}

bool is_sound_atr(std::span<const std::uint8_t> bytes) {
  return history_of(bytes).has_value();
}

bool is_storage_card(std::span<const std::uint8_t> atr) {
  // A1: category, application identifier of the PC/SC workgroup; then what kind of card it is.
  constexpr std::array<std::uint8_t, 8> kBeginning = {0x80, 0x4F, 0x0C, 0xA0,
                                                      0x00, 0x00, 0x03, 0x06};
  const auto history = history_of(atr);
  return history && history->size() == 15 &&
         std::equal(kBeginning.begin(), kBeginning.end(), history->begin());
}

Bytes get_uid() {
  return {0xFF, 0xCA, 0x00, 0x00, 0x00};
}

Result<Bytes> read_uid(std::span<const std::uint8_t> answer) {
  if (answer.size() < 2) return nonsense("answer without a status word");
  const auto status = answer.last(2);
  if (status[0] != 0x90 || status[1] != 0x00) {
    return tl::make_unexpected(Error{Fault::Media, "card refused: " + to_hex(status)});
  }
  const auto uid = answer.first(answer.size() - 2);
  if (uid.size() < 4 || uid.size() > 10) {
    return nonsense("identifier of " + std::to_string(uid.size()) + " bytes");
  }
  return Bytes(uid.begin(), uid.end());
}

std::string to_hex(std::span<const std::uint8_t> bytes) {
  constexpr const char* kDigits = "0123456789ABCDEF";
  std::string text;
  for (const std::uint8_t byte : bytes) {
    text.push_back(kDigits[byte >> 4]);
    text.push_back(kDigits[byte & 0x0F]);
  }
  return text;
}

}  // namespace slipway::devices::ccid
