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
  std::uint16_t revision = 0;   // 0x0110 is 1.10
  std::uint8_t last_slot = 0;   // 0: one slot
  std::uint8_t voltages = 0;    // bit 0: 5 V, bit 1: 3 V, bit 2: 1.8 V
  std::uint32_t protocols = 0;  // bit 0: T=0, bit 1: T=1
  std::uint32_t features = 0;   // as they stand; the accessors below read them
  Exchange exchange = Exchange::Character;
  std::size_t longest_message = 0;  // header included

  // What PowerOn has to ask for (table 6.1-1): 0 where the reader chooses by itself, otherwise the
  // highest voltage that it has; cards of today bear all of them.
  [[nodiscard]] std::uint8_t power_select() const;
  // How much this looks like the contactless part of a reader that has several interfaces: their
  // names tell, but a name is only seen once a device is open. What 48 readers of the field have
  // in common (tests/devices/readers): no clock to stop and no node address, then nothing but T=1,
  // then a card that is activated as soon as it lies there.
  [[nodiscard]] int contactless_marks() const;
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

// A message of at most 10 + 65,535 bytes. `detail` is the first byte that each command reads in its
// own way: of PowerOn the voltage.
[[nodiscard]] Bytes message(Command command, std::uint8_t sequence,
                            std::span<const std::uint8_t> payload, std::uint8_t detail = 0,
                            std::uint8_t slot = 0);

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
[[nodiscard]] bool belongs(const Answer& answer, Command command, std::uint8_t sequence,
                           std::uint8_t slot = 0);

// What bError means, for the technician.
[[nodiscard]] std::string text_of_error(std::uint8_t error);

enum class SlotNews { Inserted, Removed, Unchanged, HardwareError, Nonsense };
// What the interrupt message says about a slot (section 6.3.1). Unchanged also for an empty packet,
// which readers do send, and for a slot of which it says nothing.
[[nodiscard]] SlotNews read_slot_news(std::span<const std::uint8_t> bytes, std::uint8_t slot = 0);

// ISO 7816-3 8.2: whether the bytes are one whole answer to reset, by its own lengths and, where
// there is one, its check byte; at most 33 bytes.
[[nodiscard]] bool is_sound_atr(std::span<const std::uint8_t> bytes);
// The historical bytes of a sound one: what its issuer wrote there (8.2.4).
[[nodiscard]] std::optional<std::span<const std::uint8_t>> history_of(
    std::span<const std::uint8_t> atr);
// Whether a sound one is that of a card without a processor, as PC/SC part 3, 3.1.3.2.3.1 has it:
// it takes no commands of ISO 7816-4.
[[nodiscard]] bool is_storage_card(std::span<const std::uint8_t> atr);

// PC/SC part 3, 3.2.2.1.3: asks for the card's identifier.
[[nodiscard]] Bytes get_uid();
// The identifier from its answer: 4 to 10 bytes before 90 00. Media when the card refused,
// Protocol when the answer makes no sense.
[[nodiscard]] Result<Bytes> read_uid(std::span<const std::uint8_t> answer);

[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> bytes);

}  // namespace slipway::devices::ccid
