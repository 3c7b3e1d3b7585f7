#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "devices/printer/page.hpp"
#include "devices/printer/printer_profile.hpp"
#include "devices/printer/receipt_printer.hpp"

// StarPRNT as bytes and values: no I/O. Commands and status after Star's StarPRNT and Star Line
// manuals.
namespace slipway::devices::star {

using Bytes = std::vector<std::uint8_t>;

// A strip with its header. A printer that was left in the middle of one is brought back by as many
// zeros (flush), so strips must not be longer.
inline constexpr std::size_t kLongestStrip = 8192;

[[nodiscard]] Bytes initialise();      // ESC @
[[nodiscard]] Bytes report_changes();  // ESC RS a: status, unasked, from now on
[[nodiscard]] Bytes zero_counter();    // ESC RS E: in order, when all before it was done
// ETB: when everything before it is on paper, the counter goes up by one and status is sent.
[[nodiscard]] Bytes count();
// ESC d: to the blade, then the cut. Without a cutter: far enough to tear it off.
[[nodiscard]] Bytes feed_and_cut(Cutter cutter);
// ESC BEL, BEL: a fifth of a second for the first drawer, in order.
[[nodiscard]] Bytes open_drawer();
// Zeros that complete any strip or command that was cut short; between commands they do nothing.
[[nodiscard]] Bytes flush();
// ESC ACK SOH: answered with status at once, even when offline.
[[nodiscard]] Bytes ask_status();

// The page as ESC GS S commands of at most kLongestStrip bytes. ESC ACK begins real-time commands
// (status, reset), which some firmwares obey inside image data too: `1B` is never followed by `06`.
// Where a pair would straddle two rows, the strip ends between them; within a row one dot is added.
[[nodiscard]] std::vector<Bytes> strips(const Page& page);
// The page as it will come out: a byte 06 that follows a 1B in the same row has the dot of bit 3
// too, which touches a black one.
[[nodiscard]] Page softened(Page page);
[[nodiscard]] bool has_real_time_sequence(std::span<const std::uint8_t> bytes);

// The counter has five bits.
inline constexpr int kCounts = 32;

// What one status packet says: header, header, printer, error, error, paper, presenter, counter.
struct Status {
  PrinterStatus printer;
  std::optional<int> counter;  // nothing in packets of less than eight bytes
};

// Cuts the bytes that come from a printer into status packets, across USB packets; whatever makes
// no sense is dropped. Keeps at most one unfinished packet of 33 bytes.
class StatusReader {
 public:
  [[nodiscard]] std::vector<Status> take(std::span<const std::uint8_t> bytes);
  void forget() { pending_.clear(); }

 private:
  Bytes pending_;
};

}  // namespace slipway::devices::star
