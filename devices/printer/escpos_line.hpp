#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>

#include "devices/printer/escpos.hpp"
#include "devices/usb/transport.hpp"

namespace slipway::devices {

// The wire to an ESC/POS printer: bytes go out once, answers come in, and what the printer said of
// itself is remembered until forget_answers(). Knows nothing of jobs.
//
// Every call is bounded. Where the result is a cause, None means that nothing is wrong, Unplugged
// is final, Refused means that a pipe stalled (it is lifted; what was under way has failed).
class EscposLine {
 public:
  // How long one question waits for its answer: four fit into half a second.
  static constexpr std::chrono::milliseconds kAnswerTime{110};

  EscposLine(std::unique_ptr<usb::Transport> transport, std::uint8_t out, std::uint8_t in,
             std::chrono::milliseconds stall_limit);

  // Sends all of it, once. Silent, or PaperOut if the port status says so, when the printer takes
  // nothing for as long as the stall limit. Other causes are what it reports by itself meanwhile.
  [[nodiscard]] PrintCause deliver(std::span<const std::uint8_t> bytes);
  // Takes in what the printer says: waits so long for it to begin, then until it pauses. The result
  // is the first trouble that it has reported by itself.
  [[nodiscard]] PrintCause hear(std::chrono::milliseconds patience);
  // One question. No answer, or no room for the question in a full buffer, is not yet trouble; what
  // the answer says of the topic is noted in heard(), not judged.
  [[nodiscard]] PrintCause ask(escpos::Topic topic);
  // Asks whether the printer is online, and if it is not, why.
  [[nodiscard]] PrintCause poll();

  // An earlier job may have ended inside a command, where a question would be taken for its length
  // and make the printer wait for a megabyte. Zeros complete a command with a length of nothing.
  // Does nothing when no job has begun since the last time.
  [[nodiscard]] PrintCause pad();
  void on_job_begun() { is_padded_ = false; }

  // Starts listening anew: what an earlier job or an earlier owner left is thrown away.
  void forget_answers();
  void forget_paper() { heard_.paper_out = Sensor::Unknown; }
  void forget_single() { has_single_ = false; }

  [[nodiscard]] const PrinterStatus& heard() const { return heard_; }
  [[nodiscard]] bool is_answered() const { return real_time_.has_value(); }
  [[nodiscard]] const std::optional<escpos::Tag>& confirmed() const { return confirmed_; }
  [[nodiscard]] bool has_single() const { return has_single_; }

 private:
  [[nodiscard]] PrintCause port_hint();
  [[nodiscard]] PrintCause pay_owed();
  [[nodiscard]] PrintCause lift_halt(std::uint8_t endpoint, const Error& error);
  void hear_answer(const escpos::Answer& answer);

  std::unique_ptr<usb::Transport> transport_;
  std::uint8_t out_;
  std::uint8_t in_;
  std::chrono::milliseconds stall_limit_;
  bool is_padded_ = false;  // no command is open, though a strip may be
  escpos::Bytes owed_;      // rest of a question that was taken in part; must come before all else

  escpos::AnswerReader answers_;
  PrinterStatus heard_;
  PrintCause reported_ = PrintCause::None;
  std::optional<escpos::RealTime> real_time_;  // answer to the last question
  std::optional<escpos::Tag> confirmed_;
  bool has_single_ = false;
};

}  // namespace slipway::devices
