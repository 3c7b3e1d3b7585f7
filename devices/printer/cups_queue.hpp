#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "devices/printer/receipt_printer.hpp"

// A queue of CUPS or of a printer that speaks IPP itself, for documents on sheets. Never for slips:
// README.md says why. Everything that a server says is bounded and cleaned before it is kept.
namespace slipway::devices {

// Where documents go. Only what an operator wrote into the settings: nothing is looked for.
struct CupsAddress {
  std::string host;  // empty: the server that libcups is set up for, usually this computer's
  int port = 631;
  bool is_encrypted = false;
  std::string resource;  // "/printers/office"
};
// From "office" (a queue of this computer) or "ipp://server:631/printers/office" (ipps too);
// nothing for anything else.
[[nodiscard]] std::optional<CupsAddress> cups_address_from(std::string_view text);

// How a job ended, by what a person does next.
enum class CupsEnd {
  // Nothing was sent, so nothing is printed.
  Away,     // no server answers there: is it on, is the address right?
  NoQueue,  // the server knows no such queue: the name is wrong
  Access,   // it wants a user and password, which this program has not: allow this computer
  Closed,   // the queue is stopped or takes no jobs: start it
  NoPaper,  // it is stopped, and says that there is no paper or the cover is open
  Format,   // it takes no PDF
  Refused,  // any other no before the document, in its own words (`told`)
  // The document was sent, or a part of it: a person looks what lies in the printer.
  Completed,  // the queue says that it is done. It has not seen the paper
  Cancelled,  // by somebody, or by us when it was not over in time, at a silence or at a stop:
              // what is not out yet stays in
  Aborted,    // the server gave up
  Silent,     // it stopped answering, or did not take our cancel: the job may come out any time
};

struct CupsReport {
  CupsEnd end = CupsEnd::Silent;
  int job = 0;            // the server's number; 0: none was given
  PrinterStatus printer;  // as last told
  std::string told;       // the server's own words, for a technician; clean, at most 200 characters
};

// On the evidence ladder a queue stands on no rung: NotPrinted when nothing was sent, Unknown for
// all else, "completed" with it, and the evidence is always Nothing.
[[nodiscard]] Printed printed_of(const CupsReport& report);

// What a queue tells of its printer. printer-state-reasons that name a trouble are Yes; silence is
// Unknown and never No, because a one-way queue reports "none" without paper too; what no sheet
// printer has is Unsupported.
[[nodiscard]] PrinterStatus cups_status(int printer_state, const std::vector<std::string>& reasons);

// Printable ASCII, at most 200 characters; of text from a server nothing else is kept.
[[nodiscard]] std::string cups_clean(std::string_view text);

struct CupsPatience {
  std::chrono::milliseconds answer{5'000};  // for a question whole: connecting, asking, its answer
  std::chrono::milliseconds job{120'000};   // for sending, and then from there to the end
  std::chrono::milliseconds every{500};     // between two looks at it
  std::chrono::milliseconds farewell{700};  // for the cancel after a stop
};

// Prints the document and follows its job to the end. Blocks: on a thread of its own, never GTK's.
// Sent once, whatever happens. A job that was created and is not known to be over when this
// returns was asked to be cancelled, once and over a connection of its own, lest it come out when
// nobody expects it: after `job`, after three times `answer` without one, after a document that
// was not taken, and at a stop. The report says Cancelled when the server agreed, Silent when not.
//
// `title` is seen by all users of the server: no personal data. `on_wait` hears of the printer
// while the job waits. A stop ends it within `farewell` and a quarter of a second, but for what
// CupsServer::ask() says of names and of TLS: who cannot wait for that leaves its thread behind.
[[nodiscard]] CupsReport print_by_cups(
    const CupsAddress& address, std::string_view document, const std::string& title,
    const CupsPatience& patience = {}, const std::stop_token& stop = {},
    const std::function<void(const PrinterStatus&)>& on_wait = {});

[[nodiscard]] const char* name_of(CupsEnd end);

}  // namespace slipway::devices
