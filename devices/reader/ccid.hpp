#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "devices/fault.hpp"

// The CCID protocol (USB-IF, Device Class: Smart Card, revision 1.1) as bytes and values: no I/O.
// Whatever a reader sends is checked before it becomes a value.
namespace slipway::devices::ccid {

using Bytes = std::vector<std::uint8_t>;

// Section 5.1, bits 16 to 18 of dwFeatures: what the reader takes in one exchange.
enum class Exchange { Character, Tpdu, ShortApdu, ExtendedApdu };

// What the class descriptor promises, as far as a driver needs it.
struct Capabilities {
  std::uint8_t last_slot = 0;
  Exchange exchange = Exchange::Character;
  std::size_t longest_message = 0;  // header included
};

// `extra`: the class-specific descriptors of the interface. Nothing when none of them is a sound
// CCID descriptor. 4,096 bytes is the longest message that we believe in.
[[nodiscard]] std::optional<Capabilities> read_capabilities(std::span<const std::uint8_t> extra);

enum class Command : std::uint8_t {
  PowerOn = 0x62,
  PowerOff = 0x63,
  SlotStatus = 0x65,
  Exchange = 0x6F,
};

// A message for slot 0, at most 10 + 65,535 bytes. PowerOn lets the reader choose the voltage.
[[nodiscard]] Bytes message(Command command, std::uint8_t sequence,
                            std::span<const std::uint8_t> payload);

enum class Icc { Active, Inactive, Absent };
enum class Verdict { Done, Failed, MoreTime };

struct Answer {
  std::uint8_t type = 0;
  std::uint8_t slot = 0;
  std::uint8_t sequence = 0;
  Icc icc = Icc::Absent;
  Verdict verdict = Verdict::Failed;
  std::uint8_t error = 0;  // Failed: table 6.2-2; MoreTime: the multiplier
  Bytes payload;
};

// Protocol when it is too short, says another length than it has, or has an undefined status.
[[nodiscard]] Result<Answer> read_answer(std::span<const std::uint8_t> bytes);
// Whether this is the kind of answer that belongs to the command.
[[nodiscard]] bool belongs(const Answer& answer, Command command, std::uint8_t sequence);

// What bError means, for the technician.
[[nodiscard]] std::string text_of_error(std::uint8_t error);

enum class SlotNews { Inserted, Removed, Unchanged, HardwareError, Nonsense };
// The interrupt message about slot 0. Unchanged also for an empty packet, which readers do send.
[[nodiscard]] SlotNews read_slot_news(std::span<const std::uint8_t> bytes);

// ISO 7816-3 8.2: whether the bytes are one whole answer to reset, by its own lengths and, where
// there is one, its check byte; at most 33 bytes.
[[nodiscard]] bool is_sound_atr(std::span<const std::uint8_t> bytes);

// PC/SC part 3, 3.2.2.1.3: asks for the card's identifier.
[[nodiscard]] Bytes get_uid();
// The identifier from its answer: 4 to 10 bytes before 90 00. Media when the card refused,
// Protocol when the answer makes no sense.
[[nodiscard]] Result<Bytes> read_uid(std::span<const std::uint8_t> answer);

[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> bytes);

}  // namespace slipway::devices::ccid
