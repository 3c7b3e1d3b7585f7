#include "devices/printer/escpos_line.hpp"

namespace slipway::devices {

using escpos::Topic;

PrinterWire::Listener EscposLine::listener() {
  return [this](std::span<const std::uint8_t> packet) {
    for (const escpos::Answer& answer : answers_.take(packet))
      hear_answer(answer);
    return reported_;
  };
}

void EscposLine::hear_answer(const escpos::Answer& answer) {
  if (const auto* status = std::get_if<escpos::Automatic>(&answer)) {
    escpos::apply(heard_, *status);
    // Paper that ended and was replaced before anybody looked has still torn the slip.
    if (reported_ == PrintCause::None) reported_ = trouble_of(heard_);
  }
  if (const auto* status = std::get_if<escpos::RealTime>(&answer)) real_time_ = *status;
  if (const auto* confirmation = std::get_if<escpos::Confirmation>(&answer)) {
    confirmed_ = confirmation->tag;
  }
  if (std::holds_alternative<escpos::Single>(answer)) {
    ++singles_;
    ++all_singles_;
  }
  if (const auto* block = std::get_if<escpos::Block>(&answer)) {
    if (const auto count = escpos::count_of(*block)) counted_ = count;
  }
}

PrintCause EscposLine::poll() {
  if (const auto cause = ask(Topic::Printer); cause != PrintCause::None) return cause;
  if (heard_.online != Sensor::No) return PrintCause::None;
  for (const Topic topic : {Topic::Offline, Topic::Fault, Topic::Paper}) {
    const auto cause = ask(topic);
    if (cause == PrintCause::Unplugged || cause == PrintCause::Refused) return cause;
  }
  return trouble_of(heard_);
}

PrintCause EscposLine::ask(Topic topic) {
  if (const auto cause = wire_.pay_owed(listener()); cause != PrintCause::None) return cause;
  real_time_.reset();
  const auto question = escpos::ask(topic);
  const auto cause = wire_.ask(question, listener(), [this] { return real_time_.has_value(); });
  if (cause == PrintCause::None && real_time_) escpos::apply(heard_, topic, *real_time_);
  return cause;
}

void EscposLine::forget_answers() {
  wire_.drain(listener());
  answers_.forget();
  heard_ = {};
  reported_ = PrintCause::None;
  real_time_.reset();
  confirmed_.reset();
  singles_ = 0;
  counted_.reset();
}

}  // namespace slipway::devices
