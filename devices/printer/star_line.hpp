#pragma once

#include <chrono>
#include <optional>
#include <span>

#include "devices/printer/printer_wire.hpp"
#include "devices/printer/star.hpp"

namespace slipway::devices {

// The wire to a Star printer: its status and its counter, as it last told them, remembered until
// forget(). Knows nothing of jobs; bounds and causes as in PrinterWire.
class StarLine {
 public:
  explicit StarLine(PrinterWire wire) : wire_(std::move(wire)) {}

  [[nodiscard]] PrintCause deliver(std::span<const std::uint8_t> bytes) {
    return wire_.deliver(bytes, listener());
  }
  // The result is the first trouble that the printer has reported since forget().
  [[nodiscard]] PrintCause hear(std::chrono::milliseconds patience) {
    return wire_.hear(patience, listener());
  }
  // Asks for status; what it says is noted, and trouble in it is reported by hear().
  [[nodiscard]] PrintCause ask();

  [[nodiscard]] PrintCause pad() { return wire_.pad(); }
  void on_job_begun() { wire_.on_job_begun(); }

  // Starts listening anew: what an earlier job or an earlier owner left is thrown away.
  void forget();

  [[nodiscard]] const PrinterStatus& heard() const { return heard_; }
  [[nodiscard]] bool is_answered() const { return answered_; }
  [[nodiscard]] const std::optional<int>& counter() const { return counter_; }

 private:
  [[nodiscard]] PrinterWire::Listener listener();

  PrinterWire wire_;
  star::StatusReader reader_;
  PrinterStatus heard_;
  PrintCause reported_ = PrintCause::None;
  std::optional<int> counter_;
  bool answered_ = false;
};

}  // namespace slipway::devices
