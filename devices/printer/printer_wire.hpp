#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <span>

#include "devices/printer/printer_interface.hpp"
#include "devices/printer/receipt_printer.hpp"
#include "devices/usb/transport.hpp"

namespace slipway::devices {

// The two pipes of a printer, whatever its language: bytes go out once, packets come in. Knows
// nothing of jobs.
//
// Every call is bounded. Where the result is a cause, None means that nothing is wrong, Unplugged
// is final, Refused means that a pipe stalled (it is lifted; what was under way has failed).
class PrinterWire {
 public:
  // How long one question waits for its answer: four fit into half a second.
  static constexpr std::chrono::milliseconds kAnswerTime{90};

  // Takes one packet, which may be empty; the result is the trouble that the printer has reported
  // by itself so far.
  using Listener = std::function<PrintCause(std::span<const std::uint8_t>)>;

  PrinterWire(std::unique_ptr<usb::Transport> transport, BulkPair pipes,
              std::chrono::milliseconds stall_limit);

  // Sends all of it, once. Silent, or PaperOut if the port status says so, when the printer takes
  // nothing for as long as the stall limit. Other causes are what it reports by itself meanwhile.
  [[nodiscard]] PrintCause deliver(std::span<const std::uint8_t> bytes, const Listener& listener);
  // Takes in what the printer says: waits so long for it to begin, then until it pauses.
  [[nodiscard]] PrintCause hear(std::chrono::milliseconds patience, const Listener& listener);
  // Sends a question that is obeyed at once and listens until it is answered. No answer, or no room
  // in a full buffer, is not yet trouble, and neither is what the answer says.
  [[nodiscard]] PrintCause ask(std::span<const std::uint8_t> question, const Listener& listener,
                               const std::function<bool()>& is_answered);

  // Sends the rest of a question of which the printer took only a part, and drops the answer. Comes
  // before every other question; while it owes, ask() does nothing.
  [[nodiscard]] PrintCause pay_owed(const Listener& listener);

  // An earlier job may have ended inside a command, where a question would be taken for its length
  // and make the printer wait for a megabyte. Zeros complete a command with a length of nothing.
  // Does nothing when no job has begun since the last time.
  [[nodiscard]] PrintCause pad();
  void on_job_begun() { is_padded_ = false; }

  // Takes in what has been said and not been heard, without waiting; a broken pipe is left broken.
  void drain(const Listener& listener);

 private:
  [[nodiscard]] PrintCause port_hint();
  [[nodiscard]] PrintCause lift_halt(std::uint8_t endpoint, const Error& error);

  std::unique_ptr<usb::Transport> transport_;
  BulkPair pipes_;
  std::chrono::milliseconds stall_limit_;
  bool is_padded_ = false;  // no command is open, though a strip may be
  usb::Bytes owed_;         // rest of a question that was taken in part; must come before all else
};

}  // namespace slipway::devices
