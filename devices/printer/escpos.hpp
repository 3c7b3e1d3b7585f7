#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "devices/printer/page.hpp"
#include "devices/printer/printer_profile.hpp"
#include "devices/printer/receipt_printer.hpp"

// ESC/POS as bytes and values: no I/O. Commands after Epson's ESC/POS reference; answers are told
// apart by their first byte, and whatever makes no sense is dropped.
namespace slipway::devices::escpos {

using Bytes = std::vector<std::uint8_t>;

// A strip with its header. A printer that was left in the middle of one is brought back by as many
// zeros (flush), so strips must not be longer.
inline constexpr std::size_t kLongestStrip = 8192;

[[nodiscard]] Bytes initialise();        // ESC @: forgets settings, also the two below
[[nodiscard]] Bytes forbid_real_time();  // GS ( D: drawer pulse and power-off inside data
[[nodiscard]] Bytes report_changes();    // GS a: online, error and paper, unasked, from now on
// GS V function B: to the blade, then the cut. Without a cutter ESC d: far enough to tear it off.
[[nodiscard]] Bytes feed_and_cut(Cutter cutter = Cutter::Partial);
// ESC p: a tenth of a second on the drawer's first pin, in order.
[[nodiscard]] Bytes open_drawer();
[[nodiscard]] Bytes ask_in_order();  // GS r 1: answered when all before it was parsed
[[nodiscard]] Bytes ask_cuts();      // GS g 2: how often it has cut, likewise in order
// Zeros that complete any strip or command that was cut short; between commands they do nothing.
[[nodiscard]] Bytes flush();

// DLE EOT n: answered at once, even when offline.
enum class Topic : std::uint8_t { Printer = 1, Offline = 2, Fault = 3, Paper = 4 };
[[nodiscard]] Bytes ask(Topic topic);

// GS ( H function 48: answered with the same four printable characters when everything before it
// is on paper.
using Tag = std::array<std::uint8_t, 4>;
[[nodiscard]] Tag tag_of(JobId job);
[[nodiscard]] Bytes ask_confirmation(const Tag& tag);

// The page as GS v 0 commands of at most kLongestStrip bytes. Printers obey DLE EOT, DLE ENQ and
// DLE DC4 inside image data too: `10` is never followed by `04`, `05` or `14`. Where a pair would
// straddle two rows, the strip ends between them; within a row one dot is added (see softened).
[[nodiscard]] std::vector<Bytes> strips(const Page& page);
// The page as it will come out: in a byte 04, 05 or 14 that follows a 10 in the same row, the dot
// of bit 1 is black. No dot is ever removed; an added one is an eighth of a millimetre wide and
// touches another black one.
[[nodiscard]] Page softened(Page page);
[[nodiscard]] bool has_real_time_sequence(std::span<const std::uint8_t> bytes);

// What a printer said.
struct RealTime {
  std::uint8_t bits = 0;  // meaning depends on the topic that was asked
};
struct Automatic {
  std::array<std::uint8_t, 4> bytes{};
};
struct Confirmation {
  Tag tag{};
};
struct Single {
  std::uint8_t byte = 0;  // an answer to GS I or GS r, if one was asked
};
struct Block {
  std::uint8_t kind = 0;
  std::string text;
};
// The number in an answer to GS g 2; nothing when the block is none.
[[nodiscard]] std::optional<std::uint32_t> count_of(const Block& block);
using Answer = std::variant<RealTime, Automatic, Confirmation, Single, Block>;

// Cuts the bytes that come from a printer into answers, across packets. Keeps at most one
// unfinished answer of 80 bytes; a longer one is dropped.
class AnswerReader {
 public:
  [[nodiscard]] std::vector<Answer> take(std::span<const std::uint8_t> bytes);
  void forget() { pending_.clear(); }

 private:
  Bytes pending_;
};

void apply(PrinterStatus& status, Topic topic, const RealTime& answer);
void apply(PrinterStatus& status, const Automatic& answer);

}  // namespace slipway::devices::escpos
