#pragma once

#include <cstdint>
#include <string>

#include "devices/fault.hpp"
#include "devices/printer/page.hpp"

namespace slipway::devices {

// Four values, because availability differs by model: unknown (it did not say) and unsupported (it
// has no such sensor) are not "no".
enum class Sensor { No, Yes, Unknown, Unsupported };

struct PrinterStatus {
  Sensor online = Sensor::Unknown;
  Sensor cover_open = Sensor::Unknown;
  Sensor paper_out = Sensor::Unknown;
  Sensor paper_near_end = Sensor::Unknown;
  Sensor cutter_error = Sensor::Unknown;
  Sensor failed = Sensor::Unknown;         // unrecoverable
  Sensor head_hot = Sensor::Unknown;       // or another trouble that passes by itself
  Sensor drawer_signal = Sensor::Unknown;  // open or closed: that depends on the drawer
  friend bool operator==(const PrinterStatus&, const PrinterStatus&) = default;
};

// Chosen by the caller and never used twice; the printer's process id is taken from it.
using JobId = std::uint64_t;

enum class Outcome { Printed, NotPrinted, Unknown };

// How we know that the paper is there, strongest first.
enum class Evidence {
  ProcessId,     // the printer sent the job's own number back when all before it was on paper
  EtbCounter,    // its counter of finished jobs went up by exactly one
  OrderedQuery,  // it read to the end of the job, with clean status from first byte to last
  CutCounter,    // likewise, and its count of cuts has gone up
  Nothing
};

// Why nothing, or perhaps nothing, is on paper.
enum class PrintCause { None, PaperOut, CoverOpen, Offline, Cutter, Unplugged, Silent, Refused };

// Why a printer in this state cannot print; None when nothing is known against it.
[[nodiscard]] PrintCause trouble_of(const PrinterStatus& status);
// The same of an answer that may not have come: no answer is trouble too.
[[nodiscard]] PrintCause trouble_of(const Result<PrinterStatus>& status);

struct Printed {
  Outcome outcome = Outcome::Unknown;
  Evidence evidence = Evidence::Nothing;
  PrintCause cause = PrintCause::None;
  bool on_sheet = false;  // the stand-in was asked, a queue of CUPS: look there (stand_in.hpp)
  friend bool operator==(const Printed&, const Printed&) = default;
};

// How the cash drawer fared that hangs on the printer.
enum class DrawerOutcome {
  Opened,     // its switch moved after the pulse
  Told,       // the pulse was taken; no switch moved, or there is none
  NotOpened,  // no pulse left
  Unknown     // the pulse may have left
};

struct DrawerMove {
  DrawerOutcome outcome = DrawerOutcome::Unknown;
  PrintCause cause = PrintCause::None;
  friend bool operator==(const DrawerMove&, const DrawerMove&) = default;
};

// A receipt printer. Used by one thread.
class ReceiptPrinter {
 public:
  virtual ~ReceiptPrinter() = default;

  // Asks the device now; bounded by half a second.
  [[nodiscard]] virtual Result<PrinterStatus> status() = 0;

  // Prints and cuts. Printed means that the printer confirmed the paper, by the evidence named, not
  // that the bytes were taken. NotPrinted means that no dot was printed, and the job may be given
  // again under a new id. After Unknown nobody knows what is on the paper: do not print again; let
  // a person look. Bounded: returns within the stall limit of the driver after the last progress.
  [[nodiscard]] virtual Printed print(const Page& page, JobId job) = 0;

  // One pulse for the drawer, in order and never in real time: a printer that is offline would give
  // it later, when nobody stands there any more, so it is given none. Bounded like print().
  [[nodiscard]] virtual DrawerMove open_drawer() = 0;

  [[nodiscard]] virtual int width_dots() const = 0;
};

[[nodiscard]] const char* name_of(Sensor sensor);
[[nodiscard]] const char* name_of(Outcome outcome);
[[nodiscard]] const char* name_of(Evidence evidence);
[[nodiscard]] const char* name_of(PrintCause cause);
[[nodiscard]] const char* name_of(DrawerOutcome outcome);

}  // namespace slipway::devices
