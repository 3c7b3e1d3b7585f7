#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>

#include "devices/printer/escpos.hpp"
#include "devices/printer/printer_wire.hpp"

namespace slipway::devices {

// The wire to an ESC/POS printer: questions, answers, and what the printer said of itself, which is
// remembered until forget_answers(). Knows nothing of jobs; bounds and causes as in PrinterWire.
class EscposLine {
 public:
  static constexpr std::chrono::milliseconds kAnswerTime = PrinterWire::kAnswerTime;

  explicit EscposLine(PrinterWire wire) : wire_(std::move(wire)) {}

  [[nodiscard]] PrintCause deliver(std::span<const std::uint8_t> bytes) {
    return wire_.deliver(bytes, listener());
  }
  // The result is the first trouble that the printer has reported by itself.
  [[nodiscard]] PrintCause hear(std::chrono::milliseconds patience) {
    return wire_.hear(patience, listener());
  }
  // One question; what the answer says of the topic is noted in heard(), not judged.
  [[nodiscard]] PrintCause ask(escpos::Topic topic);
  // Asks whether the printer is online, and if it is not, why.
  [[nodiscard]] PrintCause poll();

  [[nodiscard]] PrintCause pad() { return wire_.pad(); }
  void on_job_begun() { wire_.on_job_begun(); }

  // Starts listening anew: what an earlier job or an earlier owner left is thrown away.
  void forget_answers();
  void forget_paper() { heard_.paper_out = Sensor::Unknown; }

  [[nodiscard]] const PrinterStatus& heard() const { return heard_; }
  [[nodiscard]] bool is_answered() const { return real_time_.has_value(); }
  [[nodiscard]] const std::optional<escpos::Tag>& confirmed() const { return confirmed_; }
  // Answers in order since forget_answers(): one for every question that was asked, and none before
  // it, or else the printer babbles and nothing that it says in order is worth anything.
  [[nodiscard]] int singles() const { return singles_; }
  // The same since the wire was opened: what is still owed comes before anything newer.
  [[nodiscard]] int all_singles() const { return all_singles_; }
  // The last number that it gave when it was asked for one.
  [[nodiscard]] const std::optional<std::uint32_t>& counted() const { return counted_; }

 private:
  [[nodiscard]] PrinterWire::Listener listener();
  void hear_answer(const escpos::Answer& answer);

  PrinterWire wire_;
  escpos::AnswerReader answers_;
  PrinterStatus heard_;
  PrintCause reported_ = PrintCause::None;
  std::optional<escpos::RealTime> real_time_;  // answer to the last question
  std::optional<escpos::Tag> confirmed_;
  int singles_ = 0;
  int all_singles_ = 0;
  std::optional<std::uint32_t> counted_;
};

}  // namespace slipway::devices
