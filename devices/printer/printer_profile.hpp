#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "devices/fault.hpp"
#include "devices/printer/receipt_printer.hpp"

namespace slipway::devices {

// The language that a printer speaks: which driver it gets.
enum class Language { EscPos, StarPrnt };
// How a printer that speaks ESC/POS reports its state without being asked in order.
enum class StatusDialect {
  RealTime,             // DLE EOT only
  RealTimeAndAutomatic  // DLE EOT, and ASB when something changes
};
enum class Cutter { None, Partial, Full };
// Ask: the driver finds out, on the scrap that is cut off before the first job.
enum class Ability { No, Yes, Ask };

struct UsbId {
  std::uint16_t vendor = 0;
  std::uint16_t product = 0;
  friend bool operator==(const UsbId&, const UsbId&) = default;
};

// What a driver has to know of a model beforehand. Profiles are text (profiles/README.md says how
// one is written); those that ship are part of the program.
struct PrinterProfile {
  std::string name;
  // Whom it is for, as the device says in its IEEE 1284 device id; without models only an operator
  // chooses it, by name.
  std::string maker;
  std::vector<std::string> models;
  // Where not empty, a device with another USB id is somebody else's that borrows the name.
  std::vector<UsbId> usb;
  Language language = Language::EscPos;
  int width_dots = 576;
  int dots_per_inch = 203;
  // The slowest that the paper moves: how long a confirmation may take.
  int millimetres_per_second = 70;
  // No progress for so long, and the job is given up.
  std::chrono::seconds stall_limit{10};
  Cutter cutter = Cutter::Partial;
  bool has_drawer = true;
  bool senses_near_end = true;
  // ESC/POS only.
  StatusDialect status = StatusDialect::RealTime;
  Ability confirms_jobs = Ability::Ask;  // answers GS ( H
  bool forbids_real_time = false;        // understands GS ( D; others would print it as text
  bool answers_in_order = true;          // answers GS r
  bool counts_cuts = false;              // answers GS g 2 with its maintenance counters
  friend bool operator==(const PrinterProfile&, const PrinterProfile&) = default;
};

// Reads a text of profiles, after those in `known`, which it may build upon (`like`) and refine (a
// section of the same name). Returns all of them. Protocol, with a text "file:line: key: what", at
// the first mistake. Whatever the text is: at most 256 KiB, 512 profiles, 200 characters a line.
[[nodiscard]] Result<std::vector<PrinterProfile>> read_profiles(std::string_view file,
                                                                std::string_view text,
                                                                std::vector<PrinterProfile> known);

// The same status, but for what this model has no sensor of.
[[nodiscard]] PrinterStatus as_supported(PrinterStatus status, const PrinterProfile& profile);

// Those that ship. The first is the cautious one for ESC/POS, for printers that nobody knows.
[[nodiscard]] std::span<const PrinterProfile> known_profiles();
// The profile of this name, or nullptr.
[[nodiscard]] const PrinterProfile* profile_named(std::string_view name,
                                                  std::span<const PrinterProfile> profiles);

}  // namespace slipway::devices
