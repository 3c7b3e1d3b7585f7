#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "devices/usb/transport.hpp"

namespace slipway::devices::usb {

// One call of a Transport and what became of it.
struct RecordedTransfer {
  enum class Kind { ControlIn, ControlOut, Write, Read, ClearHalt };

  std::chrono::milliseconds at{0};  // when it ended, since the beginning; never falls
  Kind kind = Kind::Read;
  Setup setup;                // ControlIn and ControlOut
  std::uint8_t endpoint = 0;  // Write, Read and ClearHalt
  std::size_t offered = 0;    // Write: what the driver sent, of which `bytes` was taken
  std::optional<Fault> fault;
  Bytes bytes;  // what came, or what was sent and taken; none of a Read or ControlIn that failed
};

enum class Source { Simulator, Hardware };

// A whole use of one device as its driver had it, from open to the end, without personal data.
struct Recording {
  Source source = Source::Simulator;
  std::string made;  // "2026-11-22"
  std::string note;  // of whoever made it; may be empty
  // What the program above the driver did, so that it can do the same again: the role that the
  // device played, for how long, and of a printer the job and the profile that was asked for.
  std::string role;
  std::chrono::seconds limit{0};
  std::uint64_t job = 0;
  std::string profile;
  Description description;  // without port and address
  std::uint8_t interface = 0;
  std::uint8_t alternate = 0;
  std::vector<RecordedTransfer> transfers;
};

// The words of the text.
[[nodiscard]] const char* name_of(RecordedTransfer::Kind kind);
[[nodiscard]] bool is_control(RecordedTransfer::Kind kind);
inline constexpr std::string_view kRecordingsFirstLine = "slipway-recording 1";
// So many bytes of the same are written as one of them and their number.
inline constexpr std::size_t kShortestRecordedRun = 16;

inline constexpr std::size_t kLongestTransfer = 65'536;
inline constexpr std::size_t kMostTransfers = 100'000;
inline constexpr std::size_t kMostRecordedBytes = 16U << 20U;

// The interface that was claimed; nullptr when the description has none of this number.
[[nodiscard]] const Interface* interface_of(const Recording& recording);

// As text: fourteen lines of header, then one line for each transfer (recordings/README.md).
[[nodiscard]] std::string to_text(const Recording& recording);
// The line on which a transfer stands in that text.
[[nodiscard]] std::size_t line_of(std::size_t transfer);

// The text, whoever wrote it. Protocol, with "line N: what", at the first thing that is not as
// to_text() writes it; and beyond the bounds above, wherever they are passed.
[[nodiscard]] Result<Recording> read_recording(std::string_view text);

}  // namespace slipway::devices::usb
